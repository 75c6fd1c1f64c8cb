//! From `[collections.NAME]` to a [`Collection`].

use super::collections::{Collection, FIELD_TYPES, Field, Permissions, Role};
use super::keys::COLLECTION_KEYS;
use super::read::{Item, Reader};
use crate::data::is_reserved;
use std::collections::BTreeMap;

/// Longest name of a collection or a path of a field, in bytes.
const NAME_BYTES_MAX: usize = 256;
/// Contacts and the like are not for references either.
const RESERVED: &str = "names of collections that begin with $ are the server's own";

/// The tables of `collections`.
pub(super) fn collections<'t>(
    reader: &mut Reader<'t>,
    item: &Item<'t>,
) -> BTreeMap<String, Collection> {
    let mut declared = BTreeMap::new();
    for (key, item) in reader.table("collections", item).into_iter().flatten() {
        let name = key.get_ref().as_ref();
        if name.is_empty() || name.len() > NAME_BYTES_MAX || name.contains('\0') {
            let message =
                format!("the name of a collection has 1 to {NAME_BYTES_MAX} bytes and no NUL");
            reader.note(key.span(), message);
        } else if is_reserved(name) {
            reader.note(key.span(), RESERVED.to_owned());
        }
        declared.insert(name.to_owned(), collection(reader, name, item));
    }
    declared
}

fn collection<'t>(reader: &mut Reader<'t>, name: &str, item: &Item<'t>) -> Collection {
    let mut collection = Collection::default();
    let whole = format!("collections.{name}");
    for (key, item) in reader.table(&whole, item).into_iter().flatten() {
        match key.get_ref().as_ref() {
            "display_name" => {
                let text = reader.string(&format!("{whole}.display_name"), item);
                collection.display_name = text.map(str::to_owned);
            }
            "permissions" => collection.permissions = permissions(reader, &whole, item),
            "indexes" => collection.indexes = paths(reader, &format!("{whole}.indexes"), item),
            "unique" => collection.unique = paths(reader, &format!("{whole}.unique"), item),
            "fields" => collection.fields = fields(reader, &whole, item),
            name => reader.unknown_key(key.span(), &whole, name, known("")),
        }
    }
    collection
}

fn permissions<'t>(reader: &mut Reader<'t>, whole: &str, item: &Item<'t>) -> Permissions {
    let mut permissions = Permissions::default();
    let whole = format!("{whole}.permissions");
    for (key, item) in reader.table(&whole, item).into_iter().flatten() {
        let name = key.get_ref().as_ref();
        let place = match name {
            "read" => &mut permissions.read,
            "insert" => &mut permissions.insert,
            "update" => &mut permissions.update,
            "remove" => &mut permissions.remove,
            _ => {
                reader.unknown_key(key.span(), &whole, name, known("permissions."));
                continue;
            }
        };
        *place = reader.parsed(&format!("{whole}.{name}"), item, |text| {
            let found = Role::ALL.into_iter().find(|role| role.as_str() == text);
            found.ok_or_else(|| not_one_of(text, Role::ALL.map(Role::as_str)))
        });
    }
    permissions
}

/// Dotted paths of fields, each once.
fn paths(reader: &mut Reader<'_>, whole: &str, item: &Item<'_>) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for (place, text) in reader.strings(whole, item) {
        if let Err(message) = path(text) {
            reader.note(place, format!("{whole}: {message}"));
        } else if paths.iter().any(|path| path == text) {
            reader.note(place, format!("{whole}: \"{text}\" is there twice"));
        } else {
            paths.push(text.to_owned());
        }
    }
    paths
}

fn path(text: &str) -> Result<(), String> {
    if text.is_empty() || text.len() > NAME_BYTES_MAX {
        return Err(format!("a field has 1 to {NAME_BYTES_MAX} bytes"));
    }
    let fits = |segment: &str| !segment.is_empty() && !segment.starts_with('$');
    if !text.split('.').all(fits) {
        return Err(format!(
            "{text:?} is not the path of a field: names that do not begin with $, separated by dots"
        ));
    }
    Ok(())
}

fn fields<'t>(reader: &mut Reader<'t>, whole: &str, item: &Item<'t>) -> BTreeMap<String, Field> {
    let mut fields = BTreeMap::new();
    let whole = format!("{whole}.fields");
    for (key, item) in reader.table(&whole, item).into_iter().flatten() {
        let name = key.get_ref().as_ref();
        if let Err(message) = path(name) {
            reader.note(key.span(), message);
        }
        fields.insert(
            name.to_owned(),
            field(reader, &format!("{whole}.{name}"), item),
        );
    }
    fields
}

fn field<'t>(reader: &mut Reader<'t>, whole: &str, item: &Item<'t>) -> Field {
    let mut field = Field::default();
    let Some(table) = reader.table(whole, item) else {
        return field;
    };
    for (key, item) in table {
        let name = key.get_ref().as_ref();
        let called = format!("{whole}.{name}");
        match name {
            "type" => {
                field.kind = reader.parsed(&called, item, |text| {
                    let mut types = FIELD_TYPES.iter().copied();
                    let found = types.find(|known| *known == text);
                    found.ok_or_else(|| not_one_of(text, FIELD_TYPES.iter().copied()))
                });
            }
            "references" => {
                field.references = reader.string(&called, item).map(str::to_owned);
                if field.references.as_deref().is_some_and(is_reserved) {
                    reader.note(item.span(), RESERVED.to_owned());
                }
            }
            "multiple" => field.multiple = reader.boolean(&called, item).unwrap_or_default(),
            _ => reader.unknown_key(key.span(), whole, name, known("fields.FIELD.")),
        }
    }
    let wanted = match (field.multiple, &field.references, field.kind) {
        (_, _, Some("MULTI_REFERENCE")) => {
            field.multiple = true;
            return field;
        }
        (true, _, Some(_)) => "MULTI_REFERENCE",
        (false, Some(_), Some(kind)) if kind != "REFERENCE" => "REFERENCE or MULTI_REFERENCE",
        _ => return field,
    };
    if let Some(item) = table.get("type") {
        let message = format!("{whole}.type of a field that refers to documents is {wanted}");
        reader.note(item.span(), message);
    }
    field
}

/// The keys directly below a prefix, each once.
fn known(prefix: &'static str) -> impl Iterator<Item = &'static str> {
    COLLECTION_KEYS
        .iter()
        .filter_map(move |key| key.path.strip_prefix(prefix)?.split('.').next())
}

fn not_one_of(text: &str, allowed: impl IntoIterator<Item = &'static str>) -> String {
    let allowed: Vec<_> = allowed
        .into_iter()
        .map(|name| format!("\"{name}\""))
        .collect();
    format!("\"{text}\" is not one of {}", allowed.join(", "))
}
