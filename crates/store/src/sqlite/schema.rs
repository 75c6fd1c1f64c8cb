//! The layout of the file, and how a file of an older layout becomes one of this.
//!
//! A file says whose it is (`application_id`) and which layout it has (`user_version`) before
//! anything in it is believed. Layouts only grow: each has the step that leads to it, and all that
//! are missing are taken in one transaction.

use rusqlite::Connection;

use super::outbox;

/// `Vdrm`: marks a file as one of ours.
pub(crate) const APPLICATION_ID: i64 = 0x5664_726d;

/// One layout: what makes it of the one before.
pub(super) type Step = fn(&Connection) -> rusqlite::Result<()>;

/// The step to layout 1, to layout 2, ..
pub(super) const STEPS: &[Step] = &[first, outbox::create_tables];

/// The newest layout.
pub(crate) const LAYOUT: i64 = STEPS.len() as i64;

/// Numbers of collections and indexes are never used twice (AUTOINCREMENT): a process that has not
/// seen yet that a collection was dropped finds no table rather than another's.
fn first(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(
        "CREATE TABLE vd_meta (
            key TEXT PRIMARY KEY NOT NULL,
            value TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE vd_collections (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            documents INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE vd_indexes (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            collection INTEGER NOT NULL,
            field TEXT NOT NULL,
            is_unique INTEGER NOT NULL,
            automatic INTEGER NOT NULL,
            ready INTEGER NOT NULL DEFAULT 0,
            UNIQUE (collection, field, is_unique)
        );
        CREATE TABLE vd_links (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            collection INTEGER NOT NULL,
            field TEXT NOT NULL,
            from_id TEXT NOT NULL,
            to_id TEXT NOT NULL,
            target INTEGER,
            UNIQUE (collection, from_id, field, to_id)
        );
        CREATE INDEX vd_links_to ON vd_links (to_id);
        CREATE TABLE vd_link_fields (
            collection INTEGER NOT NULL,
            field TEXT NOT NULL,
            target INTEGER,
            PRIMARY KEY (collection, field)
        ) WITHOUT ROWID;",
    )
}

/// What makes the table of a collection. Documents are in insertion order by `seq`; the index on
/// `created` holds `seq` behind it, as every index of such a table does, and so is the default order.
pub(crate) fn create_collection(table: &str) -> String {
    format!(
        "CREATE TABLE {table} (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            owner TEXT NOT NULL,
            doc TEXT NOT NULL
        );
        CREATE INDEX {table}_created ON {table} (created);"
    )
}

/// Takes the steps from layout `from` on, and says so in the file. To be called in a transaction.
pub(super) fn migrate(conn: &Connection, from: i64, steps: &[Step]) -> rusqlite::Result<()> {
    let taken = usize::try_from(from).unwrap_or(0);
    for step in steps.iter().skip(taken) {
        step(conn)?;
    }
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    conn.pragma_update(None, "user_version", steps.len() as i64)
}

/// What a file says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// Whose it is.
    pub application_id: i64,
    /// Its layout.
    pub layout: i64,
    /// Whether it has no table yet.
    pub empty: bool,
}

impl Identity {
    /// Asks the file.
    pub(crate) fn read(conn: &Connection) -> rusqlite::Result<Identity> {
        let number = |pragma| conn.query_row(pragma, [], |row| row.get::<_, i64>(0));
        Ok(Identity {
            application_id: number("PRAGMA application_id")?,
            layout: number("PRAGMA user_version")?,
            empty: number("SELECT count(*) FROM sqlite_schema")? == 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{APPLICATION_ID, Identity, STEPS, Step, migrate};

    fn second(conn: &Connection) -> rusqlite::Result<()> {
        conn.execute_batch("ALTER TABLE vd_meta ADD COLUMN since INTEGER")
    }

    fn third(conn: &Connection) -> rusqlite::Result<()> {
        conn.execute_batch("UPDATE vd_meta SET since = 3")
    }

    #[test]
    fn an_old_layout_takes_the_steps_it_lacks() {
        let conn = Connection::open_in_memory().expect("memory can be had");
        migrate(&conn, 0, STEPS).expect("an empty file becomes the newest layout");
        conn.execute_batch("INSERT INTO vd_meta VALUES ('key', 'value')")
            .expect("it has that table");
        let newer: Vec<Step> = STEPS
            .iter()
            .copied()
            .chain([second as Step, third])
            .collect();
        migrate(&conn, STEPS.len() as i64, &newer).expect("the steps are taken in order");
        let kept: (String, i64) = conn
            .query_row("SELECT value, since FROM vd_meta", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .expect("what was there is kept");
        assert_eq!(kept, ("value".to_owned(), 3));
        let identity = Identity::read(&conn).expect("it can be asked");
        assert_eq!(identity.application_id, APPLICATION_ID);
        assert_eq!(identity.layout, newer.len() as i64);
    }
}
