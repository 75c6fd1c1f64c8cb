use super::*;

fn job(when: &str) -> String {
    format!(r#"{{ "functionLocation": "/a.js", "functionName": "f", "executionConfig": {when} }}"#)
}

fn jobs(jobs: &[String]) -> String {
    format!("{{ \"jobs\": [\n{}\n] }}", jobs.join(",\n"))
}

/// The schedules of a file without mistakes.
fn schedules(text: &str) -> Vec<String> {
    let parsed = parse(text);
    assert_eq!(parsed.mistakes, [], "{text}");
    parsed
        .jobs
        .into_iter()
        .map(|(job, _)| job.schedule)
        .collect()
}

/// The only mistake.
fn mistake(text: &str) -> Mistake {
    let parsed = parse(text);
    let [mistake] = &parsed.mistakes[..] else {
        panic!("{text}: {:?}", parsed.mistakes)
    };
    mistake.clone()
}

#[test]
fn times_become_expressions() {
    for (when, wanted) in [
        (r#"{ "time": "08:00" }"#, "0 8 * * *"),
        (
            r#"{ "time": "23:05", "dayOfWeek": "Monday" }"#,
            "5 23 * * 1",
        ),
        (
            r#"{ "time": "23:05", "dayOfWeek": "sunday" }"#,
            "5 23 * * 0",
        ),
        (r#"{ "time": "01:00", "dateInMonth": 1 }"#, "0 1 1 * *"),
        (r#"{ "time": "01:00", "dateOfMonth": 28 }"#, "0 1 28 * *"),
        (r#"{ "time": "01:00", "dateOfMonth": "7" }"#, "0 1 7 * *"),
        (r#"{ "cronExpression": " 0  8 * * MON " }"#, "0 8 * * MON"),
    ] {
        assert_eq!(schedules(&jobs(&[job(when)])), [wanted], "{when}");
    }
}

#[test]
fn an_expression_wins_over_the_other_keys() {
    let when = r#"{ "cronExpression": "0 8 * * *", "time": "nonsense", "dayOfWeek": "Monday", "dateInMonth": 1 }"#;
    assert_eq!(schedules(&jobs(&[job(when)])), ["0 8 * * *"]);
}

#[test]
fn comments_commas_and_a_mark_are_taken() {
    let text = format!(
        "\u{feff}// jobs\n/* all\n of them */ {{ \"jobs\": [{}, /* no more */], }}",
        job(r#"{ "time": "08:00", }"#)
    );
    assert_eq!(schedules(&text), ["0 8 * * *"]);
    let (parsed, place) = parse(&text).jobs.remove(0);
    assert_eq!(
        (parsed.location.as_str(), parsed.function.as_str()),
        ("a.js", "f")
    );
    assert!(
        text[place.location..].starts_with("\"/a.js\"")
            && text[place.function..].starts_with("\"f\"")
    );
}

#[test]
fn an_empty_list_is_no_mistake() {
    assert_eq!(schedules("{ \"jobs\": [] }"), [""; 0]);
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_place() {
    let one = |job: &str| jobs(&[job.to_owned()]);
    let when = |when: &str| jobs(&[job(when)]);
    for (text, at, message) in [
        ("".to_owned(), "", "must hold an object"),
        ("[]".to_owned(), "[]", "must hold an object"),
        ("{}".to_owned(), "{}", "there is no \"jobs\""),
        (
            "{ \"jobs\": {} }".to_owned(),
            "{} }",
            "\"jobs\" must be a list",
        ),
        (
            "{ \"jobs\": [1 2] }".to_owned(),
            " 2] }",
            "the file is not JSON",
        ),
        (
            "{ 'jobs': [] }".to_owned(),
            "'jobs'",
            "the file is not JSON",
        ),
        (one("7"), "7\n", "a job must be an object"),
        (
            one(r#"{ "functionName": "f", "executionConfig": { "time": "08:00" } }"#),
            "{ \"functionName\"",
            "no \"functionLocation\"",
        ),
        (
            one(r#"{ "functionLocation": "/a.js", "executionConfig": { "time": "08:00" } }"#),
            "{ \"functionLocation\"",
            "no \"functionName\"",
        ),
        (
            one(r#"{ "functionLocation": "/a.js", "functionName": "f" }"#),
            "{ \"functionLocation\"",
            "no \"executionConfig\"",
        ),
        (
            one(
                r#"{ "functionLocation": "../a.js", "functionName": "f", "executionConfig": { "time": "08:00" } }"#,
            ),
            "\"../a.js\"",
            "\"../a.js\" is not a path below",
        ),
        (
            one(
                r#"{ "functionLocation": "/a.js", "functionName": "a b", "executionConfig": { "time": "08:00" } }"#,
            ),
            "\"a b\"",
            "\"a b\" is not the name of an export",
        ),
        (
            one(
                r#"{ "functionLocation": 1, "functionName": "f", "executionConfig": { "time": "08:00" } }"#,
            ),
            "1, ",
            "must be a string",
        ),
        (when("{}"), "{} }", "needs \"cronExpression\" or \"time\""),
        (when("[]"), "[] }", "must be an object"),
        (
            when(r#"{ "time": "8am" }"#),
            "\"8am\"",
            "time: \"8am\" is not a time of day",
        ),
        (when(r#"{ "time": 8 }"#), "8 }", "time: must be a string"),
        (
            when(r#"{ "time": "08:00", "dayOfWeek": "Mon" }"#),
            "\"Mon\"",
            "\"Mon\" is not one of Sunday, Monday",
        ),
        (
            when(r#"{ "time": "08:00", "dateInMonth": 32 }"#),
            "32 }",
            "dateInMonth: must be a day of the month",
        ),
        (
            when(r#"{ "time": "08:00", "dateInMonth": 1, "dayOfWeek": "Monday" }"#),
            "\"dayOfWeek\"",
            "\"dayOfWeek\" and \"dateInMonth\" exclude each other",
        ),
        (
            when(r#"{ "cronExpression": "0 25 * * *" }"#),
            "25 * * *",
            "cronExpression: hour: 25 is not between 0 and 23",
        ),
        (
            when(r#"{ "cronExpression": 5 }"#),
            "5 }",
            "must be a string",
        ),
        (
            when(r#"{ "time": "08:00", "time": "09:00" }"#),
            "\"time\": \"09:00\"",
            "\"time\" is there twice",
        ),
        (
            jobs(&[job(r#"{ "time": "08:00" }"#), job(r#"{ "time": "08:00" }"#)]),
            "\"f\"",
            "the job a.js#f is there twice",
        ),
    ] {
        let mistake = mistake(&text);
        assert!(mistake.message.contains(message), "{text}: {mistake:?}");
        let (before, rest) = text.split_at(mistake.offset);
        assert!(rest.starts_with(at), "{text}: {mistake:?}");
        // The last place of that kind, where there are two.
        assert!(
            !before.contains(at) || before.matches(at).count() == 1,
            "{text}: {mistake:?}"
        );
        assert_eq!(mistake.severity, Severity::Error, "{text}");
    }
}

#[test]
fn what_wix_would_not_run_is_a_warning() {
    let warning = |text: &str| {
        let mistake = mistake(text);
        assert_eq!(mistake.severity, Severity::Warning, "{text}");
        mistake.message
    };
    let often = jobs(&[job(r#"{ "cronExpression": "*/5 * * * *" }"#)]);
    assert!(warning(&often).contains("more than once an hour"));
    assert_eq!(parse(&often).jobs.len(), 1);

    let late = jobs(&[job(r#"{ "time": "08:00", "dateInMonth": 31 }"#)]);
    assert!(warning(&late).contains("months without a day 31 have no run"));

    let hourly = |hour: u32| job(&format!(r#"{{ "cronExpression": "{hour} 8 * * *" }}"#));
    let many = jobs(&(0..25).map(hourly).collect::<Vec<_>>());
    assert!(warning(&many).contains("job 21 of 25"));
    assert_eq!(parse(&many).jobs.len(), 25);

    let unknown = jobs(&[job(r#"{ "time": "08:00", "timezone": "CET" }"#)]);
    assert!(warning(&unknown).contains("\"timezone\" is not a key"));
}

proptest::proptest! {
    #[test]
    fn nothing_panics_and_places_are_in_the_text(text in "[\\[\\]{}:,/*\"a-z0-9 \n\u{feff}é]{0,80}") {
        for mistake in parse(&text).mistakes {
            proptest::prop_assert!(mistake.offset <= text.len());
        }
    }
}
