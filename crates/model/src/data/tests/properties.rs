//! The rules against a naive evaluation of trees, which says the same in another way.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::super::{
    Aggregate, Condition, Filter, Item, Path, Query, SortKey, Test, Value, key, order, reader, sort,
};
use super::{stored, strategies as random};

fn json(value: &Value) -> String {
    let mut out = String::new();
    value.to_json(&mut out);
    out
}

/// The document's tree, system fields included.
fn tree(item: &Value) -> Value {
    let mut members = vec![
        ("_id".to_owned(), Value::String("id-1".to_owned())),
        ("_createdDate".to_owned(), Value::Date(1_700_000_000_000)),
    ];
    if let Value::Object(own) = item {
        members.extend(own.iter().cloned());
    }
    Value::Object(members)
}

fn at<'v>(document: &'v Value, path: &Path) -> Vec<&'v Value> {
    match document.get(path.as_str()) {
        Some(value) => vec![value],
        None => below(document, path.segments()),
    }
}

fn below<'v>(value: &'v Value, path: &[String]) -> Vec<&'v Value> {
    let Some((name, rest)) = path.split_first() else {
        return vec![value];
    };
    let next: Vec<&Value> = match value {
        Value::Array(elements) => {
            let by_index = name
                .parse::<usize>()
                .ok()
                .and_then(|index| elements.get(index));
            by_index
                .into_iter()
                .chain(elements.iter().filter_map(|element| element.get(name)))
                .collect()
        }
        other => other.get(name).into_iter().collect(),
    };
    next.into_iter()
        .flat_map(|value| below(value, rest))
        .collect()
}

fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(ones), Value::Object(others)) => {
            ones.len() == others.len()
                && ones
                    .iter()
                    .all(|(name, value)| other.get(name).is_some_and(|other| equal(value, other)))
        }
        (Value::Array(ones), Value::Array(others)) => {
            ones.len() == others.len()
                && ones
                    .iter()
                    .zip(others)
                    .all(|(one, other)| equal(one, other))
        }
        _ => one == other,
    }
}

fn utf16(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

/// The order of two values of one type that has one.
fn compare(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.partial_cmp(other),
        (Value::String(one), Value::String(other)) => Some(utf16(one).cmp(&utf16(other))),
        (Value::Date(one), Value::Date(other)) => Some(one.cmp(other)),
        (Value::Bool(one), Value::Bool(other)) => Some(one.cmp(other)),
        (Value::Null, Value::Null) => Some(Ordering::Equal),
        _ => None,
    }
}

fn naive(filter: &Filter, document: &Value) -> bool {
    match filter {
        Filter::All => true,
        Filter::And(parts) => parts.iter().all(|part| naive(part, document)),
        Filter::Or(parts) => parts.iter().any(|part| naive(part, document)),
        Filter::Not(part) => !naive(part, document),
        Filter::Is(Condition { path, test }) => naive_test(test, &at(document, path)),
    }
}

fn naive_test(test: &Test, found: &[&Value]) -> bool {
    let elements: Vec<&Value> = found
        .iter()
        .flat_map(|value| match value {
            Value::Array(elements) => elements.iter().collect(),
            other => vec![*other],
        })
        .collect();
    let some = |holds: &dyn Fn(&Value) -> bool| elements.iter().any(|value| holds(value));
    let ordered = |other: &Value, wanted: fn(Ordering) -> bool| {
        some(&|value| compare(value, other).is_some_and(wanted))
    };
    let text = |holds: &dyn Fn(&str) -> bool| {
        some(&|value| matches!(value, Value::String(text) if holds(text)))
    };
    let is_empty = found.iter().all(|value| **value == Value::Null);
    match test {
        Test::Eq(Value::Null) if is_empty => true,
        Test::Eq(other) => {
            found.iter().any(|value| equal(value, other)) || some(&|value| equal(value, other))
        }
        Test::Ne(other) => !naive_test(&Test::Eq(other.clone()), found),
        Test::Gt(other) => ordered(other, Ordering::is_gt),
        Test::Ge(other) => ordered(other, Ordering::is_ge),
        Test::Lt(other) => ordered(other, Ordering::is_lt),
        Test::Le(other) => ordered(other, Ordering::is_le),
        Test::Between(from, to) => some(&|value| {
            compare(value, from).is_some_and(Ordering::is_ge)
                && compare(value, to).is_some_and(Ordering::is_lt)
        }),
        Test::Contains(part) => text(&|text| part.is_in(text)),
        Test::StartsWith(start) => text(&|text| start.is_start_of(text)),
        Test::EndsWith(end) => text(&|text| end.is_end_of(text)),
        Test::HasSome(values) => values
            .iter()
            .any(|wanted| some(&|value| equal(value, wanted))),
        Test::HasAll(values) => {
            !values.is_empty()
                && values
                    .iter()
                    .all(|wanted| some(&|value| equal(value, wanted)))
        }
        Test::Empty => is_empty,
        Test::NotEmpty => !is_empty,
    }
}

proptest! {
    #[test]
    fn filters_match_as_trees_do(item in random::item(), filter in random::filter()) {
        prop_assert_eq!(filter.matches(&stored(&json(&item))), naive(&filter, &tree(&item)));
    }

    #[test]
    fn values_survive_their_json(value in random::value()) {
        let text = json(&value);
        prop_assert!(equal(&Value::parse(&text).expect("our own JSON"), &value));
        prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }

    #[test]
    fn items_survive_being_stored(item in random::item()) {
        let document = stored(&json(&item));
        let (Value::Object(found), Value::Object(given)) = (Value::parse(&document).expect("JSON"), &item) else {
            panic!("objects are expected")
        };
        prop_assert!(equal(&Value::Object(found[4..].to_vec()), &Value::Object(given.clone())));
        let again = Item::parse(&document).expect("a stored form");
        prop_assert_eq!(again.compose("id-1", "owner-1", 1_700_000_000_000, 1_700_000_000_001).expect("small"), document);
    }

    #[test]
    fn keys_have_the_order_of_values(one in random::value(), other in random::value()) {
        let keys = (key::encode_value(&one), key::encode_value(&other));
        prop_assert_eq!(keys.0.cmp(&keys.1), order::compare_values(&one, &other));
        if let (Value::String(one), Value::String(other)) = (&one, &other) {
            prop_assert_eq!(keys.0.cmp(&keys.1), utf16(one).cmp(&utf16(other)));
        }
        if let (Some(one), Some(other)) = &keys && one != other {
            prop_assert!(!one.starts_with(other));
        }
    }

    #[test]
    fn strings_sort_by_code_unit(one in random::string(), other in random::string()) {
        let expected = utf16(&one).cmp(&utf16(&other));
        let (one, other) = (Value::String(one), Value::String(other));
        prop_assert_eq!(order::compare_values(&one, &other), expected);
        prop_assert_eq!(key::encode_value(&one).cmp(&key::encode_value(&other)), expected);
    }

    #[test]
    fn documents_have_the_keys_of_their_values(item in random::item(), path in random::path()) {
        let document = stored(&json(&item));
        if let Some(raw) = reader::find(&document, &path) {
            let value = raw.to_value().expect("a stored value");
            prop_assert_eq!(key::of(&document, &path), key::encode_value(&value));
            prop_assert!(order::equal(raw, &value) && order::compare(raw, &value).is_eq());
            let found = tree(&item);
            prop_assert!(at(&found, &path).into_iter().any(|found| equal(found, &value)));
        }
    }

    #[test]
    fn sorting_is_by_one_key_after_the_other(
        items in (random::item(), random::item()),
        keys in prop::collection::vec((random::path(), any::<bool>()), 1..3),
    ) {
        let documents = (stored(&json(&items.0)), stored(&json(&items.1)));
        let naive = keys.iter().map(|(path, descending)| {
            let order = key::of(&documents.0, path).cmp(&key::of(&documents.1, path));
            if *descending { order.reverse() } else { order }
        });
        let expected = naive.fold(Ordering::Equal, Ordering::then);
        let keys: Vec<SortKey> = keys.into_iter().map(|(path, descending)| SortKey { path, descending }).collect();
        prop_assert_eq!(sort::compare(&documents.0, &documents.1, &keys), expected);
    }

    #[test]
    fn nothing_panics_on_any_text(text in ".{0,60}", path in random::path()) {
        nothing_panics(&text, &path);
    }

    #[test]
    fn nothing_panics_on_what_looks_like_json(
        tokens in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\"a\"", "\"$date\"", "\"$gt\"", "\"$or\"", "\"_id\"", "\"\\ud800\"", "1", "-", "e5",
            "true", "null", " ", "é", "\"filter\"", "\"sort\"",
        ]), 0..24),
        path in random::path(),
    ) {
        nothing_panics(&tokens.concat(), &path);
    }

    #[test]
    fn damaged_documents_are_read_without_a_panic(item in random::item(), path in random::path(), cut in any::<prop::sample::Index>(), filter in random::filter()) {
        let document = stored(&json(&item));
        let mut cut = cut.index(document.len());
        while !document.is_char_boundary(cut) {
            cut -= 1;
        }
        for part in [&document[..cut], &document[cut..]] {
            nothing_panics(part, &path);
            filter.matches(part);
        }
    }
}

fn nothing_panics(text: &str, path: &Path) {
    if serde_json::from_str::<serde_json::Value>(text).is_ok() {
        assert!(Value::parse(text).is_ok());
    }
    let _ = Filter::parse(text);
    let _ = Query::parse(text);
    let _ = Aggregate::parse(text);
    if let Ok(item) = Item::parse(text) {
        let composed = item.compose("i", "o", 1, 2).expect("small");
        assert!(Value::parse(&composed).is_ok());
    }
    let _ = key::of(text, path);
    let mut out = String::new();
    reader::project(text, std::slice::from_ref(path), &mut out);
    super::super::public::document(text, &mut out);
    super::super::public::value(text, &mut out);
}
