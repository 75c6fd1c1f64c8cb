//! Which files and modules imports mean.

use crate::run::ask;
use crate::site::{Site, only_finding, place};

const ENTRY: &str = "backend/http-functions.js";

#[test]
fn every_spelling_of_a_site_file_is_found() {
    for (file, specifier) in [
        ("backend/x.js", "backend/x"),
        ("backend/x.js", "backend/x.js"),
        ("backend/x.jsw", "backend/x"),
        ("backend/x.jsw", "backend/x.jsw"),
        ("backend/x.web.js", "backend/x"),
        ("backend/x.web.js", "backend/x.web"),
        ("backend/x.web.js", "backend/x.web.js"),
        ("backend/x.ts", "backend/x"),
        ("backend/x.ts", "./x.js"),
        ("backend/x.web.ts", "backend/x.web"),
        ("backend/x.mjs", "./x"),
        ("backend/x/index.js", "backend/x"),
        ("backend/x/index.js", "./x/"),
        ("backend/deep/er/x.js", "./deep/../deep/er/x"),
        ("backend/with.dots.js", "backend/with.dots"),
        ("public/x.js", "public/x"),
        ("public/x.js", "../public/x.js"),
    ] {
        let handler = format!("export {{ found }} from '{specifier}';");
        let site = Site::new(&[(file, "export const found = 1;"), (ENTRY, &handler)]);
        assert_eq!(
            ask(&site.script(), "return site.found"),
            "1",
            "{file} as {specifier}"
        );
    }
}

#[test]
fn files_are_tried_in_the_documented_order() {
    let site = Site::new(&[
        ("backend/x.js", "export const kind = 'js';"),
        ("backend/x.jsw", "export const kind = 'jsw';"),
        ("backend/x.ts", "export const kind = 'ts';"),
        ("backend/x/index.js", "export const kind = 'index';"),
        (ENTRY, "export { kind } from 'backend/x';"),
    ]);
    assert_eq!(ask(&site.script(), "return site.kind"), r#""js""#);
}

#[test]
fn public_files_may_import_backend_spellings() {
    let site = Site::new(&[
        ("backend/y.js", "export const y = 2;"),
        (
            "public/x.js",
            "import { y } from 'backend/y'; export const x = y;",
        ),
        (ENTRY, "export { x } from 'public/x';"),
    ]);
    assert_eq!(ask(&site.script(), "return site.x"), "2");
}

#[test]
fn handler_files_of_other_kinds_and_folders_are_found() {
    for (folder, file) in [
        ("src/backend", "src/backend/http-functions.js"),
        ("backend", "backend/http-functions.ts"),
        ("Backend", "Backend/http-functions.mjs"),
        (".", "http-functions.js"),
    ] {
        let site = Site::new(&[(file, "export const a = 1;")]).with_backend(folder);
        let output = site.build();
        assert_eq!(output.entry, file);
        assert_eq!(ask(&output.script, "return site.a"), "1", "{file}");
    }
}

#[test]
fn common_js_and_es_modules_mix() {
    let site = Site::new(&[
        (
            "backend/c.js",
            "exports.a = 1; exports.e = require('./e').e;",
        ),
        ("backend/e.js", "export const e = 2; export default 'd';"),
        (
            ENTRY,
            "import c, { a } from './c';
             const { e, default: d } = require('backend/e');
             export const all = [a, c.e, e, d];",
        ),
    ]);
    assert_eq!(ask(&site.script(), "return site.all"), r#"[1,2,2,"d"]"#);
}

#[test]
fn json_has_a_default_and_names() {
    let site = Site::new(&[
        (
            "backend/x.json",
            "\u{feff}{\"a\": {\"b\": [1]}, \"c-d\": 2}",
        ),
        (
            ENTRY,
            "import x, { a } from './x.json'; export const all = [x['c-d'], a.b, require('backend/x').a.b];",
        ),
    ]);
    assert_eq!(ask(&site.script(), "return site.all"), "[2,[1],[1]]");
}

#[test]
fn dynamic_imports_of_literals_are_bundled_and_run_late() {
    let site = Site::new(&[
        ("backend/x.jsw", "globalThis.ran = true; export const x = 3;"),
        (
            ENTRY,
            "export const get_x = async () => [globalThis.ran ?? false, (await import('backend/x.jsw')).x, (await import(`./x`)).x];
             export const get_y = (name) => import(name);
             export const get_z = (name) => require(name);",
        ),
    ]);
    assert_eq!(
        ask(
            &site.script(),
            "return [await site.get_x(), await site.get_y('n'), site.get_z('m')]"
        ),
        r#"[[false,3,3],{"imported":"n"},{"required":"m"}]"#
    );
}

#[test]
fn circular_imports_work() {
    let site = Site::new(&[
        (
            "backend/a.js",
            "import { b } from './b'; export const a = () => b() + 1; export function one() { return 1 }",
        ),
        (
            "backend/b.js",
            "import { one } from './a'; export const b = () => one() + 1; export const early = one();",
        ),
        (
            ENTRY,
            "import { a } from './a'; import { early } from './b'; export const all = [a(), early];",
        ),
    ]);
    assert_eq!(ask(&site.script(), "return site.all"), "[3,1]");
}

#[test]
fn host_modules_are_looked_up_when_they_run() {
    let script = Site::of(
        "import http, { ok, from, absent } from 'wix-http-functions';
         import * as all from 'node:crypto';
         import { from as same } from 'crypto';
         export const out = [ok({ body: 1 }), from, typeof absent, http.from, all.from, same, require('crypto').from, all.nothing === undefined];",
    )
    .build()
    .script;
    assert_eq!(
        ask(&script, "return [site.out, asked]"),
        r#"[[{"status":200,"body":1},"wix-http-functions","undefined","wix-http-functions","crypto","crypto","crypto",true],["wix-http-functions","crypto"]]"#
    );
}

#[test]
fn unknown_platform_modules_and_builtins_are_stubs() {
    let site = Site::of(
        "import foo, { bar } from 'wix-foo';
         import * as all from '@wix/data';
         import net from 'net';
         import { readFile } from 'node:fs/promises';
         import x from '@velo/thing-backend';
         export const types = [typeof foo.any, typeof bar, typeof all.items, typeof net.connect, typeof readFile, typeof x.y];
         export const get_a = () => bar();
         export const get_b = () => all.items();",
    );
    let output = site.build();
    assert_eq!(output.diagnostics, []);
    assert_eq!(
        output.stub_modules,
        [
            "@velo/thing-backend",
            "@wix/data",
            "fs/promises",
            "net",
            "wix-foo"
        ]
    );
    assert_eq!(
        ask(&output.script, "return site.types"),
        r#"["function","function","function","function","function","function"]"#
    );
    assert_eq!(
        ask(&output.script, "site.get_a()"),
        "rejected: wix-foo.bar is not available in this runtime"
    );
    assert_eq!(
        ask(&output.script, "site.get_b()"),
        "rejected: @wix/data.items is not available in this runtime"
    );
}

#[test]
fn what_was_read_and_used_is_listed() {
    let site = Site::new(&[
        ("backend/x.js", "import 'wix-web-module';"),
        ("backend/unused.js", ""),
        (ENTRY, "import './x'; import { get } from 'https';"),
    ]);
    let output = site.build();
    let names: Vec<_> = output
        .inputs
        .iter()
        .filter_map(|path| path.file_name())
        .collect();
    assert_eq!(names, ["http-functions.js", "x.js"]);
    assert_eq!(output.host_modules, ["wix-web-module"]);
    assert_eq!(output.stub_modules, ["https"]);
}

#[test]
fn a_missing_export_is_undefined() {
    let site = Site::new(&[
        ("backend/x.js", "export const a = 1;"),
        (
            ENTRY,
            "import { a, b } from './x';\nexport const out = [a, typeof b];",
        ),
    ]);
    let output = site.build();
    assert_eq!(
        place(only_finding(&output)),
        "warning MISSING_EXPORT backend/http-functions.js:1:13"
    );
    assert_eq!(ask(&output.script, "return site.out"), r#"[1,"undefined"]"#);
}

#[test]
fn names_of_modules_may_contain_anything() {
    let script = Site::of("import 'wix-a\\n*/b\\u2028\"'; export const a = 1;").script();
    assert_eq!(ask(&script, "return site.a"), "1");
}

#[test]
fn text_files_are_strings() {
    let site = Site::new(&[
        ("backend/t.txt", "caf\u{e9}\n"),
        (ENTRY, "import t from './t.txt'; export const out = t;"),
    ]);
    assert_eq!(ask(&site.script(), "return site.out"), "\"caf\u{e9}\\n\"");
}
