//! Why certificates cannot be used, by file.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// What is wrong with the files of `[tls]`.
#[derive(Debug)]
pub enum TlsError {
    /// `dev.tls` wants certificates, and there are none.
    NoneNamed,
    /// A file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// A file is not PEM from some point on.
    NotPem(PathBuf, String),
    /// A file has no certificate in it.
    NoCertificate(PathBuf),
    /// A file has no private key in it that can be read.
    NoKey(PathBuf),
    /// A private key, or the certificate it is for, is of a kind that cannot be used.
    Unusable {
        /// The certificate's file.
        cert: PathBuf,
        /// The key's file.
        key: PathBuf,
        /// Why.
        why: String,
    },
    /// A key belongs to another certificate.
    Mismatch {
        /// The certificate's file.
        cert: PathBuf,
        /// The key's file.
        key: PathBuf,
    },
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TlsError::NoneNamed => f.write_str(
                "dev.tls is true, but [tls] names no certificate: add cert and key, or leave dev.tls out",
            ),
            TlsError::Unreadable(file, error) => {
                write!(f, "[tls] {} could not be read: {error}", file.display())
            }
            TlsError::NotPem(file, why) => write!(f, "[tls] {} is not PEM: {why}", file.display()),
            TlsError::NoCertificate(file) => write!(
                f,
                "[tls] {} has no certificate in it (nothing that begins with -----BEGIN CERTIFICATE-----)",
                file.display()
            ),
            TlsError::NoKey(file) => write!(
                f,
                "[tls] {} has no private key in it that can be read (nothing that begins with -----BEGIN PRIVATE KEY----- or its like; an encrypted key must be decrypted first)",
                file.display()
            ),
            TlsError::Unusable { cert, key, why } => write!(
                f,
                "[tls] {} and {} cannot be used: {why}",
                cert.display(),
                key.display()
            ),
            TlsError::Mismatch { cert, key } => write!(
                f,
                "[tls] the key in {} does not belong to the first certificate in {}",
                key.display(),
                cert.display()
            ),
        }
    }
}

impl std::error::Error for TlsError {}
