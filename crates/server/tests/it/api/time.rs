//! What depends on the time, under a clock that stands still until it is told to go on.

use super::client::{World, expect_error};

const THINGS: &str = "/v1/collections/things/items";
const MINUTE_MS: u64 = 60_000;

#[test]
fn a_timestamp_is_good_for_a_minute_on_either_side() {
    let world = World::plain("");
    let client = world.client("a");
    let minute = MINUTE_MS as i64;
    for (from_now_ms, is_accepted) in [
        (-minute, true),
        (-minute - 1, false),
        (0, true),
        (minute, true),
        (minute + 1, false),
    ] {
        let answer = client
            .sign_at("GET", "/v1/collections", b"", from_now_ms)
            .send();
        if is_accepted {
            assert_eq!(answer.status, 200, "{from_now_ms}: {}", answer.text());
        } else {
            expect_error(&answer, 403, "CREDENTIALS_NOT_ACCEPTED");
        }
    }
    let request = client.sign("GET", "/v1/collections", b"");
    world.clock.advance(MINUTE_MS);
    assert_eq!(request.send().status, 200);
    world.clock.advance(1);
    expect_error(&request.send(), 403, "CREDENTIALS_NOT_ACCEPTED");
}

#[test]
fn the_window_is_configurable() {
    let world = World::plain("[api]\ntimestamp_window_s = 300\n");
    let client = world.client("a");
    let send = |from_now_ms| {
        client
            .sign_at("GET", "/v1/collections", b"", from_now_ms)
            .send()
    };
    assert_eq!(send(-300_000).status, 200);
    expect_error(&send(-300_001), 403, "CREDENTIALS_NOT_ACCEPTED");
}

#[test]
fn a_walk_has_half_an_hour_from_its_first_page() {
    let world = World::plain("");
    let client = world.client("a");
    for _ in 0..6 {
        client.ok("POST", THINGS, "{}");
    }
    let next = |page: &serde_json::Value| page["nextCursor"].as_str().unwrap().to_owned();
    let first = client.ok("GET", &format!("{THINGS}?pageSize=2"), "");
    world.clock.advance(20 * MINUTE_MS);
    let second = client.ok("GET", &format!("{THINGS}?cursor={}", next(&first)), "");
    world.clock.advance(10 * MINUTE_MS);
    client.ok("GET", &format!("{THINGS}?cursor={}", next(&second)), "");
    world.clock.advance(1);
    for page in [&first, &second] {
        let late = client.send("GET", &format!("{THINGS}?cursor={}", next(page)), "");
        expect_error(&late, 400, "CURSOR_EXPIRED");
    }
}

#[test]
fn the_answer_says_the_time_by_which_it_was_judged() {
    let world = World::plain("");
    let client = world.client("a");
    world.clock.set(784_111_777_000);
    let answer = client.send("GET", "/v1/collections", "");
    assert_eq!(answer.header("date"), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
}
