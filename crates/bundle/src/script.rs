//! The envelope around the bundle: an ES module becomes a classic script.
//!
//! Top-level `await` needs an async function, ES modules need strict mode, and the passes' helper
//! names must be in scope. The envelope's head is one line, so source maps shift by one line.

use serde::{Deserialize, Serialize};

use crate::paths::SitePaths;
use crate::virtual_module::quote;

/// What the modules of parts call with their exports.
pub(crate) const PART: &str = "$vd_part";

/// Where a site's files are, as far as its code can tell.
const ROOT: &str = "/site/";

/// The finished script. `handler` is the handler file relative to the site, `files` a JSON object of
/// those that its code may read, or nothing.
pub(crate) fn wrap(bundle: &str, handler: &str, files: &str) -> String {
    let file = quote(&format!("{ROOT}{handler}"));
    let folder = quote(&match handler.rsplit_once('/') {
        Some((folder, _)) => format!("{ROOT}{folder}"),
        None => ROOT.trim_end_matches('/').to_owned(),
    });
    let mut script = String::with_capacity(bundle.len() + 1024);
    script.push_str(&format!("(async ($vd) => {{ const {{ part: {PART}, tick: $vd_tick, yield: $vd_yield, stack: $vd_stack, settle: $vd_settle, import: $vd_import, require }} = $vd, "));
    script.push_str(&format!(
        "__filename = {file}, __dirname = {folder}, $vd_meta = (file) => ({{ url: \"file://\" + encodeURI({ROOT:?} + file), filename: {ROOT:?} + file, dirname: ({ROOT:?} + file).replace(/\\/[^/]*$/, \"\") }}); "
    ));
    if !files.is_empty() {
        script.push_str(&format!("$vd.files?.({files}); "));
    }
    script.push_str("await (async function () { \"use strict\";\n");
    script.push_str(bundle);
    script.push_str("\n})(); })\n");
    script
}

#[derive(Serialize, Deserialize)]
struct SourceMap {
    version: u32,
    names: Vec<String>,
    sources: Vec<String>,
    mappings: String,
}

/// The bundler's map, moved below the envelope's head and with sources as people see them.
/// `map_dir` is the folder its sources are relative to.
pub(crate) fn adapt_source_map(
    json: &str,
    map_dir: &std::path::Path,
    paths: &SitePaths,
) -> Result<String, serde_json::Error> {
    let mut map: SourceMap = serde_json::from_str(json)?;
    map.mappings.insert(0, ';');
    for source in &mut map.sources {
        *source = if source.contains('\0') || source.contains("velodrome:") {
            source
                .trim_start_matches(['\0', '.', '/'])
                .replace('\0', "")
        } else {
            paths.show(&crate::paths::normalize(&map_dir.join(&source)))
        };
    }
    serde_json::to_string(&map)
}
