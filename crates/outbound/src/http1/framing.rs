//! Where the body of an answer ends (RFC 9112, section 6), and its bytes without their frame.

use bytes::{Buf, Bytes, BytesMut};
use http::Method;

use super::answer_head::Found;
use super::{Fault, ended};

/// Takes a body out of what was received.
#[derive(Debug, Default)]
pub(super) enum Decoder {
    /// All of it was taken, or there is none.
    #[default]
    Done,
    /// So many bytes are to come.
    Length(u64),
    /// It goes on to the end of the connection.
    ToTheEnd,
    Chunks(Chunk),
}

/// Where in a body of chunks the next byte belongs.
#[derive(Debug)]
pub(super) enum Chunk {
    Size,
    Data(u64),
    /// The line end after its data.
    End,
    /// Fields after the last chunk; so many bytes of them were passed over.
    Trailer(usize),
}

/// What comes next of a body.
pub(super) enum Piece {
    Bytes(Bytes),
    /// About so many bytes are to be received first.
    More(usize),
    End,
}

/// Longest line with the size of a chunk, in bytes.
const SIZE_LINE_BYTES_MAX: usize = 1024;

/// How the body of an answer is framed.
pub(super) fn of_answer(found: &Found, method: &Method) -> Result<Decoder, Fault> {
    if *method == Method::HEAD || matches!(found.status, 101 | 204 | 304) {
        return Ok(Decoder::Done);
    }
    let codings = found.values("transfer-encoding");
    let last = codings
        .flat_map(|value| value.split(|byte| *byte == b','))
        .last();
    if let Some(last) = last {
        if !found.is_1_1 {
            return Err(Fault::NotHttp("an answer of HTTP/1.0 comes in chunks"));
        }
        // A length beside chunks has no meaning; who sends both is not trusted with another request.
        return Ok(if last.trim_ascii().eq_ignore_ascii_case(b"chunked") {
            Decoder::Chunks(Chunk::Size)
        } else {
            Decoder::ToTheEnd
        });
    }
    let mut length_bytes = None;
    let lengths = found.values("content-length");
    for given in lengths.flat_map(|value| value.split(|byte| *byte == b',')) {
        let given = decimal(given.trim_ascii()).ok_or(Fault::NotHttp("its length is no number"))?;
        if length_bytes.is_some_and(|before| before != given) {
            return Err(Fault::NotHttp("it has two lengths"));
        }
        length_bytes = Some(given);
    }
    Ok(match length_bytes {
        None => Decoder::ToTheEnd,
        Some(0) => Decoder::Done,
        Some(length_bytes) => Decoder::Length(length_bytes),
    })
}

fn decimal(digits: &[u8]) -> Option<u64> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

impl Decoder {
    pub fn is_done(&self) -> bool {
        matches!(self, Decoder::Done)
    }

    /// Whether its end is seen without that of the connection.
    pub fn ends_by_itself(&self) -> bool {
        !matches!(self, Decoder::ToTheEnd)
    }

    /// How long it is, where that is known before.
    pub fn length_bytes(&self) -> Option<u64> {
        match self {
            Decoder::Done => Some(0),
            Decoder::Length(length_bytes) => Some(*length_bytes),
            Decoder::ToTheEnd | Decoder::Chunks(_) => None,
        }
    }

    /// Takes what comes next. `trailer_bytes_max` bounds what follows the last chunk.
    pub fn next(
        &mut self,
        received: &mut BytesMut,
        trailer_bytes_max: usize,
    ) -> Result<Piece, Fault> {
        loop {
            let chunk = match self {
                Decoder::Done => return Ok(Piece::End),
                Decoder::ToTheEnd if received.is_empty() => return Ok(Piece::More(usize::MAX)),
                Decoder::ToTheEnd => return Ok(Piece::Bytes(received.split().freeze())),
                Decoder::Length(left_bytes) => {
                    let piece = take(received, left_bytes);
                    if *left_bytes == 0 {
                        *self = Decoder::Done;
                    }
                    return Ok(piece);
                }
                Decoder::Chunks(chunk) => chunk,
            };
            match chunk {
                Chunk::Size => {
                    let Some(line) = line(received, SIZE_LINE_BYTES_MAX)? else {
                        return Ok(Piece::More(0));
                    };
                    *chunk = match size(&line)? {
                        0 => Chunk::Trailer(0),
                        size => Chunk::Data(size),
                    };
                }
                Chunk::Data(left_bytes) => {
                    let piece = take(received, left_bytes);
                    if *left_bytes == 0 {
                        *chunk = Chunk::End;
                    }
                    return Ok(piece);
                }
                Chunk::End => match line(received, 2)? {
                    None => return Ok(Piece::More(0)),
                    Some(end) if end.is_empty() => *chunk = Chunk::Size,
                    Some(_) => return Err(Fault::NotHttp("a chunk is longer than it says")),
                },
                Chunk::Trailer(passed) => {
                    let left_bytes = trailer_bytes_max.saturating_sub(*passed);
                    match line(received, left_bytes)? {
                        None => return Ok(Piece::More(0)),
                        Some(end) if end.is_empty() => *self = Decoder::Done,
                        Some(field) => *passed += field.len() + 2,
                    }
                }
            }
        }
    }

    /// The connection ended.
    ///
    /// # Errors
    /// The body did not.
    pub fn end_of_stream(&mut self) -> Result<(), Fault> {
        match self {
            Decoder::Done | Decoder::ToTheEnd => {
                *self = Decoder::Done;
                Ok(())
            }
            Decoder::Length(_) | Decoder::Chunks(_) => Err(ended()),
        }
    }
}

/// As much of `left_bytes` as there is.
fn take(received: &mut BytesMut, left_bytes: &mut u64) -> Piece {
    let wanted = usize::try_from(*left_bytes).unwrap_or(usize::MAX);
    let len = received.len().min(wanted);
    if len == 0 {
        return Piece::More(wanted);
    }
    *left_bytes -= len as u64;
    Piece::Bytes(received.split_to(len).freeze())
}

/// Takes a line without its end; nothing while it is not complete.
fn line(received: &mut BytesMut, bytes_max: usize) -> Result<Option<BytesMut>, Fault> {
    let Some(end) = received.iter().position(|byte| *byte == b'\n') else {
        return if received.len() > bytes_max {
            Err(Fault::NotHttp("a line between its chunks is too long"))
        } else {
            Ok(None)
        };
    };
    if end > bytes_max {
        return Err(Fault::NotHttp("a line between its chunks is too long"));
    }
    if end == 0 || received[end - 1] != b'\r' {
        return Err(Fault::NotHttp("a line between its chunks has no end"));
    }
    let line = received.split_to(end - 1);
    received.advance(2);
    Ok(Some(line))
}

/// A chunk's size; what an extension says is passed over.
fn size(line: &[u8]) -> Result<u64, Fault> {
    let digits = line.split(|byte| *byte == b';').next().unwrap_or_default();
    let digits = digits.trim_ascii_end();
    let is_number = (1..=15).contains(&digits.len()) && digits.iter().all(u8::is_ascii_hexdigit);
    let number = std::str::from_utf8(digits).ok().filter(|_| is_number);
    number
        .and_then(|digits| u64::from_str_radix(digits, 16).ok())
        .ok_or(Fault::NotHttp("the size of a chunk is no number"))
}

#[cfg(test)]
mod tests {
    use super::super::answer_head;
    use super::*;

    fn framing(fields: &str, method: Method, version: &str) -> Result<Decoder, Fault> {
        let head = format!("HTTP/{version} 200 OK\r\n{fields}\r\n");
        let found = answer_head::parse(&mut BytesMut::from(&*head), 100);
        of_answer(&found.expect("HTTP").expect("complete"), &method)
    }

    #[test]
    fn the_head_says_how_a_body_is_framed() {
        let get = |fields: &str| framing(fields, Method::GET, "1.1");
        assert!(matches!(
            get("content-length: 5\r\n"),
            Ok(Decoder::Length(5))
        ));
        assert!(matches!(get("content-length: 0\r\n"), Ok(Decoder::Done)));
        assert!(matches!(
            get("content-length: 5, 5\r\nContent-Length: 5\r\n"),
            Ok(Decoder::Length(5))
        ));
        assert!(matches!(get(""), Ok(Decoder::ToTheEnd)));
        assert!(matches!(
            get("transfer-encoding: gzip\r\n"),
            Ok(Decoder::ToTheEnd)
        ));
        for chunked in ["", "content-length: 3\r\n", "transfer-encoding: gzip\r\n"] {
            let framed = get(&format!("{chunked}transfer-encoding: Chunked\r\n"));
            assert!(
                matches!(framed, Ok(Decoder::Chunks(Chunk::Size))),
                "{chunked}"
            );
        }
        for wrong in [
            "content-length: 5\r\ncontent-length: 6\r\n",
            "content-length: +5\r\n",
            "content-length: \r\n",
            "content-length: 99999999999999999999\r\n",
        ] {
            assert!(matches!(get(wrong), Err(Fault::NotHttp(_))), "{wrong}");
        }
        let head = framing("content-length: 5\r\n", Method::HEAD, "1.1");
        assert!(matches!(head, Ok(Decoder::Done)));
        let old = framing("transfer-encoding: chunked\r\n", Method::GET, "1.0");
        assert!(matches!(old, Err(Fault::NotHttp(_))));
    }

    /// What chunks give when they come in pieces of `step` bytes.
    fn decoded(text: &[u8], step: usize) -> Result<(Vec<u8>, usize), Fault> {
        let (mut decoder, mut received) = (Decoder::Chunks(Chunk::Size), BytesMut::new());
        let (mut all, mut at) = (Vec::new(), 0);
        loop {
            match decoder.next(&mut received, 100)? {
                Piece::Bytes(bytes) => all.extend_from_slice(&bytes),
                Piece::End => return Ok((all, text.len() - at + received.len())),
                Piece::More(_) if at == text.len() => return Err(ended()),
                Piece::More(_) => {
                    let end = (at + step).min(text.len());
                    received.extend_from_slice(&text[at..end]);
                    at = end;
                }
            }
        }
    }

    #[test]
    fn chunks_are_joined_however_they_come() {
        let text = b"5;a=\"b\"\r\nhello\r\n1 \r\n,\r\n0A\r\n 123456789\r\n000\r\nx: y\r\n\r\n";
        for step in 1..text.len() {
            let (all, left) = decoded(text, step).expect("whole");
            assert_eq!((&all[..], left), (&b"hello, 123456789"[..], 0), "{step}");
        }
        assert_eq!(decoded(b"0\r\n\r\nHTTP", 100).expect("whole"), (vec![], 4));
    }

    #[test]
    fn chunks_that_are_none_are_refused() {
        for wrong in [
            &b"x\r\n"[..],
            b"\r\n",
            b"-1\r\n",
            b"5\nhello",
            b"3\r\nhello\r\n",
            b"1000000000000000\r\n",
            b" 5\r\n",
        ] {
            assert!(
                matches!(decoded(wrong, 1), Err(Fault::NotHttp(_))),
                "{wrong:?}"
            );
        }
        let endless = [b"0\r\n".to_vec(), b"a: b\r\n".repeat(20)].concat();
        assert!(matches!(decoded(&endless, 7), Err(Fault::NotHttp(_))));
        assert!(matches!(
            decoded(&[b'1'; 3000], 100),
            Err(Fault::NotHttp(_))
        ));
        assert!(matches!(decoded(b"5\r\nhel", 100), Err(Fault::Lost(_))));
    }
}
