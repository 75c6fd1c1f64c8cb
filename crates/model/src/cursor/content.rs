//! What a cursor knows, and its bytes before they are sealed.
//!
//! The layout is fixed by its version: integers big-endian, texts after their length in two bytes,
//! nothing optional and nothing left over, so that one content has one encoding.

use super::error::CursorTooLong;

/// How long a filter may be, so that a cursor fits into a request's target.
pub const CURSOR_FILTER_BYTES_MAX: usize = 2048;
/// How long the texts of a position may be.
const POSITION_BYTES_MAX: usize = 1024;

/// Which way a page lies from a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// After it.
    Next,
    /// Before it.
    Previous,
}

/// A place between two rows of a list: that of a row which need not exist any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Position {
    /// In a list by creation, rows of one millisecond by number.
    Sequence {
        /// When the row was created, in milliseconds since 1970.
        created_ms: i64,
        /// Its number.
        sequence: i64,
    },
    /// In a list by creation, rows of one millisecond by id.
    Id {
        /// When the row was created, in milliseconds since 1970.
        created_ms: i64,
        /// Its id.
        id: String,
    },
    /// In a list of any other order: the row's sort keys, as whoever reads the list writes them.
    Keys(String),
}

/// What a cursor carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CursorContent {
    /// The list's filter in a canonical form of the caller's, at most [`CURSOR_FILTER_BYTES_MAX`]
    /// bytes (its hash when it may be longer): clients send only the cursor, or everything again.
    pub filter: String,
    /// How many rows a page has.
    pub page_size: u16,
    /// Which way this cursor leads.
    pub direction: Direction,
    /// From where.
    pub position: Position,
    /// When the walk's first page was asked for, in milliseconds since 1970; the cursors of all
    /// later pages keep it. Source: documentation ("associated with the initial data request").
    pub issued_at_ms: i64,
}

const SEQUENCE: u8 = 0;
const ID: u8 = 1;
const KEYS: u8 = 2;

impl CursorContent {
    /// Appends the content's bytes.
    pub(super) fn write(&self, out: &mut Vec<u8>) -> Result<(), CursorTooLong> {
        out.extend_from_slice(&self.issued_at_ms.to_be_bytes());
        out.extend_from_slice(&self.page_size.to_be_bytes());
        out.push(match self.direction {
            Direction::Next => 0,
            Direction::Previous => 1,
        });
        match &self.position {
            Position::Sequence {
                created_ms,
                sequence,
            } => {
                out.push(SEQUENCE);
                out.extend_from_slice(&created_ms.to_be_bytes());
                out.extend_from_slice(&sequence.to_be_bytes());
            }
            Position::Id { created_ms, id } => {
                out.push(ID);
                out.extend_from_slice(&created_ms.to_be_bytes());
                write_text(out, id, POSITION_BYTES_MAX)?;
            }
            Position::Keys(keys) => {
                out.push(KEYS);
                write_text(out, keys, POSITION_BYTES_MAX)?;
            }
        }
        write_text(out, &self.filter, CURSOR_FILTER_BYTES_MAX)
    }

    /// The content of these bytes, all of them.
    pub(super) fn read(bytes: &[u8]) -> Option<CursorContent> {
        let mut rest = Reader(bytes);
        let issued_at_ms = rest.integer()?;
        let page_size = u16::from_be_bytes(rest.take()?);
        let direction = match rest.byte()? {
            0 => Direction::Next,
            1 => Direction::Previous,
            _ => return None,
        };
        let position = match rest.byte()? {
            SEQUENCE => Position::Sequence {
                created_ms: rest.integer()?,
                sequence: rest.integer()?,
            },
            ID => Position::Id {
                created_ms: rest.integer()?,
                id: rest.text()?,
            },
            KEYS => Position::Keys(rest.text()?),
            _ => return None,
        };
        let filter = rest.text()?;
        rest.0.is_empty().then_some(CursorContent {
            filter,
            page_size,
            direction,
            position,
            issued_at_ms,
        })
    }
}

fn write_text(out: &mut Vec<u8>, text: &str, bytes_max: usize) -> Result<(), CursorTooLong> {
    if text.len() > bytes_max {
        return Err(CursorTooLong);
    }
    let length = u16::try_from(text.len()).map_err(|_| CursorTooLong)?;
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take::<1>().map(|[byte]| byte)
    }

    fn integer(&mut self) -> Option<i64> {
        self.take().map(i64::from_be_bytes)
    }

    fn text(&mut self) -> Option<String> {
        let length = u16::from_be_bytes(self.take()?);
        let (text, rest) = self.0.split_at_checked(usize::from(length))?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }
}
