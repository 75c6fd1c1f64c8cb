//! `velodrome dev`: what it says, and where.

use crate::support::{Server, Site, get};

const HANDLERS: &str = "
import { ok, unauthorized } from 'wix-http-functions';
console.log('it is loaded');
export function get_hello(request) {
  console.warn('hello from', request.query.name);
  return ok({ body: typeof unauthorized });
}
";

#[test]
fn stdout_has_one_line_and_the_log_goes_to_stderr() {
    let site = Site::of(HANDLERS);
    let server = Server::dev(&site);
    assert_eq!(
        get(server.addr, "/_functions/hello?name=you").text(),
        "undefined"
    );
    server.wait_for_log("hello from you");
    server.wait_for_log("/_functions/hello");
    server.wait_for_log("it is loaded");
    // What the runtime lacks is told with its place, before anybody misses it.
    server.wait_for_log("backend/http-functions.js:2:14: warning[MISSING_EXPORT]");
    let ready = format!("velodrome ready http://{}", server.addr);
    assert_eq!(server.stdout.lines(), [ready]);
}

#[test]
fn console_lines_name_function_request_and_place() {
    let site = Site::of(HANDLERS);
    let server = Server::dev_with(&site, &["--log-format", "json"]);
    let answer = get(server.addr, "/_functions/hello?name=json");
    server.wait_for_log("hello from json");
    let lines = server.logs.lines();
    let line = lines.iter().find(|line| line.contains("hello from json"));
    let line: serde_json::Value = serde_json::from_str(line.unwrap()).unwrap();
    let all = line.to_string();
    assert_eq!(line["severity"], "WARNING", "{all}");
    let id = answer.header("x-velodrome-request-id").unwrap();
    for part in [id, "get_hello", "backend/http-functions.js"] {
        assert!(all.contains(part), "{part}: {all}");
    }
}

#[test]
fn a_folder_without_a_site_ends_it_with_a_reason() {
    let site = Site::of("");
    std::fs::remove_dir_all(site.path("backend")).unwrap();
    site.run(&["dev"]).exits(1).prints("").says("src/backend");
}
