//! What is counted.

use super::client::{World, expect_error};

#[test]
pub fn a_burst_is_counted_per_application() {
    let config = "[limits]\napi_requests_per_minute_max = 1\napi_burst_max = 3\n";
    let world = World::plain(config);
    let (one, two) = (world.client("one"), world.client("two"));
    let mut wrong = one.clone();
    wrong.secret = two.secret.clone();
    for _ in 0..5 {
        // What is not signed by the application does not count for it.
        assert_eq!(wrong.send("GET", "/v1/collections", "").status, 403);
    }
    for _ in 0..3 {
        assert_eq!(one.send("GET", "/v1/collections", "").status, 200);
    }
    let answer = one.send("GET", "/v1/collections", "");
    expect_error(&answer, 429, "RATE_LIMITED");
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds));
    assert_eq!(two.send("GET", "/v1/collections", "").status, 200);
}

#[test]
pub fn replays_are_remembered_up_to_a_limit() {
    let config = "[api]\nreplay_cache = true\n[limits]\napi_replay_signatures_max = 16\n";
    let world = World::plain(config);
    let client = world.client("a");
    let write = |number: usize| {
        let body = format!("{{\"_id\":\"{number}\"}}");
        client.sign("POST", "/v1/collections/things/items", body.as_bytes())
    };
    for number in 0..16 {
        let request = write(number);
        assert_eq!(request.send().status, 200);
        expect_error(&request.send(), 403, "CREDENTIALS_NOT_ACCEPTED");
    }
    world.server.logs.wait_for("replayed");
    expect_error(&write(16).send(), 503, "OVERLOADED");
    assert_eq!(client.send("GET", "/v1/collections", "").status, 200);
}
