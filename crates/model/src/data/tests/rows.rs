//! Aggregations and distinct values, by example.

use super::super::{Aggregate, Distinct, Groups, Rows, Wde};
use super::{path, stored};

const CITIES: [&str; 6] = [
    r#"{"state":"FL","year":2009,"population":401800,"seen":{"$date":5}}"#,
    r#"{"state":"FL","year":2010,"population":401900,"tags":["x","y"]}"#,
    r#"{"state":"CA","year":2010,"population":805235,"tags":["y",null,{"$date":9}]}"#,
    r#"{"state":"CA","year":2009,"population":"many"}"#,
    r#"{"state":null,"year":2009}"#,
    r#"{"year":2009,"seen":{"$date":4}}"#,
];

fn rows(json: &str) -> Rows {
    let aggregate = Aggregate::parse(json).expect("a valid aggregation");
    let mut groups = Groups::new(&aggregate);
    for city in CITIES {
        let document = stored(city);
        if aggregate.filter.matches(&document) {
            groups.add(&document);
        }
    }
    groups.finish()
}

#[test]
fn without_a_group_there_is_one_row() {
    let all = rows(
        r#"{"folds":[{"key":"s","op":"sum","field":"population"},{"key":"a","op":"avg","field":"year"},
            {"key":"l","op":"min","field":"population"},{"key":"h","op":"max","field":"seen"},{"key":"_updatedDate","op":"max","field":"_updatedDate"}],"count":true}"#,
    );
    let expected = r#"{"_id":"0","count":6,"s":1608935,"a":2009.3333333333333,"l":401800,"h":{"$date":5},"_updatedDate":1700000000001}"#;
    assert_eq!(all.rows, [expected]);
    assert!(
        rows(r#"{"filter":{"year":1},"count":true}"#)
            .rows
            .is_empty()
    );
}

#[test]
fn one_field_is_the_id_and_several_are_repeated() {
    let one = rows(
        r#"{"group":["state"],"folds":[{"key":"populationMax","op":"max","field":"population"}]}"#,
    );
    assert_eq!(
        one.rows,
        [
            r#"{"_id":null,"populationMax":null}"#,
            r#"{"_id":"CA","populationMax":"many"}"#,
            r#"{"_id":"FL","populationMax":401900}"#
        ]
    );
    let several = rows(r#"{"group":["state","year"],"filter":{"state":"FL"},"count":true}"#);
    assert_eq!(
        several.rows,
        [
            r#"{"_id":{"state":"FL","year":2009},"state":"FL","year":2009,"count":1}"#,
            r#"{"_id":{"state":"FL","year":2010},"state":"FL","year":2010,"count":1}"#
        ]
    );
    let dates = rows(r#"{"group":["_createdDate","seen"],"filter":{"seen":{"$date":4}}}"#);
    assert_eq!(
        dates.rows,
        [
            r#"{"_id":{"_createdDate":{"$date":1700000000000},"seen":{"$date":4}},"_createdDate":1700000000000,"seen":{"$date":4}}"#
        ]
    );
}

#[test]
fn rows_are_filtered_sorted_and_paged() {
    let having = rows(
        r#"{"group":["state"],"count":true,"having":{"count":2},"sort":[{"field":"state","order":"desc"}]}"#,
    );
    assert_eq!(
        having.rows,
        [
            r#"{"_id":"FL","count":2}"#,
            r#"{"_id":"CA","count":2}"#,
            r#"{"_id":null,"count":2}"#
        ]
    );
    let page =
        rows(r#"{"group":["state"],"sort":[{"field":"_id","order":"desc"}],"skip":1,"limit":1}"#);
    assert_eq!(
        (page.rows, page.more),
        (vec![r#"{"_id":"CA"}"#.to_owned()], true)
    );
    let last = rows(r#"{"group":["state"],"skip":2,"limit":1}"#);
    assert_eq!((last.rows.len(), last.more), (1, false));
    assert!(!rows(r#"{"group":["state"],"skip":9}"#).more);
    assert_eq!(
        rows(r#"{"group":["state"],"having":{"state":"FL"}}"#).rows,
        [r#"{"_id":"FL"}"#]
    );
}

#[test]
fn arrays_and_objects_make_groups_of_their_own() {
    let tags = rows(r#"{"group":["tags"],"count":true}"#);
    assert_eq!(
        tags.rows,
        [
            r#"{"_id":null,"count":4}"#,
            r#"{"_id":["x","y"],"count":1}"#,
            r#"{"_id":["y",null,{"$date":9}],"count":1}"#
        ]
    );
}

#[test]
fn aggregations_are_refused_with_the_documented_codes() {
    let cases = [
        (
            r#"{"folds":[{"key":"a","op":"max","field":""}]}"#,
            Wde::AGGREGATE_FIELD_EMPTY,
        ),
        (
            r#"{"folds":[{"key":"a","op":"max","field":"x."}]}"#,
            Wde::AGGREGATE_FIELD_DOT,
        ),
        (
            r#"{"folds":[{"key":"$a","op":"max","field":"x"}]}"#,
            Wde::FIELD_NAME,
        ),
        (
            r#"{"folds":[{"key":"a","op":"median","field":"x"}]}"#,
            Wde::INVALID_ARGUMENTS,
        ),
        (r#"{"limit":5000}"#, Wde::LIMIT_TOO_LARGE),
        (r#"{"having":[]}"#, Wde::FILTER_NOT_OBJECT),
    ];
    for (json, wde) in cases {
        assert_eq!(Aggregate::parse(json).expect_err(json).wde, wde, "{json}");
    }
}

#[test]
fn distinct_values_come_once_and_in_order() {
    let distinct = |field: &str, descending: bool| {
        let mut distinct = Distinct::new(path(field), descending);
        CITIES.iter().for_each(|city| distinct.add(&stored(city)));
        distinct.finish()
    };
    assert_eq!(distinct("state", false), ["\"CA\"", "\"FL\""]);
    assert_eq!(distinct("state", true), ["\"FL\"", "\"CA\""]);
    assert_eq!(
        distinct("tags", false),
        ["\"x\"", "\"y\"", r#"{"$date":9}"#]
    );
    assert_eq!(
        distinct("_createdDate", false),
        [r#"{"$date":1700000000000}"#]
    );
    assert!(distinct("missing", false).is_empty());
}
