//! Several requests in one.

use serde_json::{Value, json};
use velodrome_site::apps::{CursorEnd, Scopes};

use super::client::{Client, World, expect_error};

fn operation(id: &str, method: &str, url: &str, body: Value) -> Value {
    json!({
        "id": id,
        "method": method,
        "relativeUrl": url,
        "headers": [],
        "body": if body.is_null() { Value::Null } else { json!(body.to_string()) },
    })
}

fn run(client: &Client, body: &Value) -> Vec<(String, u64, Value)> {
    let done = client.ok("POST", "/v1/batch", &body.to_string());
    let operations = done["operations"].as_array().unwrap().iter();
    operations
        .map(|operation| {
            let body = operation["body"].as_str().unwrap();
            (
                operation["id"].as_str().unwrap().to_owned(),
                operation["responseCode"].as_u64().unwrap(),
                serde_json::from_str(body).unwrap(),
            )
        })
        .collect()
}

#[test]
fn changes_of_one_contact_follow_one_another() {
    let world = World::plain("");
    let client = world.client("a");
    let made = client.ok("POST", "/v1/contacts", r#"{"name":{"first":"A"}}"#);
    let path = format!("/v1/contacts/{}", made["contactId"].as_str().unwrap());
    let contact = client.ok("GET", &path, "");
    let modified_at = contact["modifiedAt"].as_str().unwrap();
    let email = |tag: &str| json!({"tag": tag, "email": format!("{tag}@b.c")});
    let operations = json!([
        operation(
            "0",
            "POST",
            &format!("{path}/email?version=1.0.0&modifiedAt={modified_at}"),
            email("x")
        ),
        operation(
            "1",
            "POST",
            &format!("{path}/email?version=1.0.0"),
            email("y")
        ),
        operation(
            "2",
            "PUT",
            &format!("{path}/name?modifiedAt={modified_at}"),
            json!({"first": "B"})
        ),
        operation("3", "GET", &format!("{path}?fields=NAME"), Value::Null),
    ]);
    let batch = json!({"operations": operations, "modifiedAt": modified_at});
    let done = run(&client, &batch);
    let codes: Vec<u64> = done.iter().map(|(_, code, _)| *code).collect();
    assert_eq!(codes, [200, 200, 200, 200], "{done:?}");
    assert_eq!(done[3].2["name"]["first"], "B");
    let contact = client.ok("GET", &path, "");
    assert_eq!(contact["emails"].as_array().unwrap().len(), 2);
    // Whoever changed it before the batch is not overwritten.
    let done = run(&client, &batch);
    assert_eq!(done.len(), 1);
    assert_eq!(
        (done[0].1, &done[0].2["code"]),
        (400, &json!("CONTACT_CHANGED"))
    );
}

#[test]
fn a_failure_stops_unless_it_is_to_be_ignored() {
    let world = World::plain("");
    let client = world.client("a");
    let operations = json!([
        operation("a", "GET", "/v1/sites/site", Value::Null),
        operation("b", "GET", "/v1/nothing", Value::Null),
        operation("c", "GET", "/v1/functions/hello", Value::Null),
        operation("d", "POST", "/v1/batch", json!({})),
        operation("e", "PATCH", "/v1/labels", Value::Null),
        operation("f", "GET", "/v1/contacts?what=1", Value::Null),
        operation("g", "GET", "/v1/contacts?pageSize=10", Value::Null),
    ]);
    let done = run(&client, &json!({"operations": operations}));
    let codes: Vec<u64> = done.iter().map(|(_, code, _)| *code).collect();
    assert_eq!(codes, [200, 404]);
    let done = run(
        &client,
        &json!({"operations": operations, "failurePolicy": "IGNORE_FAILURE"}),
    );
    let codes: Vec<u64> = done.iter().map(|(_, code, _)| *code).collect();
    assert_eq!(codes, [200, 404, 400, 400, 405, 400, 200]);
    assert_eq!(done[1].2["errorCode"], 404);
    assert!(done[1].2["requestId"].is_string());
    for body in [
        "[]",
        r#"{"operations":[{}]}"#,
        r#"{"operations":[],"failurePolicy":"MAYBE"}"#,
        &json!({"operations": vec![operation("a", "GET", "/v1/sites/site", Value::Null); 101]})
            .to_string(),
    ] {
        expect_error(&client.send("POST", "/v1/batch", body), 400, "BAD_BODY");
    }
}

#[test]
fn operations_need_their_scopes_and_count_as_requests() {
    let world = World::plain("[limits]\napi_requests_per_minute_max = 60\napi_burst_max = 4\n");
    let scopes: Scopes = "sites:read".parse().unwrap();
    let client = world.client_with("a", scopes, CursorEnd::Zero);
    let operations = json!([
        operation("a", "GET", "/v1/sites/site", Value::Null),
        operation("b", "GET", "/v1/contacts", Value::Null),
        operation("c", "GET", "/v1/redirects", Value::Null),
        operation("d", "GET", "/v1/redirects", Value::Null),
    ]);
    let batch = json!({"operations": operations, "failurePolicy": "IGNORE_FAILURE"});
    let done = run(&client, &batch);
    let codes: Vec<u64> = done.iter().map(|(_, code, _)| *code).collect();
    assert_eq!(codes, [200, 403, 200, 429]);
    assert_eq!(done[1].2["code"], "SCOPE_MISSING");
}

#[test]
fn a_cursor_from_a_batch_leads_on_outside() {
    let world = World::plain("");
    let client = world.client("a");
    for _ in 0..3 {
        client.ok("POST", "/v1/contacts", "{}");
    }
    let operations = json!([operation(
        "a",
        "GET",
        "/v1/contacts?pageSize=2",
        Value::Null
    )]);
    let done = run(&client, &json!({"operations": operations}));
    let next = done[0].2["nextCursor"].as_str().unwrap();
    let page = client.ok("GET", &format!("/v1/contacts?cursor={next}"), "");
    assert_eq!(page["results"].as_array().unwrap().len(), 1);
}
