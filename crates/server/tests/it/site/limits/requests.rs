//! Requests at work: how many, how long, how busy, and what they leave behind.

use super::super::server::{Server, expect, finish};
use super::limits;

#[test]
pub fn one_more_in_a_minute_is_429() {
    let config = limits(&[("requests_per_minute_max", 3)]);
    let site = "return { get_x() { return ok(); } };";
    let server = Server::serve(&config, site);
    for _ in 0..3 {
        expect(&server.get("/x"), 200, "");
    }
    // A new minute may begin at any moment, but not twice in so few requests.
    let more: Vec<_> = (0..4).map(|_| server.get("/x")).collect();
    let refused = more.iter().find(|answer| answer.status == 429).unwrap();
    expect(refused, 429, "RATE_LIMITED");
    let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds));
    let dev = Server::dev(&config, site);
    for _ in 0..8 {
        expect(&dev.get("/x"), 200, "");
    }
}

#[test]
pub fn one_more_at_work_is_503() {
    let config = limits(&[("requests_in_flight_max", 2), ("wall_time_ms_max", 3000)]);
    let site = r#"return {
        get_wait() { console.log("waiting"); return new Promise(() => {}); },
        get_x() { return ok(); },
    };"#;
    let server = Server::dev(&config, site);
    let first = server.begin("/wait");
    server.logs.wait_for("waiting");
    expect(&server.get("/x"), 200, "");
    let second = server.begin("/wait");
    server.logs.wait_for_many("waiting", 2);
    let third = server.get("/x");
    expect(&third, 503, "OVERLOADED");
    assert_eq!(third.header("retry-after"), Some("1"));
    expect(&finish(first), 504, "WALL_TIME");
    expect(&finish(second), 504, "WALL_TIME");
    expect(&server.get("/x"), 200, "");
}

#[test]
pub fn a_function_that_takes_longer_is_504_and_goes_on() {
    let site = r#"return {
        async get_slow() {
            await new Promise((resolve) => setTimeout(resolve, 400));
            console.log("went on");
            return ok({ body: "discarded" });
        },
        get_soon() { return new Promise((resolve) => setTimeout(() => resolve(ok()), 1)); },
    };"#;
    let server = Server::dev(&limits(&[("wall_time_ms_max", 200)]), site);
    expect(&server.get("/slow"), 504, "WALL_TIME");
    server.logs.wait_for("went on");
    let patient = Server::dev(&limits(&[("wall_time_ms_max", 60_000)]), site);
    expect(&patient.get("/slow"), 200, "");
    expect(&patient.get("/soon"), 200, "");
}

#[test]
pub fn more_cpu_time_is_500() {
    let site = r#"return {
        get_busy({ query }) {
            const until = Date.now() + Number(query.ms);
            while (Date.now() < until);
            return ok();
        },
    };"#;
    let server = Server::dev(&limits(&[("cpu_time_ms_max", 2000)]), site);
    expect(&server.get("/busy?ms=100"), 200, "");
    expect(&server.get("/busy?ms=60000"), 500, "CPU_LIMIT");
    expect(&server.get("/busy?ms=0"), 200, "");
}

const BACKGROUND: &str = r#"return {
    async get_late({ query }) {
        console.log("began " + query.name);
        await new Promise((resolve) => setTimeout(resolve, Number(query.ms)));
        console.log("late " + query.name);
        return ok();
    },
    get_timer({ query }) {
        return new Promise((resolve) => setTimeout(() => resolve(ok()), Number(query.ms)));
    },
};"#;

#[test]
pub fn the_background_is_forgotten_after_a_time() {
    let values = [("wall_time_ms_max", 50), ("background_time_ms_max", 200)];
    let server = Server::dev(&limits(&values), BACKGROUND);
    expect(&server.get("/late?name=a&ms=1000"), 504, "WALL_TIME");
    // Of a later request, which is not yet overdue when the first would have gone on.
    expect(&server.get("/late?name=b&ms=100"), 504, "WALL_TIME");
    server.logs.wait_for("late b");
    std::thread::park_timeout(std::time::Duration::from_millis(1200));
    assert_eq!(server.logs.count("late a"), 0);
}

#[test]
pub fn the_oldest_in_the_background_is_forgotten() {
    let values = [("wall_time_ms_max", 300), ("background_requests_max", 1)];
    let server = Server::dev(&limits(&values), BACKGROUND);
    expect(&server.get("/late?name=a&ms=1500"), 504, "WALL_TIME");
    expect(&server.get("/late?name=b&ms=1500"), 504, "WALL_TIME");
    server.logs.wait_for("late b");
    assert_eq!(server.logs.count("late a"), 0);
    expect(&server.get("/late?name=c&ms=600"), 504, "WALL_TIME");
    server.logs.wait_for("late c");
}
