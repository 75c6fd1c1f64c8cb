//! The table of codes and what errors look like.

use super::super::{DataError, DataOp, Options, WDE, Wde};

const CATEGORIES: [&str; 14] = [
    "WD_VALIDATION_ERROR",
    "WD_ITEM_DOES_NOT_EXIST",
    "WD_ITEM_ALREADY_EXISTS",
    "WD_PERMISSION_DENIED",
    "WD_SCHEMA_DOES_NOT_EXIST",
    "WD_COLLECTION_DELETED",
    "WD_BAD_REQUEST",
    "WD_UNAUTHORIZED",
    "WD_TOO_MANY_REQUESTS",
    "WD_REQUEST_TIMED_OUT",
    "WD_DATABASE_QUOTA_EXCEEDED",
    "WD_SITE_IN_TEMPLATE_MODE",
    "WD_QUERY_EXECUTION_ERROR",
    "WD_UNKNOWN_ERROR",
];

#[test]
fn the_table_is_in_order_and_its_rows_are_complete() {
    assert!(WDE.windows(2).all(|pair| pair[0].number < pair[1].number));
    for row in WDE {
        assert!(CATEGORIES.contains(&row.category), "{}", row.category);
        assert!(row.about.ends_with('.') && row.number <= 180, "{row:?}");
        assert_eq!(Wde::from_number(row.number).map(Wde::row), Some(row));
    }
    assert_eq!(Wde::from_number(10), None);
}

#[test]
fn errors_speak_with_their_code_in_front() {
    let error = DataError::new(
        Wde::ITEM_DOES_NOT_EXIST,
        "Item [x] does not exist in collection [\"y\"].",
    );
    assert_eq!(
        error.to_string(),
        "WDE0073: Item [x] does not exist in collection [\"y\"]."
    );
    let json: serde_json::Value = serde_json::from_str(&error.to_json()).expect("JSON");
    assert_eq!(json["code"], "WD_ITEM_DOES_NOT_EXIST");
    assert_eq!(json["wde"], "WDE0073");
    assert_eq!(json["message"], error.to_string());
}

#[test]
fn operations_are_numbered_in_order() {
    for (number, op) in (0_u8..).zip(DataOp::ALL) {
        assert_eq!(
            (*op as u8, DataOp::from_number(number)),
            (number, Some(*op))
        );
    }
    assert_eq!(DataOp::ALL.len(), 20);
    assert_eq!(DataOp::from_number(20), None);
    assert_eq!(DataOp::ReplaceReferences.as_str(), "replaceReferences");
    let both = Options::ADMIN.with(Options::SUPPRESS_AUTH);
    assert!(both.contains(Options::ADMIN) && !Options::ADMIN.contains(both));
}
