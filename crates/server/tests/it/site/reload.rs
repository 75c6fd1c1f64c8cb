//! Other code takes over while requests run.

use velodrome_site::host::resident_bytes;
use velodrome_site::lanes::Lane;

use super::server::{Server, alone, expect, finish, request, wait_until};

/// Switches whose memory is compared.
const SWITCHES: u64 = 2000;

fn site(name: &str) -> String {
    format!(
        r#"
        setInterval(() => console.log("tick {name}"), 5);
        return {{
            get_name() {{ return ok({{ body: "{name}" }}); }},
            get_slow() {{
                console.log("waiting {name}");
                return new Promise((resolve) => setTimeout(() => resolve(ok({{ body: "{name}" }})), 300));
            }},
        }};"#
    )
}

#[test]
fn running_requests_finish_on_the_old_code_and_its_timers_stop_then() {
    let server = Server::dev("", &site("old"));
    let running = server.begin("/slow");
    server.logs.wait_for("waiting old");
    let mut kept = server.connect();
    assert_eq!(request(&mut kept, "GET", "/name", &[], b"").text(), "old");
    server.switch(Lane::Development, 0, &site("new"));
    assert_eq!(request(&mut kept, "GET", "/name", &[], b"").text(), "new");
    let before = server.logs.count("tick old");
    server.logs.wait_for_many("tick old", before + 1);
    assert_eq!(finish(running).text(), "old");
    wait_for_silence(&server, "tick old");
    server.logs.wait_for("tick new");
}

#[test]
fn old_code_goes_and_new_code_comes_without_a_request() {
    let server = Server::dev("", &site("old"));
    server.logs.wait_for("tick old");
    server.switch(Lane::Development, 0, &site("new"));
    server.logs.wait_for("tick new");
    wait_for_silence(&server, "tick old");
}

/// Waits until no such line has come while fifty of the new code's did.
fn wait_for_silence(server: &Server, text: &str) {
    wait_until("the old timers have stopped", || {
        let old = server.logs.count(text);
        let new = server.logs.count("tick new");
        server.logs.wait_for_many("tick new", new + 50);
        server.logs.count(text) == old
    });
}

#[test]
fn a_build_that_fails_is_answered_and_the_next_one_recovers() {
    use velodrome_model::build::{Diagnostic, Severity};
    use velodrome_site::lanes::Standing;
    let server = Server::dev("", &site("old"));
    assert_eq!(server.get("/name").text(), "old");
    let diagnostic = Diagnostic {
        severity: Severity::Error,
        code: "SYNTAX_ERROR".to_owned(),
        message: "Unexpected token.".to_owned(),
        file: Some("backend/http-functions.js".to_owned()),
        line: 3,
        column: 7,
        hint: None,
        frame: None,
    };
    server
        .site
        .lanes
        .set(Lane::Development, Standing::Broken([diagnostic].into()));
    let answer = server.get("/name");
    expect(&answer, 500, "BUILD_FAILED");
    assert!(
        answer
            .text()
            .contains("backend/http-functions.js:3:7: Unexpected token.")
    );
    server.switch(Lane::Development, 0, &site("new"));
    assert_eq!(server.get("/name").text(), "new");
}

#[test]
fn a_publication_changes_only_its_own_address() {
    let server = Server::serve("", &site("one"));
    server.switch(Lane::Development, 0, &site("tree"));
    let mut connection = server.connect();
    let mut name = |path| {
        let answer = request(&mut connection, "GET", path, &[], b"");
        (
            answer.text(),
            answer.header("x-velodrome-release").unwrap().to_owned(),
        )
    };
    assert_eq!(name("/name"), ("one".to_owned(), "1".to_owned()));
    let (text, release) = name("-dev/name");
    assert_eq!(text, "tree");
    assert!(release.starts_with("dev-"), "{release}");
    server.switch(Lane::Production, 2, &site("two"));
    assert_eq!(name("/name"), ("two".to_owned(), "2".to_owned()));
    assert_eq!(name("-dev/name").0, "tree");
}

#[test]
fn thousands_of_switches_leave_memory_flat() {
    let _alone = alone();
    let server = Server::dev("", &site("0"));
    let mut connection = server.connect();
    let mut switch = |number: u64| {
        let name = number.to_string();
        server.switch(Lane::Development, 0, &site(&name));
        let answer = request(&mut connection, "GET", "/name", &[], b"");
        assert_eq!(answer.text(), name);
        // On a slow machine a load can look stuck; a stand-in then has the connection and gives it back.
        if answer.closes {
            connection = server.connect();
        }
    };
    (1..SWITCHES / 10).for_each(&mut switch);
    let Some(before) = resident_bytes() else {
        return;
    };
    (SWITCHES / 10..SWITCHES).for_each(&mut switch);
    let after = resident_bytes().unwrap();
    // A VM that stayed would take megabytes; so many would take gigabytes.
    assert!(
        after < before + (300 << 20),
        "{before} bytes before, {after} after"
    );
}
