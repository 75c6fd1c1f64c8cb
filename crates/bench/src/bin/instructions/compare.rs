//! Whether something costs more than is recorded.

use std::fmt::Write;

use crate::record::Record;

/// Hash seeds and the order of things in memory move counts by less.
const TOLERANCE_PERCENT: u64 = 3;
const HOW_TO_RECORD: &str =
    "If that is what the change is meant to cost, record it: make instructions ARGS=--write";

pub struct Verdict {
    pub text: String,
    pub passed: bool,
}

pub fn compare(recorded: &Record, now: &Record) -> Verdict {
    let (mut text, mut dearer, mut cheaper) = (String::new(), 0, 0);
    let mut say = |line: std::fmt::Arguments<'_>| {
        let _written = writeln!(text, "{line}");
    };
    say(format_args!(
        "{:>11} {:>11} {:>8}",
        "recorded", "now", "change"
    ));
    for (name, &count) in &now.counts {
        let Some(&before) = recorded.counts.get(name) else {
            dearer += 1;
            say(format_args!(
                "{:>11} {count:>11} {:>8}  {name}: not recorded",
                "", ""
            ));
            continue;
        };
        let percent = (count as f64 / before as f64 - 1.0) * 100.0;
        let remark = if count * 100 > before * (100 + TOLERANCE_PERCENT) {
            dearer += 1;
            ": costs more"
        } else if count * 100 < before * (100 - TOLERANCE_PERCENT) {
            cheaper += 1;
            ": costs less"
        } else {
            ""
        };
        say(format_args!(
            "{before:>11} {count:>11} {percent:>+7.1}%  {name}{remark}"
        ));
    }
    for name in recorded
        .counts
        .keys()
        .filter(|name| !now.counts.contains_key(*name))
    {
        dearer += 1;
        say(format_args!("{name} is recorded and was not measured"));
    }
    let is_same = recorded.environment == now.environment;
    if !is_same {
        say(format_args!(
            "Not judged: recorded under {}; this is {}.",
            recorded.environment, now.environment
        ));
    } else if dearer > 0 {
        say(format_args!(
            "{dearer} of {} cost over {TOLERANCE_PERCENT} % more instructions than recorded, or are not in the record. {HOW_TO_RECORD}",
            now.counts.len()
        ));
    } else if cheaper > 0 {
        say(format_args!(
            "{cheaper} cost over {TOLERANCE_PERCENT} % less. Record it, so that it stays so: make instructions ARGS=--write"
        ));
    }
    Verdict {
        text,
        passed: !is_same || dearer == 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(environment: &str, counts: &[(&str, u64)]) -> Record {
        Record {
            environment: environment.to_owned(),
            counts: counts
                .iter()
                .map(|&(name, count)| (name.to_owned(), count))
                .collect(),
        }
    }

    #[test]
    fn what_costs_more_than_the_tolerance_fails() {
        let before = record("here", &[("parse", 1_000), ("sign", 2_000)]);
        let same = compare(
            &before,
            &record("here", &[("parse", 1_030), ("sign", 1_945)]),
        );
        assert!(same.passed, "{}", same.text);
        let more = compare(
            &before,
            &record("here", &[("parse", 1_031), ("sign", 2_000)]),
        );
        assert!(!more.passed);
        assert!(
            more.text.contains("+3.1%  parse: costs more"),
            "{}",
            more.text
        );
        assert!(more.text.contains("make instructions ARGS=--write"));
    }

    #[test]
    fn what_costs_less_passes_and_is_told() {
        let before = record("here", &[("parse", 1_000)]);
        let less = compare(&before, &record("here", &[("parse", 900)]));
        assert!(less.passed);
        assert!(
            less.text.contains("-10.0%  parse: costs less"),
            "{}",
            less.text
        );
    }

    #[test]
    fn record_and_benchmarks_name_the_same() {
        let before = record("here", &[("parse", 1_000)]);
        let other = compare(&before, &record("here", &[("route", 1_000)]));
        assert!(!other.passed);
        assert!(other.text.contains("route: not recorded"));
        assert!(
            other
                .text
                .contains("parse is recorded and was not measured")
        );
    }

    #[test]
    fn another_compiler_is_told_and_not_judged() {
        let before = record("rustc 1", &[("parse", 1_000)]);
        let other = compare(&before, &record("rustc 2", &[("parse", 2_000)]));
        assert!(other.passed);
        assert!(
            other
                .text
                .contains("Not judged: recorded under rustc 1; this is rustc 2.")
        );
    }
}
