//! A validated request head, borrowed from the connection's buffer.

use super::field::FieldSpan;
use super::framing::{BodyLength, Framing};
use super::method::Method;
use super::request_line::RequestLine;
use super::target::Form;

/// The two versions that are spoken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// HTTP/1.0
    Http10,
    /// HTTP/1.1
    #[default]
    Http11,
}

/// The form of the request target (RFC 9112 3.2); the authority form is refused with `CONNECT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetForm<'b> {
    /// `/path?query`
    Origin,
    /// `http://authority/path?query`, scheme `http` or `https`.
    Absolute {
        /// Host and optional port, validated.
        authority: &'b str,
    },
    /// `*`, with `OPTIONS` only.
    Asterisk,
}

/// A request head. Every byte of it is visible ASCII, space, tab or CRLF, and there is one way to
/// read it.
#[derive(Clone, Copy)]
pub struct Head<'b> {
    raw: &'b str,
    line: &'b RequestLine,
    fields: &'b [FieldSpan],
    framing: &'b Framing,
}

impl<'b> Head<'b> {
    pub(super) fn new(
        raw: &'b str,
        line: &'b RequestLine,
        fields: &'b [FieldSpan],
        framing: &'b Framing,
    ) -> Self {
        Self {
            raw,
            line,
            fields,
            framing,
        }
    }

    /// The whole head as sent: request line and field lines, each with its CRLF, without the empty
    /// line at the end.
    pub fn raw(&self) -> &'b str {
        self.raw
    }

    /// The field lines as sent, each with its CRLF.
    pub fn field_lines(&self) -> &'b str {
        &self.raw[self.line.next_line()..]
    }

    /// The method.
    pub fn method(&self) -> Method<'b> {
        Method::from_token(self.line.method.of_str(self.raw))
    }

    /// The target as sent.
    pub fn target(&self) -> &'b str {
        self.line.target.of_str(self.raw)
    }

    /// Which form the target has.
    pub fn target_form(&self) -> TargetForm<'b> {
        match (self.line.parts.form, self.line.parts.authority) {
            (Form::Absolute, Some(authority)) => TargetForm::Absolute {
                authority: authority.of_str(self.raw),
            },
            (Form::Asterisk, _) => TargetForm::Asterisk,
            _ => TargetForm::Origin,
        }
    }

    /// The path as sent, without the query; `/` when an absolute target has none, `*` for `*`.
    pub fn path(&self) -> &'b str {
        match self.line.parts.path.of_str(self.raw) {
            "" => "/",
            path => path,
        }
    }

    /// What follows the first `?`, as sent.
    pub fn query(&self) -> Option<&'b str> {
        Some(self.line.parts.query?.of_str(self.raw))
    }

    /// Host and optional port this request is for: the authority of an absolute target (RFC 9112
    /// 3.2.2), else the `Host` field. Empty only for HTTP/1.0 without either.
    pub fn host(&self) -> &'b str {
        match self.line.parts.authority.or(self.framing.host) {
            Some(span) => span.of_str(self.raw),
            None => "",
        }
    }

    /// The version.
    pub fn version(&self) -> Version {
        self.line.version
    }

    /// Field names and values in the order and spelling in which they were sent; values without
    /// the white space around them.
    pub fn fields(&self) -> impl ExactSizeIterator<Item = (&'b str, &'b str)> + use<'b> {
        let raw = self.raw;
        self.fields
            .iter()
            .map(move |field| (field.name.of_str(raw), field.value.of_str(raw)))
    }

    /// The value of the first field with this name, in any case.
    pub fn field(&self, name: &str) -> Option<&'b str> {
        self.fields()
            .find_map(|(each, value)| each.eq_ignore_ascii_case(name).then_some(value))
    }

    /// How long the body is.
    pub fn body_length(&self) -> BodyLength {
        self.framing.body
    }

    /// Whether the client waits for `100 Continue` before it sends the body.
    pub fn expects_continue(&self) -> bool {
        self.framing.expects_continue
    }

    /// Whether the client allows another request on this connection (RFC 9112 9.3).
    pub fn keep_alive(&self) -> bool {
        !self.framing.close && (self.line.version == Version::Http11 || self.framing.keep_alive)
    }
}

impl std::fmt::Debug for Head<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Head").field(&self.raw).finish()
    }
}
