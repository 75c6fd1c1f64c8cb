//! What people are told, and where.

use crate::site::{Site, only_finding, place};

const ENTRY: &str = "backend/http-functions.js";

#[test]
fn a_syntax_error_has_its_place_and_its_lines() {
    let site = Site::new(&[
        ("backend/x.js", "// one\n// two\nexport const a = ;\n"),
        (ENTRY, "import './x';"),
    ]);
    let output = site.build();
    let found = only_finding(&output);
    assert_eq!(place(found), "error SYNTAX_ERROR backend/x.js:3:18");
    assert_eq!(
        found.frame.as_deref(),
        Some(
            "     1 | // one\n     2 | // two\n>    3 | export const a = ;\n       |                  ^"
        )
    );
    assert!(output.script.is_empty() && output.source_map.is_empty());
}

#[test]
fn positions_hold_with_byte_order_mark_and_wide_characters() {
    let output = Site::of("\u{feff}const a = 1;\r\nconst 😀 = 1;\r\n").build();
    assert_eq!(
        place(only_finding(&output)),
        format!("error SYNTAX_ERROR {ENTRY}:2:7")
    );
}

#[test]
fn names_declared_twice_are_a_syntax_error() {
    let output = Site::of("let a = 1;\nlet a = 2;\nexport { a };").build();
    let found = only_finding(&output);
    assert_eq!(found.code, "SYNTAX_ERROR");
    assert_eq!(found.file.as_deref(), Some(ENTRY));
}

#[test]
fn a_return_outside_a_function_is_a_syntax_error() {
    let output = Site::of("export const a = 1;\nreturn;").build();
    assert_eq!(
        place(only_finding(&output)),
        format!("error SYNTAX_ERROR {ENTRY}:2:1")
    );
}

#[test]
fn json_that_does_not_parse_is_a_syntax_error() {
    let site = Site::new(&[
        ("backend/x.json", "{\n  \"a\": oops\n}"),
        (ENTRY, "import './x.json';"),
    ]);
    let output = site.build();
    let found = only_finding(&output);
    assert_eq!(place(found), "error SYNTAX_ERROR backend/x.json:2:8");
}

#[test]
fn missing_modules_are_told_at_their_import() {
    for (source, at, hint) in [
        (
            "import a from 'backend/odrers';",
            "1:15",
            "did you mean \"backend/orders.jsw\"?",
        ),
        (
            "\nexport * from './Orders';",
            "2:15",
            "did you mean \"./orders.jsw\"?",
        ),
        (
            "const a = require('./orders.js');",
            "1:19",
            "did you mean \"./orders.jsw\"?",
        ),
        (
            "f(() => import('backend/none/x'));",
            "1:16",
            "there is no folder backend/none",
        ),
        (
            "import a from 'public/x';",
            "1:15",
            "the site has no public folder",
        ),
        ("import a from 'lodash/get';", "1:15", "npm install lodash"),
        (
            "import a from '@scope/p/q';",
            "1:15",
            "npm install @scope/p",
        ),
        (
            "import a from 'https://x.org/a.js';",
            "1:15",
            "copy the file into the site, or install it as a package",
        ),
    ] {
        let site = Site::new(&[("backend/orders.jsw", ""), (ENTRY, source)]).without_public();
        let output = site.build();
        let found = only_finding(&output);
        assert_eq!(
            place(found),
            format!("error MODULE_NOT_FOUND {ENTRY}:{at}"),
            "{source}"
        );
        assert_eq!(found.hint.as_deref(), Some(hint), "{source}");
        assert!(found.frame.is_some());
        assert!(output.script.is_empty());
    }
}

#[test]
fn a_subpath_that_a_package_does_not_export_says_so() {
    let site = Site::new(&[
        (
            "node_modules/p/package.json",
            r#"{"exports": {".": "./i.js"}}"#,
        ),
        ("node_modules/p/i.js", ""),
        (ENTRY, "import a from 'p/secret';"),
    ]);
    let output = site.build();
    let found = only_finding(&output);
    assert_eq!(found.code, "MODULE_NOT_FOUND");
    assert!(
        found.message.contains("is not exported"),
        "{}",
        found.message
    );
    let folder = site.path().to_string_lossy();
    assert!(!found.message.contains(&*folder), "{}", found.message);
    assert_eq!(found.hint, None);
}

#[test]
fn everything_wrong_is_told_at_once() {
    let site = Site::new(&[
        ("backend/a.js", "const = 1;"),
        ("backend/b.js", "import 'backend/nope';"),
        (
            ENTRY,
            "import './a';\nimport './b';\nimport 'not-installed';",
        ),
    ]);
    let places: Vec<_> = site.build().diagnostics.iter().map(place).collect();
    assert_eq!(
        places,
        [
            "error SYNTAX_ERROR backend/a.js:1:7",
            "error MODULE_NOT_FOUND backend/b.js:1:8",
            "error MODULE_NOT_FOUND backend/http-functions.js:3:8",
        ]
    );
}

#[test]
fn missing_exports_are_seen_through_stars_and_re_exports() {
    let site = Site::new(&[
        (
            "backend/a.js",
            "export * from './b';\nexport { gone } from './b';\n",
        ),
        ("backend/b.js", "export const b = 1;"),
        ("backend/c.js", "module.exports = {};"),
        ("backend/d.js", "export * from './c';"),
        (
            ENTRY,
            "import { b, missing } from './a';\nimport { unknown } from './d';\nimport { any } from './c';\nimport dflt from './b';\nimport { anything } from 'wix-nothing';\nexport const x = [b, missing, unknown, any, dflt, anything];",
        ),
    ]);
    let output = site.build();
    let places: Vec<_> = output.diagnostics.iter().map(place).collect();
    assert_eq!(
        places,
        [
            "warning MISSING_EXPORT backend/a.js:2:10",
            "warning MISSING_EXPORT backend/http-functions.js:1:13",
            "warning MISSING_EXPORT backend/http-functions.js:4:8",
        ]
    );
    assert!(!output.script.is_empty());
}

#[test]
fn names_that_a_module_of_the_runtime_lacks_are_told() {
    let site = Site::new(&[
        (
            ENTRY,
            "import http, { ok, unauthorized, notFond } from 'wix-http-functions';\nimport { createHmac } from 'node:crypto';\nexport * from './b';\nexport const get_x = () => [http, ok, unauthorized, notFond, createHmac];",
        ),
        (
            "backend/b.ts",
            "import { WixHttpFunctionRequest, created } from 'wix-http-functions';\nimport { anything } from 'wix-stores-backend';\nexport const b = (r: WixHttpFunctionRequest) => created(anything);",
        ),
    ]);
    let output = site.build();
    let found: Vec<String> = output.diagnostics.iter().map(place).collect();
    assert_eq!(
        found,
        [
            "warning MISSING_EXPORT backend/b.ts:1:34",
            "warning MISSING_EXPORT backend/http-functions.js:1:20",
            "warning MISSING_EXPORT backend/http-functions.js:1:34",
        ]
    );
    assert_eq!(
        output.diagnostics[1].message,
        "\"wix-http-functions\" has no export \"unauthorized\"; it is undefined here"
    );
    assert_eq!(
        output.diagnostics[2].hint.as_deref(),
        Some("did you mean notFound?")
    );
}

#[test]
fn near_names_are_offered_for_missing_exports() {
    let site = Site::new(&[
        ("backend/b.js", "export const getOrders = 1;"),
        (
            ENTRY,
            "import { getOrder } from './b'; export { getOrder };",
        ),
    ]);
    let output = site.build();
    let found = only_finding(&output);
    assert_eq!(
        found.message,
        "backend/b.js has no export \"getOrder\"; it is undefined here"
    );
    assert_eq!(found.hint.as_deref(), Some("did you mean getOrders?"));
}

#[test]
fn a_site_without_a_handler_file_is_told() {
    let site = Site::new(&[("backend/x.js", "")]);
    let output = site.build();
    let found = only_finding(&output);
    assert_eq!(found.code, "ENTRY_NOT_FOUND");
    assert_eq!(found.message, "there is no http-functions file in backend");
}

#[test]
fn requiring_a_module_that_awaits_is_told() {
    let site = Site::new(&[
        ("backend/x.js", "await null; export const x = 1;"),
        (ENTRY, "const x = require('./x'); export const y = x;"),
    ]);
    let output = site.build();
    let found = only_finding(&output);
    assert_eq!(found.code, "REQUIRE_ASYNC_MODULE");
}

#[test]
fn a_package_whose_package_json_does_not_parse_is_told() {
    let site = Site::new(&[
        ("node_modules/p/package.json", "{ \"main\": }"),
        ("node_modules/p/index.js", ""),
        (ENTRY, "import a from 'p';"),
    ]);
    let output = site.build();
    let found = only_finding(&output);
    assert_eq!(place(found), format!("error MODULE_NOT_FOUND {ENTRY}:1:15"));
    assert_eq!(
        found.message,
        "cannot import \"p\": node_modules/p/package.json is not JSON: expected value at line 1 column 11"
    );
}

#[test]
fn files_that_are_no_source_are_refused() {
    for file in ["x.css", "x.HTML", "x.wasm", "x.node"] {
        let import = format!("import './{file}';");
        let site = Site::new(&[(ENTRY, &import), (&format!("backend/{file}"), "")]);
        let output = site.build();
        let found = only_finding(&output);
        assert_eq!(place(found), format!("error NOT_A_MODULE {ENTRY}:1:8"));
    }
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let site = Site::new(&[(ENTRY, "import './big';")]);
    site.write("backend/big.js", &vec![b' '; (16 << 20) + 1]);
    let output = site.build();
    let found = only_finding(&output);
    assert_eq!(place(found), "error FILE_NOT_READ backend/big.js:0:0");
    assert_eq!(
        found.message,
        "the file has 16777217 bytes; the most is 16777216"
    );
}
