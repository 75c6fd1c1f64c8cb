//! What an operation ends with when it cannot be done.

use std::fmt;

/// Why not. The code is Node's: programs look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// `ERR_CRYPTO_..`, `ERR_OSSL_..`.
    pub code: &'static str,
    /// For people, as OpenSSL or Node words it where programs compare it.
    pub message: String,
}

impl Failure {
    /// A failure with that code and message.
    pub fn new(code: &'static str, message: impl Into<String>) -> Failure {
        Failure {
            code,
            message: message.into(),
        }
    }

    /// An operation that fails without saying why: what it would say helps an attacker.
    pub(crate) fn operation(message: &'static str) -> Failure {
        Failure::new("ERR_CRYPTO_OPERATION_FAILED", message)
    }

    /// A key that this algorithm cannot use.
    pub(crate) fn wrong_key(message: impl Into<String>) -> Failure {
        Failure::new(
            "ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE",
            message,
        )
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for Failure {}
