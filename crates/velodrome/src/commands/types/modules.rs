//! What the runtime has and nobody described: names without types, so that nothing is missing.

use std::fmt::Write as _;

use velodrome_runtime::Module;

/// Declarations of the exports that none of the written files has. A module may be declared in parts.
pub(super) fn undescribed(modules: &[Module], files: &[(&str, &str)]) -> String {
    let mut out = String::from("// Of these only the names are known.\n");
    for module in modules {
        for name in module.names {
            let described = described(name, files);
            let missing: Vec<&str> = module
                .keys
                .iter()
                .copied()
                .filter(|key| !described.is_some_and(|text| exports(text, key)))
                .collect();
            if missing.is_empty() && described.is_some() {
                continue;
            }
            // Writing to a string cannot fail.
            let _ = writeln!(out, "\ndeclare module \"{name}\" {{");
            for key in missing {
                let _ = writeln!(out, "  export const {key}: any;");
            }
            if described.is_none() {
                out.push_str("  const all: any;\n  export default all;\n");
            }
            out.push_str("}\n");
        }
    }
    out
}

/// The text between the braces of a module's declaration.
fn described<'f>(name: &str, files: &[(&str, &'f str)]) -> Option<&'f str> {
    let head = format!("declare module \"{name}\" {{");
    files.iter().find_map(|(_, text)| {
        let body = &text[text.find(&head)? + head.len()..];
        Some(&body[..body.find("\n}\n").unwrap_or(body.len())])
    })
}

fn exports(body: &str, key: &str) -> bool {
    let words = ["function ", "const "];
    let declared = words.iter().any(|word| {
        let start = format!("export {word}{key}");
        body.match_indices(&start)
            .any(|(at, found)| body[at + found.len()..].starts_with(['(', '<', ':']))
    });
    // `export { a, b } from "..";`, `export * from "..";`
    let listed = body.lines().any(|line| {
        let line = line.trim();
        line.starts_with("export *")
            || line.strip_prefix("export {").is_some_and(|rest| {
                rest.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
                    .any(|word| word == key)
            })
    });
    declared || listed
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: &[(&str, &str)] = &[(
        "a.d.ts",
        "declare module \"one\" {\n  export function f(): void;\n  export const g: any;\n}\ndeclare module \"two\" {\n  export { f } from \"one\";\n}\n",
    )];

    fn module(names: &'static [&'static str], keys: &'static [&'static str]) -> Module {
        Module {
            names,
            file: "",
            keys,
        }
    }

    #[test]
    fn what_is_described_is_not_declared_again() {
        let text = undescribed(&[module(&["one"], &["f", "g"])], FILES);
        assert_eq!(text.matches("declare").count(), 0, "{text}");
    }

    #[test]
    fn what_is_missing_is_declared_by_its_name() {
        let modules = [module(&["one", "two", "three"], &["f", "g"])];
        let text = undescribed(&modules, FILES);
        assert_eq!(
            text,
            "// Of these only the names are known.\n\
             \ndeclare module \"two\" {\n  export const g: any;\n}\n\
             \ndeclare module \"three\" {\n  export const f: any;\n  export const g: any;\n  const all: any;\n  export default all;\n}\n"
        );
    }

    #[test]
    fn the_modules_that_sites_use_most_are_described() {
        let modules = velodrome_runtime::MODULES;
        let text = undescribed(modules, super::super::FILES);
        for name in [
            "wix-http-functions",
            "wix-data",
            "wix-web-module",
            "velodrome:test",
        ] {
            assert!(!text.contains(&format!("\"{name}\"")), "{name}\n{text}");
        }
    }
}
