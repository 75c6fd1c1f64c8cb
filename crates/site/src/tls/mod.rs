//! The certificates that a site shows, from its files to the one that a client gets.
//!
//! [`Certificates`] is what the files said when they were read, [`CertificateStore`] what running
//! connections ask, [`follow`] keeps the second at the first.

mod certificates;
mod error;
mod follow;
mod store;

pub use certificates::Certificates;
pub use error::TlsError;
pub use follow::{Outcome, follow};
pub use store::CertificateStore;

/// The one implementation of cryptography for TLS.
pub fn provider() -> std::sync::Arc<rustls::crypto::CryptoProvider> {
    std::sync::Arc::new(rustls::crypto::ring::default_provider())
}
