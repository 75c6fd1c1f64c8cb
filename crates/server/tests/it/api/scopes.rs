//! What an application may not do.

use velodrome_server::api::ROUTES;
use velodrome_site::apps::{CursorEnd, Scopes};

use super::client::{World, expect_error, path_of};

#[test]
fn every_route_needs_its_scope() {
    let world = World::new("", "return { get_hello: () => ok() };");
    for (index, route) in ROUTES.iter().enumerate() {
        let Some(needed) = route.scope else {
            continue;
        };
        let all_others = Scopes::ALL
            .iter()
            .filter(|scope| *scope != needed)
            .fold(Scopes::NONE, Scopes::with);
        let client = world.client_with(&format!("a{index}"), all_others, CursorEnd::Zero);
        let path = path_of(route.template);
        let answer = client.send(route.method, &path, "");
        let json = expect_error(&answer, 403, "SCOPE_MISSING");
        let scope = needed.to_string();
        assert!(json["message"].as_str().unwrap().contains(&scope), "{json}");
        world
            .registry
            .set(
                &format!("a{index}"),
                Some(Scopes::NONE.with(needed)),
                None,
                super::client::now_ms(),
            )
            .unwrap();
        assert_ne!(client.send(route.method, &path, "").status, 403);
    }
}
