//! The XML that build servers read: a `testsuite` for each file.

use std::fmt::Write as _;

use super::super::outcome::{Failure, FileOutcome, State};

/// The whole file.
pub(crate) fn text(files: &[FileOutcome], took_ms: u64) -> String {
    let tests: usize = files.iter().map(|file| file.tests.len()).sum();
    let failed: usize = files.iter().map(|file| file.count(State::Failed)).sum();
    let errors: usize = files.iter().map(|file| file.failures.len()).sum();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "<testsuites name=\"velodrome\" tests=\"{tests}\" failures=\"{failed}\" errors=\"{errors}\" time=\"{}\">",
        seconds(took_ms)
    );
    files.iter().for_each(|file| suite(&mut text, file));
    text.push_str("</testsuites>\n");
    text
}

fn suite(text: &mut String, file: &FileOutcome) {
    let skipped = file.count(State::Skipped) + file.count(State::Todo);
    let _ = writeln!(
        text,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{skipped}\" time=\"{}\">",
        escape(&file.file),
        file.tests.len(),
        file.count(State::Failed),
        file.failures.len(),
        seconds(file.took_ms)
    );
    for test in &file.tests {
        let _ = write!(
            text,
            "    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"",
            escape(&file.file),
            escape(&test.full_name()),
            seconds(test.took_ms)
        );
        match test.state {
            State::Passed => text.push_str("/>\n"),
            State::Skipped | State::Todo => text.push_str("><skipped/></testcase>\n"),
            State::Failed => {
                text.push_str(">\n");
                test.failures
                    .iter()
                    .for_each(|failure| one(text, failure, "failure"));
                output(text, &test.logs);
                text.push_str("    </testcase>\n");
            }
        }
    }
    if !file.failures.is_empty() {
        let _ = writeln!(
            text,
            "    <testcase classname=\"{0}\" name=\"{0}\" time=\"0\">",
            escape(&file.file)
        );
        file.failures
            .iter()
            .for_each(|failure| one(text, failure, "error"));
        output(text, &file.logs);
        text.push_str("    </testcase>\n");
    }
    text.push_str("  </testsuite>\n");
}

fn one(text: &mut String, failure: &Failure, element: &str) {
    let first = failure.message.lines().next().unwrap_or_default();
    let mut body = failure.message.clone();
    if let Some(place) = &failure.place {
        body.push_str(&format!(
            "\n\n{}:{}:{}",
            place.file, place.line, place.column
        ));
    }
    for line in failure.code_frame.iter().chain(&failure.frames) {
        body.push_str(&format!("\n{line}"));
    }
    let _ = writeln!(
        text,
        "      <{element} message=\"{}\">{}</{element}>",
        escape(first),
        escape(&body)
    );
}

fn output(text: &mut String, logs: &[String]) {
    if !logs.is_empty() {
        let _ = writeln!(
            text,
            "      <system-out>{}</system-out>",
            escape(&logs.join("\n"))
        );
    }
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

/// For text and for attributes. Characters that XML 1.0 has no way to write become U+FFFD.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() || c == '\u{fffe}' || c == '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::super::outcome::TestOutcome;
    use super::*;

    #[test]
    fn whatever_a_test_says_the_file_is_xml() {
        let failure = Failure {
            hook: None,
            message: "expected <a> & \"b\"\u{1b}[2J".to_owned(),
            place: None,
            code_frame: None,
            frames: Vec::new(),
        };
        let test = TestOutcome {
            suites: vec!["s".to_owned()],
            name: "a < b".to_owned(),
            state: State::Failed,
            failures: vec![failure.clone()],
            logs: vec!["]]>".to_owned()],
            took_ms: 1234,
        };
        let file = FileOutcome {
            file: "a.test.js".to_owned(),
            tests: vec![test],
            failures: vec![failure],
            logs: Vec::new(),
            took_ms: 5,
        };
        let text = text(&[file], 6);
        assert!(
            text.contains("tests=\"1\" failures=\"1\" errors=\"1\" time=\"0.006\""),
            "{text}"
        );
        assert!(
            text.contains("name=\"s &gt; a &lt; b\" time=\"1.234\""),
            "{text}"
        );
        assert!(
            text.contains("message=\"expected &lt;a&gt; &amp; &quot;b&quot;\u{fffd}[2J\""),
            "{text}"
        );
        assert!(text.contains("<system-out>]]&gt;</system-out>"), "{text}");
    }
}
