//! Keys as bare bytes: points, scalars, and the 32 bytes of Curve25519.

use super::{Curve, EcPrivate, EcPublic, PrivateKey, PublicKey, of_curve, on_curve, unreadable};
use crate::Failure;
use elliptic_curve::sec1::ToEncodedPoint;

fn wrong_length<E>(_: E) -> Failure {
    Failure::new("ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length")
}

pub(super) fn ec_public(curve: Curve, point: &[u8]) -> Result<EcPublic, Failure> {
    of_curve!(curve, EcPublic, C => elliptic_curve::PublicKey::<C>::from_sec1_bytes(point))
        .map_err(|_| unreadable())
}

/// A public key: a point in SEC1's form on `kind`, the name of a curve, or 32 bytes of `ed25519` or
/// `x25519`.
///
/// # Errors
/// A wrong length, a point that is not on the curve, a kind that is not known.
pub fn public_from_raw(kind: &str, bytes: &[u8]) -> Result<PublicKey, Failure> {
    match kind {
        "ed25519" => ed25519_dalek::VerifyingKey::try_from(bytes)
            .map(PublicKey::Ed25519)
            .map_err(|_| unreadable()),
        "x25519" => {
            let bytes: [u8; 32] = bytes.try_into().map_err(wrong_length)?;
            Ok(PublicKey::X25519(bytes.into()))
        }
        _ => {
            let curve = Curve::by_name(kind).ok_or_else(unreadable)?;
            ec_public(curve, bytes).map(PublicKey::Ec)
        }
    }
}

/// A private key: a scalar of `kind`, or 32 bytes of `ed25519` or `x25519`.
///
/// # Errors
/// A wrong length, a scalar out of range, a kind that is not known.
pub fn private_from_raw(kind: &str, bytes: &[u8]) -> Result<PrivateKey, Failure> {
    let short = || <[u8; 32]>::try_from(bytes).map_err(wrong_length);
    match kind {
        "ed25519" => Ok(PrivateKey::Ed25519((&short()?).into())),
        "x25519" => Ok(PrivateKey::X25519(short()?.into())),
        _ => {
            let curve = Curve::by_name(kind).ok_or_else(unreadable)?;
            let Some(missing) = curve.field_len().checked_sub(bytes.len()) else {
                return Err(unreadable());
            };
            let mut padded = vec![0; missing];
            padded.extend_from_slice(bytes);
            of_curve!(curve, EcPrivate, C => elliptic_curve::SecretKey::<C>::from_slice(&padded))
                .map(PrivateKey::Ec)
                .map_err(|_| unreadable())
        }
    }
}

impl EcPublic {
    /// The point in SEC1's form.
    pub fn point(&self, compress: bool) -> Vec<u8> {
        on_curve!(self, EcPublic, C, key => key.to_encoded_point(compress).as_bytes().to_vec())
    }
}

impl EcPrivate {
    /// The scalar, big endian, as long as a coordinate.
    pub fn scalar(&self) -> Vec<u8> {
        on_curve!(self, EcPrivate, C, key => key.to_bytes().to_vec())
    }
}

impl PublicKey {
    /// Its bare bytes: a point, uncompressed, or 32 bytes. RSA has none.
    pub fn raw(&self) -> Option<Vec<u8>> {
        match self {
            PublicKey::Rsa(_) => None,
            PublicKey::Ec(key) => Some(key.point(false)),
            PublicKey::Ed25519(key) => Some(key.to_bytes().to_vec()),
            PublicKey::X25519(key) => Some(key.to_bytes().to_vec()),
        }
    }
}

impl PrivateKey {
    /// Its bare bytes: a scalar, or 32 bytes. RSA has none.
    pub fn raw(&self) -> Option<Vec<u8>> {
        match self {
            PrivateKey::Rsa(_) => None,
            PrivateKey::Ec(key) => Some(key.scalar()),
            PrivateKey::Ed25519(key) => Some(key.to_bytes().to_vec()),
            PrivateKey::X25519(key) => Some(key.to_bytes().to_vec()),
        }
    }
}

/// A point of a curve in another of its forms.
///
/// # Errors
/// It is not on the curve.
pub fn point_converted(curve: Curve, point: &[u8], compress: bool) -> Result<Vec<u8>, Failure> {
    Ok(ec_public(curve, point)?.point(compress))
}
