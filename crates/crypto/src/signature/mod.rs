//! Signatures: RSA (PKCS#1 v1.5, PSS), ECDSA, Ed25519.

mod ecdsa;
mod rsa;

use crate::key::{PrivateKey, PublicKey};
use crate::{Failure, Hash, Seed};
use ed25519_dalek::{Signer, Verifier};

/// Which kind of RSA signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RsaScheme {
    /// RSASSA-PKCS1-v1_5.
    Pkcs1,
    /// RSASSA-PSS, MGF1 with the same hash.
    Pss(Salt),
}

/// How much salt a PSS signature has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Salt {
    /// As much as a digest is long.
    Digest,
    /// Signing: as much as there is room for. Verifying: whatever it was.
    Any,
    /// So many bytes.
    Bytes(usize),
}

/// How to sign.
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    /// The hash; none for Ed25519.
    pub hash: Option<Hash>,
    /// For RSA keys.
    pub rsa: RsaScheme,
    /// ECDSA: DER, else both numbers one after the other (IEEE P1363).
    pub der: bool,
}

fn hash_of(scheme: &Scheme) -> Hash {
    scheme.hash.unwrap_or(Hash::Sha256)
}

fn no_hash(scheme: &Scheme) -> Result<(), Failure> {
    match scheme.hash {
        None => Ok(()),
        Some(_) => Err(Failure::new(
            "ERR_OSSL_INVALID_DIGEST",
            "error:1C80007A:Provider routines::invalid digest",
        )),
    }
}

fn not_for_signatures() -> Failure {
    Failure::wrong_key(
        "error:03000096:digital envelope routines::operation not supported for this keytype",
    )
}

/// Signs `data`, which is hashed here.
///
/// # Errors
/// A key that cannot sign so.
pub fn sign(
    key: &PrivateKey,
    data: &[u8],
    scheme: &Scheme,
    seed: Seed,
) -> Result<Vec<u8>, Failure> {
    match key {
        PrivateKey::Rsa(key) => rsa::sign(key, data, hash_of(scheme), scheme.rsa, seed),
        PrivateKey::Ec(key) => ecdsa::sign(key, &hash_of(scheme).digest(data), scheme.der, seed),
        PrivateKey::Ed25519(key) => no_hash(scheme).map(|()| key.sign(data).to_bytes().to_vec()),
        PrivateKey::X25519(_) => Err(not_for_signatures()),
    }
}

/// Whether `signature` is the key's signature of `data`.
///
/// # Errors
/// A key that cannot verify so.
pub fn verify(
    key: &PublicKey,
    data: &[u8],
    signature: &[u8],
    scheme: &Scheme,
) -> Result<bool, Failure> {
    match key {
        PublicKey::Rsa(key) => rsa::verify(key, data, signature, hash_of(scheme), scheme.rsa),
        PublicKey::Ec(key) => Ok(ecdsa::verify(
            key,
            data,
            signature,
            hash_of(scheme),
            scheme.der,
        )),
        PublicKey::Ed25519(key) => {
            no_hash(scheme)?;
            let signature = ed25519_dalek::Signature::from_slice(signature);
            Ok(signature.is_ok_and(|signature| key.verify(data, &signature).is_ok()))
        }
        PublicKey::X25519(_) => Err(not_for_signatures()),
    }
}

/// An ECDSA signature in its other form.
pub use ecdsa::{from_der, to_der};
