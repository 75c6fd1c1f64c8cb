//! The ways in which a request can break the protocol.
//!
//! Each has a status and a stable code; the application turns it into a body. After a fault the
//! connection is closed: where the next request would begin is no longer certain.

/// Why a request was refused by the protocol itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The request line is not `method SP target SP version CRLF`.
    RequestLine,
    /// The method is not a token, or longer than 32 bytes.
    Method,
    /// The target has a byte or a form that is not allowed.
    Target,
    /// The version is not `HTTP/` digit `.` digit.
    Version,
    /// A field line is folded, has no colon, a bad name, or a control or non-ASCII byte.
    Field,
    /// `Host` is missing, repeated, or not exactly a host with an optional port.
    Host,
    /// `Content-Length` is repeated, not a plain decimal number, or beyond any limit.
    ContentLength,
    /// `Transfer-Encoding` is repeated, in HTTP/1.0, or does not end in one `chunked`.
    TransferEncoding,
    /// `Content-Length` and `Transfer-Encoding` together.
    FramingConflict,
    /// Chunk framing outside the grammar.
    Chunk,
    /// A trailer field outside the grammar, or one that may not be a trailer.
    Trailer,
    /// The peer stopped sending in the middle of a request.
    Truncated,
    /// The head did not arrive in time.
    HeadTimeout,
    /// The body did not arrive in time.
    BodyTimeout,
    /// The body is longer than allowed here.
    BodyTooLarge,
    /// The target is longer than allowed.
    TargetTooLong,
    /// An expectation other than `100-continue`.
    Expectation,
    /// The field lines are too long or too many.
    HeadersTooLarge,
    /// A transfer coding before the final `chunked`.
    TransferCoding,
    /// `CONNECT`: this is no proxy.
    Connect,
    /// A version other than 1.0 and 1.1.
    VersionUnsupported,
    /// Something else than TLS on a port that speaks TLS.
    PlainHttp,
}

impl Fault {
    /// Every fault, for tables and tests.
    pub const ALL: [Fault; 22] = [
        Fault::RequestLine,
        Fault::Method,
        Fault::Target,
        Fault::Version,
        Fault::Field,
        Fault::Host,
        Fault::ContentLength,
        Fault::TransferEncoding,
        Fault::FramingConflict,
        Fault::Chunk,
        Fault::Trailer,
        Fault::Truncated,
        Fault::HeadTimeout,
        Fault::BodyTimeout,
        Fault::BodyTooLarge,
        Fault::TargetTooLong,
        Fault::Expectation,
        Fault::HeadersTooLarge,
        Fault::TransferCoding,
        Fault::Connect,
        Fault::VersionUnsupported,
        Fault::PlainHttp,
    ];

    /// Status code, stable code and the sentence for the client.
    const fn parts(self) -> (u16, &'static str, &'static str) {
        match self {
            Fault::RequestLine => (400, "BAD_REQUEST_LINE", "The request line is malformed."),
            Fault::Method => (400, "BAD_METHOD", "The request method is malformed."),
            Fault::Target => (400, "BAD_TARGET", "The request target is malformed."),
            Fault::Version => (400, "BAD_HTTP_VERSION", "The HTTP version is malformed."),
            Fault::Field => (400, "BAD_HEADER", "A header field is malformed."),
            Fault::Host => (
                400,
                "BAD_HOST",
                "Exactly one valid Host header field is required.",
            ),
            Fault::ContentLength => (
                400,
                "BAD_CONTENT_LENGTH",
                "Content-Length must be one plain decimal number.",
            ),
            Fault::TransferEncoding => (
                400,
                "BAD_TRANSFER_ENCODING",
                "Transfer-Encoding must be exactly: chunked.",
            ),
            Fault::FramingConflict => (
                400,
                "CONFLICTING_LENGTH",
                "Content-Length and Transfer-Encoding must not be sent together.",
            ),
            Fault::Chunk => (400, "BAD_CHUNK", "The chunked body is malformed."),
            Fault::Trailer => (400, "BAD_TRAILER", "A trailer field is not acceptable."),
            Fault::Truncated => (
                400,
                "INCOMPLETE_REQUEST",
                "The request ended before it was complete.",
            ),
            Fault::HeadTimeout => (
                408,
                "HEADER_TIMEOUT",
                "The request head did not arrive in time.",
            ),
            Fault::BodyTimeout => (
                408,
                "BODY_TIMEOUT",
                "The request body did not arrive in time.",
            ),
            Fault::BodyTooLarge => (413, "BODY_TOO_LARGE", "The request body is too large."),
            Fault::TargetTooLong => (414, "TARGET_TOO_LONG", "The request target is too long."),
            Fault::Expectation => (
                417,
                "EXPECTATION_FAILED",
                "Only the expectation 100-continue is supported.",
            ),
            Fault::HeadersTooLarge => (
                431,
                "HEADERS_TOO_LARGE",
                "The header fields are too long or too many.",
            ),
            Fault::TransferCoding => (
                501,
                "UNSUPPORTED_TRANSFER_CODING",
                "The only supported transfer coding is chunked.",
            ),
            Fault::Connect => (501, "CONNECT_NOT_SUPPORTED", "CONNECT is not supported."),
            Fault::VersionUnsupported => (
                505,
                "HTTP_VERSION_NOT_SUPPORTED",
                "Only HTTP/1.0 and HTTP/1.1 are supported.",
            ),
            Fault::PlainHttp => (
                400,
                "TLS_REQUIRED",
                "This port speaks HTTPS: use an address that begins with https://.",
            ),
        }
    }

    /// The status to answer with: always 4xx or 5xx.
    pub const fn status(self) -> u16 {
        self.parts().0
    }

    /// The stable code, in capitals.
    pub const fn code(self) -> &'static str {
        self.parts().1
    }

    /// One sentence for the client. It never repeats what the client sent.
    pub const fn message(self) -> &'static str {
        self.parts().2
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Fault {}
