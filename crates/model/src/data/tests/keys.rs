//! Keys: their order by example; `properties` tries it at random.

use super::super::{SortKey, Value, key, sort};
use super::{path, stored, value};

#[test]
fn keys_sort_by_type_and_then_as_javascript_does() {
    let ascending = [
        "-1e308",
        "-2",
        "-1",
        "0",
        "5e-324",
        "0.1",
        "1",
        "1e308",
        r#""""#,
        r#""\u0000""#,
        r#""\u0000a""#,
        r#""\u0001""#,
        r#""A""#,
        r#""Ab""#,
        r#""B""#,
        r#""a""#,
        r#""é""#,
        r#""😀""#,
        r#""\uE000""#,
        r#""\uFFFD""#,
        "{}",
        "[]",
        "false",
        "true",
        r#"{"$date":-5}"#,
        r#"{"$date":0}"#,
        r#"{"$date":7}"#,
    ];
    let keys: Vec<Vec<u8>> = ascending
        .iter()
        .map(|json| key::encode_value(&value(json)).expect("a key"))
        .collect();
    for (index, pair) in keys.windows(2).enumerate() {
        assert!(
            pair[0] < pair[1],
            "{} < {}",
            ascending[index],
            ascending[index + 1]
        );
        assert!(
            !pair[1].starts_with(&pair[0]),
            "{} begins {}",
            ascending[index],
            ascending[index + 1]
        );
    }
    assert_eq!(key::encode_value(&Value::Null), None);
    assert_eq!(
        key::encode_value(&Value::Number(-0.0)),
        key::encode_value(&Value::Number(0.0))
    );
}

#[test]
fn documents_have_the_key_of_what_is_at_the_path() {
    let document = stored(r#"{"a":{"b":1},"l":[{"p":1}],"n":null,"t":[1]}"#);
    let of = |at: &str| key::of(&document, &path(at));
    assert_eq!(of("a.b"), key::encode_value(&Value::Number(1.0)));
    assert_eq!(
        of("_createdDate"),
        key::encode_value(&Value::Date(1_700_000_000_000))
    );
    assert_eq!(of("t.0"), key::encode_value(&Value::Number(1.0)));
    for at in ["l", "l.p", "l.p.q", "t"] {
        assert_eq!(of(at), Some(vec![key::ARRAY]), "{at}");
    }
    assert_eq!(of("a"), Some(vec![key::OBJECT]));
    for at in ["n", "n.x", "missing", "a.c", "t.5"] {
        assert_eq!(of(at), None, "{at}");
    }
}

#[test]
fn documents_sort_by_several_keys() {
    let documents: Vec<String> = [
        "{\"a\":1,\"b\":\"x\"}",
        "{\"b\":\"y\"}",
        "{\"a\":2,\"b\":\"y\"}",
        "{\"a\":1,\"b\":\"\"}",
        "{\"a\":null,\"b\":\"x\"}",
    ]
    .map(stored)
    .to_vec();
    let by = |keys: &[(&str, bool)]| {
        let keys: Vec<SortKey> = keys
            .iter()
            .map(|(at, descending)| SortKey {
                path: path(at),
                descending: *descending,
            })
            .collect();
        let mut order: Vec<usize> = (0..documents.len()).collect();
        order.sort_by(|one, other| sort::compare(&documents[*one], &documents[*other], &keys));
        order
    };
    assert_eq!(by(&[("a", false), ("b", false)]), [4, 1, 3, 0, 2]);
    assert_eq!(by(&[("a", true), ("b", false)]), [2, 3, 0, 4, 1]);
    assert_eq!(by(&[("b", true), ("a", true)]), [2, 1, 0, 4, 3]);
}
