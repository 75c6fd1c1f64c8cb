//! Handlers that answer with what was made to break the one who looks at it, and sites that change
//! the language under our feet. Each is answered, nothing crosses that was not checked, and the
//! next request works.

use crate::site::{Sent, Site, answer, code, text};
use velodrome_model::code::Code;
use velodrome_model::limits::Limits;
use velodrome_runtime::Outcome;

/// A site of one handler, and one that shows that the site still works.
fn outcome(handler: &str) -> Outcome {
    let site = Site::new(&format!(
        "return {{ get_x: {handler}, get_fine: () => ({{ body: 'fine' }}) }};"
    ));
    let outcome = site.get("x");
    assert_eq!(site.text("fine"), "fine", "{handler}");
    outcome
}

#[test]
fn responses_that_throw_when_read_are_failures() {
    let trap = "() => { throw new Error('trap'); }";
    for response in [
        "({ get status() { throw new Error('trap'); } })",
        "({ status: 200, get body() { throw new Error('trap'); } })",
        "({ status: 200, get headers() { throw new Error('trap'); } })",
        "({ get then() { throw new Error('trap'); } })",
        &format!("({{ headers: new Proxy({{}}, {{ ownKeys: {trap} }}) }})"),
        &format!("({{ headers: {{ a: {{ toString: {trap} }} }} }})"),
        &format!("({{ body: {{ toJSON: {trap} }} }})"),
        &format!("new Proxy({{}}, {{ get: {trap} }})"),
        &format!("new Proxy(Promise.resolve({{ status: 200 }}), {{ getPrototypeOf: {trap} }})"),
        "new Proxy(Promise.resolve({ status: 200 }), {})",
        "({ body: Object.create(ArrayBuffer.prototype) })",
        "({ body: new Proxy(new Uint8Array(5), {}) , headers: { a: Symbol.iterator, b: Object.create(null) } })",
        "({ body: 10n })",
    ] {
        for handler in [
            format!("() => {response}"),
            format!("async () => {response}"),
        ] {
            assert_eq!(code(outcome(&handler)), Code::FunctionFailed, "{handler}");
        }
    }
}

#[test]
fn odd_statuses_and_headers_are_bad_responses() {
    for response in [
        "{ status: NaN }",
        "{ status: 199.5 }",
        "{ status: 1e9 }",
        "{ status: -200 }",
        "{ status: 200n }",
        "{ status: Symbol('s') }",
        "{ status: Object.create(null) }",
        "{ status: { toString() { throw 1; }, valueOf() { throw 1; } } }",
        "{ status: '' }",
        "{ headers: { 'a b': '1' } }",
        "{ headers: { '': '1' } }",
        "{ headers: { 'a:b': '1' } }",
        "{ headers: { 'a\\nset-cookie': '1' } }",
        "{ headers: { a: '1\\r\\nset-cookie: b=c' } }",
        "{ headers: { a: '1\\nb:c' } }",
        "{ headers: { a: ['1', '2\\n3'] } }",
        "{ headers: { a: { toString: () => 'x\\ny' } } }",
        "{ headers: { a: '\\0' } }",
        "{ headers: { a: '\\u2028' } }",
        "{ headers: { a: '\\ud800' } }",
        "{ headers: { a: new Array(2 ** 32 - 1) } }",
        "{ headers: { a: new Proxy([], { get: (_, key) => (key === 'length' ? 1e15 : 'x') }) } }",
    ] {
        assert_eq!(
            code(outcome(&format!("() => ({response})"))),
            Code::BadResponse,
            "{response}"
        );
    }
}

#[test]
fn values_that_change_between_two_looks_are_looked_at_once() {
    // Each getter gives something bad from its second read on.
    let turning = "(good, bad) => { let reads = 0; return () => (reads++ === 0 ? good : bad); }";
    let handler = format!(
        "() => {{
           const turning = {turning};
           const value = turning('a', 'a\\nb:c');
           const lines = {{ get h() {{ return value(); }}, i: {{ toString: turning('b', 'b\\nc:d') }} }};
           return {{ status: 201, get headers() {{ return lines; }}, body: {{ toJSON: turning('text', 10n) }} }};
         }}"
    );
    let answer = answer(outcome(&handler));
    assert_eq!(
        (answer.status, answer.headers.as_str(), &answer.body[..]),
        (201, "h:a\ni:b\n", &br#""text""#[..])
    );
}

#[test]
fn thenables_that_lie_settle_once_or_wait() {
    for (thenable, expected) in [
        (
            "{ then(ok) { ok({ body: 'a' }); ok({ body: 'b' }); throw new Error('late'); } }",
            "a",
        ),
        (
            "{ then(ok, fail) { Promise.resolve().then(() => { ok({ body: 'a' }); fail(new Error()); }); } }",
            "a",
        ),
        (
            "{ then(ok) { ok({ then(ok) { ok({ body: 'nested' }); } }); } }",
            "nested",
        ),
        (
            "new (class extends Promise { static get [Symbol.species]() { return function (run) { run(() => {}, () => {}); }; } })((ok) => ok({ body: 'species' }))",
            "species",
        ),
        (
            "Object.assign(Promise.resolve({ body: 'real' }), { then: () => { throw new Error('own then'); } })",
            "real",
        ),
    ] {
        assert_eq!(
            text(outcome(&format!("() => ({thenable})"))),
            expected,
            "{thenable}"
        );
    }
    assert_eq!(
        code(outcome("() => ({ then() { throw new Error('no'); } })")),
        Code::FunctionFailed
    );
    assert_eq!(
        code(outcome(
            "() => { const p = Promise.resolve(); return { then: (ok) => ok(p.then(() => { throw 1; })) }; }"
        )),
        Code::FunctionFailed
    );
}

#[test]
fn anything_can_be_thrown() {
    let trap = "{ get() { throw 1; }, getPrototypeOf() { throw 2; }, has() { throw 3; } }";
    for thrown in [
        "undefined",
        "null",
        "''",
        "Symbol('s')",
        "10n",
        "{}",
        "() => {}",
        "Object.create(null)",
        "Object.freeze(new Error('frozen'))",
        "Object.defineProperty(new Error('e'), 'message', { get() { throw 1; } })",
        "Object.defineProperty(new Error('e'), 'stack', { get() { throw 1; } })",
        "Object.assign(new Error('e'), { stack: {}, name: Symbol('n'), message: 5 })",
        "Object.assign(new Error('x'.repeat(10_000_000)), { stack: '@'.repeat(10_000_000) })",
        &format!("new Proxy({{}}, {trap})"),
        &format!("new Proxy(new Error('e'), {trap})"),
        &format!("new Proxy(function () {{}}, {trap})"),
        "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()",
    ] {
        for handler in [
            format!("() => {{ throw ({thrown}); }}"),
            format!("async () => {{ throw ({thrown}); }}"),
            format!("() => new Promise((_, reject) => setTimeout(() => reject({thrown}), 1))"),
        ] {
            assert_eq!(code(outcome(&handler)), Code::FunctionFailed, "{handler}");
        }
    }
}

#[test]
fn bodies_are_held_against_the_limit_before_they_are_copied() {
    let limits = Limits {
        response_body_bytes_max: 1000,
        ..Limits::default()
    };
    let (world, site) = Site::with(
        "return {
           get_text: () => ({ body: 'x'.repeat(2 ** 26) }),
           get_bytes: () => ({ body: new Uint8Array(2 ** 26) }),
           get_json: () => ({ body: ['x'.repeat(2000)] }),
           get_wide: async () => ({ body: 'ü'.repeat(501) }),
           get_shadowed: () => ({ body: Object.defineProperty(new Uint8Array(2000), 'byteLength', { value: 5 }) }),
           get_most: () => ({ body: 'x'.repeat(1000) }),
         };",
        limits,
    );
    let site = site.unwrap_or_else(|error| panic!("{error}"));
    for name in ["text", "bytes", "json", "wide", "shadowed"] {
        assert_eq!(code(site.get(name)), Code::ResponseTooLarge, "{name}");
        let line = world.lines.borrow_mut().pop().expect("a line");
        assert!(
            line.message.contains("response_body_bytes_max is 1000"),
            "{}",
            line.message
        );
    }
    assert_eq!(site.text("most").len(), 1000);
}

#[test]
fn bytes_of_every_kind_cross() {
    for (bytes, expected) in [
        ("new Uint8Array([1, 2, 3])", &[1, 2, 3][..]),
        ("new Uint8Array([1, 2, 3]).subarray(1)", &[2, 3]),
        ("new Uint16Array([258])", &[2, 1]),
        ("new DataView(new Uint8Array([1, 2, 3]).buffer, 1, 1)", &[2]),
        ("new Uint8Array([1, 2]).buffer", &[1, 2]),
        ("Buffer.from('ab')", b"ab"),
        (
            "(() => { const b = new ArrayBuffer(4); structuredClone(b, { transfer: [b] }); return b; })()",
            &[],
        ),
        (
            "(() => { const b = new ArrayBuffer(2, { maxByteLength: 8 }); const v = new Uint8Array(b); b.resize(3); return v; })()",
            &[0, 0, 0],
        ),
        (
            "(() => { const b = new ArrayBuffer(8, { maxByteLength: 8 }); const v = new Uint8Array(b, 4, 4); b.resize(3); return v; })()",
            &[],
        ),
    ] {
        assert_eq!(
            answer(outcome(&format!("() => ({{ body: {bytes} }})"))).body,
            expected,
            "{bytes}"
        );
    }
}

/// What a site may do to the language before its handlers run.
const CHANGES: &[&str] = &[
    "Array.prototype.map = Array.prototype.push = Array.prototype.join = Array.prototype.forEach = broken;",
    "Array.prototype[Symbol.iterator] = broken;",
    "for (const i of [0, 1, 2]) Object.defineProperty(Array.prototype, i, { set: seen, get: () => undefined });",
    "Promise.prototype.then = broken;",
    "Promise.resolve = Promise.reject = broken; Promise.prototype.catch = Promise.prototype.finally = broken;",
    "globalThis.Promise = class { constructor() { broken(); } };",
    "globalThis.Error = globalThis.Number = globalThis.String = globalThis.ArrayBuffer = globalThis.Math = globalThis.Object = undefined;",
    "JSON.stringify = JSON.parse = broken;",
    "Object.keys = Object.hasOwn = Object.defineProperty = Reflect.apply = Reflect.defineProperty = broken;",
    "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = broken;",
    "Map.prototype.delete = Set.prototype.has = broken;",
    "Object.defineProperty(Object.prototype, 'then', { get: () => undefined, set: seen });",
    "for (const key of ['status', 'kind', 'exports', 'native', 'value', 'body', 'lines']) Object.defineProperty(Object.prototype, key, { set: seen, get: () => undefined, configurable: true });",
    "Object.defineProperty(Object.prototype, 'headers', { value: { injected: 'yes' }, writable: true });",
    "Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(Function.prototype);",
    "Error.prototype.toString = broken; Object.defineProperty(Error.prototype, 'name', { get: broken, set: seen });",
    "Date.now = broken; globalThis.Date = undefined;",
    "for (const key of Object.getOwnPropertyNames(globalThis)) if (!['Object', 'undefined', 'NaN', 'Infinity', 'globalThis'].includes(key)) { try { delete globalThis[key]; } catch {} }",
];

#[test]
fn a_site_that_changes_the_language_is_still_dispatched() {
    for change in CHANGES {
        let site = Site::new(&format!(
            "const leaks = [];
             const isNative = (value) => value !== null && typeof value === 'object' && ('requestPart' in value || 'respond' in value);
             const seen = function (...args) {{ for (const value of [this, ...args]) if (isNative(value)) leaks.push('native'); }};
             const broken = function (...args) {{ seen.apply?.(this, args); throw new TypeError('changed'); }};
             const ok = vd.module('wix-http-functions').ok;
             const sleep = (ms) => new globalThis.Promise((resolve) => setTimeout(resolve, ms));
             {change}
             return {{
               get_sync: (request) => ok({{ body: request.functionName + request.path[0] }}),
               get_lines: () => ok({{ body: 'lines', headers: {{ a: ['1', '2'] }} }}),
               get_async: async () => ok({{ body: 'async' }}),
               get_thrown: () => {{ throw 'thrown'; }},
               get_rejected: async () => {{ throw 'rejected'; }},
               get_nothing: () => {{}},
               get_json: async (request) => ok({{ body: {{ a: [await request.body.json(), request.query.q] }} }}),
               get_leaks: () => ok({{ body: `${{leaks.length}}` }}),
             }};"
        ));
        let get = |name| {
            let sent = Sent {
                name,
                sub_path: "/a",
                query: Some("q=1"),
                body: b"5",
                ..Sent::default()
            };
            site.send(&sent)
        };
        assert_eq!(text(get("sync")), "synca", "{change}");
        let lines = answer(get("lines"));
        assert_eq!(
            (lines.headers.as_str(), &lines.body[..]),
            ("a:1\na:2\n", &b"lines"[..]),
            "{change}"
        );
        assert_eq!(text(get("async")), "async", "{change}");
        for (name, expected) in [
            ("thrown", Code::FunctionFailed),
            ("rejected", Code::FunctionFailed),
            ("nothing", Code::BadResponse),
        ] {
            assert_eq!(code(get(name)), expected, "{name} {change}");
        }
        assert_eq!(text(get("json")), r#"{"a":[5,"1"]}"#, "{change}");
        assert_eq!(text(get("leaks")), "0", "{change}");
        assert_eq!(site.instance.dead(), None, "{change}");
    }
}

#[test]
fn one_request_settled_inside_another_disturbs_neither() {
    let site = Site::new(
        "let open, fail;
         return {
           get_first: () => new Promise((resolve, reject) => { open = resolve; fail = reject; }),
           get_opens: () => { open({ body: 'first', headers: { a: '1' } }); return { body: 'opens' }; },
           get_fails: () => { fail(new Error('first')); return { body: 'fails' }; },
         };",
    );
    for (name, ends_well) in [("opens", true), ("fails", false)] {
        let first = site.begin(&Sent {
            name: "first",
            ..Sent::default()
        });
        assert_eq!(site.text(name), name);
        let first = site.end(first);
        if ends_well {
            assert_eq!(text(first), "first");
        } else {
            assert_eq!(code(first), Code::FunctionFailed);
        }
    }
}

#[test]
fn setters_on_prototypes_swallow_nothing_of_modules_loaded_later() {
    let site = Site::new(
        "const seen = [];
         for (const key of ['createHash', 'hash', 'Hash', 'Buffer', 'URL', 'setTimeout', 'from']) {
           Object.defineProperty(Object.prototype, key, { set(value) { seen.push(key); }, get: () => undefined, configurable: true });
         }
         return {
           get_x: () => ({ body: vd.module('crypto').createHash('md5').update(Buffer.from('abc')).digest('hex') + new URL('http://a/').host }),
           get_seen: () => ({ body: `${seen}` }),
         };",
    );
    assert_eq!(site.text("x"), "900150983cd24fb0d6963f7d28e17f72a");
    assert_eq!(site.text("seen"), "");
}
