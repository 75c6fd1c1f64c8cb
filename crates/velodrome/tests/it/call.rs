//! `velodrome call`: one request without a port.

use crate::support::Site;

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

#[test]
fn the_body_goes_to_stdout_and_all_else_to_stderr() {
    let site = Site::of(HANDLERS);
    let path = "/_functions/echo/a/b?c=d";
    site.run(&["call", "POST", path, "-H", "X-Tag: one", "-d", "some text"])
        .exits(0)
        .prints(r#"{"path":["a","b"],"query":{"c":"d"},"tag":"one","text":"some text"}"#)
        .says("HTTP/1.1 200 OK")
        .says("echo is called");
}

#[test]
fn the_site_may_be_elsewhere() {
    let site = Site::of(HANDLERS);
    let (dir, elsewhere) = (site.dir(), Site::empty());
    elsewhere
        .run(&["call", dir.to_str().unwrap(), "GET", "/_functions/text"])
        .exits(0)
        .prints("text");
    elsewhere
        .run(&["call", "GET", "/_functions/text"])
        .exits(1)
        .says("src/backend");
}

#[test]
fn a_body_may_be_a_files_content() {
    let site = Site::of(HANDLERS);
    site.write("body.txt", "from a file");
    let send = |body| site.run(&["call", "POST", "/_functions/echo", "-d", body]);
    let sent = send("@body.txt").exits(0);
    assert!(sent.stdout.contains("from a file"), "{sent:?}");
    send("@nowhere").exits(1).says("nowhere");
}

#[test]
fn the_exit_code_tells_the_functions_answer_from_a_failure() {
    let site = Site::of(HANDLERS);
    let get = |path| site.run(&["call", "GET", path]);
    get("/_functions/text").exits(0);
    get("/_functions/teapot").exits(0);
    get("/_functions/nothing").exits(0);
    get("/_functions/broken").exits(1).says("it is broken");
    site.handlers("export const get_text = (");
    get("/_functions/text")
        .exits(1)
        .says("http-functions.js:1:26");
}

#[test]
fn data_outlives_the_call() {
    let site = Site::of(
        "import wixData from 'wix-data';\nimport { ok } from 'wix-http-functions';\nexport const get_add = async () => ok({ body: await wixData.insert('c', { _id: 'x' }) });\nexport const get_count = async () => ok({ body: `${await wixData.query('c').count()}` });\n",
    );
    let call = |name: &str, more: &[&str]| {
        let path = format!("/_functions/{name}");
        site.run(&[&["call", "GET", &path], more].concat())
    };
    call("add", &[]).exits(0);
    call("count", &[]).exits(0).prints("1");
    call("count", &["--data-dir", "elsewhere"])
        .exits(0)
        .prints("0");
    call("add", &[]).exits(1).says("WDE0074");
}
