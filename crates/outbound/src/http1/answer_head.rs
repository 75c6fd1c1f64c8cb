//! The head of an answer: status line and fields.

use std::mem::MaybeUninit;
use std::ops::Range;

use bytes::BytesMut;

use super::{Fault, Head};
use crate::request::Header;

/// A head that was read.
pub(super) struct Found {
    pub status: u16,
    /// Whether it is of HTTP/1.1, not 1.0.
    pub is_1_1: bool,
    pub headers: Vec<Header>,
    reason: String,
}

/// Fields that are looked at without asking for more memory.
const HEADERS_ON_STACK: usize = 64;

/// Takes a head off the front of what was received; nothing while it is not complete.
pub(super) fn parse(received: &mut BytesMut, headers_max: usize) -> Result<Option<Found>, Fault> {
    let mut fields = [const { MaybeUninit::uninit() }; HEADERS_ON_STACK];
    let few = headers_max.min(HEADERS_ON_STACK);
    let looked = match look(received, &mut fields[..few]) {
        Err(httparse::Error::TooManyHeaders) if headers_max > few => {
            look(received, &mut vec![MaybeUninit::uninit(); headers_max])
        }
        looked => looked,
    };
    let seen = looked.map_err(|error| match error {
        httparse::Error::TooManyHeaders => Fault::HeadTooLarge,
        _ => Fault::NotHttp("its head cannot be read"),
    })?;
    Ok(seen.map(|seen| {
        let head = received.split_to(seen.len).freeze();
        let headers = seen.fields.into_iter();
        let headers = headers.map(|(name, value)| Header::new(name, head.slice(value)));
        Found {
            status: seen.status,
            is_1_1: seen.is_1_1,
            headers: headers.collect(),
            reason: seen.reason,
        }
    }))
}

/// Whether an empty line may be among what was received after `seen` bytes.
pub(super) fn may_end(received: &[u8], seen: usize) -> bool {
    let new = &received[seen.saturating_sub(3)..];
    new.windows(2).any(|pair| pair == b"\n\n") || new.windows(3).any(|three| three == b"\n\r\n")
}

/// What a head says, its values by their places.
struct Seen {
    len: usize,
    status: u16,
    is_1_1: bool,
    reason: String,
    fields: Vec<(String, Range<usize>)>,
}

fn look<'b>(
    received: &'b [u8],
    fields: &mut [MaybeUninit<httparse::Header<'b>>],
) -> Result<Option<Seen>, httparse::Error> {
    let mut response = httparse::Response::new(&mut []);
    let config = httparse::ParserConfig::default();
    let parsed = config.parse_response_with_uninit_headers(&mut response, received, fields)?;
    let httparse::Status::Complete(len) = parsed else {
        return Ok(None);
    };
    let start = received.as_ptr().addr();
    let fields = response.headers.iter().map(|field| {
        let at = field.value.as_ptr().addr() - start;
        (field.name.to_ascii_lowercase(), at..at + field.value.len())
    });
    let fields = fields.collect();
    Ok(Some(Seen {
        len,
        status: response.code.unwrap_or_default(),
        is_1_1: response.version == Some(1),
        reason: reason(received).iter().copied().map(char::from).collect(),
        fields,
    }))
}

/// The phrase of a status line, which has two spaces before it. The library gives none that has bytes
/// beyond ASCII.
fn reason(received: &[u8]) -> &[u8] {
    let start = received.iter().position(|byte| !b"\r\n".contains(byte));
    let line = &received[start.unwrap_or_default()..];
    let end = line.iter().position(|byte| b"\r\n".contains(byte));
    let line = &line[..end.unwrap_or(line.len())];
    line.splitn(3, |byte| *byte == b' ')
        .nth(2)
        .unwrap_or_default()
}

impl Found {
    /// Whether another answer follows this one.
    pub fn is_informational(&self) -> bool {
        // 101 would be the last one in HTTP, but nobody asks for another protocol.
        (100..200).contains(&self.status) && self.status != 101
    }

    /// Whether the connection stays open, by version and `connection`.
    pub fn persists(&self) -> bool {
        if self.has_token("connection", "close") || self.status == 101 {
            return false;
        }
        self.is_1_1 || self.has_token("connection", "keep-alive")
    }

    /// Values of a field, in their order.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        let named = self
            .headers
            .iter()
            .filter(move |header| header.name == name);
        named.map(|header| &*header.value)
    }

    fn has_token(&self, name: &str, token: &str) -> bool {
        self.values(name)
            .flat_map(|value| value.split(|byte| *byte == b','))
            .any(|part| part.trim_ascii().eq_ignore_ascii_case(token.as_bytes()))
    }

    pub fn into_head(self) -> Head {
        Head {
            status: self.status,
            reason: self.reason,
            headers: self.headers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Option<Found>, Fault> {
        parse(&mut BytesMut::from(text), 100)
    }

    #[test]
    fn a_head_is_taken_off_when_it_is_complete() {
        let whole = "HTTP/1.1 200 Very well\r\nA-b: c d \r\nx:\r\n\r\nrest";
        for end in 0..whole.len() - "rest".len() {
            assert!(
                parsed(&whole[..end]).expect("no error yet").is_none(),
                "{end}"
            );
        }
        let mut received = BytesMut::from(whole);
        let found = parse(&mut received, 100).expect("HTTP").expect("complete");
        assert_eq!(&received[..], b"rest");
        assert_eq!((found.status, found.reason.as_str()), (200, "Very well"));
        let fields: Vec<_> = found
            .headers
            .iter()
            .map(|header| (header.name.as_str(), &*header.value))
            .collect();
        assert_eq!(fields, [("a-b", &b"c d"[..]), ("x", b"")]);
        assert!(found.is_1_1 && found.persists());
    }

    #[test]
    fn an_end_is_seen_however_it_comes() {
        for text in [
            "HTTP/1.1 200 OK\r\na: b\r\n\r\n",
            "HTTP/1.1 200 OK\n\n",
            "HTTP/1.1 200 OK\r\n\n",
        ] {
            for seen in 0..text.len() {
                assert!(may_end(text.as_bytes(), seen), "{text:?} {seen}");
                assert!(!may_end(
                    &text.as_bytes()[..text.len() - 1],
                    seen.min(text.len() - 2)
                ));
            }
        }
    }

    #[test]
    fn a_phrase_is_anything_or_nothing() {
        for (line, reason) in [
            ("HTTP/1.1 200", ""),
            ("HTTP/1.0 404 ", ""),
            ("HTTP/1.1 200 a  b", "a  b"),
        ] {
            let found = parsed(&format!("{line}\r\n\r\n"))
                .expect("HTTP")
                .expect("complete");
            assert_eq!(found.reason, reason);
        }
        let mut received = BytesMut::from(&b"HTTP/1.1 200 caf\xe9\r\n\r\n"[..]);
        let found = parse(&mut received, 100).expect("HTTP").expect("complete");
        assert_eq!(found.reason, "caf\u{e9}");
    }

    #[test]
    fn what_is_no_head_is_said_so() {
        for text in [
            "SSH-2.0-x\r\n",
            "HTTP/2 200\r\n\r\n",
            "HTTP/1.1 20\r\n\r\n",
            "HTTP/1.1 200 OK\r\na b: c\r\n\r\n",
        ] {
            assert!(matches!(parsed(text), Err(Fault::NotHttp(_))), "{text:?}");
        }
        let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "a: b\r\n".repeat(70));
        assert_eq!(
            parsed(&many)
                .expect("HTTP")
                .expect("complete")
                .headers
                .len(),
            70
        );
        assert!(matches!(
            parse(&mut BytesMut::from(&*many), 69),
            Err(Fault::HeadTooLarge)
        ));
    }

    #[test]
    fn a_connection_persists_as_version_and_field_say() {
        for (head, persists) in [
            ("HTTP/1.1 200 OK", true),
            ("HTTP/1.1 200 OK\r\nConnection: x, Close", false),
            ("HTTP/1.0 200 OK", false),
            ("HTTP/1.0 200 OK\r\nconnection: Keep-Alive", true),
            ("HTTP/1.1 101 Switching", false),
        ] {
            let found = parsed(&format!("{head}\r\n\r\n"))
                .expect("HTTP")
                .expect("complete");
            assert_eq!(found.persists(), persists, "{head}");
        }
    }
}
