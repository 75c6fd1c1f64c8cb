//! Modules that have no file: the entry, what the runtime provides, and what nobody provides.
//!
//! Host modules are CommonJS on purpose: a named import of one is then a property read at run
//! time, so the bundler need not know which names exist.

/// Importing this starts the script; it hands the handler file's exports to the envelope.
pub(crate) const ENTRY: &str = "\0velodrome:entry";

const HOST: &str = "\0velodrome:host/";
const STUB: &str = "\0velodrome:stub/";
const MISSING: &str = "\0velodrome:missing/";

// What follows these prefixes is the call's arguments, quoted: the bundler writes ids into
// comments, and a name may contain anything.

pub(crate) fn host_id(name: &str) -> String {
    format!("{HOST}{}", quote(name))
}

pub(crate) fn stub_id(name: &str) -> String {
    format!("{STUB}{}", quote(name))
}

pub(crate) fn missing_id(specifier: &str, importer: &str) -> String {
    format!("{MISSING}{}, {}", quote(specifier), quote(importer))
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
    let calls = [(HOST, "module"), (STUB, "stub"), (MISSING, "missing")];
    calls.iter().find_map(|(prefix, method)| {
        let arguments = id.strip_prefix(prefix)?;
        Some(format!("module.exports = $vd.{method}({arguments});\n"))
    })
}

/// Whether `id` names a module without a file, ours or the bundler's own.
pub(crate) fn is_virtual(id: &str) -> bool {
    id.starts_with('\0')
}

/// `text` as a JavaScript string literal on one line.
pub(crate) fn quote(text: &str) -> String {
    let json = serde_json::to_string(text).expect("a string is always JSON");
    json.replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_their_code_are_one_line_whatever_the_name() {
        let id = missing_id("a\nb\"\u{2028}", "c.js");
        assert!(!id.contains(['\n', '\u{2028}']));
        assert_eq!(
            code(&id, "/site/backend/http-functions.js").as_deref(),
            Some("module.exports = $vd.missing(\"a\\nb\\\"\\u2028\", \"c.js\");\n")
        );
        assert_eq!(code("/site/a.js", ""), None);
    }
}
