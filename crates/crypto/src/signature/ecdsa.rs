//! ECDSA (FIPS 186-5). A nonce comes from randomness, key and data together: it is good when one of
//! these is.

use crate::key::{Curve, EcPrivate, EcPublic, on_curve};
use crate::{Failure, Hash, Seed, generator};
use ::ecdsa::Signature;
use ::ecdsa::hazmat::{SignPrimitive, VerifyPrimitive, bits2field};
use digest::Digest;
use ring::signature as ring_signature;
use sha2::Sha256;
use zeroize::Zeroizing;

/// The digest as the number that is signed: its leftmost bits, or with zeros in front.
fn field_sized(digest: &[u8], curve: Curve) -> Vec<u8> {
    let missing = curve.field_len().saturating_sub(digest.len());
    let mut padded = vec![0; missing];
    padded.extend_from_slice(digest);
    padded
}

fn failed<E>(_: E) -> Failure {
    Failure::operation("The data could not be signed")
}

pub(super) fn sign(
    key: &EcPrivate,
    digest: &[u8],
    der: bool,
    seed: Seed,
) -> Result<Vec<u8>, Failure> {
    let sized = field_sized(digest, key.curve());
    let scalar = Zeroizing::new(key.scalar());
    let hedged = Seed::from(
        Sha256::new()
            .chain_update(seed)
            .chain_update(&*scalar)
            .chain_update(digest)
            .finalize(),
    );
    on_curve!(key, EcPrivate, C, secret => {
        let number = bits2field::<C>(&sized).map_err(failed)?;
        let scalar = *secret.to_nonzero_scalar();
        let nonce = *elliptic_curve::NonZeroScalar::<C>::random(&mut generator(hedged));
        let (signature, _) = scalar.try_sign_prehashed(nonce, &number).map_err(failed)?;
        Ok(if der { signature.to_der().as_bytes().to_vec() } else { signature.to_bytes().to_vec() })
    })
}

pub(super) fn verify(key: &EcPublic, data: &[u8], signature: &[u8], hash: Hash, der: bool) -> bool {
    if let Some(algorithm) = for_ring(key.curve(), hash, der) {
        let key = ring_signature::UnparsedPublicKey::new(algorithm, key.point(false));
        return key.verify(data, signature).is_ok();
    }
    let sized = field_sized(&hash.digest(data), key.curve());
    on_curve!(key, EcPublic, C, public => {
        let parsed = if der { Signature::<C>::from_der(signature) } else { Signature::<C>::from_slice(signature) };
        let (Ok(signature), Ok(number)) = (parsed, bits2field::<C>(&sized)) else {
            return false;
        };
        // Bitcoin's curve refuses the larger of both numbers that would do; nobody else does.
        let signature = signature.normalize_s().filter(|_| key.curve() == Curve::K256).unwrap_or(signature);
        public.as_affine().verify_prehashed(&number, &signature).is_ok()
    })
}

/// What ring has: it is several times as fast.
fn for_ring(
    curve: Curve,
    hash: Hash,
    der: bool,
) -> Option<&'static ring_signature::EcdsaVerificationAlgorithm> {
    Some(match (curve, hash, der) {
        (Curve::P256, Hash::Sha256, false) => &ring_signature::ECDSA_P256_SHA256_FIXED,
        (Curve::P256, Hash::Sha256, true) => &ring_signature::ECDSA_P256_SHA256_ASN1,
        (Curve::P256, Hash::Sha384, true) => &ring_signature::ECDSA_P256_SHA384_ASN1,
        (Curve::P384, Hash::Sha384, false) => &ring_signature::ECDSA_P384_SHA384_FIXED,
        (Curve::P384, Hash::Sha384, true) => &ring_signature::ECDSA_P384_SHA384_ASN1,
        (Curve::P384, Hash::Sha256, true) => &ring_signature::ECDSA_P384_SHA256_ASN1,
        _ => return None,
    })
}

/// DER out of both numbers; `None` if they are none of that curve.
pub fn to_der(curve: Curve, fixed: &[u8]) -> Option<Vec<u8>> {
    macro_rules! convert {
        ($C:ty) => {
            Some(
                Signature::<$C>::from_slice(fixed)
                    .ok()?
                    .to_der()
                    .as_bytes()
                    .to_vec(),
            )
        };
    }
    match curve {
        Curve::P256 => convert!(p256::NistP256),
        Curve::P384 => convert!(p384::NistP384),
        Curve::P521 => convert!(p521::NistP521),
        Curve::K256 => convert!(k256::Secp256k1),
    }
}

/// Both numbers out of DER; `None` if they are none of that curve.
pub fn from_der(curve: Curve, der: &[u8]) -> Option<Vec<u8>> {
    macro_rules! convert {
        ($C:ty) => {
            Some(Signature::<$C>::from_der(der).ok()?.to_bytes().to_vec())
        };
    }
    match curve {
        Curve::P256 => convert!(p256::NistP256),
        Curve::P384 => convert!(p384::NistP384),
        Curve::P521 => convert!(p521::NistP521),
        Curve::K256 => convert!(k256::Secp256k1),
    }
}
