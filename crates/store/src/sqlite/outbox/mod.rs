//! The outbox in the database: [`triggers`] fill it, [`feed`] is its readers' side, [`letters`] what
//! they make of it.

mod feed;
mod letters;
mod triggers;

use rusqlite::Connection;
use tokio::sync::watch;

use super::failure::to_store;
use super::shared::Shared;
use crate::error::StoreError;
use crate::outbox::{Failed, Feed, Letter, NextLetter, Outbox, Post};
use crate::reply::Reply;

pub(super) use triggers::{begin, leave};

/// Layout 2: who watches what, what happened, what is to arrive.
pub(super) fn create_tables(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(
        "CREATE TABLE vd_consumers (
            consumer TEXT PRIMARY KEY NOT NULL,
            position INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE vd_watches (
            collection TEXT NOT NULL,
            consumer TEXT NOT NULL,
            PRIMARY KEY (collection, consumer)
        ) WITHOUT ROWID;
        CREATE TABLE vd_outbox (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            collection TEXT NOT NULL,
            kind INTEGER NOT NULL,
            id TEXT NOT NULL,
            at INTEGER NOT NULL
        );
        CREATE TABLE vd_letters (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            mailbox TEXT NOT NULL,
            content TEXT NOT NULL,
            created INTEGER NOT NULL,
            due INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            dead INTEGER NOT NULL DEFAULT 0,
            holds INTEGER NOT NULL DEFAULT 0,
            reason TEXT NOT NULL DEFAULT ''
        );
        CREATE INDEX vd_letters_mailbox ON vd_letters (mailbox, dead, due);",
    )
}

impl Shared {
    fn reading<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let conn = self.open_reader()?;
        read(&conn).map_err(|error| to_store("reading the outbox", &error))
    }

    fn writing<T: Send + 'static>(
        &self,
        write: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Reply<T> {
        self.run(move |conn| write(conn).map_err(|error| to_store("writing the outbox", &error)))
    }
}

impl Outbox for Shared {
    fn watch(&self, consumer: &str, collections: &[String]) -> Reply<()> {
        let (consumer, collections) = (consumer.to_owned(), collections.to_vec());
        self.writing(move |conn| triggers::watch(conn, &consumer, &collections))
    }

    fn watched(&self, consumer: &str) -> Result<Vec<String>, StoreError> {
        self.reading(|conn| triggers::watched(conn, consumer))
    }

    fn committed(&self) -> watch::Receiver<u64> {
        self.writer.committed()
    }

    fn feed(&self, consumer: &str, limit: usize) -> Result<Feed, StoreError> {
        self.reading(|conn| feed::read(conn, consumer, limit))
    }

    fn advance(&self, consumer: &str, position: i64, post: Post) -> Reply<()> {
        let consumer = consumer.to_owned();
        self.writing(move |conn| {
            letters::post(conn, &post)?;
            feed::advance(conn, &consumer, position)
        })
    }

    fn next_letter(&self, mailbox: &str, now_ms: i64) -> Result<NextLetter, StoreError> {
        self.reading(|conn| letters::next(conn, mailbox, now_ms))
    }

    fn arrived(&self, number: i64) -> Reply<()> {
        self.writing(move |conn| letters::remove(conn, number))
    }

    fn failed(&self, number: i64, failed: Failed, reason: &str) -> Reply<()> {
        let reason = reason.to_owned();
        self.writing(move |conn| letters::fail(conn, number, &failed, &reason))
    }

    fn letters(
        &self,
        mailbox: Option<&str>,
        dead: bool,
        limit: usize,
    ) -> Result<Vec<Letter>, StoreError> {
        self.reading(|conn| letters::list(conn, mailbox, dead, limit))
    }

    fn count_letters(&self, mailbox: &str) -> Result<(u64, u64), StoreError> {
        self.reading(|conn| letters::count(conn, mailbox))
    }

    fn revive(&self, mailbox: &str, number: Option<i64>, now_ms: i64) -> Reply<u64> {
        let mailbox = mailbox.to_owned();
        self.writing(move |conn| letters::revive(conn, &mailbox, number, now_ms))
    }

    fn clear(&self, mailbox: &str) -> Reply<()> {
        let mailbox = mailbox.to_owned();
        self.writing(move |conn| letters::clear(conn, &mailbox))
    }

    fn keep_mailboxes(&self, mailboxes: &[String]) -> Reply<()> {
        let mailboxes = mailboxes.to_vec();
        self.writing(move |conn| letters::keep_mailboxes(conn, &mailboxes))
    }
}
