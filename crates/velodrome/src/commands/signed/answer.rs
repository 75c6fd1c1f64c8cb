//! An HTTP/1.1 answer, found in the bytes that a server sent.

/// Longest head that is read, in bytes.
const HEAD_BYTES_MAX: usize = 256 * 1024;

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// The status line and the headers as they came.
    pub(super) head: String,
    /// Without the framing of chunks.
    pub(super) body: Vec<u8>,
}

/// What bytes are so far.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// An answer.
    Whole(Answer),
    /// The beginning of one.
    Part,
    /// Not an answer.
    Wrong(&'static str),
}

/// How a body ends.
enum Framing {
    Length(usize),
    Chunks,
    /// With the connection.
    Close,
}

impl Answer {
    /// Reads an answer from the beginning; `to_head` says that it has no body whatever its headers
    /// say, `is_end` that nothing comes any more. Interim answers (1xx) are passed over.
    pub(super) fn read(bytes: &[u8], to_head: bool, is_end: bool) -> Reading {
        let mut rest = bytes;
        loop {
            let searched = &rest[..rest.len().min(HEAD_BYTES_MAX)];
            let Some(end) = searched.windows(4).position(|four| four == b"\r\n\r\n") else {
                return match rest.len() {
                    HEAD_BYTES_MAX.. => Reading::Wrong("the answer's head does not end"),
                    _ => Reading::Part,
                };
            };
            let head = String::from_utf8_lossy(&rest[..end]).into_owned();
            rest = &rest[end + 4..];
            let Some(status) = status(&head) else {
                return Reading::Wrong("this is not HTTP/1.1");
            };
            if (100..200).contains(&status) {
                continue;
            }
            let body = if to_head || matches!(status, 204 | 304) {
                Ok(Some(Vec::new()))
            } else {
                framing(&head).and_then(|framing| body(rest, &framing, is_end))
            };
            return match body {
                Err(why) => Reading::Wrong(why),
                Ok(None) => Reading::Part,
                Ok(Some(body)) => Reading::Whole(Answer { status, head, body }),
            };
        }
    }
}

fn status(head: &str) -> Option<u16> {
    let rest = head.strip_prefix("HTTP/1.")?.get(1..)?;
    rest.strip_prefix(' ')?.get(..3)?.parse().ok()
}

fn framing(head: &str) -> Result<Framing, &'static str> {
    let mut framing = Framing::Close;
    for line in head.split("\r\n").skip(1) {
        let (name, value) = line.split_once(':').ok_or("a header has no colon")?;
        let value = value.trim();
        if name.eq_ignore_ascii_case("transfer-encoding") {
            if !value.eq_ignore_ascii_case("chunked") {
                return Err("the answer has a transfer coding other than chunked");
            }
            return Ok(Framing::Chunks);
        }
        if name.eq_ignore_ascii_case("content-length") {
            let length = value
                .parse()
                .map_err(|_| "the content-length is no number")?;
            framing = Framing::Length(length);
        }
    }
    Ok(framing)
}

/// The body; `None` when it is not all there.
fn body(rest: &[u8], framing: &Framing, is_end: bool) -> Result<Option<Vec<u8>>, &'static str> {
    Ok(match framing {
        Framing::Length(length) => rest.get(..*length).map(<[u8]>::to_vec),
        Framing::Close => is_end.then(|| rest.to_vec()),
        Framing::Chunks => return chunks(rest),
    })
}

/// Looks whether all chunks are there before it copies any: this is asked again with every piece
/// that comes.
fn chunks(rest: &[u8]) -> Result<Option<Vec<u8>>, &'static str> {
    if !walk(rest, |_| {})? {
        return Ok(None);
    }
    let mut body = Vec::new();
    walk(rest, |chunk| body.extend_from_slice(chunk))?;
    Ok(Some(body))
}

/// Gives each chunk; whether the last one was there.
fn walk(mut rest: &[u8], mut give: impl FnMut(&[u8])) -> Result<bool, &'static str> {
    loop {
        let Some((line, after)) = line(rest) else {
            return Ok(false);
        };
        let digits = line.split(|byte| *byte == b';').next().unwrap_or_default();
        let digits = std::str::from_utf8(digits).map(str::trim);
        let size = digits
            .ok()
            .and_then(|digits| usize::from_str_radix(digits, 16).ok())
            .ok_or("a chunk has no size")?;
        rest = after;
        if size == 0 {
            return Ok(trailers_end(rest));
        }
        let Some((chunk, after)) = rest.split_at_checked(size) else {
            return Ok(false);
        };
        give(chunk);
        if after.len() < 2 {
            return Ok(false);
        }
        rest = after.strip_prefix(b"\r\n").ok_or("a chunk is too long")?;
    }
}

fn trailers_end(mut rest: &[u8]) -> bool {
    while let Some((line, after)) = line(rest) {
        if line.is_empty() {
            return true;
        }
        rest = after;
    }
    false
}

fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.windows(2).position(|two| two == b"\r\n")?;
    Some((&bytes[..end], &bytes[end + 2..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The status and body once all bytes are there; before that, each beginning must be a part.
    fn whole(bytes: &[u8], to_head: bool) -> (u16, String) {
        for end in 0..bytes.len() {
            let reading = Answer::read(&bytes[..end], to_head, false);
            assert_eq!(reading, Reading::Part, "{end} bytes");
        }
        match Answer::read(bytes, to_head, true) {
            Reading::Whole(answer) => {
                let body = String::from_utf8_lossy(&answer.body).into_owned();
                (answer.status, body)
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_body_ends_where_its_framing_says() {
        let length = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
        assert_eq!(whole(length, false), (200, "abc".to_owned()));
        let chunks = b"HTTP/1.1 403 No\r\ntransfer-encoding: Chunked\r\n\r\n2;x=y\r\nab\r\nA\r\n0123456789\r\n0\r\na: b\r\n\r\n";
        assert_eq!(whole(chunks, false), (403, "ab0123456789".to_owned()));
        let close = b"HTTP/1.0 200 OK\r\n\r\nabc";
        assert_eq!(whole(close, false), (200, "abc".to_owned()));
        let interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\n\r\n";
        assert_eq!(whole(interim, false), (204, String::new()));
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
        assert_eq!(whole(head, true), (200, String::new()));
    }

    #[test]
    fn what_is_not_http_is_wrong() {
        for bytes in [
            &b"SSH-2.0-x\r\n\r\n"[..],
            b"HTTP/1.1 x\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n",
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc",
        ] {
            let reading = Answer::read(bytes, false, false);
            assert!(matches!(reading, Reading::Wrong(_)), "{reading:?}");
        }
        let endless = vec![b'x'; HEAD_BYTES_MAX];
        let reading = Answer::read(&endless, false, false);
        assert!(matches!(reading, Reading::Wrong(_)), "{reading:?}");
        let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab";
        assert_eq!(Answer::read(cut, false, true), Reading::Part);
    }
}
