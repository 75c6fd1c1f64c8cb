//! Items: what is taken, what is refused, how they are written down.

use super::super::limits::{ITEM_BYTES_MAX, ITEM_DEPTH_MAX};
use super::super::{Item, Wde, public};
use super::{nested, stored};

fn refused(wire: &str) -> Wde {
    Item::parse(wire).expect_err("should be refused").wde
}

#[test]
fn takes_system_fields_out_and_keeps_the_rest_as_it_is_written() {
    let item = Item::parse(
        r#" { "title" : "x\u00e9" , "_id":"a", "n": 1.50, "_owner":"o", "_createdDate":{"$date":5},
            "when": {"$date":"1970-01-01T00:00:00.007Z"}, "list":[ 1, {"b":{}} , [ ] ], "_updatedDate":"1970-01-01T00:00:00.006Z"} "#,
    )
    .expect("a valid item");
    assert_eq!(
        (item.id.as_deref(), item.owner.as_deref()),
        (Some("a"), Some("o"))
    );
    assert_eq!((item.created_ms, item.updated_ms), (Some(5), Some(6)));
    let members = r#""title":"x\u00e9","n":1.50,"when":{"$date":7},"list":[1,{"b":{}},[]]"#;
    assert_eq!(item.members(), members);
    assert_eq!(
        item.compose("a\"", "o", 1, 2).expect("small"),
        format!(r#"{{"_id":"a\"","_owner":"o","_createdDate":1,"_updatedDate":2,{members}}}"#)
    );
    assert_eq!(
        Item::parse("{}")
            .expect("an object")
            .compose("a", "o", 1, 2)
            .expect("small"),
        r#"{"_id":"a","_owner":"o","_createdDate":1,"_updatedDate":2}"#
    );
}

#[test]
fn a_stored_form_and_a_public_one_read_as_what_they_came_from() {
    let item = Item::parse(
        r#"{"a":"{\"$date\":1}","d":{"$date":-1},"e":[{"$date":0},{"x":{"$date":1}}]}"#,
    )
    .expect("valid");
    let text = item.compose("i", "o", 10, 20).expect("small");
    let again = Item::parse(&text).expect("a stored form");
    assert_eq!(again.compose("i", "o", 10, 20).expect("small"), text);
    assert_eq!((again.created_ms, again.updated_ms), (Some(10), Some(20)));
    let mut public = String::new();
    public::document(&text, &mut public);
    assert_eq!(
        public,
        r#"{"_id":"i","_owner":"o","_createdDate":{"$date":"1970-01-01T00:00:00.010Z"},"_updatedDate":{"$date":"1970-01-01T00:00:00.020Z"},"a":"{\"$date\":1}","d":{"$date":"1969-12-31T23:59:59.999Z"},"e":[{"$date":"1970-01-01T00:00:00.000Z"},{"x":{"$date":"1970-01-01T00:00:00.001Z"}}]}"#
    );
    assert_eq!(Item::parse(&public).expect("a public form"), again);
}

#[test]
fn refuses_with_the_documented_codes() {
    for wire in [
        "",
        "null",
        "[]",
        "1",
        "\"a\"",
        "{",
        "{\"a\":1",
        "{\"a\":1}x",
        "{\"a\":}",
        "{\"a\" 1}",
        "{\"a\":[1,]}",
    ] {
        assert_eq!(refused(wire), Wde::ITEM_NOT_OBJECT, "{wire}");
    }
    for wire in [
        r#"{"_id":null}"#,
        r#"{"_id":""}"#,
        r#"{"_id":5}"#,
        r#"{"_id":{"$date":1}}"#,
    ] {
        assert_eq!(refused(wire), Wde::ID_NOT_STRING, "{wire}");
    }
    for wire in [
        r#"{"$a":1}"#,
        r#"{"a":{"$a":1}}"#,
        r#"{"a":[{"b":1,"$a":1}]}"#,
        r#"{"\u0024a":1}"#,
        r#"{"a":{"$date":"x"}}"#,
        r#"{"a":{"$date":1,"b":1}}"#,
        r#"{"a":{"b":1,"$date":1}}"#,
        r#"{"$date":1}"#,
    ] {
        assert_eq!(refused(wire), Wde::FIELD_NAME, "{wire}");
    }
}

#[test]
fn nesting_is_bounded_where_the_documentation_says() {
    assert!(Item::parse(&format!("{{\"x\":{}}}", nested(ITEM_DEPTH_MAX, "1"))).is_ok());
    assert!(
        Item::parse(&format!(
            "{{\"x\":{}}}",
            nested(ITEM_DEPTH_MAX, r#"{"$date":1}"#)
        ))
        .is_ok()
    );
    assert_eq!(
        refused(&format!("{{\"x\":{}}}", nested(ITEM_DEPTH_MAX + 1, "1"))),
        Wde::ITEM_TOO_DEEP
    );
    assert_eq!(
        refused(&format!("{{\"x\":{}}}", nested(ITEM_DEPTH_MAX, "{}"))),
        Wde::ITEM_TOO_DEEP
    );
    assert_eq!(
        refused(&format!("{{\"x\":{}", "[".repeat(3_000_000))),
        Wde::ITEM_TOO_DEEP
    );
    assert_eq!(refused(&nested(2_000_000, "1")), Wde::ITEM_TOO_DEEP);
}

#[test]
fn the_size_is_bounded_by_its_json() {
    let empty = stored(r#"{"a":""}"#).len();
    let of = |bytes: usize| Item::parse(&format!("{{\"a\":\"{}\"}}", "x".repeat(bytes)));
    let compose =
        |item: Item| item.compose("id-1", "owner-1", 1_700_000_000_000, 1_700_000_000_001);
    let most = of(ITEM_BYTES_MAX - empty).expect("fits");
    assert_eq!(compose(most).expect("fits").len(), ITEM_BYTES_MAX);
    let more = of(ITEM_BYTES_MAX - empty + 1).expect("may still fit");
    assert_eq!(
        compose(more).expect_err("too large").wde,
        Wde::ITEM_TOO_LARGE
    );
    assert_eq!(of(600_000).expect_err("too large").wde, Wde::ITEM_TOO_LARGE);
}

#[test]
fn repeated_names_have_their_last_value() {
    let item =
        Item::parse(r#"{"a":1,"b":{"c":1,"c":2},"a":3,"_id":"x","_id":"y"}"#).expect("valid");
    assert_eq!(item.members(), r#""a":3,"b":{"c":2}"#);
    assert_eq!(item.id.as_deref(), Some("y"));
}

#[test]
fn what_is_no_owner_or_date_counts_as_not_given() {
    let item =
        Item::parse(r#"{"_owner":5,"_createdDate":"soon","_updatedDate":null}"#).expect("valid");
    assert_eq!(item, Item::default());
}

#[test]
fn members_are_found_and_left_out() {
    let mut item = Item::parse(r#"{"a":1,"b \" ":[2],"c":"x"}"#).expect("valid");
    assert_eq!(item.get("b \" ").expect("there").text(), "[2]");
    item.retain(|name| name != "b \" ");
    assert_eq!(item.members(), r#""a":1,"c":"x""#);
    item.retain(|_| false);
    assert_eq!(item, Item::default());
}
