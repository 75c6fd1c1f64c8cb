//! How far something has come: a line that changes on a terminal, now and then a line elsewhere.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use crate::report;

/// How often a terminal's line changes.
const TERMINAL: Duration = Duration::from_millis(100);
/// How often a log gets a line.
const LOG: Duration = Duration::from_secs(10);
/// Cells of the bar.
const CELLS: u64 = 24;

/// One thing that is being done.
pub(super) struct Bar {
    what: String,
    is_terminal: bool,
    shown: Instant,
    is_on_screen: bool,
}

impl Bar {
    pub(super) fn new(what: &str) -> Bar {
        Bar {
            what: what.to_owned(),
            is_terminal: std::io::stderr().is_terminal(),
            shown: Instant::now(),
            is_on_screen: false,
        }
    }

    /// Shows it, when it is time to; `more` follows the percentage.
    pub(super) fn show(&mut self, done: u64, all: u64, more: &str) {
        let every = if self.is_terminal { TERMINAL } else { LOG };
        if self.shown.elapsed() < every {
            return;
        }
        self.shown = Instant::now();
        let done = done.min(all);
        let percent = done.saturating_mul(100).checked_div(all).unwrap_or(100);
        if !self.is_terminal {
            report::note(format_args!("{} {percent} % {more}", self.what));
            return;
        }
        let full = done.saturating_mul(CELLS).checked_div(all).unwrap_or(CELLS);
        let bar: String = (0..CELLS)
            .map(|cell| if cell < full { '#' } else { '.' })
            .collect();
        report::replace_line(format_args!("{} [{bar}] {percent:3} % {more}", self.what));
        self.is_on_screen = true;
    }

    /// Makes room for other lines.
    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.is_on_screen) {
            report::replace_line("");
        }
    }
}
