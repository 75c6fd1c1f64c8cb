//! What sources may look like.

use crate::run::ask;
use crate::site::Site;

#[test]
fn typescript_is_stripped() {
    let site = Site::new(&[
        (
            "backend/types.ts",
            "export interface Item { id: string }\nexport type Id = string;\nexport enum Color { Red = 'r', Blue = 'b' }\nexport const id = (item: Item): Id => item.id;",
        ),
        (
            "backend/http-functions.ts",
            "import { Item, Id, Color, id } from './types';
             import type { Missing } from './nowhere';
             const item: Item = { id: 'x' } satisfies Item;
             class Box<T> { constructor(private readonly value: T) {} get(): T { return this.value! } }
             export const out = [id(item) as Id, Color.Blue, new Box(1).get()];
             export const none = null as Missing | null;",
        ),
    ]);
    assert_eq!(ask(&site.script(), "return site.out"), r#"["x","b",1]"#);
}

#[test]
fn byte_order_marks_and_carriage_returns_are_fine() {
    let script = Site::of("\u{feff}import { ok } from 'wix-http-functions';\r\nexport const a = ok().status;\r\n// end\r\n").script();
    assert_eq!(ask(&script, "return site.a"), "200");
}

#[test]
fn imports_may_stand_anywhere() {
    let site = Site::new(&[
        ("backend/x.js", "export const x = 1;"),
        (
            "backend/http-functions.js",
            "export const a = x + 1;\nimport { x } from './x';\nexport const b = ok().status;\nimport { ok } from 'wix-http-functions';",
        ),
    ]);
    assert_eq!(ask(&site.script(), "return [site.a, site.b]"), "[2,200]");
}

#[test]
fn identifiers_need_not_be_ascii() {
    let script = Site::of("const größe = 'ß😀\u{2028}'; export { größe as get_größe };").script();
    assert_eq!(
        ask(
            &script,
            "return [site['get_größe'], site['get_größe'].length]"
        ),
        "[\"ß😀\u{2028}\",4]"
    );
}

#[test]
fn a_large_handler_file_keeps_all_its_exports() {
    let mut source = String::new();
    for n in 0..685 {
        source.push_str(&format!("export async function get_f{n}(request) {{\n  for (const x of [1, 2]) {{ await x; }}\n  return {{ n: {n}, text: \"{}\" }};\n}}\n", "x".repeat(430)));
    }
    assert!(source.len() > 358_000);
    let script = Site::of(&source).script();
    assert_eq!(
        ask(
            &script,
            "return [Object.keys(site).length, (await site.get_f684()).n]"
        ),
        "[685,684]"
    );
}

#[test]
fn syntax_the_engine_lacks_is_lowered() {
    let script = Site::of(
        "const log = [];
         export function get_a() { { using x = { [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() { log.push('disposed') } }; log.push('used'); } return log }",
    )
    .script();
    assert!(!script.contains("using x"));
    assert_eq!(
        ask(&script, "return site.get_a()"),
        r#"["used","disposed"]"#
    );
}

#[test]
fn bytes_that_are_not_utf8_are_a_warning() {
    let site = Site::of("");
    site.write(
        "backend/http-functions.js",
        b"export const a = 1;\n// caf\xe9\n",
    );
    let output = site.build();
    let found = crate::site::only_finding(&output);
    assert_eq!(
        crate::site::place(found),
        "warning INVALID_UTF8 backend/http-functions.js:2:7"
    );
    assert_eq!(ask(&output.script, "return site.a"), "1");
}

#[test]
fn empty_files_are_modules_too() {
    let site = Site::new(&[
        ("backend/x.js", ""),
        (
            "backend/http-functions.js",
            "import './x'; import * as x from './x'; export const n = Object.keys(x).length;",
        ),
    ]);
    assert_eq!(ask(&site.script(), "return site.n"), "0");
    let script = Site::of("// nothing yet\n").script();
    assert_eq!(ask(&script, "return Object.keys(site)"), "[]");
}

#[test]
fn common_js_may_return_early() {
    let site = Site::new(&[
        (
            "backend/c.js",
            "exports.a = 1; if (exports.a) return; exports.a = 2;",
        ),
        (
            "backend/http-functions.js",
            "export { a } from './c'; export const f = () => { return 1 };",
        ),
    ]);
    assert_eq!(ask(&site.script(), "return site.a"), "1");
}
