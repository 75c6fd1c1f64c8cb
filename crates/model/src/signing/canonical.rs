//! The text that is signed.
//!
//! `METHOD LF PATH LF value LF value .. [LF BODY]`: the values of all parameters in the order of
//! their names, the body only when it is not empty, no line feed at the end. Fed piece by piece
//! into whatever takes it, so that verifying a request copies nothing.

use super::parameters::Parameters;

/// What a signature is made of.
///
/// Source: the published clients, which agree byte for byte; their vectors are this crate's tests.
#[derive(Clone, Copy, Debug)]
pub struct CanonicalMessage<'a> {
    /// The method in any letter case; it is signed in upper case.
    pub method: &'a str,
    /// The path as in the request's target, not decoded, without the query. `None` for webhooks,
    /// which are signed without this line.
    pub path: Option<&'a str>,
    /// Query and `x-wix-*` headers; a signature among them is left out.
    pub parameters: &'a Parameters<'a>,
    /// The body's bytes exactly as they are sent.
    pub body: &'a [u8],
}

impl CanonicalMessage<'_> {
    /// Gives the message in pieces, in order.
    pub fn feed(&self, mut sink: impl FnMut(&[u8])) {
        if self.method.bytes().any(|byte| byte.is_ascii_lowercase()) {
            sink(self.method.to_ascii_uppercase().as_bytes());
        } else {
            sink(self.method.as_bytes());
        }
        if let Some(path) = self.path {
            sink(b"\n");
            sink(path.as_bytes());
        }
        let mut previous: Option<&str> = None;
        for parameter in self.parameters.iter().filter(|one| !one.is_signature()) {
            let is_repeat =
                previous.is_some_and(|name| name.eq_ignore_ascii_case(parameter.name()));
            sink(if is_repeat { b"," } else { b"\n" });
            sink(parameter.value().as_bytes());
            previous = Some(parameter.name());
        }
        if !self.body.is_empty() {
            sink(b"\n");
            sink(self.body);
        }
    }

    /// The message in one piece, for people to look at.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.feed(|piece| bytes.extend_from_slice(piece));
        bytes
    }
}
