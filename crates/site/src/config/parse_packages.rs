//! From `[packages.NAME]` to the conditions under which a package's build is chosen.

use super::read::{Item, Reader};
use std::collections::BTreeMap;

/// Longest name of a package, as the registry of npm has it.
const NAME_BYTES_MAX: usize = 214;
/// Most conditions of one package.
const CONDITIONS_MAX: usize = 16;

/// The conditions by package.
pub(super) fn packages<'t>(
    reader: &mut Reader<'t>,
    item: &Item<'t>,
) -> BTreeMap<String, Vec<String>> {
    let mut packages = BTreeMap::new();
    for (key, item) in reader.table("packages", item).into_iter().flatten() {
        let name = key.get_ref().as_ref();
        if !is_name(name) {
            reader.note(key.span(), format!("\"{name}\" is no package's name"));
        }
        let whole = format!("packages.{name}");
        for (key, item) in reader.table(&whole, item).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "conditions" => {
                    let set = conditions(reader, &format!("{whole}.conditions"), item);
                    packages.insert(name.to_owned(), set);
                }
                other => reader.unknown_key(key.span(), &whole, other, ["conditions"]),
            }
        }
    }
    packages
}

fn conditions(reader: &mut Reader<'_>, key: &str, item: &Item<'_>) -> Vec<String> {
    let mut set = Vec::new();
    for (place, text) in reader.strings(key, item) {
        if matches!(text, "import" | "require" | "default") {
            reader.note(place, format!("{key}: \"{text}\" comes with the import"));
        } else if !is_condition(text) {
            reader.note(place, format!("{key}: \"{text}\" is no condition"));
        } else {
            set.push(text.to_owned());
        }
    }
    if set.len() > CONDITIONS_MAX {
        reader.note(
            item.span(),
            format!("{key} has more than {CONDITIONS_MAX} conditions"),
        );
    }
    set
}

fn is_condition(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// `name` or `@scope/name`.
fn is_name(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
    };
    text.len() <= NAME_BYTES_MAX
        && match text.strip_prefix('@') {
            Some(scoped) => scoped
                .split_once('/')
                .is_some_and(|(scope, name)| is_part(scope) && is_part(name)),
            None => is_part(text),
        }
}
