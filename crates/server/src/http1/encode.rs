//! The bytes of an answer's head.

use std::io::Write;

use tokio::time::Instant;

use super::date::DateCache;
use super::head::Version;
use super::response::{Body, Response};

/// What the request and the connection contribute to the answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub version: Version,
    pub is_head: bool,
    pub keep_alive: bool,
}

/// Appends the head of `response`, and gives the body bytes that follow it; none of a stream's.
pub(super) fn head<'r>(
    out: &mut Vec<u8>,
    response: &'r Response,
    frame: Frame,
    dates: &DateCache,
    now: Instant,
) -> &'r [u8] {
    status_line(out, response.status());
    out.extend_from_slice(response.headers.as_bytes());
    dates.append(out, now);
    match (frame.keep_alive, frame.version) {
        (false, _) => out.extend_from_slice(b"connection: close\r\n"),
        (true, Version::Http10) => out.extend_from_slice(b"connection: keep-alive\r\n"),
        (true, Version::Http11) => {}
    }
    if !has_body(response) {
        out.extend_from_slice(b"\r\n");
        return &[];
    }
    if matches!(response.body, Body::Stream(_)) {
        match frame.version {
            Version::Http11 => out.extend_from_slice(b"transfer-encoding: chunked\r\n\r\n"),
            Version::Http10 => out.extend_from_slice(b"\r\n"),
        }
        return &[];
    }
    let body = response.body.as_bytes();
    out.extend_from_slice(b"content-length: ");
    decimal(out, response.body.length());
    out.extend_from_slice(b"\r\n\r\n");
    if frame.is_head { &[] } else { body }
}

/// Whether an answer of this status may have a body (RFC 9110, 6.4.1).
pub(super) fn has_body(response: &Response) -> bool {
    !matches!(response.status(), 204 | 304)
}

fn status_line(out: &mut Vec<u8>, status: u16) {
    if status == 200 {
        out.extend_from_slice(b"HTTP/1.1 200 OK\r\n");
        return;
    }
    write!(out, "HTTP/1.1 {status} {}\r\n", reason(status)).expect("a Vec takes every write");
}

/// The line before a chunk.
pub(super) fn chunk_size(out: &mut Vec<u8>, bytes: usize) {
    write!(out, "{bytes:x}\r\n").expect("a Vec takes every write");
}

fn decimal(out: &mut Vec<u8>, number: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = number;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// The usual phrase. It means nothing to programs and may be empty.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn decimals() {
        for number in [0, 1, 9, 10, 12345, u64::MAX] {
            let mut out = Vec::new();
            super::decimal(&mut out, number);
            assert_eq!(out, number.to_string().as_bytes());
        }
    }
}
