//! `backend/jobs.config`: JSON with comments, and what each of its values may be.
//!
//! Everything that is wrong is found in one go, each with its place in the text.

use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{Cron, Job, Place, text};
use crate::build::Severity;

/// Most jobs that are taken.
const JOBS_MAX: usize = 1000;
/// Jobs that Wix runs for most sites.
pub const JOBS_USUAL_MAX: usize = 20;
/// Most mistakes that are told.
const MISTAKES_MAX: usize = 100;

/// One thing wrong with the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// An error keeps the site from being published; a warning is for who goes back to Wix.
    pub severity: Severity,
    /// Byte offset in the text.
    pub offset: usize,
    /// One sentence.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// What the text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The jobs without mistakes, in their order, and where their values stand.
    pub jobs: Vec<(Job, Place)>,
    /// What is wrong, in the order of the text.
    pub mistakes: Vec<Mistake>,
}

/// Reads the text of `jobs.config`, which may begin with a byte order mark; offsets count it.
pub fn parse(text: &str) -> Parsed {
    let mut reader = Reader::default();
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let body = text.trim_start_matches('\u{feff}');
    reader.shift = text.len() - body.len();
    match parse_to_ast(body, &CollectOptions::default(), &options) {
        Ok(parsed) => reader.root(parsed.value.as_ref()),
        Err(error) => {
            let message = format!(
                "the file is not JSON: {}",
                lower_first(&error.kind().to_string())
            );
            reader.error(error.range().start, message);
        }
    }
    reader.parsed.mistakes.sort_by_key(|mistake| mistake.offset);
    reader.parsed
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[derive(Default)]
struct Reader {
    parsed: Parsed,
    /// Bytes before the text that was parsed.
    shift: usize,
}

/// The keys of a job, and of its `executionConfig`.
const JOB_KEYS: [&str; 4] = [
    "functionLocation",
    "functionName",
    "description",
    "executionConfig",
];
const WHEN_KEYS: [&str; 5] = [
    "cronExpression",
    "time",
    "dayOfWeek",
    "dateInMonth",
    "dateOfMonth",
];

impl Reader {
    fn note(&mut self, severity: Severity, offset: usize, message: String, hint: Option<String>) {
        if self.parsed.mistakes.len() < MISTAKES_MAX {
            let offset = offset + self.shift;
            self.parsed.mistakes.push(Mistake {
                severity,
                offset,
                message,
                hint,
            });
        }
    }

    fn error(&mut self, offset: usize, message: String) {
        self.note(Severity::Error, offset, message, None);
    }

    fn root(&mut self, value: Option<&Value<'_>>) {
        let Some(Value::Object(root)) = value else {
            let at = value.map_or(0, |value| value.start());
            return self.error(
                at,
                "the file must hold an object with a list of \"jobs\"".to_owned(),
            );
        };
        self.unknown_keys(root, &["jobs"], "the file");
        let jobs = match root.get("jobs") {
            None => return self.error(root.range.start, "there is no \"jobs\"".to_owned()),
            Some(ObjectProp {
                value: Value::Array(jobs),
                ..
            }) => jobs,
            Some(other) => {
                return self.error(other.value.start(), "\"jobs\" must be a list".to_owned());
            }
        };
        if jobs.elements.len() > JOBS_MAX {
            return self.error(
                jobs.range.start,
                format!("there are more than {JOBS_MAX} jobs"),
            );
        }
        for (index, job) in jobs.elements.iter().enumerate() {
            if index == JOBS_USUAL_MAX {
                let message = format!(
                    "this is job {} of {}: on Wix most plans run {JOBS_USUAL_MAX}",
                    index + 1,
                    jobs.elements.len()
                );
                let hint = Some("all of them run here".to_owned());
                self.note(Severity::Warning, job.start(), message, hint);
            }
            match job {
                Value::Object(job) => self.job(job),
                other => self.error(other.start(), "a job must be an object".to_owned()),
            }
        }
    }

    fn unknown_keys(&mut self, object: &Object<'_>, known: &[&str], of: &str) {
        let mut seen: Vec<&str> = Vec::new();
        for property in &object.properties {
            let name = property.name.as_str();
            if !known.contains(&name) {
                let message = format!("\"{name}\" is not a key of {of} and is ignored");
                let hint = Some(format!("the keys are {}", known.join(", ")));
                self.note(Severity::Warning, property.range.start, message, hint);
            } else if seen.contains(&name) {
                self.error(property.range.start, format!("\"{name}\" is there twice"));
            }
            seen.push(name);
        }
    }

    fn job(&mut self, job: &Object<'_>) {
        self.unknown_keys(job, &JOB_KEYS, "a job");
        let location = self
            .required(job, "functionLocation")
            .and_then(|(at, value)| {
                self.checked(at, "functionLocation", text::location(&value))
                    .map(|it| (at, it))
            });
        let function = self.required(job, "functionName").and_then(|(at, value)| {
            let checked = if text::is_name(&value) {
                Ok(value)
            } else {
                Err(format!("\"{value}\" is not the name of an export"))
            };
            self.checked(at, "functionName", checked).map(|it| (at, it))
        });
        let description = self.string(job, "description").map(|(_, text)| text);
        let schedule = match job.get("executionConfig") {
            None => {
                self.error(
                    job.range.start,
                    "the job has no \"executionConfig\"".to_owned(),
                );
                None
            }
            Some(ObjectProp {
                value: Value::Object(when),
                ..
            }) => self.when(when),
            Some(other) => {
                self.error(
                    other.value.start(),
                    "\"executionConfig\" must be an object".to_owned(),
                );
                None
            }
        };
        if let (Some(location), Some(function), Some(schedule)) = (location, function, schedule) {
            let place = Place {
                location: location.0 + self.shift,
                function: function.0 + self.shift,
            };
            let job = Job {
                location: location.1,
                function: function.1,
                description: description.unwrap_or_default(),
                schedule,
            };
            if self
                .parsed
                .jobs
                .iter()
                .any(|(known, _)| known.name() == job.name() && known.schedule == job.schedule)
            {
                return self.error(
                    function.0,
                    format!("the job {} is there twice with the same times", job.name()),
                );
            }
            self.parsed.jobs.push((job, place));
        }
    }

    /// When the job runs, as a cron expression. Where there is one, the other keys do not count.
    fn when(&mut self, when: &Object<'_>) -> Option<String> {
        self.unknown_keys(when, &WHEN_KEYS, "executionConfig");
        if when.get("cronExpression").is_some() {
            return self.cron(when);
        }
        let date_key = ["dateInMonth", "dateOfMonth"]
            .into_iter()
            .find(|key| when.get(key).is_some());
        if let (Some(date_key), Some(day)) = (date_key, when.get("dayOfWeek")) {
            self.error(
                day.range.start,
                format!(
                    "\"dayOfWeek\" and \"{date_key}\" exclude each other: the job would not run"
                ),
            );
            return None;
        }
        let Some(time) = when.get("time") else {
            self.error(
                when.range.start,
                "\"executionConfig\" needs \"cronExpression\" or \"time\"".to_owned(),
            );
            return None;
        };
        let at = time.value.start();
        let time = match &time.value {
            Value::StringLit(text) => text::time(&text.value),
            _ => Err("must be a string such as \"08:00\"".to_owned()),
        };
        let time = self.checked(at, "time", time);
        let weekday = match self.string(when, "dayOfWeek") {
            Some((at, text)) => self
                .checked(at, "dayOfWeek", text::weekday(&text))
                .map(|day| day.to_string()),
            None => when.get("dayOfWeek").is_none().then(|| "*".to_owned()),
        };
        let date = match date_key {
            Some(key) => self.date(when, key),
            None => Some("*".to_owned()),
        };
        let ((hour, minute), weekday, date) = (time?, weekday?, date?);
        Some(format!("{minute} {hour} {date} * {weekday}"))
    }

    fn cron(&mut self, when: &Object<'_>) -> Option<String> {
        let (at, text) = self.string(when, "cronExpression")?;
        match text.parse::<Cron>() {
            Err(error) => {
                // A string without escapes stands in the file as it is.
                self.error(at + 1 + error.offset, format!("cronExpression: {error}"));
                None
            }
            Ok(cron) => {
                if cron.is_more_than_hourly() {
                    let message =
                        "the job runs more than once an hour: on Wix most plans ignore it"
                            .to_owned();
                    self.note(
                        Severity::Warning,
                        at,
                        message,
                        Some("it runs here".to_owned()),
                    );
                }
                Some(text.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
            }
        }
    }

    fn date(&mut self, when: &Object<'_>, key: &str) -> Option<String> {
        let value = &when.get(key)?.value;
        let number = match value {
            Value::NumberLit(number) => number.value.parse::<u32>().ok(),
            Value::StringLit(text) => text.value.parse::<u32>().ok(),
            _ => None,
        };
        match number {
            Some(day @ 1..=31) => {
                if day > 28 {
                    let message = format!("{key}: months without a day {day} have no run");
                    self.note(Severity::Warning, value.start(), message, None);
                }
                Some(day.to_string())
            }
            _ => {
                self.error(
                    value.start(),
                    format!("{key}: must be a day of the month, 1 to 31"),
                );
                None
            }
        }
    }

    fn required(&mut self, object: &Object<'_>, key: &str) -> Option<(usize, String)> {
        if object.get(key).is_none() {
            self.error(object.range.start, format!("the job has no \"{key}\""));
        }
        self.string(object, key)
    }

    fn string(&mut self, object: &Object<'_>, key: &str) -> Option<(usize, String)> {
        let property = object.get(key)?;
        match &property.value {
            Value::StringLit(text) => Some((text.range.start, text.value.clone().into_owned())),
            other => {
                self.error(other.start(), format!("\"{key}\" must be a string"));
                None
            }
        }
    }

    fn checked<T>(&mut self, at: usize, key: &str, result: Result<T, String>) -> Option<T> {
        result
            .map_err(|message| self.error(at, format!("{key}: {message}")))
            .ok()
    }
}

#[cfg(test)]
mod tests;
