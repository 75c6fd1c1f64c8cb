//! Threads and timers.

use std::time::Duration;

use velodrome_testkit::http::render;

use super::super::server::{Server, alone, expect, finish, wait_until};
use super::limits;

#[test]
pub fn one_more_timer_throws() {
    let site = r#"return {
        get_timers({ query }) {
            const ids = [];
            try {
                for (let i = 0; i < Number(query.n); i++) ids.push(setTimeout(() => {}, 1e6));
                return ok({ body: "all" });
            } catch (error) {
                return ok({ body: error.name + " " + ids.length });
            } finally {
                ids.forEach(clearTimeout);
            }
        },
    };"#;
    let server = Server::dev(&limits(&[("timers_max", 5)]), site);
    assert_eq!(server.get("/timers?n=5").text(), "all");
    assert_eq!(server.get("/timers?n=6").text(), "RangeError 5");
}

/// Each VM says once that it was loaded; `spin` runs until its CPU time is used up.
const SPIN: &str = r#"
    console.log("loaded");
    return {
        get_x() { return ok({ body: "x" }); },
        get_spin() { console.log("spinning"); for (;;) {} },
    };"#;

#[test]
pub fn busy_threads_are_joined_by_no_more_than_allowed() {
    let _alone = alone();
    let values = [
        ("instances_max", 2),
        ("stand_ins_max", 0),
        ("cpu_time_ms_max", 4000),
    ];
    let server = Server::dev(&limits(&values), SPIN);
    expect(&server.get("/x"), 200, "");
    let first = server.begin("/spin");
    server.logs.wait_for("spinning");
    wait_until("a second VM answers", || server.get("/x").status == 200);
    assert_eq!(server.logs.count("loaded"), 2);
    let second = server.begin("/spin");
    server.logs.wait_for_many("spinning", 2);
    // Both are stuck, and nobody may join or stand in.
    wait_until("nobody is left", || server.get("/x").status == 503);
    assert_eq!(server.logs.count("loaded"), 2);
    expect(&finish(first), 500, "CPU_LIMIT");
    expect(&finish(second), 500, "CPU_LIMIT");
}

#[test]
pub fn so_many_stand_in_and_then_503() {
    let _alone = alone();
    let values = [
        ("instances_max", 1),
        ("stand_ins_max", 1),
        ("cpu_time_ms_max", 4000),
    ];
    let server = Server::dev(&limits(&values), SPIN);
    let first = server.begin("/spin");
    server.logs.wait_for("spinning");
    expect(&server.get("/x"), 200, "");
    assert_eq!(server.logs.count("loaded"), 2, "answered by a stand-in");
    let second = server.begin("/spin");
    server.logs.wait_for_many("spinning", 2);
    let mut refused = None;
    wait_until("nobody is left", || {
        let answer = server.get("/x");
        let is_refused = answer.status == 503;
        refused = Some(answer);
        is_refused
    });
    let refused = refused.unwrap();
    expect(&refused, 503, "OVERLOADED");
    assert_eq!(refused.header("retry-after"), Some("1"));
    let of_api = render("GET", "/v1/collections", &[("Host", "site.test")], b"");
    let refused = server.connect().request("GET", &of_api).unwrap();
    expect(&refused, 503, "OVERLOADED");
    assert!(refused.text().contains("\"errorCode\":503"));
    expect(&finish(first), 500, "CPU_LIMIT");
    expect(&finish(second), 500, "CPU_LIMIT");
    wait_until("the server is itself again", || {
        server.get("/x").status == 200
    });
}

#[test]
pub fn draining_ends_at_its_deadline() {
    let site = r#"return {
        get_slow() { console.log("waiting"); return new Promise((resolve) => setTimeout(() => resolve(ok()), 200)); },
        get_never() { console.log("never"); return new Promise(() => {}); },
    };"#;
    let mut patient = Server::dev("", site);
    let slow = patient.begin("/slow");
    patient.logs.wait_for("waiting");
    patient.drain(Duration::from_secs(60));
    expect(&finish(slow), 200, "");
    let mut server = Server::dev("", site);
    let never = server.begin("/never");
    server.logs.wait_for("never");
    // Returns although a request is at work.
    server.drain(Duration::from_millis(50));
    drop(never);
}
