//! Random values, documents and filters, of few names and values so that they meet.

use proptest::prelude::*;
use proptest::sample::select;

use super::super::{Condition, Filter, Folded, Path, Set, Test, Value};

/// Strings that tell code points from code units, cases, escapes and prefixes; long ones now and
/// then, which are walked over in another way.
pub fn string() -> impl Strategy<Value = String> {
    let chars = [
        'a',
        'A',
        'b',
        'ß',
        's',
        'S',
        '\0',
        '\u{1}',
        '"',
        '\\',
        '\n',
        'é',
        '\u{d7ff}',
        '\u{e000}',
        '\u{ffff}',
        '😀',
        '\u{10ffff}',
    ];
    let short = prop::collection::vec(
        prop_oneof![4 => select(chars.to_vec()), 1 => any::<char>()],
        0..5,
    )
    .prop_map(|chars| chars.into_iter().collect::<String>());
    let padding = prop_oneof![4 => Just(0_usize), 1 => 0..60_usize];
    (padding, short).prop_map(|(padding, short)| "x".repeat(padding) + &short)
}

pub fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-3_i32..4).prop_map(f64::from),
        select(vec![-0.0, 0.5, 1e300, -1e300, 5e-324, -5e-324, 1e15, 1e16]),
        any::<f64>().prop_filter("JSON has no other numbers", |number| number.is_finite()),
    ]
}

pub fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::Bool),
        3 => number().prop_map(Value::Number),
        3 => string().prop_map(Value::String),
        2 => (-3_i64..4).prop_map(Value::Date),
    ]
}

fn name() -> impl Strategy<Value = String> {
    select(vec!["a", "b", "c", "0", "1", "a.b", "é \"", "\n"]).prop_map(str::to_owned)
}

pub fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            members(inner).prop_map(Value::Object),
        ]
    })
}

fn members(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Vec<(String, Value)>> {
    prop::collection::btree_map(name(), value, 0..4)
        .prop_map(|members| members.into_iter().collect())
}

/// The members of an item, without system fields.
pub fn item() -> impl Strategy<Value = Value> {
    members(value()).prop_map(Value::Object)
}

pub fn path() -> impl Strategy<Value = Path> {
    prop::collection::vec(name(), 1..4)
        .prop_map(|names| Path::parse(&names.join(".")).expect("names without dollars"))
}

pub fn filter() -> impl Strategy<Value = Filter> {
    let condition = (path(), test()).prop_map(|(path, test)| Filter::Is(Condition { path, test }));
    prop_oneof![1 => Just(Filter::All), 9 => condition].prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Filter::And),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Filter::Or),
            inner.prop_map(|filter| Filter::Not(Box::new(filter))),
        ]
    })
}

fn test() -> impl Strategy<Value = Test> {
    let set = || prop::collection::vec(scalar(), 0..4).prop_map(Set::new);
    prop_oneof![
        value().prop_map(Test::Eq),
        value().prop_map(Test::Ne),
        scalar().prop_map(Test::Gt),
        scalar().prop_map(Test::Ge),
        scalar().prop_map(Test::Lt),
        scalar().prop_map(Test::Le),
        (scalar(), scalar()).prop_map(|(from, to)| Test::Between(from, to)),
        string().prop_map(|text| Test::Contains(Folded::new(text))),
        string().prop_map(|text| Test::StartsWith(Folded::new(text))),
        string().prop_map(|text| Test::EndsWith(Folded::new(text))),
        set().prop_map(Test::HasSome),
        set().prop_map(Test::HasAll),
        Just(Test::Empty),
        Just(Test::NotEmpty),
    ]
}
