//! Requests and answers between a test and the server's codec: values on one side, bytes on the other.

use serde::Deserialize;
use serde_json::{Value, json};

/// A request as `runtime/js/velo/testing/call.js` gives it.
#[derive(Deserialize)]
pub(super) struct Asked {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    /// In base64.
    body: String,
}

impl Asked {
    /// The request as bytes of HTTP/1.1.
    ///
    /// # Errors
    /// What of it cannot be sent, in one sentence.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, String> {
        let body = data_encoding::BASE64
            .decode(self.body.as_bytes())
            .map_err(|error| format!("call: the body is no base64: {error}"))?;
        let breaks = |text: &str| text.contains(|c: char| c.is_ascii_control() && c != '\t');
        if self.target.contains(' ') || breaks(&self.target) {
            return Err(format!(
                "call: the path {:?} has a space or a line break in it",
                self.target
            ));
        }
        let has = |wanted: &str| {
            self.headers
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case(wanted))
        };
        let mut lines = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        if !has("host") {
            lines.push_str("host: localhost\r\n");
        }
        for (name, value) in &self.headers {
            if breaks(name) || breaks(value) {
                return Err(format!("call: the header {name:?} has a line break in it"));
            }
            if !["content-length", "connection", "transfer-encoding"]
                .contains(&name.to_ascii_lowercase().as_str())
            {
                lines.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        if !body.is_empty() || matches!(self.method.as_str(), "POST" | "PUT" | "PATCH") {
            lines.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        lines.push_str("connection: close\r\n\r\n");
        let mut bytes = lines.into_bytes();
        bytes.extend_from_slice(&body);
        Ok(bytes)
    }
}

/// An answer's bytes as JSON for the test: `status`, `headers`, `body` in base64.
///
/// # Errors
/// They are no answer, which would be the server's fault.
pub(super) fn to_json(answer: &[u8]) -> Result<Value, String> {
    let end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .ok_or("call: the server closed the connection without an answer")?;
    let head = String::from_utf8_lossy(&answer[..end]);
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1)?.parse::<u16>().ok());
    let status = status.ok_or("call: the answer has no status")?;
    let headers: Vec<(&str, &str)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name, value.trim()))
        .collect();
    let body = data_encoding::BASE64.encode(&answer[end + 4..]);
    Ok(json!({ "status": status, "headers": headers, "body": body }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: &str, target: &str, headers: &[(&str, &str)]) -> Asked {
        Asked {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: headers
                .iter()
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                .collect(),
            body: data_encoding::BASE64.encode(b"x"),
        }
    }

    #[test]
    fn a_request_cannot_become_two() {
        assert!(asked("GET", "/a b", &[]).to_bytes().is_err());
        assert!(
            asked("GET", "/a", &[("x", "1\r\nfoo: 2")])
                .to_bytes()
                .is_err()
        );
        let bytes = asked("POST", "/a", &[("Content-Length", "7"), ("x", "1")])
            .to_bytes()
            .expect("fine");
        let text = String::from_utf8(bytes).expect("text");
        assert_eq!(
            text,
            "POST /a HTTP/1.1\r\nhost: localhost\r\nx: 1\r\ncontent-length: 1\r\nconnection: close\r\n\r\nx"
        );
    }

    #[test]
    fn an_answer_becomes_values() {
        let value = to_json(b"HTTP/1.1 201 Created\r\nx-a:  b: c \r\n\r\nhi").expect("an answer");
        assert_eq!(
            value,
            json!({ "status": 201, "headers": [["x-a", "b: c"]], "body": "aGk=" })
        );
        assert!(to_json(b"").is_err());
    }
}
