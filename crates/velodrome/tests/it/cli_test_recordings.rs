//! `velodrome test` with `fetch.record`: what a server of the test answers is recorded, and replayed
//! when that server is gone.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::support::Site;

const RECORDING: &str = "backend/calls.recorded.json";

/// A server that counts what it is asked, and answers with the number, the target and the body.
struct Counting {
    addr: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Counting {
    fn start() -> Counting {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = listener.local_addr().unwrap();
        let asked = Arc::<AtomicUsize>::default();
        let counter = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &counter);
            }
        });
        Counting { addr, asked }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

/// Answers one request and closes.
fn answer(stream: TcpStream, asked: &AtomicUsize) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        if header.trim().is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').unwrap();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let target = line.split(' ').nth(1).unwrap();
    let body = String::from_utf8_lossy(&body);
    let number = asked.fetch_add(1, Ordering::SeqCst) + 1;
    let text = format!("{number} {target} {body}");
    let head = format!(
        "HTTP/1.1 203 Told\r\ncontent-type: text/plain\r\nset-cookie: a=1\r\nset-cookie: b=2\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        text.len()
    );
    let stream = reader.get_mut();
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
}

/// A site whose function passes its body on to the server, and makes the best of it when that fails.
fn site(server: &Counting, test: &str) -> Site {
    let site = Site::of(&format!(
        "import {{ ok, serverError }} from 'wix-http-functions';\n\
         import {{ fetch }} from 'wix-fetch';\n\
         export async function post_pass(request) {{\n\
         \x20 try {{\n\
         \x20   const answer = await fetch('http://{}/' + request.path.join('/'), {{ method: 'post', body: await request.body.text() }});\n\
         \x20   return ok({{ body: `${{answer.status}} ${{answer.statusText}}|${{answer.headers.raw()['set-cookie']}}|${{(await answer.buffer()).toString()}}` }});\n\
         \x20 }} catch (error) {{\n\
         \x20   return serverError({{ body: 'nothing' }});\n\
         \x20 }}\n\
         }}\n",
        server.addr
    ));
    site.write("backend/calls.test.js", &with_helpers(test));
    site
}

fn with_helpers(test: &str) -> String {
    format!(
        "import {{ call, expect, fetch, it, secrets }} from 'velodrome:test';\n\
         fetch.record('calls.recorded.json');\n\
         const pass = async (path, body) => (await call('POST', `pass${{path}}`, {{ body }})).text();\n\
         {test}"
    )
}

fn recording(site: &Site) -> Value {
    serde_json::from_str(&std::fs::read_to_string(site.path(RECORDING)).unwrap()).unwrap()
}

const TWICE: &str = "\
it('asks', async () => {
  expect(await pass('/a', 'x')).toBe('203 Told|a=1,b=2|1 /a x');
  expect(await pass('/a', 'x')).toBe('203 Told|a=1,b=2|2 /a x');
  expect(await pass('/a', 'y')).toBe('203 Told|a=1,b=2|3 /a y');
});
it('asks again', async () => {
  expect(await pass('/a', 'x')).toBe('203 Told|a=1,b=2|4 /a x');
});
";

#[test]
fn what_was_recorded_once_is_replayed_without_the_server() {
    let server = Counting::start();
    let site = site(&server, TWICE);
    site.run(&["test"])
        .exits(0)
        .says("recorded: backend/calls.recorded.json has 4 calls");
    assert_eq!(server.asked(), 4);
    let written = std::fs::read_to_string(site.path(RECORDING)).unwrap();

    site.run(&["test"]).exits(0);
    site.run(&["test", "--record", "none"]).exits(0);
    site.run(&["test", "--record", "new"]).exits(0);
    // Each test has its own answers, also when it runs alone.
    site.run(&["test", "--filter", "asks again"]).exits(0);
    assert_eq!(server.asked(), 4);
    let kept = std::fs::read_to_string(site.path(RECORDING)).unwrap();
    assert_eq!(kept, written);
}

#[test]
fn a_call_that_is_not_recorded_fails_its_test_although_the_function_made_the_best_of_it() {
    let server = Counting::start();
    let site = site(&server, "it('a', () => pass('/a', 'x'));\n");
    site.run(&["test"]).exits(0);
    site.write(
        "backend/calls.test.js",
        &with_helpers("it('a', () => pass('/a', 'z'));\nit('b', () => pass('/a', 'x'));\n"),
    );
    let ran = site.run(&["test"]).exits(1);
    let wanted = format!(
        "\
  TypeError: fetch of POST http://{0}/a is not in the recording backend/calls.recorded.json
    its body: \"z\"
  of this address it has:
    POST http://{0}/a with the body \"x\"
  `velodrome test --record new` asks the server for what is missing, `--record all` for everything anew

  backend/http-functions.js:5:",
        server.addr
    );
    assert!(ran.stdout.contains(&wanted), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("2 tests: 1 passed, 1 failed"),
        "{}",
        ran.stdout
    );
    assert_eq!(server.asked(), 1);

    site.run(&["test", "--record", "new"]).exits(0);
    assert_eq!(server.asked(), 2);
    assert_eq!(recording(&site)["calls"].as_array().unwrap().len(), 2);
    site.run(&["test"]).exits(0);
    assert_eq!(server.asked(), 2);
}

#[test]
fn recording_all_drops_what_no_test_asks_for_unless_tests_are_left_out() {
    let server = Counting::start();
    let site = site(
        &server,
        "it('a', () => pass('/a', 'x'));\nit('b', () => pass('/b', 'x'));\n",
    );
    site.run(&["test"]).exits(0);
    site.write(
        "backend/calls.test.js",
        &with_helpers("it('a', () => pass('/c', 'x'));\nit('b', () => pass('/b', 'x'));\n"),
    );
    let bodies = |site: &Site| -> Vec<String> {
        let calls = recording(site)["calls"].clone();
        let texts = calls.as_array().unwrap().iter();
        let mut texts: Vec<String> = texts
            .map(|call| {
                call["response"]["body"]["text"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        texts.sort();
        texts
    };
    site.run(&["test", "--record", "all", "--filter", "> a"])
        .exits(0);
    assert_eq!(bodies(&site), ["2 /b x", "3 /c x"]);
    site.run(&["test", "--record", "all"]).exits(0);
    assert_eq!(bodies(&site), ["4 /c x", "5 /b x"]);
    site.run(&["test", "--record", "all", "--watch"]).exits(64);
}

#[test]
fn the_values_of_secrets_are_in_no_recording() {
    let server = Counting::start();
    let test = "\
secrets.set({ KEY: 'pa ss/word', NAME: 'somebody' });
it('a', async () => {
  expect(await pass('/a%3Fkey%3Dpa%2520ss%252Fword', 'I am somebody')).toContain(' /a?key=pa%20ss%2Fword I am somebody');
});
";
    let site = site(&server, test);
    site.run(&["test"]).exits(0);
    let text = std::fs::read_to_string(site.path(RECORDING)).unwrap();
    for value in ["pa ss/word", "pa%20ss%2Fword", "somebody"] {
        assert!(!text.contains(value), "{text}");
    }
    assert!(
        text.contains("{{secret KEY encoded}}") && text.contains("{{secret NAME}}"),
        "{text}"
    );
    site.run(&["test", "--record", "none"]).exits(0);
    // Another value, as another developer has it, finds the same calls.
    let other = test
        .replace("pass('/a?key", "pass('/a%3Fkey%3Dpa%2520ss%252Fword")
        .replace("somebody", "someone else");
    site.write("backend/calls.test.js", &with_helpers(&other));
    site.run(&["test", "--record", "none"]).exits(0);
    assert_eq!(server.asked(), 1);
}

#[test]
fn recordings_that_are_not_there_or_not_readable_are_told_of() {
    let server = Counting::start();
    let site = site(&server, "it('a', () => pass('/a', 'x'));\n");
    let ran = site.run(&["test", "--record", "none"]).exits(1);
    assert!(
        ran.stdout
            .contains("there is no recording backend/calls.recorded.json"),
        "{}",
        ran.stdout
    );
    for (text, why) in [
        ("{", "cannot be read: "),
        ("{\"version\":9}", "its version is 9, not 1"),
        (
            "{\"version\":1,\"calls\":[{\"test\":\"a\"}]}",
            "calls[0] has not all that a call has",
        ),
    ] {
        site.write(RECORDING, text);
        let ran = site.run(&["test"]).exits(1);
        assert!(ran.stdout.contains(why), "{why}\n{}", ran.stdout);
    }
    site.write(
        "backend/calls.test.js",
        "import { fetch } from 'velodrome:test';\nfetch.record('../../calls.json');\n",
    );
    let ran = site.run(&["test"]).exits(1);
    assert!(
        ran.stdout.contains("is not below the site's folder"),
        "{}",
        ran.stdout
    );
    assert_eq!(server.asked(), 0);
}
