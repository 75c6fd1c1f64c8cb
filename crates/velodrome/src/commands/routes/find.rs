//! Where in the site's files an export is written.
//!
//! Exports are values, and the engine does not say where a value was made; so the files are
//! searched for the name where it is declared. That finds what people write, and where it finds
//! nothing the handler file is named, which is never wrong.

use std::fs;
use std::io::Read;
use std::path::Path;

use velodrome_model::build::BuildOutput;
use velodrome_site::locate::SiteLayout;

/// Longest file that is searched, in bytes.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// Most files that are searched.
const FILES_MAX: usize = 2000;

/// The site's own files, the handler file first.
pub(super) struct Sources {
    entry: String,
    files: Vec<(String, String)>,
}

impl Sources {
    pub(super) fn read(layout: &SiteLayout, output: &BuildOutput) -> Sources {
        let shown = |path: &Path| {
            let relative = path.strip_prefix(&layout.site_dir).unwrap_or(path);
            relative.to_string_lossy().into_owned()
        };
        let is_own = |path: &&std::path::PathBuf| {
            !path
                .components()
                .any(|part| part.as_os_str() == "node_modules")
        };
        let mut files: Vec<(String, String)> = output
            .inputs
            .iter()
            .filter(is_own)
            .take(FILES_MAX)
            .filter_map(|path| Some((shown(path), text(&layout.site_dir.join(path))?)))
            .collect();
        files.sort_by_key(|(file, _)| (*file != output.entry, file.clone()));
        Sources {
            entry: output.entry.clone(),
            files,
        }
    }

    /// `file:line`, or the handler file.
    pub(super) fn place_of(&self, export: &str) -> String {
        let found = self.files.iter().find_map(|(file, text)| {
            let line = line_of(text, export)?;
            Some(format!("{file}:{line}"))
        });
        found.unwrap_or_else(|| self.entry.clone())
    }
}

fn text(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    fs::File::open(path)
        .ok()?
        .take(FILE_BYTES_MAX)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The first line, from 1, on which the name is declared or given to an export.
fn line_of(text: &str, name: &str) -> Option<usize> {
    let declares = |line: &&str| {
        let code = line.trim_start();
        !code.starts_with("//") && !code.starts_with('*') && declares(code, name)
    };
    let mut lines = text.lines().enumerate();
    lines
        .find(|(_, line)| declares(line))
        .map(|(index, _)| index + 1)
}

fn declares(code: &str, name: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$');
    code.match_indices(name).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + name.len()..]);
        if before.ends_with(is_part) || after.starts_with(is_part) {
            return false;
        }
        let before = before.trim_end();
        let introduced = [
            "function",
            "function*",
            "const",
            "let",
            "var",
            "class",
            "as",
        ]
        .iter()
        .any(|word| {
            before
                .strip_suffix(word)
                .is_some_and(|rest| !rest.ends_with(is_part))
        });
        introduced || before.ends_with("exports.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found_in_the_forms_people_write() {
        for line in [
            "export function get_x(request) {",
            "export async function get_x(request) {",
            "export function* get_x() {",
            "export const get_x = wrapper(async () => {});",
            "export let a = 1, b; var get_x = 2",
            "export { a, b as get_x };",
            "exports.get_x = () => {};",
            "module.exports.get_x = handler",
            "function   get_x () {}",
        ] {
            assert_eq!(line_of(&format!("\n{line}"), "get_x"), Some(2), "{line}");
        }
    }

    #[test]
    fn uses_and_longer_names_are_not_declarations() {
        for line in [
            "return get_x(request);",
            "export function get_xy() {}",
            "export function forget_x() {}",
            "// function get_x() {}",
            " * function get_x",
            "console.log('has get_x')",
        ] {
            assert_eq!(line_of(line, "get_x"), None, "{line}");
        }
    }
}
