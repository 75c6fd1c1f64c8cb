//! Positions in the script lead back to the site's files.

use oxc_sourcemap::SourceMap;
use velodrome_model::build::BuildOutput;

use crate::site::Site;

/// Where the first occurrence of `needle` in the script came from: `file:line:column`, from 1.
fn origin(output: &BuildOutput, needle: &str) -> String {
    let at = output.script.find(needle).expect("it is in the script");
    let before = &output.script[..at];
    let line = before.matches('\n').count();
    let column = before[before.rfind('\n').map_or(0, |at| at + 1)..]
        .encode_utf16()
        .count();
    let map = SourceMap::from_json_string(&output.source_map).expect("a valid map");
    let table = map.generate_lookup_table();
    let token = map
        .lookup_token(&table, line as u32, column as u32)
        .expect("a mapping");
    let source = token
        .get_source_id()
        .and_then(|id| map.get_source(id))
        .expect("a source");
    format!(
        "{source}:{}:{}",
        token.get_src_line() + 1,
        token.get_src_col() + 1
    )
}

#[test]
fn maps_survive_the_envelope_the_passes_and_typescript() {
    let site = Site::new(&[
        (
            "src/backend/http-functions.ts",
            "\u{feff}import { fail } from 'backend/lib/fail';\r\ninterface A { a: 1 }\r\nexport async function get_a(x: A) {\r\n  for (;;) {\r\n    await target_one(x);\r\n  }\r\n}\r\nexport { fail };\r\n",
        ),
        (
            "src/backend/lib/fail.jsw",
            "export function fail(e) {\n  const ä = \"😀\"; return e.stack + target_two(ä);\n}\n",
        ),
    ])
    .with_backend("src/backend");
    let output = site.build();
    assert_eq!(output.diagnostics, []);
    assert_eq!(
        origin(&output, "target_one"),
        "src/backend/http-functions.ts:5:11"
    );
    assert_eq!(
        origin(&output, "target_two"),
        "src/backend/lib/fail.jsw:2:36"
    );
}

#[test]
fn sources_are_relative_and_hold_no_text() {
    let site = Site::new(&[
        ("node_modules/p/index.js", "module.exports = () => 1;"),
        (
            "backend/http-functions.js",
            "import p from 'p'; import 'wix-data'; export const a = p();",
        ),
    ]);
    let output = site.build();
    let map = SourceMap::from_json_string(&output.source_map).expect("a valid map");
    let mut sources: Vec<_> = map.get_sources().map(ToString::to_string).collect();
    sources.sort();
    assert_eq!(
        sources,
        ["backend/http-functions.js", "node_modules/p/index.js"]
    );
    assert!(!output.source_map.contains("sourcesContent"));
}
