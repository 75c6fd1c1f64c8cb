//! How much of a file is ever held at once. An item may have 500,000 bytes; these leave room for
//! white space, escapes and mistakes worth a message.

/// Longest text of one document in JSON, or of one row of a CSV file, in bytes.
pub const DOCUMENT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Most columns of a CSV file. Wix takes 1,000.
pub const COLUMNS_MAX: usize = 4096;

/// How much is read from a file at once, in bytes.
pub(super) const CHUNK_BYTES: usize = 256 * 1024;
