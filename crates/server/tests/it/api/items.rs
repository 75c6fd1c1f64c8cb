//! Items, one by one and many at once.

use serde_json::{Value, json};

use super::client::{World, expect_error};

const THINGS: &str = "/v1/collections/things/items";

#[test]
fn an_item_lives_through_all_its_routes() {
    let world = World::plain("");
    let client = world.client("a");
    let sent = r#"{"_id":"1","n":1.50,"when":{"$date":"2024-05-01T10:00:00.000Z"},"old":true}"#;
    let inserted = client.ok("POST", THINGS, sent);
    assert_eq!(
        inserted["when"],
        json!({"$date": "2024-05-01T10:00:00.000Z"})
    );
    let created = inserted["_createdDate"]["$date"].as_str().unwrap();
    assert!(created.ends_with('Z') && created.len() == 24, "{created}");
    assert!(inserted["_owner"].is_string());
    let item = format!("{THINGS}/1");
    assert_eq!(client.ok("GET", &item, ""), inserted);
    expect_error(&client.send("POST", THINGS, sent), 400, "ITEM_EXISTS");

    let patched = client.ok("PATCH", &item, r#"{"old":null,"new":[1]}"#);
    assert_eq!(patched["new"], json!([1]));
    // As a number: whether its text is kept depends on what else is built with serde_json.
    assert_eq!(patched["n"].as_f64(), Some(1.5));
    assert_eq!(patched["old"], Value::Null);
    let replaced = client.ok("PUT", &item, r#"{"_id":"1","only":"this"}"#);
    assert_eq!(replaced["only"], "this");
    assert_eq!(replaced["n"], Value::Null);
    assert_eq!(replaced["_createdDate"], inserted["_createdDate"]);
    assert_eq!(client.ok("PUT", &item, "{}")["only"], Value::Null);

    assert_eq!(client.ok("DELETE", &item, "")["_id"], "1");
    for (method, body) in [("GET", ""), ("DELETE", ""), ("PUT", "{}"), ("PATCH", "{}")] {
        let answer = client.send(method, &item, body);
        expect_error(&answer, 404, "ITEM_NOT_FOUND");
    }
    let collections = client.ok("GET", "/v1/collections", "");
    assert_eq!(collections["total"], 1);
    assert_eq!(collections["results"][0]["_id"], "things");
    assert_eq!(
        client.ok("GET", "/v1/collections/things", ""),
        collections["results"][0]
    );
}

#[test]
fn many_items_succeed_and_fail_one_by_one() {
    let world = World::plain("");
    let client = world.client("a");
    let bulk = |operation: &str, body: &str| {
        client.ok(
            "POST",
            &format!("{THINGS}/bulk?operation={operation}"),
            body,
        )
    };
    let inserted = bulk("insert", r#"[{"_id":"1"},{"_id":"2"},{"_id":"1"}]"#);
    assert_eq!(
        (&inserted["inserted"], &inserted["skipped"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(inserted["errors"][0]["index"], 2);
    assert_eq!(inserted["items"], Value::Null);
    let saved = bulk("save", r#"[{"_id":"2","a":1},{"_id":"3"}]"#);
    assert_eq!(saved["insertedItemIds"], json!(["3"]));
    assert_eq!(saved["updatedItemIds"], json!(["2"]));
    assert_eq!(bulk("update", r#"[{"_id":"9"}]"#)["skipped"], 1);
    let removed = bulk("remove", r#"["1","2","9"]"#);
    assert_eq!(removed["removedItemIds"], json!(["1", "2"]));
    assert_eq!(client.ok("GET", THINGS, "")["total"], 1);
}

#[test]
fn the_owners_rights_are_those_of_an_application() {
    let config = "strict_collections = true\n[collections.secrets]\npermissions = { read = \"ADMIN\", insert = \"ADMIN\" }\nunique = [\"n\"]\n";
    let world = World::plain(config);
    let client = world.client("a");
    let secrets = "/v1/collections/secrets/items";
    client.ok("POST", secrets, r#"{"n":1}"#);
    assert_eq!(client.ok("GET", secrets, "")["total"], 1);
    let answer = client.send("POST", secrets, r#"{"n":1}"#);
    let json = expect_error(&answer, 400, "ITEM_EXISTS");
    assert_eq!(json["wde"], "WDE0123");
    let answer = client.send("POST", THINGS, "{}");
    expect_error(&answer, 404, "COLLECTION_NOT_FOUND");
}
