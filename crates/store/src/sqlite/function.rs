//! Functions that indexes call.

use rusqlite::Connection;

/// Makes them known to a connection.
pub(crate) fn register(_conn: &Connection) -> rusqlite::Result<()> {
    Ok(())
}
