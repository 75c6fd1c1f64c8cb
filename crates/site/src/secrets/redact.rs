//! Taking secrets out of what is written about a site: console lines, errors, access lines.
//!
//! A value is found as it is, as JSON and a query string would show it, and line by line when it has
//! several. What code makes of a value (a hash, Base64, a part of it) is another text and stays.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use velodrome_model::data::Value;

use crate::sealed::SecretText;

/// Shortest value that is taken out, in characters: shorter ones occur by chance.
pub const REDACTED_CHARS_MIN: usize = 6;
/// Shortest line of a value that is taken out by itself, in characters.
const LINE_CHARS_MIN: usize = 16;
/// Values that are remembered, those that were replaced among them; beyond it the oldest are
/// forgotten.
const KNOWN_MAX: usize = 2 * super::vault::SECRETS_MAX;
/// All of them together, in bytes.
const KNOWN_BYTES_MAX: usize = 2 * super::vault::SECRETS_BYTES_MAX;

/// Knows the values of secrets and takes them out of texts. Shared by the threads of a process.
#[derive(Default)]
pub struct Redactor {
    /// Whether anything is known: texts are many, and most sites' secrets few or none.
    knows: AtomicBool,
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    /// Name and value, the oldest first.
    secrets: VecDeque<(String, SecretText)>,
    bytes: usize,
    matcher: Option<Arc<Matcher>>,
}

/// Finds every form of every known value.
struct Matcher {
    automaton: AhoCorasick,
    /// What stands in place of each pattern.
    replacements: Vec<String>,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redactor(..)")
    }
}

impl Redactor {
    /// Remembers values by the names of their secrets. Values too short to be taken out are not.
    pub fn learn<'s>(&self, secrets: impl IntoIterator<Item = (&'s str, &'s SecretText)>) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let before = known.secrets.len();
        let mut changed = false;
        for (name, value) in secrets {
            let is_short = value.reveal().chars().nth(REDACTED_CHARS_MIN - 1).is_none();
            if is_short || known.secrets.iter().any(|(_, other)| other == value) {
                continue;
            }
            known.bytes += value.reveal().len();
            known.secrets.push_back((name.to_owned(), value.clone()));
            changed = true;
        }
        while known.secrets.len() > KNOWN_MAX || known.bytes > KNOWN_BYTES_MAX {
            let Some((_, oldest)) = known.secrets.pop_front() else {
                break;
            };
            known.bytes -= oldest.reveal().len();
        }
        if changed || known.secrets.len() != before {
            known.matcher = Matcher::of(&known.secrets).map(Arc::new);
            self.knows.store(known.matcher.is_some(), Ordering::Release);
        }
    }

    /// The text with `[secret: NAME]` in place of each known value.
    pub fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.matcher() {
            Some(matcher) => matcher.redact(text),
            None => Cow::Borrowed(text),
        }
    }

    /// The same for a text that one has.
    pub fn redact_in_place(&self, text: &mut String) {
        if let Cow::Owned(redacted) = self.redact(text) {
            *text = redacted;
        }
    }

    fn matcher(&self) -> Option<Arc<Matcher>> {
        if !self.knows.load(Ordering::Acquire) {
            return None;
        }
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.matcher.clone()
    }
}

impl Matcher {
    fn of(secrets: &VecDeque<(String, SecretText)>) -> Option<Matcher> {
        let mut patterns = Vec::new();
        let mut replacements = Vec::new();
        for (name, value) in secrets {
            for form in forms(value.reveal()) {
                patterns.push(form);
                replacements.push(format!("[secret: {name}]"));
            }
        }
        // A DFA is quicker and many times larger: the values of a site may be a megabyte.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(patterns)
            .ok()?;
        Some(Matcher {
            automaton,
            replacements,
        })
    }

    fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.automaton.is_match(text) {
            return Cow::Borrowed(text);
        }
        let mut redacted = String::with_capacity(text.len());
        let mut end = 0;
        for found in self.automaton.find_iter(text) {
            redacted.push_str(&text[end..found.start()]);
            redacted.push_str(&self.replacements[found.pattern().as_usize()]);
            end = found.end();
        }
        redacted.push_str(&text[end..]);
        Cow::Owned(redacted)
    }
}

/// The texts by which a value is found.
fn forms(value: &str) -> Vec<String> {
    let mut forms = vec![value.to_owned()];
    let mut add = |form: String| {
        if !forms.contains(&form) {
            forms.push(form);
        }
    };
    add(as_json(value));
    add(value
        .replace('\\', "\\\\")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
        .replace('\t', "\\t"));
    add(percent_encoded(value, b"!'()*"));
    add(percent_encoded(value, b"*").replace("%20", "+"));
    if value.contains('\n') {
        let lines = value.lines().map(str::trim);
        lines
            .filter(|line| line.chars().nth(LINE_CHARS_MIN - 1).is_some())
            .for_each(|line| add(line.to_owned()));
    }
    forms
}

/// What stands between the quotes of its JSON.
fn as_json(value: &str) -> String {
    let mut json = String::new();
    Value::String(value.to_owned()).to_json(&mut json);
    json.get(1..json.len() - 1).unwrap_or_default().to_owned()
}

/// As in a query string; letters, digits, `-_.~` and `unescaped` stay.
fn percent_encoded(value: &str, unescaped: &[u8]) -> String {
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) || unescaped.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knowing(values: &[&str]) -> Redactor {
        let redactor = Redactor::default();
        let texts: Vec<_> = values
            .iter()
            .map(|value| SecretText::new((*value).to_owned()))
            .collect();
        redactor.learn(texts.iter().map(|text| ("KEY", text)));
        redactor
    }

    #[test]
    fn a_value_is_found_in_every_form() {
        let value = "p&ss \"word\"\nsecond line of it\\";
        let redactor = knowing(&[value]);
        let json = serde_json::to_string(value).expect("JSON");
        for text in [
            value,
            json.trim_matches('"'),
            "p&ss \"word\"\\nsecond line of it\\\\",
            "p%26ss%20%22word%22%0Asecond%20line%20of%20it%5C",
            "p%26ss+%22word%22%0Asecond+line+of+it%5C",
            "second line of it\\",
        ] {
            let shown = redactor.redact(text);
            assert_eq!(shown, "[secret: KEY]", "{text}");
        }
        assert_eq!(redactor.redact("password"), "password");
    }

    #[test]
    fn of_values_within_others_the_longest_is_found() {
        let redactor = knowing(&["abcdef", "abcdefghi", "12345"]);
        assert_eq!(
            redactor.redact("abcdefghi abcdefg 12345"),
            "[secret: KEY] [secret: KEY]g 12345"
        );
    }

    #[test]
    fn so_many_are_remembered_and_then_the_oldest_forgotten() {
        let redactor = Redactor::default();
        let texts: Vec<_> = (0..KNOWN_MAX + 1)
            .map(|number| SecretText::new(format!("value-{number:06}-end")))
            .collect();
        redactor.learn(texts.iter().map(|text| ("KEY", text)));
        assert_eq!(redactor.redact("value-000000-end"), "value-000000-end");
        assert_eq!(redactor.redact("value-000001-end"), "[secret: KEY]");
    }
}
