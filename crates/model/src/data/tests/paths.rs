//! Paths: what they lead to, what a projection keeps of it.

use super::super::{Kind, Path, Wde, reader};
use super::{path, stored};

fn found(document: &str, at: &str) -> Option<String> {
    reader::find(document, &path(at)).map(|raw| raw.text().to_owned())
}

fn all(document: &str, at: &str) -> Vec<String> {
    let mut all = Vec::new();
    reader::any(document, &path(at), &mut |raw| {
        all.push(raw.text().to_owned());
        false
    });
    all
}

#[test]
fn leads_through_objects_and_by_index_into_arrays() {
    let document =
        stored(r#"{"a":{"b":{"c":1}},"t":["x",{"p":2},[3]],"n":null,"e é \" .":{"k l":4}}"#);
    assert_eq!(found(&document, "_id").as_deref(), Some("\"id-1\""));
    assert_eq!(found(&document, "a.b.c").as_deref(), Some("1"));
    assert_eq!(found(&document, "t.0").as_deref(), Some("\"x\""));
    assert_eq!(found(&document, "t.1.p").as_deref(), Some("2"));
    assert_eq!(found(&document, "t.2.0").as_deref(), Some("3"));
    assert_eq!(found(&document, "n").as_deref(), Some("null"));
    for at in [
        "b", "a.c", "a.b.c.d", "t.3", "t.p", "t.00", "t.x", "n.a", "_id.a",
    ] {
        assert_eq!(found(&document, at), None, "{at}");
    }
    let created = reader::find(&document, &path("_createdDate")).expect("there");
    assert_eq!(
        (created.kind(), created.as_date_ms()),
        (Kind::Date, Some(1_700_000_000_000))
    );
}

#[test]
fn names_may_hold_anything_but_a_dollar_in_front() {
    let document = stored(
        r#"{"first name":1,"a\"b":2,"日本":3,"a.b":4,"a":{"b":5},"No.":6,"\u0061bc":7,"c;--":8,"x.y":{"z":9}}"#,
    );
    let cases = [
        ("first name", "1"),
        ("a\"b", "2"),
        ("日本", "3"),
        ("a.b", "4"),
        ("No.", "6"),
        ("abc", "7"),
        ("c;--", "8"),
    ];
    for (at, value) in cases {
        assert_eq!(found(&document, at).as_deref(), Some(value), "{at}");
    }
    assert_eq!(
        reader::find(&document, &Path::literal("x.y"))
            .expect("there")
            .text(),
        r#"{"z":9}"#
    );
    assert_eq!(
        Path::parse("a.$b").expect_err("refused").wde,
        Wde::FIELD_NAME
    );
    assert_eq!(
        Path::parse("$where").expect_err("refused").wde,
        Wde::FIELD_NAME
    );
    assert_eq!(
        Path::parse("").expect_err("refused").wde,
        Wde::FIELD_NOT_STRING
    );
    assert_eq!(path("a..b").segments().len(), 1);
}

#[test]
fn a_name_stands_for_that_member_of_each_element() {
    let document =
        stored(r#"{"l":[{"p":1},{"q":2},{"p":[3,4]},5,[{"p":6}]],"m":[{"0":"name"},"first"]}"#);
    assert_eq!(all(&document, "l.p"), ["1", "[3,4]"]);
    assert_eq!(all(&document, "m.0"), [r#"{"0":"name"}"#, "\"name\""]);
    assert_eq!(
        all(&document, "l"),
        [r#"[{"p":1},{"q":2},{"p":[3,4]},5,[{"p":6}]]"#]
    );
    assert!(all(&document, "l.p.x").is_empty());
}

#[test]
fn projections_keep_the_id_and_what_was_asked_for() {
    let document =
        stored(r#"{"a":{"b":1,"c":2,"d":{"e":3}},"l":[{"p":1,"q":2},5,{"q":3}],"a.b":7,"s":"x"}"#);
    let cases = [
        (vec!["s"], r#"{"_id":"id-1","s":"x"}"#),
        (
            vec!["a.c", "unknown", "a.d.e"],
            r#"{"_id":"id-1","a":{"c":2,"d":{"e":3}}}"#,
        ),
        (vec!["l.p"], r#"{"_id":"id-1","l":[{"p":1},{}]}"#),
        (
            vec!["a", "a.c"],
            r#"{"_id":"id-1","a":{"b":1,"c":2,"d":{"e":3}}}"#,
        ),
        (vec!["a.b"], r#"{"_id":"id-1","a":{"b":1},"a.b":7}"#),
        (
            vec!["s.x", "_createdDate"],
            r#"{"_id":"id-1","_createdDate":1700000000000}"#,
        ),
    ];
    for (fields, expected) in cases {
        let fields: Vec<Path> = fields.into_iter().map(path).collect();
        let mut out = String::new();
        reader::project(&document, &fields, &mut out);
        assert_eq!(out, expected);
    }
    let mut out = String::new();
    reader::project(&document, &[], &mut out);
    assert_eq!(out, document);
}

#[test]
fn damaged_documents_end_quietly() {
    for document in [
        "",
        "{",
        "{\"",
        "{\"a",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":\"",
        "{\"a\":[",
        "{\"a\":{\"b",
        "[",
        "nonsense",
        "{\"a\":\"\\",
        "{\"é",
        "{\"a\":1é",
        "{\"a\":[1é",
    ] {
        for at in ["a", "a.b", "a.0", "a.0.b"] {
            let _ = found(document, at);
            let _ = all(document, at);
            let mut out = String::new();
            reader::project(document, &[path(at)], &mut out);
        }
    }
}
