//! Answers that are not a function's own: JSON with `code`, `message` and `requestId`, the same
//! code in `x-velodrome-error`.

use crate::http1::{Body, Response};
use velodrome_model::code::Code;

/// What such an answer says.
#[derive(Clone, Debug)]
pub struct ErrorAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: &'static str,
    /// One sentence for the caller.
    pub message: String,
    /// In development: where it happened.
    pub stack: Option<String>,
    /// Further fields, such as `Allow` or `Retry-After`.
    pub fields: Vec<(&'static str, String)>,
}

impl ErrorAnswer {
    /// The answer of a code, with its own message.
    pub fn of(code: Code) -> ErrorAnswer {
        ErrorAnswer {
            status: code.status(),
            code: code.as_str(),
            message: code.message().to_owned(),
            stack: None,
            fields: Vec::new(),
        }
    }

    /// The same with another message.
    pub fn with_message(mut self, message: impl Into<String>) -> ErrorAnswer {
        self.message = message.into();
        self
    }

    /// The same with a further field.
    pub fn with_field(mut self, name: &'static str, value: impl Into<String>) -> ErrorAnswer {
        self.fields.push((name, value.into()));
        self
    }

    /// As an HTTP response, without the fields that every answer has.
    pub fn to_response(&self, request_id: &str) -> Response {
        let mut response = Response::new(self.status);
        let mut body = String::with_capacity(128 + self.message.len());
        body.push_str("{\"code\":");
        push_json(&mut body, self.code);
        body.push_str(",\"message\":");
        push_json(&mut body, &self.message);
        body.push_str(",\"requestId\":");
        push_json(&mut body, request_id);
        if let Some(stack) = &self.stack {
            body.push_str(",\"stack\":");
            push_json(&mut body, stack);
        }
        body.push('}');
        response.body = Body::Owned(body.into_bytes());
        let own = [
            ("content-type", "application/json"),
            ("x-velodrome-error", self.code),
        ];
        let more = self
            .fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()));
        for (name, value) in own.into_iter().chain(more) {
            // A value that cannot be sent is left out: the body says it all.
            let _unsendable = response.headers.push(name, value);
        }
        response
    }
}

/// Appends a JSON string (RFC 8259, 7).
fn push_json(out: &mut String, text: &str) {
    use std::fmt::Write;
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                let _never_fails = write!(out, "\\u{:04x}", control as u32);
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_json_whatever_the_message_holds() {
        let answer = ErrorAnswer::of(Code::FunctionFailed).with_message("a \"b\"\\\n\u{1}\u{e9}");
        let response = answer.to_response("id");
        let expected = "{\"code\":\"FUNCTION_FAILED\",\"message\":\"a \\\"b\\\"\\\\\\n\\u0001\u{e9}\",\"requestId\":\"id\"}";
        assert_eq!(response.body.as_bytes(), expected.as_bytes());
        assert_eq!(response.status(), 500);
    }
}
