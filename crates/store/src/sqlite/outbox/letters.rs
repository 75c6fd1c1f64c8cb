//! Messages that must arrive, by mailbox.

use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use crate::outbox::{Failed, Letter, NextLetter, Post};

const COLUMNS: &str = "number, mailbox, content, created, due, attempts, dead, reason";

/// Longest reason that is kept, in characters.
const REASON_CHARS_MAX: usize = 500;

/// What a letter says that found its mailbox full.
const FULL: &str = "too many letters waited already";

/// Makes letters. Those for a full mailbox are dead at once.
pub(super) fn post(conn: &Connection, post: &Post) -> Result<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO vd_letters (mailbox, content, created, due, dead, reason)
         VALUES (?1, ?2, ?3, ?3, ?4, ?5)",
    )?;
    for letter in &post.letters {
        let (waiting, dead) = count(conn, &letter.mailbox)?;
        let is_full = waiting >= post.waiting_max;
        let reason = if is_full { FULL } else { "" };
        insert.execute(params![
            letter.mailbox,
            letter.content,
            post.now_ms,
            is_full,
            reason
        ])?;
        if is_full && dead >= post.dead_max {
            forget_oldest_dead(conn, &letter.mailbox, post.dead_max)?;
        }
    }
    Ok(())
}

/// Keeps the newest `kept` dead letters of a mailbox.
fn forget_oldest_dead(conn: &Connection, mailbox: &str, kept: u64) -> Result<()> {
    conn.prepare_cached(
        "DELETE FROM vd_letters WHERE mailbox = ?1 AND dead = 1 AND number <= (
            SELECT number FROM vd_letters WHERE mailbox = ?1 AND dead = 1
            ORDER BY number DESC LIMIT 1 OFFSET ?2)",
    )?
    .execute(params![mailbox, i64::try_from(kept).unwrap_or(i64::MAX)])?;
    Ok(())
}

/// What is to be done for a mailbox.
pub(super) fn next(conn: &Connection, mailbox: &str, now_ms: i64) -> Result<NextLetter> {
    let held: Option<i64> = conn
        .prepare_cached(
            "SELECT max(due) FROM vd_letters WHERE mailbox = ?1 AND dead = 0 AND holds = 1",
        )?
        .query_row([mailbox], |row| row.get(0))?;
    if let Some(held) = held.filter(|held| *held > now_ms) {
        return Ok(NextLetter::At(held));
    }
    let due = conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM vd_letters
             WHERE mailbox = ?1 AND dead = 0 AND due <= ?2 ORDER BY number LIMIT 1"
        ))?
        .query_row(params![mailbox, now_ms], letter)
        .optional()?;
    if let Some(due) = due {
        return Ok(NextLetter::Due(due));
    }
    let later: Option<i64> = conn
        .prepare_cached("SELECT min(due) FROM vd_letters WHERE mailbox = ?1 AND dead = 0")?
        .query_row([mailbox], |row| row.get(0))?;
    Ok(later.map_or(NextLetter::None, NextLetter::At))
}

/// Forgets a letter.
pub(super) fn remove(conn: &Connection, number: i64) -> Result<()> {
    conn.execute("DELETE FROM vd_letters WHERE number = ?1", [number])?;
    Ok(())
}

/// Notes an attempt in vain.
pub(super) fn fail(conn: &Connection, number: i64, failed: &Failed, reason: &str) -> Result<()> {
    let reason: String = reason.chars().take(REASON_CHARS_MAX).collect();
    let (due_ms, holds) = match failed {
        Failed::Again { due_ms, holds } => (Some(*due_ms), *holds),
        Failed::Dead { .. } => (None, false),
    };
    conn.execute(
        "UPDATE vd_letters SET attempts = attempts + 1, reason = ?2, dead = ?3, holds = ?4,
            due = coalesce(?5, due) WHERE number = ?1",
        params![number, reason, due_ms.is_none(), holds, due_ms],
    )?;
    if let Failed::Dead { dead_max } = failed {
        let mailbox: Option<String> = conn
            .prepare_cached("SELECT mailbox FROM vd_letters WHERE number = ?1")?
            .query_row([number], |row| row.get(0))
            .optional()?;
        if let Some(mailbox) = mailbox {
            forget_oldest_dead(conn, &mailbox, *dead_max)?;
        }
    }
    Ok(())
}

/// Letters, the oldest first.
pub(super) fn list(
    conn: &Connection,
    mailbox: Option<&str>,
    dead: bool,
    limit: usize,
) -> Result<Vec<Letter>> {
    let rows_max = i64::try_from(limit).unwrap_or(i64::MAX);
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM vd_letters
         WHERE dead = ?1 AND (?2 IS NULL OR mailbox = ?2) ORDER BY number LIMIT ?3"
    ))?
    .query_map(params![dead, mailbox, rows_max], letter)?
    .collect()
}

/// How many wait, and how many are dead.
pub(super) fn count(conn: &Connection, mailbox: &str) -> Result<(u64, u64)> {
    let mut count =
        conn.prepare_cached("SELECT count(*) FROM vd_letters WHERE mailbox = ?1 AND dead = ?2")?;
    let mut of = |dead: bool| {
        let counted: i64 = count.query_row(params![mailbox, dead], |row| row.get(0))?;
        Ok::<_, rusqlite::Error>(u64::try_from(counted).unwrap_or_default())
    };
    Ok((of(false)?, of(true)?))
}

/// Dead letters are as new.
pub(super) fn revive(
    conn: &Connection,
    mailbox: &str,
    number: Option<i64>,
    now_ms: i64,
) -> Result<u64> {
    let revived = conn.execute(
        "UPDATE vd_letters SET dead = 0, attempts = 0, holds = 0, created = ?3, due = ?3
         WHERE mailbox = ?1 AND dead = 1 AND (?2 IS NULL OR number = ?2)",
        params![mailbox, number, now_ms],
    )?;
    Ok(revived as u64)
}

/// Forgets a mailbox.
pub(super) fn clear(conn: &Connection, mailbox: &str) -> Result<()> {
    conn.execute("DELETE FROM vd_letters WHERE mailbox = ?1", [mailbox])?;
    Ok(())
}

/// Forgets all mailboxes but these.
pub(super) fn keep_mailboxes(conn: &Connection, mailboxes: &[String]) -> Result<()> {
    let known: Vec<String> = conn
        .prepare_cached("SELECT DISTINCT mailbox FROM vd_letters")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_>>()?;
    for mailbox in known.iter().filter(|mailbox| !mailboxes.contains(mailbox)) {
        clear(conn, mailbox)?;
    }
    Ok(())
}

fn letter(row: &Row<'_>) -> Result<Letter> {
    Ok(Letter {
        number: row.get(0)?,
        mailbox: row.get(1)?,
        content: row.get(2)?,
        created_ms: row.get(3)?,
        due_ms: row.get(4)?,
        attempts: row.get(5)?,
        dead: row.get(6)?,
        reason: row.get(7)?,
    })
}
