//! What the store makes for new items: ids, and dates that never go back.
//!
//! Clocks are set back, by people and by virtual machines. The newest date ever made lies in the
//! file, written in the transaction that made it, so that it holds for other processes and after a
//! restart too.

use std::fmt::Write as _;

use rusqlite::Connection;

use super::super::meta;
use crate::options::{Clock, Random};

/// Where the newest date lies.
const KEY: &str = "newest_ms";

/// Makes ids and dates.
pub(super) struct Minter {
    clock: Clock,
    random: Random,
    /// How far behind the newest date a new one may be.
    back_ms_max: i64,
    newest_ms: i64,
    /// What the file says.
    written_ms: i64,
    /// The file's count of other processes' commits when it said so.
    data_version: i64,
}

impl Minter {
    pub(super) fn new(clock: Clock, random: Random, back_ms_max: i64) -> Minter {
        Minter {
            clock,
            random,
            back_ms_max,
            newest_ms: i64::MIN,
            written_ms: i64::MIN,
            data_version: -1,
        }
    }

    /// Begins a transaction: learns what other processes made.
    pub(super) fn begin(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        let version: i64 = conn
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?;
        if version != self.data_version {
            let written = meta::read(conn, KEY)?;
            self.written_ms = written
                .and_then(|text| text.parse().ok())
                .unwrap_or(i64::MIN);
            self.newest_ms = self.newest_ms.max(self.written_ms);
            self.data_version = version;
        }
        Ok(())
    }

    /// Ends a transaction: keeps what it made.
    pub(super) fn end(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        if self.newest_ms > self.written_ms {
            meta::put(conn, KEY, &self.newest_ms.to_string())?;
            self.written_ms = self.newest_ms;
        }
        Ok(())
    }

    /// The transaction is gone, or the connection: nothing is known of the file.
    pub(super) fn forget(&mut self) {
        self.data_version = -1;
        self.written_ms = i64::MIN;
    }

    /// The date of something new: now, and never before one that was made already.
    pub(super) fn created_ms(&mut self) -> i64 {
        let now_ms = self.now_ms();
        self.newest_ms = self.newest_ms.max(now_ms);
        now_ms
    }

    /// The date of a change: not before anything that was made.
    pub(super) fn now_ms(&self) -> i64 {
        (self.clock)().max(self.newest_ms.saturating_sub(self.back_ms_max))
    }

    /// A random UUID, version 4.
    pub(super) fn id(&self) -> String {
        let mut bytes = [0_u8; 16];
        (self.random)(&mut bytes);
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let number = u128::from_be_bytes(bytes);
        let mut id = String::with_capacity(36);
        write!(
            id,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            number >> 96,
            (number >> 80) & 0xffff,
            (number >> 64) & 0xffff,
            (number >> 48) & 0xffff,
            number & 0xffff_ffff_ffff
        )
        .expect("a string takes everything");
        id
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::Minter;

    #[test]
    fn makes_version_4_uuids() {
        let minter = Minter::new(Arc::new(|| 0), Arc::new(|bytes| bytes.fill(0xff)), 0);
        assert_eq!(minter.id(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        let minter = Minter::new(Arc::new(|| 0), Arc::new(|bytes| bytes.fill(0)), 0);
        assert_eq!(minter.id(), "00000000-0000-4000-8000-000000000000");
    }

    #[test]
    fn dates_never_go_back() {
        let now = Arc::new(AtomicI64::new(1000));
        let clock = Arc::clone(&now);
        let mut minter = Minter::new(
            Arc::new(move || clock.load(Ordering::Relaxed)),
            Arc::new(|_| {}),
            0,
        );
        assert_eq!(minter.created_ms(), 1000);
        now.store(500, Ordering::Relaxed);
        assert_eq!(minter.created_ms(), 1000);
        assert_eq!(minter.now_ms(), 1000);
        now.store(1001, Ordering::Relaxed);
        assert_eq!(minter.created_ms(), 1001);
    }
    #[test]
    fn dates_go_back_as_far_as_they_may() {
        let now = Arc::new(AtomicI64::new(1000));
        let clock = Arc::clone(&now);
        let clock = Arc::new(move || clock.load(Ordering::Relaxed));
        let mut minter = Minter::new(clock, Arc::new(|_| {}), 300);
        assert_eq!(minter.created_ms(), 1000);
        now.store(800, Ordering::Relaxed);
        assert_eq!(minter.created_ms(), 800);
        now.store(500, Ordering::Relaxed);
        assert_eq!(minter.created_ms(), 700);
    }
}
