//! What an application may not do.

use velodrome_server::api::ROUTES;
use velodrome_site::apps::{CursorEnd, Scopes};

use super::client::{World, expect_error};

#[test]
fn every_route_needs_its_scope() {
    let world = World::new("", "return { get_hello: () => ok() };");
    for (index, route) in ROUTES.iter().enumerate() {
        let all_others = Scopes::ALL
            .iter()
            .filter(|scope| *scope != route.scope)
            .fold(Scopes::NONE, Scopes::with);
        let client = world.client_with(&format!("a{index}"), all_others, CursorEnd::Zero);
        let path = route.template.replace("{collection}", "things");
        let path = path.replace("{item}", "1").replace("{name}", "hello");
        let answer = client.send(route.method, &path, "");
        let json = expect_error(&answer, 403, "SCOPE_MISSING");
        let scope = route.scope.to_string();
        assert!(json["message"].as_str().unwrap().contains(&scope), "{json}");
        world
            .registry
            .set(
                &format!("a{index}"),
                Some(Scopes::NONE.with(route.scope)),
                None,
                super::client::now_ms(),
            )
            .unwrap();
        assert_ne!(client.send(route.method, &path, "").status, 403);
    }
}
