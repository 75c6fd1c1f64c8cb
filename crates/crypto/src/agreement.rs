//! A secret that two parties come to: ECDH (SEC 1, 3.3.1), X25519 (RFC 7748).

use crate::Failure;
use crate::key::{EcPrivate, EcPublic, PrivateKey, PublicKey};
use elliptic_curve::ecdh::diffie_hellman;

fn incompatible() -> Failure {
    Failure::new(
        "ERR_CRYPTO_INCOMPATIBLE_KEY",
        "Incompatible key types for Diffie-Hellman",
    )
}

/// The shared secret: the x coordinate of a point, or 32 bytes.
///
/// # Errors
/// Keys of different kinds, or a public key with which every secret would be the same.
pub fn shared_secret(private: &PrivateKey, public: &PublicKey) -> Result<Vec<u8>, Failure> {
    match (private, public) {
        (PrivateKey::Ec(private), PublicKey::Ec(public)) => on_curves(private, public),
        (PrivateKey::X25519(private), PublicKey::X25519(public)) => {
            let secret = private.diffie_hellman(public);
            if !secret.was_contributory() {
                return Err(Failure::new(
                    "ERR_OSSL_FAILED_DURING_DERIVATION",
                    "error:1C8000E8:Provider routines::failed during derivation",
                ));
            }
            Ok(secret.as_bytes().to_vec())
        }
        _ => Err(incompatible()),
    }
}

fn on_curves(private: &EcPrivate, public: &EcPublic) -> Result<Vec<u8>, Failure> {
    macro_rules! agree {
        ($private:ident, $public:ident) => {
            diffie_hellman($private.to_nonzero_scalar(), $public.as_affine())
                .raw_secret_bytes()
                .to_vec()
        };
    }
    Ok(match (private, public) {
        (EcPrivate::P256(a), EcPublic::P256(b)) => agree!(a, b),
        (EcPrivate::P384(a), EcPublic::P384(b)) => agree!(a, b),
        (EcPrivate::P521(a), EcPublic::P521(b)) => agree!(a, b),
        (EcPrivate::K256(a), EcPublic::K256(b)) => agree!(a, b),
        _ => return Err(incompatible()),
    })
}
