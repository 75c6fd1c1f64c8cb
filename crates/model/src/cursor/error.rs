//! Why a cursor is refused. Each reason has a code of its own, because each has its own remedy.

use std::fmt;

/// A cursor that cannot be used. All of them are 400.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorError {
    /// Not a cursor of ours, or one that was changed, or not spelt as it was given.
    Tampered,
    /// Sealed with a key that this server does not have (any more).
    UnknownKey,
    /// Ours, and for another application, instance or endpoint.
    Foreign,
    /// Ours, and the walk it belongs to began too long ago.
    Expired {
        /// How long ago the walk's first page was asked for.
        age_ms: i64,
    },
}

impl CursorError {
    /// The HTTP status of all of them.
    pub const STATUS: u16 = 400;

    /// The stable text programs match on.
    pub const fn code(self) -> &'static str {
        match self {
            CursorError::Tampered => "CURSOR_MALFORMED",
            CursorError::UnknownKey => "CURSOR_KEY_UNKNOWN",
            CursorError::Foreign => "CURSOR_FOREIGN",
            CursorError::Expired { .. } => "CURSOR_EXPIRED",
        }
    }

    /// What the caller is told.
    pub const fn message(self) -> &'static str {
        match self {
            CursorError::Tampered => {
                "The cursor is not one that this server gave out. Send nextCursor or previousCursor of a page unchanged."
            }
            CursorError::UnknownKey => {
                "The cursor was given out too long ago. Start again without a cursor."
            }
            CursorError::Foreign => {
                "The cursor belongs to another list, application or instance. Send it where it was given out."
            }
            CursorError::Expired { .. } => "The cursor has expired. Start again without a cursor.",
        }
    }
}

/// The internal message.
impl fmt::Display for CursorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CursorError::Tampered => f.write_str("the cursor is malformed or was changed"),
            CursorError::UnknownKey => f.write_str("the cursor's key is not in the ring"),
            CursorError::Foreign => f.write_str("the cursor was made for another scope"),
            CursorError::Expired { age_ms } => {
                write!(f, "the cursor's first page was asked for {age_ms} ms ago")
            }
        }
    }
}

impl std::error::Error for CursorError {}

/// The filter or the position is too long to be carried by a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CursorTooLong;

impl fmt::Display for CursorTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the filter or the position in the list is too long for a cursor")
    }
}

impl std::error::Error for CursorTooLong {}
