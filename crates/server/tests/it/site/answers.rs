//! What an answer carries besides what the function said.

use std::io::{Read, Write};
use std::net::TcpStream;

use super::server::{PATIENCE, Server, bytes, expect};

#[test]
fn html_is_refused_by_flag_and_the_log_names_it() {
    let body = r#"return {
        get_html() { return ok({ headers: { "Content-Type": "Text/HTML; charset=utf-8" }, body: "<p>" }); },
        get_text() { return ok({ headers: { "Content-Type": "text/html-sandboxed" }, body: "<p>" }); },
    };"#;
    let server = Server::serve("[compat]\nhtml_on_free = \"refuse\"\n", body);
    let refused = server.get("/html");
    expect(&refused, 500, "BAD_RESPONSE");
    assert!(
        !refused.text().contains("html_on_free"),
        "production says only that it failed"
    );
    server.logs.wait_for("html_on_free");
    let lines = server.logs.lines();
    let line = lines
        .iter()
        .find(|line| line.message.contains("html_on_free"))
        .unwrap();
    assert_eq!(line.function.as_deref(), Some("get_html"));
    assert_eq!(
        line.request_id.as_deref(),
        refused.header("x-velodrome-request-id")
    );
    assert_eq!(line.revision, 1);
    drop(lines);
    expect(&server.get("/text"), 200, "");
}

#[test]
fn html_is_allowed_without_the_flag() {
    let body = r#"return { get_html() { return ok({ headers: { "Content-Type": "text/html" }, body: "<p>" }); } };"#;
    expect(&Server::dev("", body).get("/html"), 200, "");
}

#[test]
fn options_answered_by_flag_carry_the_methods_and_nothing_of_an_error() {
    let server = Server::serve(
        "[compat]\noptions = \"auto\"\n",
        "return { get_x() { return ok(); }, options_own() { return ok({ body: \"own\" }); } };",
    );
    // The first request finds the VM's routes only after its body was read, later ones before.
    for _ in 0..2 {
        let answer = server.send("OPTIONS", "/x", &[], b"");
        expect(&answer, 204, "");
        assert_eq!(answer.header("allow"), Some("GET, HEAD, OPTIONS"));
        assert_eq!(answer.header("content-type"), None);
        assert_eq!(answer.header("x-velodrome-release"), Some("1"));
    }
    assert_eq!(server.send("OPTIONS", "/own", &[], b"").text(), "own");
    expect(
        &server.send("OPTIONS", "/none", &[], b""),
        404,
        "FUNCTION_NOT_FOUND",
    );
}

#[test]
fn refusals_of_a_known_release_name_it() {
    let server = Server::serve("", "return { get_x() { return ok(); } };");
    let name = |method, path| {
        let answer = server.send(method, path, &[], b"");
        (
            answer.status,
            answer.header("x-velodrome-release").unwrap().to_owned(),
        )
    };
    for _ in 0..2 {
        assert_eq!(name("GET", "/none"), (404, "1".to_owned()));
        assert_eq!(name("PUT", "/x"), (405, "1".to_owned()));
        assert_eq!(name("GET", "/x"), (200, "1".to_owned()));
    }
    let elsewhere = server.send("GET", "/../elsewhere", &[], b"");
    assert_eq!(elsewhere.header("x-velodrome-release"), Some("1"));
}

#[test]
fn an_address_of_nobody_names_no_release() {
    let server = Server::serve("", "return { get_x() { return ok(); } };");
    let mut connection = server.connect();
    let answer = connection
        .request("GET", b"GET /elsewhere HTTP/1.1\r\nHost: a\r\n\r\n")
        .unwrap();
    expect(&answer, 404, "NOT_FOUND");
    assert_eq!(answer.header("x-velodrome-release"), Some("none"));
}

#[test]
fn header_values_are_latin1_on_the_wire() {
    let body = r#"return {
        get_file() { return ok({ headers: { "Content-Disposition": "attachment; filename=\"caf\u00e9.txt\"" } }); },
        get_euro() { return ok({ headers: { "X-Price": "\u20ac 1" } }); },
        get_line() { return ok({ headers: { "X-A": "1\r\nX-B: 2" } }); },
    };"#;
    let server = Server::dev("", body);
    let mut stream = TcpStream::connect(server.addr).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
        .write_all(&bytes("GET", "/file", &[("Connection", "close")], b""))
        .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let line = b"Content-Disposition: attachment; filename=\"caf\xe9.txt\"\r\n";
    assert!(
        answer.windows(line.len()).any(|window| window == line),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    expect(&server.get("/euro"), 500, "BAD_RESPONSE");
    expect(&server.get("/line"), 500, "BAD_RESPONSE");
}

#[test]
fn a_list_of_values_is_sent_as_so_many_headers() {
    let body = r#"return {
        get_x() { return ok({ headers: { "Set-Cookie": ["a=1", "b=2"], "X-Number": 5, "X-None": undefined, Connection: "close" } }); },
    };"#;
    let server = Server::dev("", body);
    let answer = server.get("/x");
    assert_eq!(answer.all("set-cookie"), ["a=1", "b=2"]);
    assert_eq!(answer.all("x-number"), ["5"]);
    assert_eq!(answer.header("x-none"), None);
    assert!(!answer.closes, "the connection is the server's business");
    assert_eq!(server.logs.count("sets a cookie"), 1);
}

#[test]
fn what_only_the_server_can_know_is_not_the_functions_to_say() {
    let body = r#"return {
        get_x() { return ok({ body: "hello", headers: {
            "X-Velodrome-Error": "INTERNAL", "x-velodrome-request-id": "mine", "X-VELODROME-RELEASE": "9",
            "Content-Length": "99", "Transfer-Encoding": "chunked", Date: "never", Connection: "close",
        } }); },
    };"#;
    let answer = Server::dev("", body).get("/x");
    expect(&answer, 200, "");
    assert_eq!(answer.text(), "hello");
    for name in ["x-velodrome-request-id", "x-velodrome-release", "date"] {
        let values = answer.all(name);
        assert_eq!(values.len(), 1, "{name}: {values:?}");
        assert!(
            !["mine", "9", "never"].contains(&values[0]),
            "{name}: {values:?}"
        );
    }
    assert_eq!(answer.header("x-velodrome-error"), None);
    assert!(!answer.closes);
}

#[test]
fn stacks_show_the_sites_frames_and_none_of_ours() {
    let server = Server::dev(
        "",
        "return { get_bad() { return 5; }, get_throw() { throw new TypeError(\"x\"); } };",
    );
    for path in ["/bad", "/throw"] {
        let text = server.get(path).text();
        assert!(
            !text.contains("<anonymous>") && !text.contains("velodrome:"),
            "{text}"
        );
    }
    assert!(server.get("/throw").text().contains("get_throw"));
}

#[test]
fn a_slash_at_the_end_is_an_empty_segment_only_by_flag() {
    let body = "return { get_path(request) { return ok({ body: request.path }); } };";
    let keep = Server::dev("[compat]\ntrailing_slash = \"keep\"\n", body);
    let drop = Server::dev("", body);
    for (path, kept, dropped) in [
        ("/path", "[]", "[]"),
        ("/path/", "[\"\"]", "[]"),
        ("/path//", "[\"\",\"\"]", "[]"),
        ("/path/a", "[\"a\"]", "[\"a\"]"),
        ("/path/a/", "[\"a\",\"\"]", "[\"a\"]"),
        ("/path//a", "[\"\",\"a\"]", "[\"\",\"a\"]"),
    ] {
        assert_eq!(keep.get(path).text(), kept, "{path}");
        assert_eq!(drop.get(path).text(), dropped, "{path}");
    }
}
