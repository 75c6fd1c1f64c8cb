//! `process.exit()`: the work at hand ends with PROCESS_EXIT, the server goes on.

use super::server::{Server, expect, finish};

const SITE: &str = r#"
    let count = 0;
    return {
        get_now() { process.exit(3); },
        async get_async() { await null; process.exit(); },
        get_timer() { return new Promise(() => setTimeout(() => process.exit(1), 1)); },
        get_caught() { try { process.exit(); } catch {} return ok({ body: "went on" }); },
        get_finally() { try { process.exit(); } finally { return ok({ body: "went on" }); } },
        get_wait() { console.log("waiting"); return new Promise(() => {}); },
        get_count() { return ok({ body: String(++count) }); },
    };"#;

#[test]
fn whatever_way_it_is_called_everybody_on_the_vm_is_told() {
    for path in ["/now", "/async", "/timer", "/caught", "/finally"] {
        let server = Server::dev("", SITE);
        assert_eq!(server.get("/count").text(), "1");
        let waiting = server.begin("/wait");
        server.logs.wait_for("waiting");
        expect(&server.get(path), 500, "PROCESS_EXIT");
        expect(&finish(waiting), 500, "PROCESS_EXIT");
        assert_eq!(
            server.get("/count").text(),
            "1",
            "{path}: the next request has a new VM"
        );
        assert_eq!(server.logs.count("process.exit("), 1, "{path}");
        let lines = server.logs.lines();
        let others: Vec<_> = lines
            .iter()
            .map(|line| line.message.as_str())
            .filter(|message| !message.starts_with("process.exit(") && *message != "waiting")
            .collect();
        assert!(others.is_empty(), "{path}: {others:?}");
    }
}

#[test]
fn while_the_site_is_loaded() {
    let server = Server::dev("", "process.exit(2); return {};");
    expect(&server.get("/x"), 500, "PROCESS_EXIT");
    assert!(server.logs.count("process.exit(2)") >= 1);
    assert_eq!(server.logs.count("failed while it was loaded"), 0);
}
