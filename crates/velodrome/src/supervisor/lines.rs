//! Lines from a site process, none longer than anything it has to say.
//!
//! A site process runs code of others; whatever it may come to write here, its parent's memory
//! does not grow with it.

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// The longest line that is kept, without its end; the child's own are far shorter.
const LINE_BYTES_MAX: usize = 64;

/// A reader of short lines; longer ones are read and skipped.
pub(super) struct Lines<R> {
    from: BufReader<R>,
    line: Vec<u8>,
    is_too_long: bool,
    /// The line was handed out and makes room for the next.
    is_told: bool,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    pub(super) fn new(from: R) -> Lines<R> {
        Lines {
            from: BufReader::with_capacity(1024, from),
            line: Vec::new(),
            is_too_long: false,
            is_told: false,
        }
    }

    /// The next line without its end; `None` when there are no more. Cancel safe.
    pub(super) async fn next(&mut self) -> Option<&[u8]> {
        if std::mem::take(&mut self.is_told) {
            self.line.clear();
        }
        loop {
            // A reader that fails has nothing more to say either.
            let arrived = self.from.fill_buf().await.unwrap_or_default();
            if arrived.is_empty() {
                return None;
            }
            let end = arrived.iter().position(|byte| *byte == b'\n');
            let piece = &arrived[..end.unwrap_or(arrived.len())];
            self.is_too_long |= self.line.len() + piece.len() > LINE_BYTES_MAX;
            if !self.is_too_long {
                self.line.extend_from_slice(piece);
            }
            let used = piece.len() + usize::from(end.is_some());
            self.from.consume(used);
            if end.is_none() {
                continue;
            }
            if std::mem::take(&mut self.is_too_long) {
                self.line.clear();
                continue;
            }
            self.is_told = true;
            return Some(&self.line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn all(text: &[u8]) -> Vec<String> {
        let mut lines = Lines::new(text);
        let mut found = Vec::new();
        while let Some(line) = lines.next().await {
            found.push(String::from_utf8_lossy(line).into_owned());
        }
        assert!(lines.line.capacity() <= 2 * LINE_BYTES_MAX);
        found
    }

    #[tokio::test]
    async fn lines_come_whole_and_those_too_long_not_at_all() {
        assert_eq!(all(b"ready\nretire\n").await, ["ready", "retire"]);
        assert_eq!(all(b"\nready\nno end").await, ["", "ready"]);
        let longest = "x".repeat(LINE_BYTES_MAX);
        assert_eq!(all(format!("{longest}\n").as_bytes()).await, [longest]);
        let text = format!("{}\nready\n", "x".repeat(LINE_BYTES_MAX + 1));
        assert_eq!(all(text.as_bytes()).await, ["ready"]);
        let text = format!("{}\nready\n", "x".repeat(1_000_000));
        assert_eq!(all(text.as_bytes()).await, ["ready"]);
    }
}
