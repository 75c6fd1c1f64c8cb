//! Modules that have no file: the entry, what the runtime provides, and what nobody provides.
//!
//! Host modules are CommonJS on purpose: a named import of one is then a property read at run
//! time, so the bundler need not know which names exist.

/// Importing this starts the script; it hands the handler file's exports to the envelope.
pub(crate) const ENTRY: &str = "\0velodrome:entry";

const HOST: &str = "\0velodrome:host/";
const STUB: &str = "\0velodrome:stub/";
const MISSING: &str = "\0velodrome:missing/";

/// What separates specifier and importer in the id of a missing module.
const SEPARATOR: char = '\n';

pub(crate) fn host_id(name: &str) -> String {
    format!("{HOST}{name}")
}

pub(crate) fn stub_id(name: &str) -> String {
    format!("{STUB}{name}")
}

pub(crate) fn missing_id(specifier: &str, importer: &str) -> String {
    format!("{MISSING}{specifier}{SEPARATOR}{importer}")
}

/// The source of a virtual module, `None` for ids that are none. `handler` is the absolute path
/// of the handler file.
pub(crate) fn code(id: &str, handler: &str) -> Option<String> {
    if id == ENTRY {
        let handler = quote(handler);
        return Some(format!(
            "import * as site from {handler};\n{} = site;\n",
            crate::script::SITE
        ));
    }
    let call = |method: &str, name: &str| format!("module.exports = $vd.{method}({name});\n");
    if let Some(name) = id.strip_prefix(HOST) {
        return Some(call("module", &quote(name)));
    }
    if let Some(name) = id.strip_prefix(STUB) {
        return Some(call("stub", &quote(name)));
    }
    let (specifier, importer) = id.strip_prefix(MISSING)?.split_once(SEPARATOR)?;
    let arguments = format!("{}, {}", quote(specifier), quote(importer));
    Some(call("missing", &arguments))
}

/// Whether `id` names a module without a file, ours or the bundler's own.
pub(crate) fn is_virtual(id: &str) -> bool {
    id.starts_with('\0')
}

/// `text` as a JavaScript string literal.
pub(crate) fn quote(text: &str) -> String {
    serde_json::to_string(text).expect("a string is always JSON")
}
