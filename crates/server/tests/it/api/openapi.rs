//! The document that describes the API.

use serde_json::Value;
use velodrome_server::api::ROUTES;

use super::client::{World, expect_error};
use crate::site::server::PATIENCE;
use velodrome_testkit::http::{Connection, Response, render};

fn ask(world: &World, method: &str, path: &str) -> Response {
    let mut connection = Connection::open(world.server.addr, PATIENCE).unwrap();
    let request = render(method, path, &[("Host", "site.test")], b"");
    connection.request(method, &request).unwrap()
}

#[test]
fn anybody_may_read_it_and_it_has_every_route() {
    let world = World::plain("base_url = \"https://site.test/my\"\n");
    for path in ["/v1/openapi.json", "/my/v1/openapi.json"] {
        let answer = ask(&world, "GET", path);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let document: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        assert_eq!(document["servers"][0]["url"], "/my");
        for route in ROUTES {
            let method = route.method.to_ascii_lowercase();
            let operation = &document["paths"][route.template][&method];
            assert!(operation.is_object(), "{method} {}", route.template);
        }
    }
    let head = ask(&world, "HEAD", "/v1/openapi.json");
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn it_can_only_be_read() {
    let world = World::plain("");
    let answer = ask(&world, "DELETE", "/v1/openapi.json");
    expect_error(&answer, 405, "METHOD_NOT_ALLOWED");
    assert_eq!(answer.header("allow"), Some("GET, HEAD"));
}

#[test]
fn references_lead_somewhere() {
    let world = World::plain("");
    let answer = ask(&world, "GET", "/v1/openapi.json");
    let document: Value = serde_json::from_slice(&answer.body).unwrap();
    let text = answer.text();
    let pointers = text.split("\"$ref\":\"#").skip(1);
    let pointers: Vec<&str> = pointers.filter_map(|rest| rest.split('"').next()).collect();
    assert!(!pointers.is_empty());
    for pointer in pointers {
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
    let schemes = document["components"]["securitySchemes"]
        .as_object()
        .unwrap();
    for operation in document["paths"].as_object().unwrap().values() {
        for said in operation.as_object().unwrap().values() {
            for alternative in said["security"].as_array().unwrap() {
                let names = alternative.as_object().unwrap().keys();
                assert!(names.into_iter().all(|name| schemes.contains_key(name)));
            }
        }
    }
}
