//! The error classes that Rust code throws into JavaScript.

/// Which constructor makes an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are JavaScript's own")]
pub enum ErrorKind {
    Error,
    TypeError,
    RangeError,
    SyntaxError,
}

impl ErrorKind {
    pub(crate) const COUNT: usize = 4;

    /// In the order of their discriminants.
    pub(crate) const ALL: [ErrorKind; ErrorKind::COUNT] = [
        ErrorKind::Error,
        ErrorKind::TypeError,
        ErrorKind::RangeError,
        ErrorKind::SyntaxError,
    ];

    /// The constructor's name.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::Error => "Error",
            ErrorKind::TypeError => "TypeError",
            ErrorKind::RangeError => "RangeError",
            ErrorKind::SyntaxError => "SyntaxError",
        }
    }
}
