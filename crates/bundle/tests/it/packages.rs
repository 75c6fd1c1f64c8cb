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

/// Builds the site with these conditions of the package `p`.
fn build_with(site: &Site, conditions: &[&str]) -> velodrome_model::build::BuildOutput {
    let mut input = site.input();
    let set = conditions.iter().map(ToString::to_string).collect();
    input.package_conditions.insert("p".into(), set);
    velodrome_bundle::build(&input)
}

#[test]
fn conditions_of_a_package_are_chosen_and_its_own_order_decides() {
    let package = r#"{"exports": {
        ".": {"worker": "./worker.js", "browser": "./browser.js", "node": "./node.js", "default": "./default.js"},
        "./sub": {"browser": {"import": "./browser.mjs", "require": "./browser.cjs"}, "default": "./default.js"}}}"#;
    let site = Site::new(&[
        ("node_modules/p/package.json", package),
        ("node_modules/p/worker.js", "module.exports = 'worker';"),
        ("node_modules/p/browser.js", "module.exports = 'browser';"),
        ("node_modules/p/node.js", "module.exports = 'node';"),
        ("node_modules/p/default.js", "module.exports = 'default';"),
        ("node_modules/p/browser.mjs", "export default 'mjs';"),
        ("node_modules/p/browser.cjs", "module.exports = 'cjs';"),
        ("node_modules/q/package.json", package),
        ("node_modules/q/node.js", "module.exports = require('p');"),
        (
            ENTRY,
            "import p from 'p'; import sub from 'p/sub'; import q from 'q'; export const out = [p, sub, require('p/sub'), q];",
        ),
    ]);
    for (conditions, expected) in [
        (&["browser"][..], r#"["browser","mjs","cjs","browser"]"#),
        (&["browser", "worker"], r#"["worker","mjs","cjs","worker"]"#),
        (&["node"], r#"["node","default","default","node"]"#),
        (&[], r#"["default","default","default","default"]"#),
    ] {
        let output = build_with(&site, conditions);
        assert_eq!(output.diagnostics, [], "{conditions:?}");
        assert_eq!(
            ask(&output.script, "return site.out"),
            expected,
            "{conditions:?}"
        );
    }
}

#[test]
fn the_field_browser_counts_with_the_condition_of_that_name() {
    let site = Site::new(&[
        (
            "node_modules/p/package.json",
            r#"{"main": "main.js", "browser": {"./own.js": "./own-browser.js", "fs": false, "crypto": "./crypto.js", "other": "./other.js"}}"#,
        ),
        (
            "node_modules/p/main.js",
            "module.exports = [require('./own'), Object.keys(require('fs')).length, require('crypto').it, require('other'), typeof require('buffer').Buffer];",
        ),
        ("node_modules/p/own.js", "module.exports = 'own';"),
        (
            "node_modules/p/own-browser.js",
            "module.exports = 'own for browsers';",
        ),
        ("node_modules/p/crypto.js", "exports.it = 'its own crypto';"),
        (
            "node_modules/p/other.js",
            "module.exports = 'its own other';",
        ),
        ("node_modules/other/index.js", "module.exports = 'other';"),
        // Of no meaning to `p`: names of the runtime's modules are not those of packages.
        ("node_modules/buffer/index.js", "exports.Buffer = 5;"),
        (ENTRY, "import p from 'p'; export const out = p;"),
    ]);
    let output = build_with(&site, &["browser"]);
    assert_eq!(output.diagnostics, []);
    assert_eq!(output.host_modules, ["buffer"]);
    assert!(
        ask(&output.script, "return site.out")
            .starts_with(r#"["own for browsers",0,"its own crypto","its own other","#)
    );
    let output = site.build();
    assert_eq!(output.host_modules, ["buffer", "crypto", "fs"]);
    assert!(output.script.contains("\"own\"") && !output.script.contains("for browsers"));
}

#[test]
fn a_package_without_a_build_for_node_gives_that_for_workers_or_browsers() {
    let site = Site::new(&[
        (
            "node_modules/w/package.json",
            r#"{"exports": {"browser": "./b.js", "worker": {"import": "./w.mjs"}}}"#,
        ),
        ("node_modules/w/b.js", "module.exports = 'browser';"),
        ("node_modules/w/w.mjs", "export default 'worker';"),
        (
            "node_modules/b/package.json",
            r#"{"exports": {"browser": {"default": "./b.js"}}}"#,
        ),
        ("node_modules/b/b.js", "module.exports = 'browser';"),
        (
            "node_modules/old/package.json",
            r#"{"browser": "dist/b.js"}"#,
        ),
        ("node_modules/old/dist/b.js", "module.exports = 'old';"),
        (
            ENTRY,
            "import w from 'w'; import b from 'b'; import old from 'old'; export const out = [w, b, old];",
        ),
    ]);
    assert_eq!(
        ask(&site.script(), "return site.out"),
        r#"["worker","browser","old"]"#
    );
}

#[test]
fn what_conditions_leave_nothing_of_is_said_and_so_is_a_package_that_nobody_imports() {
    let site = Site::new(&[
        (
            "node_modules/p/package.json",
            r#"{"exports": {"node": "./p.js"}}"#,
        ),
        ("node_modules/p/p.js", "module.exports = 1;"),
        (ENTRY, "import p from 'p'; export const out = p;"),
    ]);
    let output = build_with(&site, &["deno"]);
    let found = only_finding(&output);
    assert!(place(found).starts_with("error "), "{found:?}");
    assert!(found.message.contains("not exported under"), "{found:?}");
    let unused = Site::of("export const out = 1;");
    let output = build_with(&unused, &["browser"]);
    let found = only_finding(&output);
    assert_eq!(
        place(found),
        "warning PACKAGE_NOT_IMPORTED velodrome.toml:0:0"
    );
    assert_eq!(ask(&output.script, "return site.out"), "1");
}

#[test]
fn names_that_another_bundler_numbered_do_not_meet_the_bundlers_own() {
    let site = Site::new(&[
        (
            "node_modules/p/index.cjs",
            "const require_x = require('./a/x.cjs'); const require_x$1 = require('./b/x.cjs'); module.exports = [require_x.it, require_x$1.it];",
        ),
        ("node_modules/p/package.json", r#"{"main": "index.cjs"}"#),
        ("node_modules/p/a/x.cjs", "exports.it = 'a';"),
        ("node_modules/p/b/x.cjs", "exports.it = 'b';"),
        (ENTRY, "import p from 'p'; export const out = p;"),
    ]);
    assert_eq!(ask(&site.script(), "return site.out"), r#"["a","b"]"#);
}

#[test]
fn a_companion_whose_name_is_put_together_may_be_missing_with_a_warning() {
    let site = Site::new(&[
        (
            "node_modules/p/index.js",
            "let it; try { const END = ''; it = require(`fast-p${END}`) } catch { it = 'slow'; } module.exports = it;",
        ),
        (ENTRY, "export { default as out } from 'p';"),
    ]);
    let output = site.build();
    for found in &output.diagnostics {
        assert!(
            place(found).starts_with("warning MODULE_NOT_FOUND"),
            "{found:?}"
        );
    }
    assert!(!output.script.is_empty());
    assert_eq!(ask(&output.script, "return site.out"), r#""slow""#);
}
