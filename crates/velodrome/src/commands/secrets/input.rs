//! Where a value comes from: a file, stdin, or a person who types it unseen.

use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Read};
use std::path::Path;

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::commands::site::Stop;
use crate::report;

/// Longest text that is read, in bytes: more than all values of a site.
const TEXT_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// Longest line that a terminal gives, in bytes; it drops what is typed beyond.
const TERMINAL_LINE_BYTES_MAX: usize = 4095;

/// A file's text; stdin's for `-`.
pub(super) fn text(file: &Path) -> Result<String, Stop> {
    let read = if file.as_os_str() == "-" {
        bounded(io::stdin().lock())
    } else {
        File::open(file).and_then(bounded)
    };
    read.map_err(|error| Stop::failed(format!("{} could not be read: {error}", file.display())))
}

/// A value from this file, or from a prompt on a terminal, else from stdin; without the line end at
/// its end.
pub(super) fn value(name: &str, file: Option<&Path>) -> Result<String, Stop> {
    let is_asked = file.is_none() && io::stdin().is_terminal();
    let mut value = if is_asked {
        ask(name).map_err(|error| Stop::failed(format!("the value could not be read: {error}")))?
    } else {
        text(file.unwrap_or(Path::new("-")))?
    };
    if value.ends_with('\n') {
        value.pop();
        if value.ends_with('\r') {
            value.pop();
        }
    }
    Ok(value)
}

fn bounded(source: impl Read) -> io::Result<String> {
    let mut text = String::new();
    source.take(TEXT_BYTES_MAX + 1).read_to_string(&mut text)?;
    if text.len() as u64 > TEXT_BYTES_MAX {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it is longer than {TEXT_BYTES_MAX} bytes"),
        ));
    }
    Ok(text)
}

fn ask(name: &str) -> io::Result<String> {
    report::prompt(format_args!("value of {name} (not shown): "));
    let mut line = String::new();
    let silence = Silence::begin()?;
    let read = io::stdin().lock().read_line(&mut line);
    drop(silence);
    report::plain_lines("\n");
    read?;
    if line.len() >= TERMINAL_LINE_BYTES_MAX {
        return Err(io::Error::other(
            "a terminal takes no longer line; use --from-file",
        ));
    }
    Ok(line)
}

/// The terminal shows nothing of what is typed until this is dropped.
struct Silence(Termios);

impl Silence {
    fn begin() -> io::Result<Silence> {
        let before = tcgetattr(io::stdin())?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(io::stdin(), OptionalActions::Flush, &silent)?;
        Ok(Silence(before))
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        // A terminal that is gone shows nothing anyway.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
    }
}
