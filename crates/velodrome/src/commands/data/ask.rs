//! Asking before something is gone.

use std::io::{BufRead, IsTerminal, Read};

use crate::commands::site::Stop;
use crate::{exit, report};

/// Longest answer that is read, in bytes.
const ANSWER_BYTES_MAX: u64 = 1000;

/// Asks on a terminal whether to go on; `yes` is the answer already.
///
/// # Errors
/// The answer was no, or nobody can be asked.
pub(super) fn confirm(question: &str, yes: bool) -> Result<(), Stop> {
    if yes {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        report::error(format_args!(
            "{question} There is no terminal to ask on; say --yes"
        ));
        return Err(Stop(exit::USAGE));
    }
    report::prompt(format_args!("{question} [y/N] "));
    let mut answer = String::new();
    let read = std::io::stdin()
        .lock()
        .take(ANSWER_BYTES_MAX)
        .read_line(&mut answer);
    match (read, answer.trim()) {
        (Ok(_), "y" | "Y" | "yes") => Ok(()),
        _ => Err(Stop::failed("nothing was changed")),
    }
}
