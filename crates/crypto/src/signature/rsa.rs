//! RSA signatures (RFC 8017, 8).

use super::{RsaScheme, Salt};
use crate::hash::with_hash;
use crate::key::RsaPrivate;
use crate::{Failure, Hash, Seed, generator, rsa_encryption};
use ::rsa::traits::PublicKeyParts;
use ::rsa::{Pkcs1v15Sign, Pss, RsaPublicKey};
use ring::signature as ring_signature;

/// A key too small for that hash.
fn too_small() -> Failure {
    Failure::new(
        "ERR_OSSL_RSA_DIGEST_TOO_BIG_FOR_RSA_KEY",
        "error:02000070:rsa routines::digest too big for rsa key",
    )
}

pub(super) fn sign(
    key: &RsaPrivate,
    data: &[u8],
    hash: Hash,
    scheme: RsaScheme,
    seed: Seed,
) -> Result<Vec<u8>, Failure> {
    match scheme {
        RsaScheme::Pkcs1 => pkcs1(key, data, hash, seed),
        RsaScheme::Pss(salt) => {
            let len = salt_len(key.inner(), hash, salt)?;
            let digest = hash.digest(data);
            let padding = with_hash!(hash, D => Pss::new_blinded_with_salt::<D>(len));
            key.inner()
                .sign_with_rng(&mut generator(seed), padding, &digest)
                .map_err(|_| too_small())
        }
    }
}

fn pkcs1(key: &RsaPrivate, data: &[u8], hash: Hash, seed: Seed) -> Result<Vec<u8>, Failure> {
    let encoding: Option<&dyn ring_signature::RsaEncoding> = match hash {
        Hash::Sha256 => Some(&ring_signature::RSA_PKCS1_SHA256),
        Hash::Sha384 => Some(&ring_signature::RSA_PKCS1_SHA384),
        Hash::Sha512 => Some(&ring_signature::RSA_PKCS1_SHA512),
        _ => None,
    };
    // ring is faster, and its time does not depend on the key. This kind of signature is the same
    // whatever randomness it is made with.
    if let Some(encoding) = encoding
        && let Some(signer) = key.signer()
    {
        let mut signature = vec![0; key.modulus_len()];
        let random = ring::rand::SystemRandom::new();
        if signer.sign(encoding, &random, data, &mut signature).is_ok() {
            return Ok(signature);
        }
    }
    let padding = with_hash!(hash, D => Pkcs1v15Sign::new::<D>());
    key.inner()
        .sign_with_rng(&mut generator(seed), padding, &hash.digest(data))
        .map_err(|_| too_small())
}

/// The room for salt in a signature.
fn salt_max(key: &impl PublicKeyParts, hash: Hash) -> Option<usize> {
    let encoded_len = (key.n().bits() - 1).div_ceil(8);
    encoded_len.checked_sub(hash.output_len() + 2)
}

fn salt_len(key: &impl PublicKeyParts, hash: Hash, salt: Salt) -> Result<usize, Failure> {
    let max = salt_max(key, hash).ok_or_else(too_small)?;
    let len = match salt {
        Salt::Digest => hash.output_len(),
        Salt::Any => max,
        Salt::Bytes(len) => len,
    };
    if len > max {
        return Err(Failure::new(
            "ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE",
            "error:0200006E:rsa routines::data too large for key size",
        ));
    }
    Ok(len)
}

pub(super) fn verify(
    key: &RsaPublicKey,
    data: &[u8],
    signature: &[u8],
    hash: Hash,
    scheme: RsaScheme,
) -> Result<bool, Failure> {
    if signature.len() != key.size() {
        return Ok(false);
    }
    if let Some(algorithm) = for_ring(key, hash, scheme) {
        let parts = ring_signature::RsaPublicKeyComponents {
            n: key.n().to_bytes_be(),
            e: key.e().to_bytes_be(),
        };
        return Ok(parts.verify(algorithm, data, signature).is_ok());
    }
    let digest = hash.digest(data);
    Ok(match scheme {
        RsaScheme::Pkcs1 => {
            let padding = with_hash!(hash, D => Pkcs1v15Sign::new::<D>());
            key.verify(padding, &digest, signature).is_ok()
        }
        RsaScheme::Pss(salt) => {
            let len = match salt {
                Salt::Any => found_salt_len(key, signature, hash),
                Salt::Digest => Some(hash.output_len()),
                Salt::Bytes(len) => Some(len),
            };
            let len = len.filter(|len| salt_max(key, hash).is_some_and(|max| *len <= max));
            len.is_some_and(|len| {
                let padding = with_hash!(hash, D => Pss::new_with_salt::<D>(len));
                key.verify(padding, &digest, signature).is_ok()
            })
        }
    })
}

fn for_ring(
    key: &RsaPublicKey,
    hash: Hash,
    scheme: RsaScheme,
) -> Option<&'static ring_signature::RsaParameters> {
    if !(2048..=8192).contains(&key.n().bits()) || key.e().bits() < 2 || key.e().bits() > 33 {
        return None;
    }
    let digest_salt = RsaScheme::Pss(Salt::Digest);
    Some(match (scheme, hash) {
        (RsaScheme::Pkcs1, Hash::Sha1) => {
            &ring_signature::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY
        }
        (RsaScheme::Pkcs1, Hash::Sha256) => &ring_signature::RSA_PKCS1_2048_8192_SHA256,
        (RsaScheme::Pkcs1, Hash::Sha384) => &ring_signature::RSA_PKCS1_2048_8192_SHA384,
        (RsaScheme::Pkcs1, Hash::Sha512) => &ring_signature::RSA_PKCS1_2048_8192_SHA512,
        (scheme, Hash::Sha256) if scheme == digest_salt => {
            &ring_signature::RSA_PSS_2048_8192_SHA256
        }
        (scheme, Hash::Sha384) if scheme == digest_salt => {
            &ring_signature::RSA_PSS_2048_8192_SHA384
        }
        (scheme, Hash::Sha512) if scheme == digest_salt => {
            &ring_signature::RSA_PSS_2048_8192_SHA512
        }
        _ => return None,
    })
}

/// How long the salt of a PSS signature is (RFC 8017, 9.1.2, steps 6 to 10): the library wants to be
/// told, and checks everything else.
fn found_salt_len(key: &RsaPublicKey, signature: &[u8], hash: Hash) -> Option<usize> {
    let encoded = rsa_encryption::raw_public(key, signature).ok()?;
    let bits = key.n().bits() - 1;
    let encoded = &encoded[encoded.len() - bits.div_ceil(8)..];
    let hash_len = hash.output_len();
    let masked_len = encoded.len().checked_sub(hash_len + 1)?;
    let (masked, rest) = encoded.split_at(masked_len);
    let mut block = masked.to_vec();
    rsa_encryption::mask(&mut block, &rest[..hash_len], hash);
    if !bits.is_multiple_of(8) {
        *block.first_mut()? &= 0xff >> (8 - bits % 8);
    }
    let one = block.iter().position(|byte| *byte != 0)?;
    (block[one] == 1).then(|| block.len() - one - 1)
}
