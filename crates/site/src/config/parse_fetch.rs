//! Reading `[fetch]`.

use std::path::PathBuf;

use velodrome_outbound::{AllowList, Proxy};

use super::fetch::{Fetch, ProxyChoice};
use super::parse::unknown_in;
use super::read::{Item, Reader};

/// What the section says.
pub(super) fn fetch<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> Fetch {
    let mut fetch = Fetch::default();
    let Some(table) = reader.table("fetch", item) else {
        return fetch;
    };
    for (key, item) in table {
        match key.get_ref().as_ref() {
            "allow" => fetch.allow = list(reader, "fetch.allow", item),
            "proxy" => {
                fetch.proxy = reader
                    .parsed("fetch.proxy", item, proxy)
                    .unwrap_or_default();
            }
            "no_proxy" => fetch.no_proxy = list(reader, "fetch.no_proxy", item),
            "names_by_proxy" => {
                let said = reader.boolean("fetch.names_by_proxy", item);
                fetch.names_by_proxy = said.unwrap_or_default();
            }
            "ca_files" => {
                let files = reader.strings("fetch.ca_files", item);
                fetch.ca_files = files
                    .into_iter()
                    .map(|(_, file)| PathBuf::from(file))
                    .collect();
            }
            name => unknown_in(reader, "fetch", key.span(), name),
        }
    }
    fetch
}

fn list(reader: &mut Reader<'_>, key: &str, item: &Item<'_>) -> AllowList {
    let mut list = AllowList::default();
    for (place, text) in reader.strings(key, item) {
        if let Err(message) = list.add(text) {
            reader.note(place, format!("{key}: {message}"));
        }
    }
    list
}

fn proxy(text: &str) -> Result<ProxyChoice, String> {
    match text {
        "environment" => Ok(ProxyChoice::Environment),
        _ => Proxy::parse(text).map(ProxyChoice::At),
    }
}
