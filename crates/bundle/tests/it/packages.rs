//! Installed packages.

use crate::run::ask;
use crate::site::{Site, only_finding, place};

const ENTRY: &str = "backend/http-functions.js";

#[test]
fn main_module_and_index_are_found() {
    let site = Site::new(&[
        ("node_modules/a/package.json", r#"{"main": "lib/a", "module": "never.js"}"#),
        ("node_modules/a/lib/a.js", "module.exports = () => 'a';"),
        ("node_modules/b/package.json", r#"{"module": "b.mjs"}"#),
        ("node_modules/b/b.mjs", "export default 'b';"),
        ("node_modules/@c/c/index.js", "exports.c = require('./more').c;"),
        ("node_modules/@c/c/more/index.js", "exports.c = 'c';"),
        ("node_modules/@c/c/sub.json", "{\"s\": 1}"),
        (
            ENTRY,
            "import a from 'a'; import b from 'b'; import { c } from '@c/c'; import { s } from '@c/c/sub.json';
             export const out = [a(), b, c, s];",
        ),
    ]);
    assert_eq!(ask(&site.script(), "return site.out"), r#"["a","b","c",1]"#);
}

#[test]
fn exports_are_chosen_by_condition() {
    let package = r#"{"exports": {
        ".": {"browser": "./never.js", "import": "./esm.mjs", "require": "./cjs.cjs"},
        "./node": {"node": "./node.js", "default": "./never.js"},
        "./deep/*": {"default": "./files/*.js"}}}"#;
    let site = Site::new(&[
        ("node_modules/p/package.json", package),
        ("node_modules/p/esm.mjs", "export default 'esm';"),
        ("node_modules/p/cjs.cjs", "module.exports = 'cjs';"),
        ("node_modules/p/node.js", "export default 'node';"),
        ("node_modules/p/files/x.js", "export default 'x';"),
        (
            ENTRY,
            "import p from 'p'; import n from 'p/node'; import x from 'p/deep/x';
             export const out = [p, require('p'), n, x];",
        ),
    ]);
    assert_eq!(
        ask(&site.script(), "return site.out"),
        r#"["esm","cjs","node","x"]"#
    );
}

#[test]
fn packages_above_the_site_are_found() {
    let site = Site::new(&[
        ("node_modules/p/index.js", "module.exports = 1;"),
        (
            "site/backend/http-functions.js",
            "import p from 'p'; export const out = p;",
        ),
    ]);
    let mut input = site.input();
    input.site_dir = site.path().join("site");
    input.backend_dir = site.path().join("site/backend");
    let output = velodrome_bundle::build(&input);
    assert_eq!(output.entry, "backend/http-functions.js");
    assert!(output.source_map.contains("\"../node_modules/p/index.js\""));
    assert_eq!(ask(&output.script, "return site.out"), "1");
}

#[test]
fn es_module_interop_follows_the_importer() {
    let site = Site::new(&[
        (
            "node_modules/p/index.js",
            "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = 'd'; exports.n = 'n';",
        ),
        (
            ENTRY,
            "import d, { n } from 'p'; export const out = [d, n];",
        ),
    ]);
    assert_eq!(ask(&site.script(), "return site.out"), r#"["d","n"]"#);
}

#[test]
fn a_package_that_is_named_like_a_builtin_with_a_slash_is_a_package() {
    let site = Site::new(&[
        (
            "node_modules/events/index.js",
            "module.exports = 'installed';",
        ),
        (ENTRY, "export const out = require('events/');"),
    ]);
    assert_eq!(ask(&site.script(), "return site.out"), r#""installed""#);
}

#[test]
fn an_invalid_package_json_of_the_site_is_a_warning() {
    let site = Site::new(&[
        ("package.json", "{ \"name\": \"x\", }\n"),
        ("node_modules/p/package.json", r#"{"exports": "./p.js"}"#),
        ("node_modules/p/p.js", "module.exports = 1;"),
        ("backend/y.js", "export const y = 2;"),
        (
            ENTRY,
            "import p from 'p'; import { y } from './y'; export const out = [p, y];",
        ),
    ]);
    let output = site.build();
    let found = only_finding(&output);
    assert_eq!(
        place(found),
        "warning INVALID_PACKAGE_JSON package.json:1:16"
    );
    assert_eq!(ask(&output.script, "return site.out"), "[1,2]");
}

#[test]
fn optional_companions_of_packages_may_be_missing() {
    let site = Site::new(&[
        (
            "node_modules/p/index.js",
            "let fast; try { fast = require('fast-p') } catch (e) { fast = e.code } module.exports = fast;",
        ),
        (ENTRY, "export { default as out } from 'p';"),
    ]);
    assert_eq!(
        ask(&site.script(), "return site.out"),
        r#""MODULE_NOT_FOUND""#
    );
}

#[test]
fn run_time_imports_of_packages_may_be_missing_with_a_warning() {
    let site = Site::new(&[
        (
            "node_modules/p/index.js",
            "exports.f = () => require('q');\n",
        ),
        (ENTRY, "export { f } from 'p';"),
    ]);
    let output = site.build();
    let found = only_finding(&output);
    assert_eq!(
        place(found),
        "warning MODULE_NOT_FOUND node_modules/p/index.js:1:27"
    );
    assert_eq!(
        ask(&output.script, "site.f()"),
        "rejected: Cannot find module 'q' from node_modules/p/index.js"
    );
}

#[test]
fn packages_know_the_runtime_as_node() {
    let site = Site::new(&[
        (
            "node_modules/p/index.js",
            "module.exports = [typeof process.env.NODE_ENV, typeof module, typeof exports, this === exports];",
        ),
        (ENTRY, "export { default as out } from 'p';"),
    ]);
    let script = site.script().replace(
        "(async ($vd)",
        "globalThis.process = { env: { NODE_ENV: 'x' } }, (async ($vd)",
    );
    assert_eq!(
        ask(&script, "return site.out"),
        r#"["string","object","object",true]"#
    );
}
