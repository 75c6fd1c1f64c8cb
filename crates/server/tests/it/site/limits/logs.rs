//! What a function may write to the log.

use super::super::server::{Server, expect};
use super::limits;

const SITE: &str = r#"return {
    get_line({ query }) { console.log("x".repeat(Number(query.n))); return ok(); },
    get_lines({ query }) { for (let i = 1; i <= Number(query.n); i++) console.log("line " + i); return ok(); },
};"#;

#[test]
pub fn a_longer_line_is_cut() {
    let server = Server::dev(&limits(&[("log_line_bytes_max", 100)]), SITE);
    expect(&server.get("/line?n=100"), 200, "");
    expect(&server.get("/line?n=101"), 200, "");
    let lines: Vec<String> = server
        .logs
        .lines()
        .iter()
        .map(|line| line.message.clone())
        .collect();
    let whole = "x".repeat(100);
    assert_eq!(lines, [whole.clone(), format!("{whole}.. (1 more bytes)")]);
}

#[test]
pub fn further_lines_are_not_shown() {
    let server = Server::dev(&limits(&[("log_lines_per_request_max", 3)]), SITE);
    let lines_of = |path: &str| -> Vec<String> {
        expect(&server.get(path), 200, "");
        server
            .logs
            .lines()
            .drain(..)
            .map(|line| line.message)
            .collect()
    };
    let all = ["line 1", "line 2", "line 3"];
    assert_eq!(lines_of("/lines?n=3"), all);
    let some = lines_of("/lines?n=9");
    assert_eq!(some[..3], all);
    assert_eq!(some.len(), 4);
    assert!(some[3].contains("log_lines_per_request_max"), "{}", some[3]);
    assert_eq!(
        lines_of("/lines?n=1"),
        ["line 1"],
        "the next request counts anew"
    );
}
