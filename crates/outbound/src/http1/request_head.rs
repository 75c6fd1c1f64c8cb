//! A request's head, as bytes.

use http::Method;
use http::header::{CONTENT_LENGTH, HOST};

use crate::exchange::{Call, Payload};

/// Room for most heads, in bytes.
const ROOM_BYTES: usize = 512;

/// Request line and fields, the empty line included. What is in a call was checked when it was made: no
/// part of it has a line end.
pub(super) fn encode(call: &Call, payload: &Payload) -> Vec<u8> {
    let mut head = Vec::with_capacity(ROOM_BYTES);
    for part in [
        call.method.as_str(),
        " ",
        &call.target.path,
        " HTTP/1.1\r\n",
    ] {
        head.extend_from_slice(part.as_bytes());
    }
    if !call.headers.contains_key(HOST) {
        field(&mut head, HOST.as_str(), call.target.authority.as_bytes());
    }
    for (name, value) in &call.headers {
        field(&mut head, name.as_str(), value.as_bytes());
    }
    match payload {
        Payload::Once(Some(stream)) => match stream.length_bytes() {
            Some(length_bytes) => length(&mut head, length_bytes),
            None => field(&mut head, "transfer-encoding", b"chunked"),
        },
        Payload::Bytes(bytes) if !bytes.is_empty() || expects_body(&call.method) => {
            length(&mut head, bytes.len() as u64);
        }
        Payload::None
            if expects_body(&call.method) && !call.headers.contains_key(CONTENT_LENGTH) =>
        {
            length(&mut head, 0);
        }
        _ => {}
    }
    head.extend_from_slice(b"\r\n");
    head
}

fn expects_body(method: &Method) -> bool {
    *method == Method::POST || *method == Method::PUT || *method == Method::PATCH
}

fn length(head: &mut Vec<u8>, length_bytes: u64) {
    field(
        head,
        CONTENT_LENGTH.as_str(),
        length_bytes.to_string().as_bytes(),
    );
}

fn field(head: &mut Vec<u8>, name: &str, value: &[u8]) {
    for part in [name.as_bytes(), b": ", value, b"\r\n"] {
        head.extend_from_slice(part);
    }
}
