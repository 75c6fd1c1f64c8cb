//! Modules that have no file: the entry, what the runtime provides, and what nobody provides.
//!
//! Host modules are CommonJS on purpose: a named import of one is then a property read at run
//! time, so the bundler need not know which names exist.

use crate::parts::Part;
use crate::script;

/// Importing this starts the script: it imports the site's parts.
pub(crate) const ENTRY: &str = "\0velodrome:entry";

/// What follows is a part's name. Each has a module of its own, so that it is handed over when its
/// file has run and not when all have.
const PART: &str = "\0velodrome:part/";
/// What a package leaves out of the build that is taken.
pub(crate) const NOTHING: &str = "\0velodrome:nothing";
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

/// The source of a virtual module of the site with these parts, `None` for ids that are none.
pub(crate) fn code(id: &str, parts: &[Part]) -> Option<String> {
    if id == ENTRY {
        let ids = parts.iter().map(|part| format!("{PART}{}", part.name));
        return Some(ids.map(|id| format!("import {};\n", quote(&id))).collect());
    }
    if let Some(name) = id.strip_prefix(PART) {
        let part = parts.iter().find(|part| part.name == name)?;
        let file = quote(&part.file.to_string_lossy());
        if part.lazy {
            let name = quote(name);
            return Some(format!(
                "{}({name}, () => import({file}), true);\n",
                script::PART
            ));
        }
        return Some(format!(
            "import * as part from {file};\n{}({}, part);\n",
            script::PART,
            quote(name)
        ));
    }
    if id == NOTHING {
        return Some("module.exports = {};\n".to_owned());
    }
    let calls = [(HOST, "module"), (STUB, "stub"), (MISSING, "missing")];
    calls.iter().find_map(|(prefix, method)| {
        let arguments = id.strip_prefix(prefix)?;
        Some(format!("module.exports = $vd.{method}({arguments});\n"))
    })
}

/// Whether `id` is one of the modules that begin the script. They import by id.
pub(crate) fn begins_script(id: &str) -> bool {
    id == ENTRY || id.starts_with(PART)
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
            code(&id, &[]).as_deref(),
            Some("module.exports = $vd.missing(\"a\\nb\\\"\\u2028\", \"c.js\");\n")
        );
        assert_eq!(code("/site/a.js", &[]), None);
    }
}
