//! Lines of a file, none longer than what is held of it.

use std::io::{self, BufRead};

/// One line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It is in the buffer, without its end.
    Whole,
    /// It was longer than the bound and was passed over.
    TooLong,
    /// There is none any more.
    End,
}

/// Reads the next line into `line`.
///
/// # Errors
/// Those of reading.
pub(super) fn next(
    input: &mut impl BufRead,
    line: &mut Vec<u8>,
    bytes_max: usize,
) -> io::Result<Line> {
    line.clear();
    let mut is_too_long = false;
    let mut is_end = true;
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        is_end = false;
        let newline = chunk.iter().position(|byte| *byte == b'\n');
        let part = &chunk[..newline.unwrap_or(chunk.len())];
        is_too_long |= line.len() + part.len() > bytes_max;
        if !is_too_long {
            line.extend_from_slice(part);
        }
        let taken = part.len() + usize::from(newline.is_some());
        input.consume(taken);
        if newline.is_some() {
            break;
        }
    }
    if is_too_long {
        line.clear();
        return Ok(Line::TooLong);
    }
    Ok(if is_end { Line::End } else { Line::Whole })
}
