//! Where an answer ends: as much of HTTP as a load needs.

use crate::Failure;

/// A complete answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Its length in bytes, the head included.
    pub length: usize,
    /// The server closes the connection behind it.
    pub closes: bool,
}

/// The answer at the front of `bytes`, `None` when it is not all there.
///
/// # Errors
/// It is no 200, or it does not say how long it is.
pub fn read(bytes: &[u8]) -> Result<Option<Answer>, Failure> {
    let Some(head) = memchr::memmem::find(bytes, b"\r\n\r\n") else {
        return Ok(None);
    };
    let (line, fields) = bytes[..head].split_at(head.min(12));
    if line != b"HTTP/1.1 200" {
        return Err(format!("an answer begins {:?}", String::from_utf8_lossy(line)).into());
    }
    let body = field(fields, b"content-length:").and_then(|text| text.parse::<usize>().ok());
    let length = head + 4 + body.ok_or("an answer without content-length")?;
    let closes = field(fields, b"connection:").is_some_and(|text| text == "close");
    Ok((bytes.len() >= length).then_some(Answer { length, closes }))
}

/// The value of the field that `name` names, in small letters with its colon.
fn field<'f>(fields: &'f [u8], name: &[u8]) -> Option<&'f str> {
    fields.split(|&byte| byte == b'\n').find_map(|line| {
        let (begin, value) = line.split_at_checked(name.len())?;
        let value = begin.eq_ignore_ascii_case(name).then_some(value)?;
        Some(std::str::from_utf8(value).ok()?.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::{Answer, read};

    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 5\r\n\r\nhello";

    #[test]
    fn an_answer_ends_where_its_length_says() {
        let expected = Answer {
            length: ANSWER.len(),
            closes: false,
        };
        assert_eq!(read(ANSWER).unwrap(), Some(expected));
        let more = [ANSWER, b"HTTP/1.1"].concat();
        assert_eq!(read(&more).unwrap(), Some(expected));
    }

    #[test]
    fn an_answer_may_close_the_connection() {
        let last = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        assert!(read(last).unwrap().unwrap().closes);
    }

    #[test]
    fn part_of_an_answer_is_none() {
        for end in 0..ANSWER.len() {
            assert_eq!(read(&ANSWER[..end]).unwrap(), None, "{end}");
        }
    }

    #[test]
    fn other_answers_are_errors() {
        assert!(read(b"HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n").is_err());
        assert!(read(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
    }
}
