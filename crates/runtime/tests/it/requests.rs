//! What a handler can read of its request, and for how long.

use crate::site::{Sent, Site, code, text, thrown};
use velodrome_model::code::Code;

/// Requests that stay readable after their end, at least.
const KEPT: usize = 1024;

const READERS: &str = "
    let kept;
    const read = async (r) => `${r.method} ${r.url} ${r.baseUrl} ${r.functionName} ${r.ip} ${r.path} ` +
        `${JSON.stringify(r.query)} ${JSON.stringify(r.headers)} ${await r.body.text()}`;
    return {
        get_keep(request) { kept = request; return { status: 204 }; },
        post_keep(request) { kept = request; return { status: 204 }; },
        get_kept: async () => ({ body: await read(kept) }),
        get_kept_body: async () => ({ body: await kept.body.text() }),
        get_kept_url: () => ({ body: kept.url }),
        post_twice: async ({ body }) => ({ body: JSON.stringify([await body.json(), await body.text(), [...await body.buffer()], (await body.arrayBuffer()).byteLength]) }),
        post_changed: async ({ body }) => { (await body.buffer()).fill(0); return { body: await body.text() }; },
        get_same: (request) => ({ body: String(request.path === request.path && request.query === request.query && request.headers === request.headers && request.body === request.body) }),
        get_read_only: (request) => { 'use strict'; try { request.method = 'PUT'; return { body: 'written' }; } catch (error) { return { body: error.name }; } },
        get_keys: (request) => { const keys = []; for (const key in request) keys.push(key); return { body: keys.sort().join() }; },
        get_other: (request) => ({ body: String(Object.getOwnPropertyDescriptor(Object.getPrototypeOf(request), 'url').get.call({})) }),
        get_read: async (request) => ({ body: JSON.stringify([request.path, request.query, request.headers]) }),
    };";

#[test]
fn a_request_is_readable_after_its_end_and_then_says_that_it_is_gone() {
    let site = Site::new(READERS);
    let sent = Sent {
        name: "keep",
        sub_path: "/a/b",
        query: Some("q=1"),
        header_lines: "X-A: 1\r\n",
        ..Sent::default()
    };
    site.send(&sent);
    let whole = "GET https://www.example.com/_functions/keep/a/b?q=1 https://www.example.com/_functions keep 192.0.2.7 a,b {\"q\":\"1\"} {\"x-a\":\"1\"} ";
    for _ in 0..KEPT / 2 {
        assert_eq!(site.text("kept"), whole);
    }
    site.send(&sent);
    for _ in 0..KEPT + 10 {
        site.get("same");
    }
    let error = thrown(site.get("kept_url"));
    assert_eq!(error.code, Code::FunctionFailed);
    assert!(
        error.message.starts_with("The request ended long ago"),
        "{}",
        error.message
    );
    // Another request lies where it was, and must not be taken for it.
    assert!(
        thrown(site.get("kept_body"))
            .message
            .starts_with("The request ended long ago")
    );
}

#[test]
fn a_long_body_is_let_go_with_its_request_and_says_so() {
    let site = Site::new(READERS);
    let long = "x".repeat(100_000);
    for (body, is_kept) in [("short", true), (long.as_str(), false)] {
        site.send(&Sent {
            method: "POST",
            name: "keep",
            body: body.as_bytes(),
            ..Sent::default()
        });
        let read = site.get("kept_body");
        if is_kept {
            assert_eq!(text(read), body);
        } else {
            assert!(
                thrown(read)
                    .message
                    .starts_with("The request ended long ago")
            );
        }
        assert_eq!(
            site.text("kept_url"),
            "https://www.example.com/_functions/keep"
        );
    }
}

#[test]
fn a_body_is_read_as_often_as_wanted_and_never_changed() {
    let site = Site::new(READERS);
    let post = |name, body: &'static [u8]| {
        site.send(&Sent {
            method: "POST",
            name,
            body,
            ..Sent::default()
        })
    };
    assert_eq!(text(post("twice", b"[1]")), r#"[[1],"[1]",[91,49,93],3]"#);
    assert_eq!(text(post("changed", b"whole")), "whole");
    let error = thrown(post("twice", b""));
    assert!(error.stack.starts_with("SyntaxError: "), "{}", error.stack);
    assert_eq!(
        text(post("changed", "\u{feff}\u{fffd}".as_bytes())),
        "\u{feff}\u{fffd}"
    );
}

#[test]
fn properties_are_read_only_listed_and_the_same_each_time() {
    let site = Site::new(READERS);
    assert_eq!(site.text("same"), "true");
    assert_eq!(site.text("read_only"), "TypeError");
    assert_eq!(
        site.text("keys"),
        "baseUrl,body,functionName,headers,ip,method,path,query,url"
    );
    assert_eq!(code(site.get("other")), Code::FunctionFailed);
}

#[test]
fn names_that_clients_choose_are_only_names() {
    let site = Site::new(READERS);
    let read = |site: &Site| {
        text(site.send(&Sent {
            name: "read",
            sub_path: "/__proto__/%00",
            query: Some(
                "__proto__=a&constructor=b&__proto__=c&toString=d&hasOwnProperty&%F0%9F=e&=f",
            ),
            header_lines: "__proto__: a\r\nConstructor: b\r\n__PROTO__: c\r\nvalueOf: d\r\n",
            ..Sent::default()
        }))
    };
    let expected = concat!(
        r#"[["__proto__","\u0000"],{"__proto__":["a","c"],"constructor":"b","toString":"d","hasOwnProperty":"","\u{fffd}":"e","":"f"},"#,
        r#"{"__proto__":"a, c","constructor":"b","valueof":"d"}]"#
    )
    .replace("\\u{fffd}", "\u{fffd}");
    assert_eq!(read(&site), expected);
    // Some sites freeze prototypes, or put setters there.
    for preamble in [
        "Object.freeze(Object.prototype);",
        "Object.defineProperty(Object.prototype, 'constructor', { set() { throw new Error('setter'); } });",
    ] {
        assert_eq!(
            read(&Site::new(&format!("{preamble}{READERS}"))),
            expected,
            "{preamble}"
        );
    }
}
