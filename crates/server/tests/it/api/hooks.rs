//! Hooks of `backend/data.js`, for items that applications read and write.

use serde_json::{Value, json};

use super::client::{World, expect_error};

const THINGS: &str = "/v1/collections/things/items";

/// Hooks that leave a trace in what passes through them.
const SITE: &str = r#"
    const mark = (name) => (item, context) => ({ ...item, marks: [...(item.marks ?? []), `${name} ${context.userRole}`] });
    const seen = [];
    $vd.part("data", {
        things_beforeInsert: (item, context) => {
            if (item.bad) throw new Error("no bad things");
            return { ...mark("beforeInsert")(item, context), when: new Date(0), isDate: item.at === undefined || item.at instanceof Date };
        },
        things_afterInsert: mark("afterInsert"),
        things_beforeUpdate: (item, context) => ({ ...mark("beforeUpdate")(item, context), was: context.currentItem.n }),
        things_beforeRemove: (id, context) => { seen.push(`${id} ${context.currentItem?.n}`); return id; },
        things_beforeQuery: (query) => query.ne("hidden", true),
        things_afterQuery: (item) => ({ ...item, shown: true }),
        things_afterGet: (item) => ({ ...item, got: true }),
    });
    return { get_seen: () => ok({ body: seen }) };
"#;

#[test]
fn items_pass_through_the_hooks_of_their_collection() {
    let world = World::new("", SITE);
    let client = world.client("a");
    let at = json!({"$date": "2024-05-01T10:00:00.000Z"});
    let made = client.ok(
        "POST",
        THINGS,
        &json!({"_id": "1", "n": 1, "at": at}).to_string(),
    );
    assert_eq!(
        made["marks"],
        json!(["beforeInsert siteOwner", "afterInsert siteOwner"])
    );
    assert_eq!(made["at"], at);
    assert_eq!(made["when"], json!({"$date": "1970-01-01T00:00:00.000Z"}));
    assert_eq!(made["isDate"], true);
    let item = format!("{THINGS}/1");
    let got = client.ok("GET", &item, "");
    assert_eq!(
        (&got["got"], &got["marks"]),
        (&json!(true), &json!(["beforeInsert siteOwner"]))
    );
    let patched = client.ok("PATCH", &item, r#"{"n":2,"isDate":null}"#);
    assert_eq!(
        (&patched["was"], &patched["n"], &patched["isDate"]),
        (&json!(1), &json!(2), &Value::Null)
    );
    assert_eq!(patched["_createdDate"], made["_createdDate"]);
    let replaced = client.ok("PUT", &item, r#"{"n":3}"#);
    assert_eq!(
        (&replaced["was"], &replaced["marks"]),
        (&json!(2), &json!(["beforeUpdate siteOwner"]))
    );
    let refused = client.send("POST", THINGS, r#"{"bad":true}"#);
    let json = expect_error(&refused, 400, "DATA_REFUSED");
    assert_eq!(
        (&json["wde"], &json["message"]),
        (&json!("WDE0078"), &json!("no bad things"))
    );

    let bulk = |operation: &str, body: Value| {
        let target = format!("{THINGS}/bulk?operation={operation}");
        client.ok("POST", &target, &body.to_string())
    };
    let inserted = bulk(
        "insert",
        json!([{"_id": "2", "n": 2}, {"bad": true}, {"_id": "3", "hidden": true}]),
    );
    assert_eq!(
        (&inserted["inserted"], &inserted["skipped"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(inserted["errors"][0]["index"], 1);
    let page = client.ok("GET", &format!("{THINGS}?pageSize=1"), "");
    assert_eq!(page["total"], 2, "the hook's filter counts");
    assert_eq!(page["results"][0]["shown"], true);
    let next = page["nextCursor"].as_str().unwrap();
    let page = client.ok("GET", &format!("{THINGS}?cursor={next}"), "");
    assert_eq!(
        (&page["results"][0]["_id"], &page["nextCursor"]),
        (&json!("1"), &json!(0))
    );
    let filter = "filter=%7B%22n%22%3A2%7D";
    assert_eq!(
        client.ok("GET", &format!("{THINGS}?{filter}"), "")["total"],
        1
    );

    assert_eq!(client.ok("DELETE", &item, "")["n"], 3);
    assert_eq!(bulk("remove", json!(["2", "9"]))["removed"], 1);
    let seen = client.ok("GET", "/v1/functions/seen", "");
    assert_eq!(seen[0], "1 3");
    expect_error(&client.send("GET", &item, ""), 404, "ITEM_NOT_FOUND");
    expect_error(&client.send("DELETE", &item, ""), 404, "ITEM_NOT_FOUND");
    expect_error(&client.send("PATCH", &item, "{}"), 404, "ITEM_NOT_FOUND");
    expect_error(
        &client.send("POST", &format!("{THINGS}/bulk?operation=insert"), "[1]"),
        400,
        "DATA_REFUSED",
    );
}

#[test]
fn collections_without_hooks_are_not_touched_by_the_code() {
    let world = World::new("", SITE);
    let client = world.client("a");
    let others = "/v1/collections/others/items";
    let made = client.ok("POST", others, r#"{"_id":"1"}"#);
    assert_eq!(made["marks"], Value::Null);
    assert_eq!(
        client.ok("GET", others, "")["results"][0]["shown"],
        Value::Null
    );
}

#[test]
fn hooks_are_not_passed_by_when_the_code_cannot_run() {
    let broken =
        r#"$vd.part("data", { things_beforeInsert: (item) => item }); throw new Error("no");"#;
    let world = World::new("", broken);
    let client = world.client("a");
    let answer = client.send("POST", THINGS, "{}");
    let json = expect_error(&answer, 500, "FUNCTION_FAILED");
    assert!(json["functionCode"].is_string());
    // Without hooks the data is there whatever becomes of the code.
    let world = World::new("", r#"throw new Error("no");"#);
    world.client("a").ok("POST", THINGS, "{}");
}

#[test]
fn a_hook_has_the_time_of_a_request() {
    let stuck =
        r#"$vd.part("data", { things_beforeInsert: () => new Promise(() => {}) }); return {};"#;
    let world = World::new("[limits]\nwall_time_ms_max = 100\n", stuck);
    let answer = world.client("a").send("POST", THINGS, "{}");
    expect_error(&answer, 504, "FUNCTION_TIMED_OUT");
}
