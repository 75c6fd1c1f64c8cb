//! Filters: what each operator holds for, what of their JSON is refused.

use super::super::limits::{FILTER_DEPTH_MAX, FILTER_TESTS_MAX};
use super::super::{Filter, Query, Wde};
use super::{filter, stored};

const DOCUMENT: &str = r#"{"n":5,"s":"Straße","d":{"$date":1000},"b":true,"z":null,"e":"","t":["a","B",3,null],
    "o":{"x":1,"y":[1,2]},"l":[{"p":1,"q":"x"},{"p":4}],"esc":"a\u0042\n\ud83d\ude00","big":"ＡＢＣ","neg":-0.0}"#;

#[track_caller]
fn holds(cases: &[&str]) {
    let document = stored(DOCUMENT);
    for case in cases {
        assert!(filter(case).matches(&document), "{case} should hold");
    }
}

#[track_caller]
fn fails(cases: &[&str]) {
    let document = stored(DOCUMENT);
    for case in cases {
        assert!(!filter(case).matches(&document), "{case} should not hold");
    }
}

#[test]
fn equality_is_strict_and_looks_into_arrays() {
    holds(&[
        r#"{"n":5}"#,
        r#"{"n":5.0}"#,
        r#"{"s":"Straße"}"#,
        r#"{"d":{"$date":1000}}"#,
        r#"{"d":{"$date":"1970-01-01T00:00:01.000Z"}}"#,
        r#"{"b":true}"#,
        r#"{"t":"a"}"#,
        r#"{"t":3}"#,
        r#"{"t":["a","B",3,null]}"#,
        r#"{"o":{"y":[1,2],"x":1}}"#,
        r#"{"l.p":4}"#,
        r#"{"l.1.p":4}"#,
        r#"{"esc":"aB\n😀"}"#,
        r#"{"_id":"id-1"}"#,
        r#"{"_createdDate":{"$date":1700000000000}}"#,
        r#"{"neg":0}"#,
        r#"{"z":null}"#,
        r#"{"missing":null}"#,
        r#"{"t":null}"#,
    ]);
    fails(&[
        r#"{"n":"5"}"#,
        r#"{"s":"straße"}"#,
        r#"{"d":1000}"#,
        r#"{"b":1}"#,
        r#"{"t":"b"}"#,
        r#"{"t":["a"]}"#,
        r#"{"o":{"x":1}}"#,
        r#"{"o":{"x":1,"y":[2,1]}}"#,
        r#"{"l.p":2}"#,
        r#"{"l.0.p":4}"#,
        r#"{"_createdDate":1700000000000}"#,
        r#"{"n":null}"#,
        r#"{"e":null}"#,
        r#"{"missing":1}"#,
    ]);
}

#[test]
fn inequality_is_the_complement() {
    holds(&[
        r#"{"n":{"$ne":4}}"#,
        r#"{"n":{"$ne":"5"}}"#,
        r#"{"missing":{"$ne":1}}"#,
        r#"{"t":{"$ne":"b"}}"#,
        r#"{"n":{"$ne":null}}"#,
    ]);
    fails(&[
        r#"{"n":{"$ne":5}}"#,
        r#"{"t":{"$ne":"a"}}"#,
        r#"{"missing":{"$ne":null}}"#,
        r#"{"l.p":{"$ne":4}}"#,
    ]);
}

#[test]
fn comparisons_are_within_one_type() {
    holds(&[
        r#"{"n":{"$gt":4,"$gte":5,"$lt":6,"$lte":5}}"#,
        r#"{"n":{"$between":[5,6]}}"#,
        r#"{"s":{"$gt":"STRASSE"}}"#,
        r#"{"d":{"$lt":{"$date":1001}}}"#,
        r#"{"l.p":{"$gt":3}}"#,
        r#"{"t":{"$gte":"a"}}"#,
        r#"{"e":{"$lt":"a"}}"#,
    ]);
    fails(&[
        r#"{"n":{"$gt":5}}"#,
        r#"{"n":{"$lt":"a"}}"#,
        r#"{"n":{"$gt":""}}"#,
        r#"{"n":{"$between":[4,5]}}"#,
        r#"{"d":{"$gt":1}}"#,
        r#"{"z":{"$lt":1}}"#,
        r#"{"missing":{"$lt":1}}"#,
        r#"{"b":{"$gt":0}}"#,
        r#"{"o":{"$gt":0}}"#,
    ]);
}

#[test]
fn between_holds_for_one_value_not_for_two_together() {
    holds(&[r#"{"l.p":{"$gt":3,"$lt":2}}"#]);
    fails(&[r#"{"l.p":{"$between":[2,3]}}"#]);
}

#[test]
fn text_is_found_without_regard_to_case() {
    holds(&[
        r#"{"s":{"$contains":"STRASSE"}}"#,
        r#"{"s":{"$contains":"asse"}}"#,
        r#"{"s":{"$startsWith":"sTRA"}}"#,
        r#"{"s":{"$endsWith":"ßE"}}"#,
        r#"{"t":{"$contains":"b"}}"#,
        r#"{"esc":{"$endsWith":"b\n😀"}}"#,
        r#"{"big":{"$contains":"ｂ"}}"#,
        r#"{"s":{"$contains":""}}"#,
        r#"{"e":{"$contains":""}}"#,
        r#"{"_id":{"$startsWith":"ID"}}"#,
        r#"{"l.q":{"$contains":"X"}}"#,
    ]);
    fails(&[
        r#"{"s":{"$contains":"strase"}}"#,
        r#"{"n":{"$contains":"5"}}"#,
        r#"{"missing":{"$contains":""}}"#,
        r#"{"s":{"$startsWith":"raße"}}"#,
    ]);
}

#[test]
fn sets_hold_element_by_element() {
    holds(&[
        r#"{"n":{"$hasSome":[1,5]}}"#,
        r#"{"t":{"$hasSome":["B","c"]}}"#,
        r#"{"t":{"$hasAll":["B",3]}}"#,
        r#"{"n":{"$hasAll":[5,5]}}"#,
        r#"{"l.p":{"$hasAll":[1,4]}}"#,
        r#"{"d":{"$hasSome":[{"$date":1000}]}}"#,
        r#"{"_id":{"$hasSome":["x","id-1"]}}"#,
    ]);
    fails(&[
        r#"{"n":{"$hasSome":["5",6]}}"#,
        r#"{"t":{"$hasSome":["b"]}}"#,
        r#"{"t":{"$hasAll":["B",4]}}"#,
        r#"{"n":{"$hasAll":[5,6]}}"#,
        r#"{"t":{"$hasSome":[]}}"#,
        r#"{"t":{"$hasAll":[]}}"#,
        r#"{"missing":{"$hasSome":[1]}}"#,
    ]);
}

#[test]
fn empty_is_missing_or_null() {
    holds(&[
        r#"{"z":{"$empty":true}}"#,
        r#"{"missing":{"$isEmpty":true}}"#,
        r#"{"e":{"$empty":false}}"#,
        r#"{"l.q":{"$empty":false}}"#,
        r#"{"l.r":{"$empty":true}}"#,
    ]);
    fails(&[
        r#"{"e":{"$empty":true}}"#,
        r#"{"z":{"$empty":false}}"#,
        r#"{"t":{"$empty":true}}"#,
    ]);
}

#[test]
fn filters_combine() {
    holds(&[
        "{}",
        r#"{"n":5,"b":true}"#,
        r#"{"$or":[{"n":4},{"b":true}]}"#,
        r#"{"$and":[]}"#,
        r#"{"$not":{"n":4}}"#,
        r#"{"$not":[{"n":4}]}"#,
        r#"{"$or":[{"n":4},{}]}"#,
        r#"{"$not":{"$or":[]}}"#,
    ]);
    fails(&[
        r#"{"n":5,"b":false}"#,
        r#"{"$or":[]}"#,
        r#"{"$not":{}}"#,
        r#"{"$and":[{"n":5},{"$or":[{"n":4},{"s":"x"}]}]}"#,
    ]);
}

#[test]
fn bad_models_are_refused_with_the_documented_codes() {
    let cases = [
        ("[]", Wde::FILTER_NOT_OBJECT),
        ("5", Wde::FILTER_NOT_OBJECT),
        ("{", Wde::INVALID_ARGUMENTS),
        (r#"{"$and":{}}"#, Wde::FILTER_NOT_ARRAY),
        (r#"{"$or":[5]}"#, Wde::FILTER_NOT_OBJECT),
        (r#"{"$not":5}"#, Wde::FILTER_NOT_OBJECT),
        (r#"{"$not":[]}"#, Wde::FILTER_NOT_ARRAY),
        (r#"{"a":{"$gt":true}}"#, Wde::FILTER_NOT_ORDERED),
        (r#"{"a":{"$lt":null}}"#, Wde::FILTER_NOT_ORDERED),
        (r#"{"a":{"$contains":5}}"#, Wde::FILTER_NOT_STRING),
        (r#"{"a":{"$hasSome":"x"}}"#, Wde::FILTER_NOT_ARRAY),
        (r#"{"a":{"$hasSome":[true]}}"#, Wde::SET_ITEM),
        (r#"{"a":{"$hasAll":[[1]]}}"#, Wde::SET_ITEM),
        (r#"{"a":{"$between":[1]}}"#, Wde::FILTER_NOT_ARRAY),
        (r#"{"a":{"$between":[1,"2"]}}"#, Wde::TYPES_DIFFER),
        (r#"{"a":{"$regex":"x"}}"#, Wde::REGEX),
        (r#"{"$regex":"x"}"#, Wde::REGEX),
        (r#"{"a":{"$where":"x"}}"#, Wde::INVALID_ARGUMENTS),
        (r#"{"a":{"$gt":1,"b":2}}"#, Wde::INVALID_ARGUMENTS),
        (r#"{"a":{"$eq":{"$gt":1}}}"#, Wde::INVALID_ARGUMENTS),
        (r#"{"a":{"b":{"$gt":1}}}"#, Wde::INVALID_ARGUMENTS),
        (r#"{"a":{"$empty":1}}"#, Wde::INVALID_ARGUMENTS),
        (r#"{"$where":1}"#, Wde::FIELD_NAME),
        (r#"{"":1}"#, Wde::FIELD_NOT_STRING),
    ];
    for (json, wde) in cases {
        assert_eq!(Filter::parse(json).expect_err(json).wde, wde, "{json}");
    }
}

#[test]
fn depth_and_size_are_bounded_after_flattening() {
    let nots = |levels: usize| {
        format!(
            "{}{{\"a\":1}}{}",
            "{\"$not\":".repeat(levels),
            "}".repeat(levels)
        )
    };
    assert!(Filter::parse(&nots(FILTER_DEPTH_MAX)).is_ok());
    assert_eq!(
        Filter::parse(&nots(FILTER_DEPTH_MAX + 1))
            .expect_err("too deep")
            .wde,
        Wde::FILTER_TOO_DEEP
    );
    let chain = (0..400).fold(r#"{"a":0}"#.to_owned(), |chain, n| {
        format!(r#"{{"$or":[{chain},{{"a":{n}}}]}}"#)
    });
    let longer = (0..600).fold("{}".to_owned(), |chain, _| {
        format!(r#"{{"$or":[{chain}]}}"#)
    });
    assert_eq!(
        Filter::parse(&longer).expect_err("too deep").wde,
        Wde::FILTER_TOO_DEEP
    );
    let Filter::Or(parts) = filter(&chain) else {
        panic!("a flat filter is expected")
    };
    assert_eq!(parts.len(), 401);
    let ids = |count: usize| {
        format!(
            r#"{{"_id":{{"$hasSome":[{}]}}}}"#,
            vec!["\"x\""; count].join(",")
        )
    };
    let list = |levels: usize| format!("{{\"a\":{}1{}}}", "[".repeat(levels), "]".repeat(levels));
    assert!(Filter::parse(&list(50)).is_ok());
    assert_eq!(
        Filter::parse(&list(51)).expect_err("too deep").wde,
        Wde::FILTER_TOO_DEEP
    );
    assert!(Filter::parse(&ids(FILTER_TESTS_MAX - 1)).is_ok());
    assert_eq!(
        Filter::parse(&ids(FILTER_TESTS_MAX))
            .expect_err("too large")
            .wde,
        Wde::INVALID_ARGUMENTS
    );
}

#[test]
fn queries_are_read_and_refused() {
    let query = Query::parse(
        r#"{"filter":{"a":1},"sort":[{"field":"a.b","order":"desc"},{"field":"c"}],"skip":3,"limit":1000,
            "fields":["a"],"include":[{"field":"r","limit":5},"q"],"total":true}"#,
    )
    .expect("a query");
    let sort: Vec<_> = query
        .sort
        .iter()
        .map(|key| (key.path.as_str(), key.descending))
        .collect();
    assert_eq!(sort, [("a.b", true), ("c", false)]);
    assert_eq!(
        (query.skip, query.limit, query.total, query.fields.len()),
        (3, 1000, true, 1)
    );
    let include: Vec<_> = query
        .include
        .iter()
        .map(|include| (include.path.as_str(), include.limit))
        .collect();
    assert_eq!(include, [("r", Some(5)), ("q", None)]);
    assert_eq!(Query::parse("{}").expect("all optional"), Query::default());
    let cases = [
        (r#"{"limit":1001}"#, Wde::LIMIT_TOO_LARGE),
        (r#"{"limit":0}"#, Wde::LIMIT_NOT_POSITIVE),
        (r#"{"limit":"5"}"#, Wde::NOT_A_NUMBER),
        (r#"{"limit":1.5}"#, Wde::NOT_AN_INTEGER),
        (r#"{"skip":-1}"#, Wde::SKIP_NEGATIVE),
        (r#"{"skip":1e30}"#, Wde::NOT_AN_INTEGER),
        (r#"{"skip":null}"#, Wde::NOT_A_NUMBER),
        (r#"{"sort":{}}"#, Wde::SORT_NOT_ARRAY),
        (r#"{"sort":["a"]}"#, Wde::SORT_KEY_NOT_OBJECT),
        (r#"{"sort":[{"field":"a","order":"up"}]}"#, Wde::SORT_KEY),
        (r#"{"sort":[{"a":"asc"}]}"#, Wde::SORT_KEY),
        (r#"{"fields":[5]}"#, Wde::FIELD_NOT_STRING),
        (r#"{"fields":["$a"]}"#, Wde::FIELD_NAME),
        (r#"{"total":1}"#, Wde::OPTIONS),
        (
            r#"{"include":[{"field":"a","limit":1001}]}"#,
            Wde::LIMIT_TOO_LARGE,
        ),
        (r#"{"order":1}"#, Wde::INVALID_ARGUMENTS),
        ("[]", Wde::FILTER_NOT_OBJECT),
    ];
    for (json, wde) in cases {
        assert_eq!(Query::parse(json).expect_err(json).wde, wde, "{json}");
    }
}

#[test]
fn the_deepest_filters_fit_a_small_stack() {
    let texts = [
        format!("{}{{}}{}", "{\"$not\":".repeat(999), "}".repeat(999)),
        format!(
            "{}{{}}{}",
            "{\"$or\":[{\"b\":1},".repeat(499),
            "]}".repeat(499)
        ),
        format!(
            "{}{{}}{}",
            "{\"$and\":[{\"$not\":{\"b\":1}},{\"$or\":[{\"b\":1},".repeat(249),
            "]}]}".repeat(249)
        ),
        format!("{{\"a\":{}1{}}}", "[".repeat(998), "]".repeat(998)),
        format!(
            "{{\"a\":{{\"$gt\":{}1{}}}}}",
            "[".repeat(998),
            "]".repeat(998)
        ),
    ];
    let small = std::thread::Builder::new().stack_size(512 * 1024);
    let thread = small.spawn(move || {
        for text in texts {
            if let Ok(filter) = Filter::parse(&text) {
                filter.matches(&stored(DOCUMENT));
            }
        }
    });
    thread.expect("a thread").join().expect("no panic");
}
