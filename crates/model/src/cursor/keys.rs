//! Sealing and opening.
//!
//! `version, key id, scope tag, nonce, content sealed with AES-256-GCM-SIV (RFC 8452), its tag`, in
//! Base64 of the URL alphabet. What precedes the nonce is associated data. Of the ciphers with such
//! data this one forgives a repeated nonce, so that 12 random bytes need not be counted, and it is
//! quick where processors have AES. Any node that has the keys can open a cursor.

use std::fmt;

use aes_gcm_siv::aead::AeadInPlace;
use aes_gcm_siv::{Aes256GcmSiv, KeyInit, Nonce};
use data_encoding::BASE64URL_NOPAD;

use super::content::CursorContent;
use super::error::{CursorError, CursorTooLong};
use super::scope::{CursorScope, SCOPE_TAG_BYTES};

/// How long a cursor is good, from the walk's first page. Source: documentation (30 minutes).
pub const CURSOR_LIFETIME_MS_DEFAULT: i64 = 30 * 60 * 1000;
/// How many keys a ring may have.
pub const CURSOR_KEYS_MAX: usize = 16;
/// How many random bytes each cursor needs.
pub const CURSOR_NONCE_BYTES: usize = 12;

const VERSION: u8 = 1;
const KEY_ID_BYTES: usize = 4;
const HEADER_BYTES: usize = 1 + KEY_ID_BYTES + SCOPE_TAG_BYTES;
const TAG_BYTES: usize = 16;
/// Longer than any cursor that can be sealed.
const CURSOR_CHARS_MAX: usize = 4608;

/// A key of the ring.
#[derive(Clone)]
pub struct CursorKey {
    id: u32,
    cipher: Aes256GcmSiv,
}

impl CursorKey {
    /// A key of 32 random bytes; `id` is shown in each cursor, and never used again for another key.
    pub fn new(id: u32, key: &[u8; 32]) -> CursorKey {
        CursorKey {
            id,
            cipher: Aes256GcmSiv::new(key.into()),
        }
    }

    /// The id that a cursor shows.
    pub const fn id(&self) -> u32 {
        self.id
    }
}

impl fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CursorKey({}, ..)", self.id)
    }
}

/// The keys of a site: one seals, all open. To rotate, let a new one seal and keep those before it
/// for a cursor's lifetime.
#[derive(Clone, Debug)]
pub struct CursorKeys {
    sealing: CursorKey,
    earlier: Vec<CursorKey>,
    /// How long a cursor is good, in milliseconds from the walk's first page.
    pub lifetime_ms: i64,
}

impl CursorKeys {
    /// A ring whose `sealing` key makes cursors and whose `earlier` keys still open them; of more
    /// than [`CURSOR_KEYS_MAX`] together, the last are left out.
    pub fn new(sealing: CursorKey, earlier: impl IntoIterator<Item = CursorKey>) -> CursorKeys {
        CursorKeys {
            sealing,
            earlier: earlier.into_iter().take(CURSOR_KEYS_MAX - 1).collect(),
            lifetime_ms: CURSOR_LIFETIME_MS_DEFAULT,
        }
    }

    /// The cursor of this content. `nonce` is drawn at random for every cursor; two cursors with the
    /// same one show whether their contents are equal, and nothing else.
    pub fn seal(
        &self,
        scope: &CursorScope<'_>,
        content: &CursorContent,
        nonce: [u8; CURSOR_NONCE_BYTES],
    ) -> Result<String, CursorTooLong> {
        let mut bytes = Vec::with_capacity(256);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.sealing.id.to_be_bytes());
        bytes.extend_from_slice(&scope.tag());
        bytes.extend_from_slice(&nonce);
        content.write(&mut bytes)?;
        let (head, plain) = bytes.split_at_mut(HEADER_BYTES + CURSOR_NONCE_BYTES);
        let tag = self
            .sealing
            .cipher
            .encrypt_in_place_detached(Nonce::from_slice(&nonce), &head[..HEADER_BYTES], plain)
            .expect("a content is far shorter than what one nonce can encrypt");
        bytes.extend_from_slice(&tag);
        Ok(BASE64URL_NOPAD.encode(&bytes))
    }

    /// The content of a cursor that was sealed for this scope and has not expired.
    ///
    /// # Errors
    /// Only a cursor that is known to be ours is called foreign or expired; a cursor of somebody
    /// else is foreign whether or not it has expired. Padding, another alphabet, unused bits that
    /// are not zero and white space are [`CursorError::Tampered`]: a cursor has one spelling.
    pub fn open(
        &self,
        scope: &CursorScope<'_>,
        cursor: &str,
        now_ms: i64,
    ) -> Result<CursorContent, CursorError> {
        if cursor.len() > CURSOR_CHARS_MAX {
            return Err(CursorError::Tampered);
        }
        let mut bytes = BASE64URL_NOPAD
            .decode(cursor.as_bytes())
            .map_err(|_| CursorError::Tampered)?;
        let parts = Parts::of(&mut bytes).ok_or(CursorError::Tampered)?;
        let key = self.key(parts.key_id).ok_or(CursorError::UnknownKey)?;
        key.cipher
            .decrypt_in_place_detached(
                Nonce::from_slice(parts.nonce),
                parts.header,
                parts.sealed,
                parts.tag.into(),
            )
            .map_err(|_| CursorError::Tampered)?;
        if parts.header[1 + KEY_ID_BYTES..] != scope.tag() {
            return Err(CursorError::Foreign);
        }
        let content = CursorContent::read(parts.sealed).ok_or(CursorError::Tampered)?;
        let age_ms = now_ms.saturating_sub(content.issued_at_ms);
        if age_ms > self.lifetime_ms {
            return Err(CursorError::Expired { age_ms });
        }
        Ok(content)
    }

    fn key(&self, id: u32) -> Option<&CursorKey> {
        std::iter::once(&self.sealing)
            .chain(&self.earlier)
            .find(|key| key.id == id)
    }
}

/// A cursor's bytes, taken apart.
struct Parts<'a> {
    key_id: u32,
    header: &'a [u8],
    nonce: &'a [u8; CURSOR_NONCE_BYTES],
    sealed: &'a mut [u8],
    tag: &'a [u8; TAG_BYTES],
}

impl Parts<'_> {
    fn of(bytes: &mut [u8]) -> Option<Parts<'_>> {
        let (header, rest) = bytes.split_at_mut_checked(HEADER_BYTES)?;
        let (nonce, rest) = rest.split_first_chunk_mut()?;
        let (sealed, tag) = rest.split_last_chunk_mut()?;
        let (version, rest) = header.split_first()?;
        let key_id = u32::from_be_bytes(*rest.first_chunk()?);
        (*version == VERSION).then_some(Parts {
            key_id,
            header,
            nonce,
            sealed,
            tag,
        })
    }
}
