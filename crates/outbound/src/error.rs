//! Why a call gave no answer: a stable code, a message for the site's code, one for the operator.

use std::fmt;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The request cannot be sent: its URL, method or a header. The caller's fault.
    InvalidRequest,
    /// The address is not public, and the configuration does not allow it.
    AddressForbidden,
    /// The host's name has no address.
    DnsFailed,
    /// Nobody answers at the address.
    ConnectFailed,
    /// The proxy does not answer, or refuses.
    ProxyFailed,
    /// No secure connection: a certificate that is not valid, no common version.
    TlsFailed,
    /// A limit on time: of the connection, of the call, or the caller's own.
    TimedOut,
    /// More redirects in a row than allowed.
    TooManyRedirects,
    /// A redirect, where the request allows none, or that cannot be followed.
    RedirectRefused,
    /// The body has more bytes than allowed, counted after decompression.
    ResponseTooLarge,
    /// The head has more bytes or fields than allowed.
    ResponseHeadTooLarge,
    /// What came is not HTTP, or not compressed as it says.
    ProtocolError,
    /// The connection ended before the answer did.
    ConnectionLost,
    /// The source of the request's body failed.
    RequestBodyFailed,
}

impl ErrorKind {
    /// Every kind, for tables and tests.
    pub const ALL: &[ErrorKind] = &[
        ErrorKind::InvalidRequest,
        ErrorKind::AddressForbidden,
        ErrorKind::DnsFailed,
        ErrorKind::ConnectFailed,
        ErrorKind::ProxyFailed,
        ErrorKind::TlsFailed,
        ErrorKind::TimedOut,
        ErrorKind::TooManyRedirects,
        ErrorKind::RedirectRefused,
        ErrorKind::ResponseTooLarge,
        ErrorKind::ResponseHeadTooLarge,
        ErrorKind::ProtocolError,
        ErrorKind::ConnectionLost,
        ErrorKind::RequestBodyFailed,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            ErrorKind::InvalidRequest => "INVALID_REQUEST",
            ErrorKind::AddressForbidden => "ADDRESS_FORBIDDEN",
            ErrorKind::DnsFailed => "DNS_FAILED",
            ErrorKind::ConnectFailed => "CONNECT_FAILED",
            ErrorKind::ProxyFailed => "PROXY_FAILED",
            ErrorKind::TlsFailed => "TLS_FAILED",
            ErrorKind::TimedOut => "TIMED_OUT",
            ErrorKind::TooManyRedirects => "TOO_MANY_REDIRECTS",
            ErrorKind::RedirectRefused => "REDIRECT_REFUSED",
            ErrorKind::ResponseTooLarge => "RESPONSE_TOO_LARGE",
            ErrorKind::ResponseHeadTooLarge => "RESPONSE_HEAD_TOO_LARGE",
            ErrorKind::ProtocolError => "PROTOCOL_ERROR",
            ErrorKind::ConnectionLost => "CONNECTION_LOST",
            ErrorKind::RequestBodyFailed => "REQUEST_BODY_FAILED",
        }
    }
}

/// Why a call gave no answer. Shown, it is the external message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What went wrong.
    pub kind: ErrorKind,
    /// For the site's code: hosts and ports as they were asked for, no address behind them.
    pub external: String,
    /// For the operator: also what the machine said.
    pub internal: String,
}

impl Error {
    /// An error whose reader needs no more than its message.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        let external = message.into();
        let internal = external.clone();
        Error {
            kind,
            external,
            internal,
        }
    }

    /// An error with a cause that is for the operator alone.
    pub fn caused(kind: ErrorKind, message: impl Into<String>, cause: impl fmt::Display) -> Error {
        let external = message.into();
        let internal = format!("{external}: {cause}");
        Error {
            kind,
            external,
            internal,
        }
    }

    /// The stable code.
    pub const fn code(&self) -> &'static str {
        self.kind.code()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.external)
    }
}

impl std::error::Error for Error {}

/// A cause with all that caused it, on one line.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let more = cause.to_string();
        if !text.ends_with(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        next = cause.source();
    }
    text
}
