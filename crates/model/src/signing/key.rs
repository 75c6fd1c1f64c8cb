//! An application's secret, ready to sign with.

use std::fmt;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::canonical::CanonicalMessage;
use super::signature::Signature;

/// What makes signatures. [`SigningKey`] is the one; tests put in its place one that counts.
pub trait MacKey {
    /// The signature of a message.
    fn mac(&self, message: &CanonicalMessage<'_>) -> Signature;
}

/// A secret prepared for HMAC-SHA256, so that a request does not pay for reading the key.
///
/// Source: clients use the secret's text as it is, dashes included; it is not decoded.
#[derive(Clone)]
pub struct SigningKey(Hmac<Sha256>);

impl SigningKey {
    /// The key of this secret's text, taken as UTF-8 bytes.
    pub fn new(secret: &str) -> SigningKey {
        SigningKey(
            Hmac::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of every length"),
        )
    }

    /// The signature of bytes that are no request.
    pub(super) fn mac_bytes(&self, bytes: &[u8]) -> Signature {
        let mut mac = self.0.clone();
        mac.update(bytes);
        Signature::from_bytes(mac.finalize().into_bytes().into())
    }
}

impl MacKey for SigningKey {
    fn mac(&self, message: &CanonicalMessage<'_>) -> Signature {
        let mut mac = self.0.clone();
        message.feed(|piece| mac.update(piece));
        Signature::from_bytes(mac.finalize().into_bytes().into())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}
