//! The site's functions, called by applications.

use super::client::{World, expect_error};
use crate::site::server::code;

const SITE: &str = r#"return {
    get_hello: (request) => ok({ body: { name: request.functionName, color: request.query.color } }),
    post_echo: async (request) => response({ status: 201, body: await request.body.text() }),
    get_fails: () => { throw new Error("no"); },
};"#;

#[test]
fn a_function_answers_itself() {
    let world = World::new("", SITE);
    let client = world.client("a");
    let answer = client.send("GET", "/v1/functions/hello?color=red", "");
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(
        answer.text().contains("\"color\":\"red\""),
        "{}",
        answer.text()
    );
    let answer = client.send("POST", "/v1/functions/echo", "body");
    assert_eq!((answer.status, answer.text().as_str()), (201, "body"));
}

#[test]
fn what_is_not_its_answer_is_an_error_of_the_api() {
    let world = World::new("", SITE);
    let client = world.client("a");
    let missing = client.send("GET", "/v1/functions/nothing", "");
    let json = expect_error(&missing, 404, "NOT_FOUND");
    assert_eq!(json["functionCode"], "FUNCTION_NOT_FOUND");
    let wrong = client.send("POST", "/v1/functions/hello", "x");
    expect_error(&wrong, 405, "METHOD_NOT_ALLOWED");
    let failed = client.send("GET", "/v1/functions/fails", "");
    expect_error(&failed, 500, "FUNCTION_FAILED");
}

#[test]
fn a_function_may_be_closed_to_unsigned_callers() {
    let config = "[functions.hello]\nauth = \"signed\"\n[functions.echo]\nauth = \"none\"\n";
    let world = World::new(config, SITE);
    let client = world.client("a");
    let send = |method, path| world.server.send(method, path, &[], b"");
    for (method, path) in [
        ("GET", "/hello"),
        ("GET", "/hello/more?x=1"),
        ("POST", "/hello"),
        ("GET", "-dev/hello"),
    ] {
        let closed = send(method, path);
        assert_eq!((closed.status, code(&closed)), (403, "SIGNATURE_REQUIRED"));
    }
    // No other spelling of the name finds the function.
    assert_eq!(code(&send("GET", "/hell%6F")), "FUNCTION_NOT_FOUND");
    assert_eq!(send("POST", "/echo").status, 201);
    assert_eq!(client.send("GET", "/v1/functions/hello", "").status, 200);
}
