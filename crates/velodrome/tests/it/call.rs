//! `velodrome call`: one request without a port.

use std::process::Output;

use crate::support::{Site, run};

const HANDLERS: &str = "
import { ok, notFound, response } from 'wix-http-functions';
export async function post_echo(request) {
  console.log('echo is called');
  const { path, query, headers } = request;
  return ok({ body: { path, query, tag: headers['x-tag'], text: await request.body.text() } });
}
export const get_text = () => ok({ body: 'text' });
export const get_teapot = () => response({ status: 418 });
export function get_broken() { throw new Error('it is broken'); }
";

fn call(site: &Site, args: &[&str]) -> Output {
    let dir = site.dir();
    let mut all = vec!["call", dir.to_str().unwrap()];
    all.extend(args);
    run(all)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_body_goes_to_stdout_and_all_else_to_stderr() {
    let site = Site::of(HANDLERS);
    let output = call(
        &site,
        &[
            "POST",
            "/_functions/echo/a/b?c=d",
            "-H",
            "X-Tag: one",
            "-d",
            "some text",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(
        text(&output.stdout),
        r#"{"path":["a","b"],"query":{"c":"d"},"tag":"one","text":"some text"}"#
    );
    let said = text(&output.stderr);
    assert!(said.contains("HTTP/1.1 200 OK"), "{said}");
    assert!(said.contains("echo is called"), "{said}");
}

#[test]
fn a_body_may_be_a_files_content() {
    let site = Site::of(HANDLERS);
    site.write("body.txt", "from a file");
    let file = format!("@{}", site.path("body.txt").display());
    let output = call(&site, &["POST", "/_functions/echo", "-d", &file]);
    assert!(text(&output.stdout).contains("from a file"), "{output:?}");
    let output = call(&site, &["POST", "/_functions/echo", "-d", "@nowhere"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("nowhere"), "{output:?}");
}

#[test]
fn the_exit_code_tells_the_functions_answer_from_a_failure() {
    let site = Site::of(HANDLERS);
    let code = |path: &str| call(&site, &["GET", path]).status.code();
    assert_eq!(code("/_functions/text"), Some(0));
    assert_eq!(code("/_functions/teapot"), Some(0));
    assert_eq!(code("/_functions/nothing"), Some(0));
    assert_eq!(code("/_functions/broken"), Some(1));
    site.handlers("export const get_text = (");
    let output = call(&site, &["GET", "/_functions/text"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("http-functions.js:1:26"),
        "{output:?}"
    );
}
