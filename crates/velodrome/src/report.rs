//! How we talk to people: on stderr, in colour only on a terminal that wants it.
//!
//! What comes from a site's files or from clients may carry control characters; none of them
//! reaches the terminal.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};

use velodrome_model::build::{Diagnostic, Severity};

use crate::logs::plain;

/// Whether stderr is shown in colour (<https://no-color.org>).
pub(crate) fn wants_colour() -> bool {
    allows_colour() && std::io::stderr().is_terminal()
}

/// Whether stdout is.
pub(crate) fn wants_colour_on_stdout() -> bool {
    allows_colour() && std::io::stdout().is_terminal()
}

fn allows_colour() -> bool {
    let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    !forbidden && !dumb
}

/// Says that what was asked for cannot be done.
pub(crate) fn error(message: impl std::fmt::Display) {
    let paint = Paint(wants_colour());
    say(&format!(
        "{}velodrome: {}error:{} {}\n",
        paint.bold(),
        paint.red(),
        paint.off(),
        plain(&message.to_string())
    ));
}

/// Says something.
pub(crate) fn note(message: impl std::fmt::Display) {
    say(&format!("velodrome: {}\n", plain(&message.to_string())));
}

/// Asks something on a terminal; the answer comes on the same line.
pub(crate) fn prompt(question: impl std::fmt::Display) {
    say(&format!("velodrome: {}", plain(&question.to_string())));
}

/// Puts this in the place of a terminal's current line.
pub(crate) fn replace_line(line: impl std::fmt::Display) {
    say(&format!("\r\x1b[K{}", plain(&line.to_string())));
}

/// Shows lines of text that is not ours.
pub(crate) fn plain_lines(text: &str) {
    let shown = text
        .lines()
        .fold(String::new(), |shown, line| shown + &plain(line) + "\n");
    say(&shown);
}

/// Says what a build found: each error and warning with its place, its source and what to do.
pub(crate) fn diagnostics(found: &[Diagnostic]) {
    say(&render(found, Paint(wants_colour())));
}

fn say(text: &str) {
    // Whoever closed stderr does not want to read it.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

#[derive(Clone, Copy)]
struct Paint(bool);

impl Paint {
    fn code(self, code: &'static str) -> &'static str {
        if self.0 { code } else { "" }
    }
    fn bold(self) -> &'static str {
        self.code("\x1b[1m")
    }
    fn red(self) -> &'static str {
        self.code("\x1b[31m")
    }
    fn yellow(self) -> &'static str {
        self.code("\x1b[33m")
    }
    fn dim(self) -> &'static str {
        self.code("\x1b[2m")
    }
    fn off(self) -> &'static str {
        self.code("\x1b[0m")
    }
}

fn render(found: &[Diagnostic], paint: Paint) -> String {
    let mut text = String::new();
    for diagnostic in found {
        // Writing to a string cannot fail.
        let _ = render_one(&mut text, diagnostic, paint);
    }
    text
}

fn render_one(text: &mut String, found: &Diagnostic, paint: Paint) -> std::fmt::Result {
    let (word, colour) = match found.severity {
        Severity::Error => ("error", paint.red()),
        Severity::Warning => ("warning", paint.yellow()),
    };
    write!(text, "{}", paint.bold())?;
    if let Some(file) = &found.file {
        write!(text, "{}:", plain(file))?;
        if found.line > 0 {
            write!(text, "{}:{}:", found.line, found.column.max(1))?;
        }
        text.push(' ');
    }
    writeln!(
        text,
        "{colour}{word}[{}]:{} {}",
        plain(&found.code),
        paint.off(),
        plain(&found.message)
    )?;
    for line in found.frame.iter().flat_map(|frame| frame.lines()) {
        writeln!(text, "  {}{}{}", paint.dim(), plain(line), paint.off())?;
    }
    if let Some(hint) = &found.hint {
        writeln!(text, "  hint: {}", plain(hint))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic() -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            code: "SYNTAX_ERROR".to_owned(),
            message: "Expected `)`\x1b[2J".to_owned(),
            file: Some("backend/http-functions.js".to_owned()),
            line: 3,
            column: 7,
            hint: Some("close it".to_owned()),
            frame: Some("2 | a\n3 | ok(\n  |   ^".to_owned()),
        }
    }

    #[test]
    fn a_diagnostic_has_its_place_its_source_and_a_hint() {
        let text = render(&[diagnostic()], Paint(false));
        let wanted = "backend/http-functions.js:3:7: error[SYNTAX_ERROR]: Expected `)`\\x1b[2J\n  2 | a\n  3 | ok(\n    |   ^\n  hint: close it\n";
        assert_eq!(text, wanted);
    }

    #[test]
    fn places_that_are_not_known_are_left_out() {
        let whole_file = Diagnostic {
            line: 0,
            column: 0,
            frame: None,
            hint: None,
            severity: Severity::Warning,
            ..diagnostic()
        };
        let nowhere = Diagnostic {
            file: None,
            ..whole_file.clone()
        };
        let text = render(&[whole_file, nowhere], Paint(false));
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines[0].starts_with("backend/http-functions.js: warning[SYNTAX_ERROR]: "),
            "{text}"
        );
        assert!(lines[1].starts_with("warning[SYNTAX_ERROR]: "), "{text}");
    }

    #[test]
    fn colour_is_an_addition() {
        let painted = render(&[diagnostic()], Paint(true));
        assert!(
            painted.contains("\x1b[31merror[SYNTAX_ERROR]:\x1b[0m"),
            "{painted:?}"
        );
        assert!(!painted.contains("\x1b[2J"));
    }
}
