//! Error reports and stacks.

use velodrome_engine::*;

use crate::support::{eval, text, thrown, vm};

fn unmapped(_: &str, _: u32, _: u32) -> Option<stack::MappedPosition> {
    None
}

#[test]
fn reports_tell_name_message_and_place() {
    let vm = vm();
    let report = thrown(
        &vm,
        "\n  function f() { throw new RangeError('too far') }\n f()",
    );
    assert_eq!(
        (report.name.as_str(), report.message.as_str()),
        ("RangeError", "too far")
    );
    let position = report.position.clone().expect("position");
    assert_eq!((position.url.as_str(), position.line), ("test.js", 2));
    let text = stack::v8_form(&report, &unmapped);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "RangeError: too far");
    assert!(lines[1].starts_with("    at f (test.js:2:"), "{text}");
    assert!(lines[2].starts_with("    at test.js:3:"), "{text}");
}

#[test]
fn syntax_errors_have_a_line() {
    let report = thrown(&vm(), "let a = 1;\nlet b = ;");
    assert_eq!(report.name, "SyntaxError");
    assert_eq!(report.position.map(|position| position.line), Some(2));
}

#[test]
fn anything_can_be_thrown_and_reported() {
    let vm = vm();
    for (code, header) in [
        ("throw 'text'", "text"),
        ("throw 5", "5"),
        ("throw null", "null"),
        ("throw undefined", "undefined"),
        ("throw Symbol('s')", "symbol"),
        ("throw {message: 'plain'}", "plain"),
        ("throw {}", "[object Object]"),
        ("throw Object.create(null)", "object"),
        (
            "throw {get name() { throw 1 }, get message() { throw 2 }, get stack() { throw 3 }, toString() { throw 4 }}",
            "object",
        ),
        ("throw new Proxy({}, {get() { throw 1 }})", "object"),
        (
            "class MyError extends Error { name = 'Mine' }; throw new MyError('m')",
            "Mine: m",
        ),
    ] {
        assert_eq!(thrown(&vm, code).header(), header, "{code}");
    }
}

#[test]
fn stacks_take_v8s_form() {
    let raw = "inner@site.js:10:5\nmap@[native code]\n@site.js:3:1\n@[native code]\nmade@[native code]\nhandle@velodrome:loader.js:1:1\nasync outer@file:///a/@scope/b.js:7:2\nglobal code@site.js:1:1";
    let map = |url: &str, line, column| {
        (url == "site.js").then(|| stack::MappedPosition {
            file: "backend/http-functions.js".to_owned(),
            line: line + 100,
            column,
            name: (line == 10).then(|| "original".to_owned()),
        })
    };
    assert_eq!(
        stack::v8_form_of("TypeError: bad", raw, &map),
        "TypeError: bad
    at original (backend/http-functions.js:110:5)
    at map (<anonymous>)
    at backend/http-functions.js:103:1
    at async outer (file:///a/@scope/b.js:7:2)
    at backend/http-functions.js:101:1"
    );
    assert_eq!(stack::v8_form_of("Error", "", &map), "Error");
}

#[test]
fn first_lines_and_urls_are_kept() {
    vm().enter(|scope| {
        let report = scope
            .eval("missing()", "a/b.js", 41)
            .err()
            .expect("throws")
            .report();
        let position = report.position.expect("position");
        assert_eq!((position.url.as_str(), position.line), ("a/b.js", 41));
        let raw = eval(
            scope,
            "(function named() { return new Error('x').stack })()",
        )
        .to_str_lossy();
        assert!(raw.starts_with("named@test.js:1:"), "{raw}");
    })
    .expect("alive");
}

#[test]
fn frames_after_an_await_are_parsed() {
    let vm = vm();
    let code = "globalThis.out = '';
async function inner() { await null; throw new Error('late') }
async function outer() { await inner() }
outer().catch(error => { out = error.stack }); 0";
    text(&vm, code);
    let raw = text(&vm, "out");
    let frames: Vec<_> = stack::frames(&raw).collect();

    assert_eq!(frames[0].url, "test.js", "{raw}");
    assert_eq!(frames[0].position.map(|(line, _)| line), Some(2), "{raw}");
}
