//! The runner says precisely what is wrong, and every case of the project parses.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;

use velodrome_testkit::cases::format::Case;
use velodrome_testkit::cases::{Failure, RunningServer, find, run_all, run_case};
use velodrome_testkit::logs::Logs;

const ANSWER: &str = "HTTP/1.1 200 OK\r\nX-Velodrome-Request-Id: 7\r\nX-Velodrome-Release: 0\r\nContent-Length: 15\r\n\r\n{\"a\":1,\"b\":\"c\"}";

/// A server that says `answer` to everything, and logs the request's line.
fn canned(answer: &'static str) -> Result<RunningServer, String> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    let logs = Logs::new();
    let log = logs.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            while let Some(Ok(first)) = lines.next() {
                log.push(format!("saw {first}"));
                while lines.next().unwrap().unwrap() != "" {}
                stream.write_all(answer.as_bytes()).unwrap();
            }
        }
    });
    Ok(RunningServer {
        addr,
        logs,
        keep: Box::new(()),
    })
}

fn run(case: &str, answer: &'static str) -> Result<(), Failure> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("case.toml"), case).unwrap();
    run_case(folder.path(), |_| canned(answer))
}

fn failure(case: &str) -> Failure {
    run(case, ANSWER).expect_err("the case must fail")
}

#[test]
fn a_case_that_holds_passes() {
    let case = r#"
        about = "x"
        [[step]]
        request = { path = "/x" }
        expect = { json = { a = 1, b = "c" }, log = ["saw GET /x"], absent = ["x-b"], contains = ["\"a\""], lacks = ["z"] }
        [[step]]
        connection = "new"
        request = { path = "/$ADDR" }
        expect = { json_has = '{"a": 1}', body_base64 = "eyJhIjoxLCJiIjoiYyJ9", closes = false }
    "#;
    run(case, ANSWER).unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn every_difference_is_named_with_the_step_s_line() {
    let failure = failure(
        "about = 'x'\n[[step]]\nrequest = { path = '/first' }\n[[step]]\nnote = 'the second'\nrequest = { path = '/second' }\n\
         expect = { status = 404, headers = { 'x-y' = 'z' }, json = { a = 2 }, code = 'NOT_FOUND' }\n",
    );
    assert_eq!(failure.line, 4);
    let text = failure.to_string();
    for part in [
        "the second",
        "expected 404, got 200",
        "header x-y",
        r#"expected JSON {"a":2}"#,
        "NOT_FOUND",
        "GET /second",
        "saw GET /first",
    ] {
        assert!(text.contains(part), "{part:?} is missing in:\n{text}");
    }
}

#[test]
fn a_header_that_nobody_expects_fails_the_case() {
    let answer =
        "HTTP/1.1 200 OK\r\nServer: x\r\nX-Velodrome-Request-Id: 7\r\nContent-Length: 0\r\n\r\n";
    let text = run("about = 'x'\n[[step]]\nrequest = { path = '/' }\n", answer)
        .expect_err("must fail")
        .to_string();
    assert!(
        text.contains("header Server: \"x\" came") && text.contains("x-velodrome-release"),
        "{text}"
    );
}

#[test]
fn mistakes_in_a_case_have_their_line() {
    for (case, part) in [
        (
            "about = 'x'\n[[step]]\nrequest = { path = '/', pth = 1 }\n",
            "line 3",
        ),
        (
            "about = 'x'\nstep = []\nother = 1\n",
            "unknown field `other`",
        ),
        (
            "about = 'x'\n[[step]]\nrequest = { path = '/', body = 'a', body_fill = 1 }\n",
            "one body",
        ),
    ] {
        let error = Case::parse(case).expect_err(case);
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn the_site_is_copied_with_its_configuration_and_without_the_case() {
    let folder = tempfile::tempdir().unwrap();
    let case =
        "about = 'x'\n[config]\ntext = 'timezone = \"UTC\"'\n[[step]]\nrequest = { path = '/' }\n";
    std::fs::write(folder.path().join("case.toml"), case).unwrap();
    std::fs::create_dir_all(folder.path().join("backend/deep")).unwrap();
    std::fs::write(folder.path().join("backend/deep/a.js"), "a").unwrap();
    let look = |site: &Path| {
        assert_eq!(
            std::fs::read_to_string(site.join("backend/deep/a.js")).unwrap(),
            "a"
        );
        assert_eq!(
            std::fs::read_to_string(site.join("velodrome.toml")).unwrap(),
            "timezone = \"UTC\""
        );
        assert!(!site.join("case.toml").exists());
        canned(ANSWER)
    };
    assert_eq!(run_all(folder.path(), look).unwrap(), 1);
}

#[test]
fn every_case_of_the_project_parses_and_has_a_site() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for dir in ["tests/cases", "examples"] {
        for folder in find(&root.join(dir)).unwrap() {
            let (case, text) = Case::read(&folder).unwrap_or_else(|error| panic!("{error}"));
            assert!(
                !case.about.is_empty() && case.numbered_steps(&text).count() > 0,
                "{}",
                folder.display()
            );
        }
    }
}
