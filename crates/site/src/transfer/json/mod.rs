//! Documents in JSON, cut out of a file one by one. What is in them is for others to parse: a
//! mistake inside of one does not cost those after it.

mod by_line;
mod spans;

pub(super) use by_line::ByLine;
pub(super) use spans::Spans;

use super::fault::Fault;

/// The text of one document and the line where it begins.
pub(super) type Found = Result<(u64, String), Fault>;

fn utf8(line: u64, bytes: &[u8]) -> Found {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((line, text.to_owned())),
        Err(_) => Err(Fault::row(
            line,
            "this is not UTF-8; save the file as UTF-8",
        )),
    }
}

fn too_long() -> String {
    format!(
        "a document of more than {} bytes",
        super::bounds::DOCUMENT_BYTES_MAX
    )
}
