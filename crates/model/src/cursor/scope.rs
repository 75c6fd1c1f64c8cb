//! Whom a cursor is for.

use sha2::{Digest, Sha256};

pub(super) const SCOPE_TAG_BYTES: usize = 16;

/// The one caller and list for which a cursor is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CursorScope<'a> {
    /// The application's id.
    pub application: &'a str,
    /// The instance's id, and with it the site.
    pub instance: &'a str,
    /// The list, with what of its path is variable: `/v1/contacts/{the id}/activities`, not the template.
    pub endpoint: &'a str,
}

impl CursorScope<'_> {
    /// What stands for the scope in a cursor. It is authenticated there, so that a cursor of
    /// somebody else is told from one that was tampered with. Each part is preceded by its
    /// length: no two scopes are the same bytes.
    pub(super) fn tag(&self) -> [u8; SCOPE_TAG_BYTES] {
        let mut hash = Sha256::new();
        for part in [self.application, self.instance, self.endpoint] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        *hash
            .finalize()
            .first_chunk()
            .expect("SHA-256 is longer than the tag")
    }
}
