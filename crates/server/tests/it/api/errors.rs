//! What is no result is JSON of one shape, whatever was asked and accepted.

use super::client::{World, expect_error};

#[test]
fn errors_have_one_shape() {
    let world = World::plain("[limits]\nrequest_body_bytes_max = 1000\n");
    let client = world.client("a");
    for (method, target, body, status, code) in [
        ("GET", "/v1", "", 404, "NOT_FOUND"),
        ("GET", "/v1/nothing", "", 404, "NOT_FOUND"),
        ("GET", "/v1/collections/", "", 404, "NOT_FOUND"),
        ("DELETE", "/v1/collections", "", 405, "METHOD_NOT_ALLOWED"),
        ("HEAD", "/v1/collections/things/items", "", 405, ""),
        (
            "GET",
            "/v1/collections?color=red",
            "",
            400,
            "UNKNOWN_PARAMETER",
        ),
        (
            "GET",
            "/v1/collections?Version=1",
            "",
            400,
            "UNKNOWN_PARAMETER",
        ),
        (
            "GET",
            "/v1/collections?version=1&version=2",
            "",
            400,
            "UNKNOWN_PARAMETER",
        ),
        (
            "GET",
            "/v1/collections/things",
            "",
            404,
            "COLLECTION_NOT_FOUND",
        ),
        (
            "GET",
            "/v1/collections/things/items",
            "",
            404,
            "COLLECTION_NOT_FOUND",
        ),
        (
            "GET",
            "/v1/collections/things/items/1",
            "",
            404,
            "COLLECTION_NOT_FOUND",
        ),
        (
            "DELETE",
            "/v1/collections/things/items/1",
            "",
            404,
            "COLLECTION_NOT_FOUND",
        ),
        (
            "PUT",
            "/v1/collections/things/items/1",
            "{}",
            404,
            "COLLECTION_NOT_FOUND",
        ),
        (
            "GET",
            "/v1/collections/things/items?pageSize=0",
            "",
            400,
            "BAD_PARAMETER",
        ),
        (
            "GET",
            "/v1/collections/things/items?pageSize=501",
            "",
            400,
            "BAD_PARAMETER",
        ),
        (
            "GET",
            "/v1/collections/things/items?filter=%7B",
            "",
            400,
            "BAD_PARAMETER",
        ),
        (
            "GET",
            "/v1/collections/things/items?filter=%7B%22a%22%3A%7B%22%24no%22%3A1%7D%7D",
            "",
            400,
            "DATA_REFUSED",
        ),
        (
            "GET",
            "/v1/collections/things/items?sort=a,,b",
            "",
            400,
            "BAD_PARAMETER",
        ),
        (
            "GET",
            "/v1/collections/things/items?cursor=0",
            "",
            400,
            "CURSOR_END",
        ),
        (
            "GET",
            "/v1/collections/things/items?cursor=abc",
            "",
            400,
            "CURSOR_MALFORMED",
        ),
        ("POST", "/v1/collections/things/items", "", 400, "BAD_BODY"),
        (
            "POST",
            "/v1/collections/things/items",
            "{\"a\":\n 1,}",
            400,
            "BAD_BODY",
        ),
        (
            "POST",
            "/v1/collections/things/items",
            "[1]",
            400,
            "BAD_BODY",
        ),
        (
            "POST",
            "/v1/collections/things/items",
            "{\"$a\":1}",
            400,
            "DATA_REFUSED",
        ),
        (
            "POST",
            "/v1/collections/things/items/bulk?operation=x",
            "[]",
            400,
            "BAD_PARAMETER",
        ),
        (
            "POST",
            "/v1/collections/things/items/bulk?operation=insert",
            "[]",
            400,
            "DATA_REFUSED",
        ),
        (
            "PUT",
            "/v1/collections/things/items/1",
            "{\"_id\":\"2\"}",
            400,
            "BAD_BODY",
        ),
    ] {
        for accept in ["*/*", "text/html", "application/problem+json"] {
            let mut request = client.sign(method, target, body.as_bytes());
            request
                .headers
                .push(("Accept".to_owned(), accept.to_owned()));
            let answer = request.send();
            if method == "HEAD" {
                assert_eq!(answer.status, status);
                continue;
            }
            expect_error(&answer, status, code);
        }
    }
    let answer = client.send("POST", "/v1/collections/things/items", "{\"a\":\n 1,}");
    assert!(
        answer.text().contains("line 2 column 4"),
        "{}",
        answer.text()
    );
    let answer = client.send("DELETE", "/v1/collections/things/items", "");
    assert_eq!(answer.header("allow"), Some("GET, POST"));
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(1000));
    let answer = client.send("POST", "/v1/collections/things/items", &long);
    expect_error(&answer, 413, "BODY_TOO_LARGE");
    let mut latin = client.sign("POST", "/v1/collections/things/items", b"{\"a\":\"\xff\"}");
    expect_error(&latin.send(), 400, "BAD_BODY");
    // Who is not known is told of unknown addresses too, and of nothing else.
    latin.headers.clear();
    expect_error(&latin.send(), 400, "REQUEST_NOT_SIGNED");
    latin.target = "/v1/nothing".to_owned();
    expect_error(&latin.send(), 404, "NOT_FOUND");
}

#[test]
fn a_server_without_requests_to_the_api_opens_nothing_for_it() {
    let world = World::new("", "return { get_x: () => ok() };");
    assert_eq!(world.server.get("/x").status, 200);
    assert_eq!(std::fs::read_dir(world.dir()).unwrap().count(), 0);
    let unsigned = crate::site::server::Server::dev("", "return {};");
    let client = super::client::Client {
        addr: unsigned.addr,
        clock: world.clock.clone(),
        application: "a".to_owned(),
        instance: "b".to_owned(),
        secret: "c".to_owned(),
    };
    let answer = client.send("GET", "/v1/collections", "");
    expect_error(&answer, 403, "CREDENTIALS_NOT_ACCEPTED");
}

/// One old client signs PUT and sends POST; what it hears is that its signature does not hold.
#[test]
fn a_method_that_is_not_handled_is_told_to_those_whose_signature_holds() {
    let world = World::plain("");
    let client = world.client("a");
    let contact = "/v1/contacts/00000000-0000-4000-8000-000000000000?version=1.0.0";
    let mut right = client.sign("POST", contact, b"{}");
    expect_error(&right.send(), 405, "METHOD_NOT_ALLOWED");
    let mut other = client.sign("PUT", contact, b"{}");
    other.method = "POST".to_owned();
    expect_error(&other.send(), 403, "CREDENTIALS_NOT_ACCEPTED");
    right.headers.clear();
    expect_error(&right.send(), 405, "METHOD_NOT_ALLOWED");
}

#[test]
fn a_label_is_changed_by_an_object_or_its_name() {
    let world = World::plain("");
    let client = world.client("a");
    let made = client.ok(
        "POST",
        "/v1/labels",
        r#"{"name":"Regulars","description":null}"#,
    );
    assert_eq!(made["labelId"], "custom.regulars");
    for body in ["[null,null]", "null", "7", "true"] {
        let answer = client.send("PUT", "/v1/labels/custom.regulars", body);
        expect_error(&answer, 400, "LABEL_REFUSED");
    }
    let changed = client.ok("PUT", "/v1/labels/custom.regulars", "\"Guests\"");
    assert_eq!(changed["name"], "Guests");
    let changed = client.ok(
        "PUT",
        "/v1/labels/custom.regulars",
        r#"{"name":null,"description":"all of them"}"#,
    );
    assert_eq!(
        (&changed["name"], &changed["description"]),
        (&"Guests".into(), &"all of them".into())
    );
}
