//! Values and dates, to and from JSON.

use super::super::{Value, date};
use super::{nested, value};

#[test]
fn reads_values_and_recognises_dates() {
    assert_eq!(
        value(" [1, -0.5e1, \"\\u00e9\\n\", true, null] "),
        Value::Array(vec![
            Value::Number(1.0),
            Value::Number(-5.0),
            Value::String("é\n".to_owned()),
            Value::Bool(true),
            Value::Null,
        ])
    );
    assert_eq!(
        value(r#"{"$date":1700000000000}"#),
        Value::Date(1_700_000_000_000)
    );
    assert_eq!(
        value(r#"{"$date":"2023-11-14T22:13:20.000Z"}"#),
        Value::Date(1_700_000_000_000)
    );
    assert_eq!(value(r#"{"\u0024date":5}"#), Value::Date(5));
    assert!(matches!(value(r#"{"$date":1,"a":2}"#), Value::Object(_)));
    assert!(matches!(value(r#"{"$date":"soon"}"#), Value::Object(_)));
    assert!(matches!(
        value(r#"{"$date":8640000000000001}"#),
        Value::Object(_)
    ));
}

#[test]
fn the_last_of_repeated_names_wins_at_the_place_of_the_first() {
    let mut out = String::new();
    value(r#"{"a":1,"b":2,"a":3}"#).to_json(&mut out);
    assert_eq!(out, r#"{"a":3,"b":2}"#);
    let many: Vec<String> = (0..40).map(|n| format!("\"k{}\":{n}", n % 20)).collect();
    assert_eq!(
        value(&format!("{{{}}}", many.join(","))).get("k3"),
        Some(&Value::Number(23.0))
    );
}

#[test]
fn refuses_what_is_not_json() {
    let cases = [
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{a:1}",
        "'a'",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "-",
        "nul",
        "NaN",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\u{1}\"",
        "1 2",
        "[1}",
        "{\"a\":1]",
        "undefined",
        "\u{feff}1",
    ];
    for case in cases {
        assert!(Value::parse(case).is_err(), "{case:?} was taken");
    }
}

#[test]
fn depth_is_bounded_and_costs_no_stack() {
    assert!(Value::parse(&nested(1000, "1")).is_ok());
    assert!(Value::parse(&nested(1001, "1")).is_err());
    assert!(Value::parse(&"[".repeat(10_000_000)).is_err());
    assert!(Value::parse(&nested(1_000_000, "1")).is_err());
}

#[test]
fn lone_surrogates_count_as_the_replacement_character() {
    assert_eq!(value(r#""\ud800x""#), Value::String("\u{fffd}x".to_owned()));
    assert_eq!(
        value(r#""\udc00\ud83d\ude00""#),
        Value::String("\u{fffd}😀".to_owned())
    );
}

#[test]
fn writes_numbers_as_javascript_reads_them() {
    let written = |number: f64| {
        let mut out = String::new();
        Value::Number(number).to_json(&mut out);
        out
    };
    assert_eq!(written(3.0), "3");
    assert_eq!(written(-0.0), "0");
    assert_eq!(written(0.1), "0.1");
    assert_eq!(written(f64::NAN), "null");
    assert_eq!(written(f64::INFINITY), "null");
    for number in [1e21, 1e300, 5e-324, 1.7e-7, 123_456_789_012_345_680.0] {
        assert_eq!(value(&written(number)), Value::Number(number));
    }
}

#[test]
fn dates_read_and_write_as_in_javascript() {
    let cases = [
        ("1970-01-01T00:00:00.000Z", 0),
        ("2024-02-29T23:59:59.999Z", 1_709_251_199_999),
        ("1969-12-31T23:59:59.999Z", -1),
        ("0000-01-01T00:00:00.000Z", -62_167_219_200_000),
        ("-000001-12-31T00:00:00.000Z", -62_167_305_600_000),
        ("+275760-09-13T00:00:00.000Z", date::DATE_MS_MAX),
        ("-271821-04-20T00:00:00.000Z", -date::DATE_MS_MAX),
    ];
    for (iso, ms) in cases {
        assert_eq!(date::parse_iso(iso), Some(ms), "{iso}");
        assert_eq!(date::to_iso(ms), iso);
    }
    assert_eq!(date::parse_iso("2024-02-29"), Some(1_709_164_800_000));
    assert_eq!(
        date::parse_iso("2024-02-29T01:00+01:00"),
        Some(1_709_164_800_000)
    );
    assert_eq!(
        date::parse_iso("2024-02-28T24:00:00Z"),
        Some(1_709_164_800_000)
    );
    assert_eq!(
        date::parse_iso("2024-02-29T00:00:00.123456Z"),
        Some(1_709_164_800_123)
    );
    for text in [
        "",
        "2024",
        "2024-13-01",
        "2023-02-29",
        "2024-01-01T10:00:00",
        "2024-01-01T25:00Z",
        "2024-01-01T10:00Zx",
        "+275760-09-13T00:00:00.001Z",
        "today",
        "2024-01-01T10:00:00.Z",
    ] {
        assert_eq!(date::parse_iso(text), None, "{text}");
    }
}
