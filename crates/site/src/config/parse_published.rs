//! From `[site]` to what is published about the site.

use super::keys::KEYS;
use super::published::{Page, Published, Redirect};
use super::read::{Item, Reader};
use toml::de::DeTable;

/// Most pages and redirects.
const LISTED_MAX: usize = 1_000;

pub(super) fn published<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Published {
    let mut published = Published::default();
    for (key, item) in reader.table("site", item).into_iter().flatten() {
        let name = key.get_ref().as_ref();
        let whole = format!("site.{name}");
        match name {
            "title" => published.title = text(reader, &whole, item).unwrap_or_default(),
            "published" => {
                published.status_published = reader.boolean(&whole, item).unwrap_or(true);
            }
            "locale" => published.locale = text(reader, &whole, item),
            "currency" => published.currency = text(reader, &whole, item),
            "contact_email" => published.contact_email = text(reader, &whole, item),
            "favicon" => published.favicon = text(reader, &whole, item),
            "logo" => published.logo = text(reader, &whole, item),
            "pages" => published.pages = each(reader, &whole, item, page),
            "redirects" => published.redirects = each(reader, &whole, item, redirect),
            _ => reader.unknown_key(key.span(), "site", name, known()),
        }
    }
    published
}

fn known() -> impl Iterator<Item = &'static str> {
    KEYS.iter().filter_map(|key| key.path.strip_prefix("site."))
}

fn text(reader: &mut Reader<'_>, whole: &str, item: &Item<'_>) -> Option<String> {
    reader.string(whole, item).map(str::to_owned)
}

/// What each table of a list says.
fn each<'t, T>(
    reader: &mut Reader<'t>,
    whole: &str,
    item: &Item<'t>,
    read: fn(&mut Reader<'t>, &str, &DeTable<'t>) -> T,
) -> Vec<T> {
    let tables = reader.tables(whole, item);
    if tables.len() > LISTED_MAX {
        reader.note(
            item.span(),
            format!("{whole} has more than {LISTED_MAX} tables"),
        );
    }
    tables
        .into_iter()
        .map(|table| read(reader, whole, table))
        .collect()
}

fn page<'t>(reader: &mut Reader<'t>, whole: &str, table: &DeTable<'t>) -> Page {
    let mut page = Page::default();
    for (key, item) in table {
        let name = key.get_ref().as_ref();
        let called = format!("{whole}.{name}");
        match name {
            "path" => page.path = text(reader, &called, item).unwrap_or_default(),
            "title" => page.title = text(reader, &called, item).unwrap_or_default(),
            "id" => page.id = text(reader, &called, item),
            "hidden" => page.hidden = reader.boolean(&called, item).unwrap_or_default(),
            _ => reader.unknown_key(key.span(), whole, name, ["path", "title", "id", "hidden"]),
        }
    }
    page
}

fn redirect<'t>(reader: &mut Reader<'t>, whole: &str, table: &DeTable<'t>) -> Redirect {
    let mut redirect = Redirect::default();
    for (key, item) in table {
        let name = key.get_ref().as_ref();
        let place = match name {
            "id" => &mut redirect.id,
            "name" => &mut redirect.name,
            "description" => &mut redirect.description,
            "target" => &mut redirect.target,
            _ => {
                let known = ["id", "name", "description", "target"];
                reader.unknown_key(key.span(), whole, name, known);
                continue;
            }
        };
        *place = text(reader, &format!("{whole}.{name}"), item);
    }
    redirect
}
