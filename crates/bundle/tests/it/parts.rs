//! Which files are parts of the script without being imported.

use crate::run::ask;
use crate::site::{Site, only_finding, place};

const HANDLER: (&str, &str) = (
    "backend/http-functions.js",
    "export const get_a = () => 'a';",
);

/// The names of the parts, and the export `x` of the data part.
fn parts(files: &[(&str, &str)]) -> String {
    let site = Site::new(&[&[HANDLER], files].concat());
    ask(
        &site.script(),
        "return Object.keys(parts).join() + ' ' + parts.data?.x",
    )
}

#[test]
fn a_site_without_hooks_has_one_part() {
    assert_eq!(parts(&[]), r#""functions undefined""#);
}

#[test]
fn hooks_are_a_part_that_is_loaded_first() {
    for name in ["data.js", "data.ts", "data.mjs", "data.cjs"] {
        let text = match name {
            "data.cjs" => "exports.x = 1;",
            "data.ts" => "export const x: number = 1;",
            _ => "export const x = 1;",
        };
        let file = format!("backend/{name}");
        assert_eq!(
            parts(&[(file.as_str(), text)]),
            r#""data,functions 1""#,
            "{name}"
        );
    }
}

#[test]
fn files_that_only_have_a_similar_name_are_no_part() {
    for name in [
        "data.jsw",
        "data.web.js",
        "data.json",
        "data/index.js",
        "data",
        "lib/data.js",
    ] {
        let file = format!("backend/{name}");
        let text = if name.ends_with("json") {
            "{}"
        } else {
            "export const x = 1;"
        };
        assert_eq!(
            parts(&[(file.as_str(), text)]),
            r#""functions undefined""#,
            "{name}"
        );
    }
}

#[test]
fn a_part_is_handed_over_before_the_next_one_runs() {
    let site = Site::new(&[
        (
            "backend/data.js",
            "import { log } from './shared'; log.push('data'); await null; export const n = log.length;",
        ),
        ("backend/shared.js", "export const log = [];"),
        (
            "backend/http-functions.js",
            "import { log } from './shared'; import { n } from './data';
             log.push(Object.keys(globalThis.parts), globalThis.parts.data.n, n);
             export { log };",
        ),
    ]);
    assert_eq!(
        ask(&site.script(), "return site.log"),
        r#"["data",["data"],1,1]"#
    );
}

#[test]
fn what_is_wrong_in_a_part_is_told_with_its_place() {
    let site = Site::new(&[HANDLER, ("backend/data.js", "\nexport const x = ;")]);
    assert_eq!(
        place(only_finding(&site.build())),
        "error SYNTAX_ERROR backend/data.js:2:18"
    );
    let site = Site::new(&[
        HANDLER,
        ("backend/data.js", "import { a } from 'backend/a';"),
    ]);
    assert_eq!(
        place(only_finding(&site.build())),
        "error MODULE_NOT_FOUND backend/data.js:1:19"
    );
    let site = Site::new(&[HANDLER, ("backend/data.js", "throw new Error('at load');")]);
    assert_eq!(ask(&site.script(), "return 1"), "rejected: at load");
}

#[test]
fn the_entry_stays_the_handler_file() {
    let site = Site::new(&[HANDLER, ("backend/data.js", "export const x = 1;")]);
    let output = site.build();
    assert_eq!(output.entry, HANDLER.0);
    let names = output.inputs.iter().map(|path| path.file_name());
    assert_eq!(
        names.flatten().collect::<Vec<_>>(),
        ["data.js", "http-functions.js"]
    );
}

#[test]
fn the_script_shows_which_parts_it_has() {
    // Whoever serves it goes by this text before there is a VM.
    let call = "part(\"data\"";
    let with = Site::new(&[HANDLER, ("backend/data.js", "export const x = 1;")]);
    assert!(with.script().contains(call));
    assert!(!Site::new(&[HANDLER]).script().contains(call));
}
