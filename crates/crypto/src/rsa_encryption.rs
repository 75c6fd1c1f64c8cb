//! RSA encryption (RFC 8017, 7): OAEP, PKCS#1 v1.5, and without padding.
//!
//! OAEP is put together here: the library takes labels of text only, WebCrypto's are bytes.

use crate::hash::with_hash;
use crate::key::RsaPrivate;
use crate::{Failure, Hash, Seed, generator};
use digest::Digest;
use rand_chacha::rand_core::RngCore;
use rsa::hazmat::{rsa_decrypt_and_check, rsa_encrypt};
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, Pkcs1v15Encrypt, Pkcs1v15Sign, RsaPublicKey};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

/// How the data is padded.
#[derive(Clone, Copy, Debug)]
pub enum Padding<'a> {
    /// Not at all: the data is as long as the modulus.
    None,
    /// PKCS#1 v1.5.
    Pkcs1,
    /// OAEP, with MGF1 of the same hash.
    Oaep {
        /// The hash.
        hash: Hash,
        /// Usually empty.
        label: &'a [u8],
    },
}

fn too_large() -> Failure {
    Failure::new(
        "ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE",
        "error:0200006E:rsa routines::data too large for key size",
    )
}

fn undecryptable(padding: Padding<'_>) -> Failure {
    match padding {
        Padding::Oaep { .. } => Failure::new(
            "ERR_OSSL_RSA_OAEP_DECODING_ERROR",
            "error:02000079:rsa routines::oaep decoding error",
        ),
        Padding::Pkcs1 => Failure::new(
            "ERR_OSSL_RSA_PKCS_DECODING_ERROR",
            "error:0200009F:rsa routines::pkcs decoding error",
        ),
        Padding::None => too_large(),
    }
}

/// A number in as many bytes as the modulus has.
fn to_sized(number: &BigUint, len: usize) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    let mut out = vec![0; len.saturating_sub(bytes.len())];
    out.extend_from_slice(&bytes);
    out
}

/// The public operation on bare numbers.
pub(crate) fn raw_public(key: &RsaPublicKey, data: &[u8]) -> Result<Vec<u8>, Failure> {
    let number = BigUint::from_bytes_be(data);
    if data.len() != key.size() || number >= *key.n() {
        return Err(too_large());
    }
    let result = rsa_encrypt(key, &number).map_err(|_| too_large())?;
    Ok(to_sized(&result, key.size()))
}

fn raw_private(key: &RsaPrivate, data: &[u8], seed: Seed) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let inner = key.inner();
    let number = BigUint::from_bytes_be(data);
    if data.len() != inner.size() || number >= *inner.n() {
        return Err(too_large());
    }
    let result = rsa_decrypt_and_check(inner, Some(&mut generator(seed)), &number)
        .map_err(|_| too_large())?;
    Ok(Zeroizing::new(to_sized(&result, inner.size())))
}

/// Lays MGF1 of `seed` over `data` (RFC 8017, B.2.1).
pub(crate) fn mask(data: &mut [u8], seed: &[u8], hash: Hash) {
    with_hash!(hash, D => {
        for (counter, chunk) in (0_u32..).zip(data.chunks_mut(<D as Digest>::output_size())) {
            let block = D::new().chain_update(seed).chain_update(counter.to_be_bytes()).finalize();
            for (byte, mask) in chunk.iter_mut().zip(block) {
                *byte ^= mask;
            }
        }
    });
}

/// Encrypts for the key's owner.
///
/// # Errors
/// More data than fits.
pub fn encrypt(
    key: &RsaPublicKey,
    data: &[u8],
    padding: Padding<'_>,
    seed: Seed,
) -> Result<Vec<u8>, Failure> {
    match padding {
        Padding::None => raw_public(key, data),
        Padding::Pkcs1 => key
            .encrypt(&mut generator(seed), Pkcs1v15Encrypt, data)
            .map_err(|_| too_large()),
        Padding::Oaep { hash, label } => {
            let encoded =
                oaep_encoded(key.size(), data, hash, label, seed).ok_or_else(too_large)?;
            raw_public(key, &encoded)
        }
    }
}

/// RFC 8017, 7.1.1, step 2; `None` if there is no room.
fn oaep_encoded(
    len: usize,
    data: &[u8],
    hash: Hash,
    label: &[u8],
    seed: Seed,
) -> Option<Zeroizing<Vec<u8>>> {
    let hash_len = hash.output_len();
    if data.len() + 2 * hash_len + 2 > len {
        return None;
    }
    let mut encoded = Zeroizing::new(vec![0; len]);
    let (seed_part, block) = encoded[1..].split_at_mut(hash_len);
    generator(seed).fill_bytes(seed_part);
    let text_at = block.len() - data.len();
    block[..hash_len].copy_from_slice(&hash.digest(label));
    block[text_at - 1] = 1;
    block[text_at..].copy_from_slice(data);
    mask(block, seed_part, hash);
    mask(seed_part, block, hash);
    Some(encoded)
}

/// RFC 8017, 7.1.2, step 3: which check failed shows neither in the answer nor in the time.
fn oaep_decoded(encoded: &mut [u8], hash: Hash, label: &[u8]) -> Option<Vec<u8>> {
    let hash_len = hash.output_len();
    if encoded.len() < 2 * hash_len + 2 {
        return None;
    }
    let mut good: Choice = encoded[0].ct_eq(&0);
    let (seed_part, block) = encoded[1..].split_at_mut(hash_len);
    mask(seed_part, block, hash);
    mask(block, seed_part, hash);
    good &= block[..hash_len].ct_eq(&hash.digest(label));
    // The first byte that is not 0 has to be 1.
    let mut text_at = 0_u32;
    let mut looking = Choice::from(1);
    for (index, byte) in (hash_len as u32 + 1..).zip(&block[hash_len..]) {
        let zero = byte.ct_eq(&0);
        let one = byte.ct_eq(&1);
        text_at.conditional_assign(&index, looking & one);
        good &= !looking | zero | one;
        looking &= !one;
    }
    good &= !looking;
    bool::from(good).then(|| block[text_at as usize..].to_vec())
}

/// Decrypts.
///
/// # Errors
/// What was not encrypted for this key and in this way.
pub fn decrypt(
    key: &RsaPrivate,
    data: &[u8],
    padding: Padding<'_>,
    seed: Seed,
) -> Result<Vec<u8>, Failure> {
    match padding {
        Padding::None => raw_private(key, data, seed).map(|bytes| bytes.to_vec()),
        Padding::Pkcs1 => key
            .inner()
            .decrypt_blinded(&mut generator(seed), Pkcs1v15Encrypt, data)
            .map_err(|_| undecryptable(padding)),
        Padding::Oaep { hash, label } => {
            let mut encoded = raw_private(key, data, seed).map_err(|_| undecryptable(padding))?;
            oaep_decoded(&mut encoded, hash, label).ok_or_else(|| undecryptable(padding))
        }
    }
}

/// "Encrypts" with the private key: a signature of data that is not hashed.
///
/// # Errors
/// More data than fits, OAEP.
pub fn encrypt_private(
    key: &RsaPrivate,
    data: &[u8],
    padding: Padding<'_>,
    seed: Seed,
) -> Result<Vec<u8>, Failure> {
    match padding {
        Padding::None => raw_private(key, data, seed).map(|bytes| bytes.to_vec()),
        Padding::Pkcs1 => key
            .inner()
            .sign_with_rng(&mut generator(seed), Pkcs1v15Sign::new_unprefixed(), data)
            .map_err(|_| too_large()),
        Padding::Oaep { .. } => Err(wrong_padding()),
    }
}

/// The data of such a signature.
///
/// # Errors
/// It is none, OAEP.
pub fn decrypt_public(
    key: &RsaPublicKey,
    data: &[u8],
    padding: Padding<'_>,
) -> Result<Vec<u8>, Failure> {
    match padding {
        Padding::None => raw_public(key, data),
        Padding::Pkcs1 => {
            let encoded = raw_public(key, data)?;
            let text = encoded.strip_prefix(&[0, 1]).and_then(|rest| {
                let filled = rest.iter().take_while(|byte| **byte == 0xff).count();
                (filled >= 8 && rest.get(filled) == Some(&0)).then(|| rest[filled + 1..].to_vec())
            });
            text.ok_or_else(|| undecryptable(padding))
        }
        Padding::Oaep { .. } => Err(wrong_padding()),
    }
}

fn wrong_padding() -> Failure {
    Failure::new(
        "ERR_OSSL_RSA_ILLEGAL_OR_UNSUPPORTED_PADDING_MODE",
        "error:1C8000A5:Provider routines::illegal or unsupported padding mode",
    )
}
