//! The registry's file: `velodrome applications 1 LF`, the key's fingerprint, a nonce, and the
//! content encrypted with AES-256-GCM-SIV (RFC 8452), its tag last.
//!
//! The file is sealed as a whole: nobody without the key can exchange two applications' secrets,
//! widen a scope or rename anybody. The fingerprint only tells a wrong key from a damaged file.

use aes_gcm_siv::aead::AeadInPlace;
use aes_gcm_siv::{Aes256GcmSiv, KeyInit, Nonce, Tag};
use sha2::{Digest, Sha256};

use super::key::KEY_BYTES;

const MAGIC: &[u8] = b"velodrome applications ";
const HEADER: &[u8] = b"velodrome applications 1\n";
const FINGERPRINT_BYTES: usize = 8;
pub(super) const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;

/// Why a file cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unopened {
    /// Another version of the format.
    Newer,
    /// Sealed with another key.
    OtherKey,
    /// Everything else.
    Damaged,
}

/// The file of this content. `nonce` is random.
pub(super) fn seal(key: &[u8; KEY_BYTES], content: Vec<u8>, nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
    let mut file = [HEADER, &fingerprint(key), &nonce].concat();
    let mut sealed = content;
    let tag = Aes256GcmSiv::new(key.into())
        .encrypt_in_place_detached(Nonce::from_slice(&nonce), HEADER, &mut sealed)
        .expect("the registry is far shorter than what one nonce can encrypt");
    file.append(&mut sealed);
    file.extend_from_slice(&tag);
    file
}

/// The content of a file.
pub(super) fn open(key: &[u8; KEY_BYTES], file: &[u8]) -> Result<Vec<u8>, Unopened> {
    let Some(rest) = file.strip_prefix(HEADER) else {
        return Err(match file.starts_with(MAGIC) {
            true => Unopened::Newer,
            false => Unopened::Damaged,
        });
    };
    let (found, rest) = rest
        .split_first_chunk::<FINGERPRINT_BYTES>()
        .ok_or(Unopened::Damaged)?;
    if *found != fingerprint(key) {
        return Err(Unopened::OtherKey);
    }
    let (nonce, rest) = rest
        .split_first_chunk::<NONCE_BYTES>()
        .ok_or(Unopened::Damaged)?;
    let (sealed, tag) = rest
        .split_last_chunk::<TAG_BYTES>()
        .ok_or(Unopened::Damaged)?;
    let mut content = sealed.to_vec();
    Aes256GcmSiv::new(key.into())
        .decrypt_in_place_detached(
            Nonce::from_slice(nonce),
            HEADER,
            &mut content,
            Tag::from_slice(tag),
        )
        .map_err(|_| Unopened::Damaged)?;
    Ok(content)
}

fn fingerprint(key: &[u8; KEY_BYTES]) -> [u8; FINGERPRINT_BYTES] {
    let mut hash = Sha256::new();
    hash.update(b"velodrome key fingerprint\0");
    hash.update(key);
    *hash
        .finalize()
        .first_chunk()
        .expect("SHA-256 is longer than a fingerprint")
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; KEY_BYTES] = [7; KEY_BYTES];

    #[test]
    fn what_was_sealed_opens_with_its_key_only() {
        let file = seal(&KEY, b"content".to_vec(), [1; NONCE_BYTES]);
        assert_eq!(open(&KEY, &file).as_deref(), Ok(&b"content"[..]));
        assert_eq!(open(&[8; KEY_BYTES], &file), Err(Unopened::OtherKey));
        assert!(!file.windows(7).any(|bytes| bytes == b"content"));
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_noticed() {
        let file = seal(&KEY, b"content".to_vec(), [1; NONCE_BYTES]);
        for place in 0..file.len() {
            let mut changed = file.clone();
            changed[place] ^= 1;
            assert!(open(&KEY, &changed).is_err(), "byte {place}");
            assert!(open(&KEY, &file[..place]).is_err(), "{place} bytes");
        }
        assert_eq!(
            open(&KEY, b"velodrome applications 2\n"),
            Err(Unopened::Newer)
        );
    }
}
