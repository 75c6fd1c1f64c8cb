//! A sealed file's bytes: `velodrome NAME VERSION LF`, the key's fingerprint, a nonce, and the
//! content encrypted with AES-256-GCM-SIV (RFC 8452), its tag last.
//!
//! The file is sealed as a whole, its first line included: nobody without the key can exchange two
//! secrets, take one away or put one kind of file in place of another. The fingerprint only tells a wrong key from a damaged file.

use aes_gcm_siv::aead::AeadInPlace;
use aes_gcm_siv::{Aes256GcmSiv, KeyInit, Nonce, Tag};
use sha2::{Digest, Sha256};

use super::file::Kind;
use super::key::KEY_BYTES;

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
pub(super) fn seal(
    kind: &Kind,
    key: &[u8; KEY_BYTES],
    content: Vec<u8>,
    nonce: [u8; NONCE_BYTES],
) -> Vec<u8> {
    let header = header(kind);
    let mut file = [header.as_bytes(), &fingerprint(key), &nonce].concat();
    let mut sealed = content;
    let tag = Aes256GcmSiv::new(key.into())
        .encrypt_in_place_detached(Nonce::from_slice(&nonce), header.as_bytes(), &mut sealed)
        .expect("such a file is far shorter than what one nonce can encrypt");
    file.append(&mut sealed);
    file.extend_from_slice(&tag);
    file
}

/// The content of a file.
pub(super) fn open(kind: &Kind, key: &[u8; KEY_BYTES], file: &[u8]) -> Result<Vec<u8>, Unopened> {
    let header = header(kind);
    let Some(rest) = file.strip_prefix(header.as_bytes()) else {
        return Err(match file.starts_with(magic(kind).as_bytes()) {
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
            header.as_bytes(),
            &mut content,
            Tag::from_slice(tag),
        )
        .map_err(|_| Unopened::Damaged)?;
    Ok(content)
}

fn magic(kind: &Kind) -> String {
    format!("velodrome {} ", kind.name)
}

fn header(kind: &Kind) -> String {
    format!("{}{}\n", magic(kind), kind.version)
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
    const KIND: Kind = Kind {
        name: "things",
        version: 1,
        bytes_max: 1000,
    };

    #[test]
    fn what_was_sealed_opens_with_its_key_only() {
        let file = seal(&KIND, &KEY, b"content".to_vec(), [1; NONCE_BYTES]);
        assert_eq!(open(&KIND, &KEY, &file).as_deref(), Ok(&b"content"[..]));
        assert_eq!(open(&KIND, &[8; KEY_BYTES], &file), Err(Unopened::OtherKey));
        let other = Kind {
            name: "others",
            ..KIND
        };
        assert_eq!(open(&other, &KEY, &file), Err(Unopened::Damaged));
        assert!(!file.windows(7).any(|bytes| bytes == b"content"));
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_noticed() {
        let file = seal(&KIND, &KEY, b"content".to_vec(), [1; NONCE_BYTES]);
        for place in 0..file.len() {
            let mut changed = file.clone();
            changed[place] ^= 1;
            assert!(open(&KIND, &KEY, &changed).is_err(), "byte {place}");
            assert!(open(&KIND, &KEY, &file[..place]).is_err(), "{place} bytes");
        }
        assert_eq!(
            open(&KIND, &KEY, b"velodrome things 2\n"),
            Err(Unopened::Newer)
        );
    }
}
