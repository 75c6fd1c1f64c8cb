//! Bounds of what a contact may hold, so that one stays a document of a few kilobytes.

/// Bytes of a text: a name, an address, the link of a picture.
pub(super) const TEXT_BYTES_MAX: usize = 4_096;
/// Bytes of a note.
pub(super) const NOTE_BYTES_MAX: usize = 32_768;
/// Emails, phones, .. of a contact, of each kind.
pub(super) const PARTS_MAX: usize = 100;
/// Labels of a contact.
pub(super) const LABELS_MAX: usize = 200;
/// Sessions in which a contact was met that are remembered; the oldest are forgotten.
pub(super) const SESSIONS_MAX: usize = 10;
/// Contacts that look-ups by key hand on as ids; of more the filter goes through all contacts.
pub(super) const FOUND_MAX: u64 = 1_000;
/// Times that an edit is begun anew because somebody else was faster.
pub(super) const ATTEMPTS_MAX: usize = 50;
/// Contacts that one call may give a label.
pub(super) const LABELLED_MAX: usize = 1_000;
/// Bytes of an activity's information.
pub(super) const ACTIVITY_BYTES_MAX: usize = 100_000;
/// Operations of a patch.
pub(super) const PATCH_MAX: usize = 100;
