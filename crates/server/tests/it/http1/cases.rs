//! What a case is, and the list of all of them.

use super::{
    cases_body, cases_chunked, cases_fields, cases_host, cases_length, cases_limits, cases_line,
    cases_sequence,
};

#[derive(Debug, Clone)]
pub struct Case {
    pub name: &'static str,
    pub sent: Vec<u8>,
    pub expected: Expected,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// One answer with this status that closes the connection, whatever follows.
    Refused(u16),
    /// These answers; the connection lives on.
    Answered(Vec<(u16, &'static str)>),
    /// These answers, the last of which closes the connection.
    Closed(Vec<(u16, &'static str)>),
    /// The request is not complete: no answer but to its end or to a timeout.
    Incomplete,
}

pub fn refused(name: &'static str, status: u16, sent: impl Into<Vec<u8>>) -> Case {
    Case {
        name,
        sent: sent.into(),
        expected: Expected::Refused(status),
    }
}

pub fn bad(name: &'static str, sent: impl Into<Vec<u8>>) -> Case {
    refused(name, 400, sent)
}

pub fn good(name: &'static str, body: &'static str, sent: impl Into<Vec<u8>>) -> Case {
    answered(name, [(200, body)], sent)
}

pub fn answered<const N: usize>(
    name: &'static str,
    replies: [(u16, &'static str); N],
    sent: impl Into<Vec<u8>>,
) -> Case {
    Case {
        name,
        sent: sent.into(),
        expected: Expected::Answered(replies.to_vec()),
    }
}

pub fn closed<const N: usize>(
    name: &'static str,
    replies: [(u16, &'static str); N],
    sent: impl Into<Vec<u8>>,
) -> Case {
    Case {
        name,
        sent: sent.into(),
        expected: Expected::Closed(replies.to_vec()),
    }
}

pub fn incomplete(name: &'static str, sent: impl Into<Vec<u8>>) -> Case {
    Case {
        name,
        sent: sent.into(),
        expected: Expected::Incomplete,
    }
}

/// `GET /` with these field lines after `Host`.
pub fn get(fields: &str) -> Vec<u8> {
    format!("GET / HTTP/1.1\r\nHost: a.test\r\n{fields}\r\n").into_bytes()
}

/// `POST /` with these field lines after `Host`, and a body.
pub fn post(fields: &str, body: &str) -> Vec<u8> {
    format!("POST / HTTP/1.1\r\nHost: a.test\r\n{fields}\r\n{body}").into_bytes()
}

/// A request line before an otherwise good head.
pub fn line(line: &str) -> Vec<u8> {
    format!("{line}\r\nHost: a.test\r\n\r\n").into_bytes()
}

pub fn all() -> Vec<Case> {
    [
        cases_line::cases(),
        cases_fields::cases(),
        cases_host::cases(),
        cases_length::cases(),
        cases_chunked::cases(),
        cases_body::cases(),
        cases_limits::cases(),
        cases_sequence::cases(),
    ]
    .concat()
}
