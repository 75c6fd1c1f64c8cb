//! Bodies that become JSON: what the engine's own serialiser makes of them, dates or none.

use crate::site::{Site, thrown};

/// Each must give what `JSON.stringify` gives.
const VALUES: &str = r#"
    class Point { x = 1; at = new Date(7); get y() { return 2; } }
    class Day extends Date {}
    class Named extends Date { toISOString() { return 'a day'; } }
    const date = new Date(1700000000123), other = new Date(-1);
    const shown = new Date(5); shown.toJSON = (key) => `shown for ${key}`;
    const bare = Object.assign(Object.create(null), { at: date });
    const VALUES = [
        date, new Date(NaN), [date, date, other, new Date(NaN)], { a: { b: [{ c: date }] }, d: other, e: 1 },
        new Day(3), [new Named(3)], { shown, list: [shown] }, Object.create(Date.prototype, { toJSON: { value: () => 'none' } }),
        new Point(), { p: new Point(), at: date }, bare, [bare], JSON.parse('{"__proto__":{"at":1},"constructor":2}'),
        Object.assign(JSON.parse('{"__proto__":3}'), { at: date }), { get at() { return date; }, b: other }, [, date, undefined, () => 1],
        { toJSON: () => ({ at: date }) }, { toJSON: 1, at: date }, [{ toJSON: (key) => key }], new Map([[1, date]]), new Proxy({ at: date }, {}),
        [Object('s'), Object(1), new Uint8Array(2), /x/, new Error('m')], { u: undefined, s: Symbol('s'), f() {}, at: date }, {}, [], [[]],
        Array(300).fill({ at: date }), Object.freeze({ at: date, deep: Object.freeze([other]) }),
    ];
    const deep = (levels) => { let value = date; for (let i = 0; i < levels; i++) value = [value]; return value; };
    VALUES.push(deep(99), deep(102), Array(200000).fill(date));
"#;

#[test]
fn json_is_the_engines_also_where_dates_are_in_it() {
    let site = Site::new(&format!(
        "{VALUES} let at = 0;
        return {{
            get_count: () => ({{ body: String(VALUES.length) }}),
            get_ours: () => ({{ body: VALUES[at] }}),
            get_engines: () => ({{ body: JSON.stringify(VALUES[at++]) }}),
        }};"
    ));
    let count: usize = site.text("count").parse().expect("a number");
    for at in 0..count {
        assert_eq!(site.text("ours"), site.text("engines"), "value {at}");
    }
}

#[test]
fn what_is_no_json_fails_as_in_the_engine() {
    let site = Site::new(
        "const a = { at: new Date(0) }; a.a = a; a.b = [a, a];
        const fails = { get at() { throw new Error('not now'); } };
        const broken = Object.create(Date.prototype);
        return {
            get_cycle: () => ({ body: a }),
            get_getter: () => ({ body: fails }),
            get_date: () => ({ body: { broken } }),
            get_big: () => ({ body: { at: new Date(0), n: 1n } }),
        };",
    );
    for (name, told) in [
        ("cycle", "cyclic"),
        ("getter", "not now"),
        ("date", "Type error"),
        ("big", "BigInt"),
    ] {
        let error = thrown(site.get(name));
        assert!(error.message.contains(told), "{name}: {}", error.message);
    }
}

#[test]
fn a_site_that_changes_how_dates_are_shown_is_obeyed() {
    let site = Site::new(
        "const { toJSON, toISOString } = Date.prototype;
        const at = new Date(0);
        return {
            get_iso: () => { Date.prototype.toISOString = () => 'iso'; return { body: [at] }; },
            get_json: () => { Date.prototype.toISOString = toISOString; Date.prototype.toJSON = () => 'json'; return { body: [at] }; },
            get_neither: () => { delete Date.prototype.toJSON; return { body: [at] }; },
            get_again: () => { Date.prototype.toJSON = toJSON; return { body: [at] }; },
        };",
    );
    assert_eq!(site.text("iso"), r#"["iso"]"#);
    assert_eq!(site.text("json"), r#"["json"]"#);
    assert_eq!(site.text("neither"), "[{}]");
    assert_eq!(site.text("again"), r#"["1970-01-01T00:00:00.000Z"]"#);
}
