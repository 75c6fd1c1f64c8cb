//! From `[tls]` to the files of certificates and keys.

use std::ops::Range;
use std::path::PathBuf;

use toml::de::DeTable;

use super::PairFiles;
use super::read::{Item, Reader};

/// Most certificates of one site.
const PAIRS_MAX: usize = 100;

/// The pair in `[tls]` itself, then those of `[[tls.certificates]]`.
pub(super) fn pairs<'t>(
    reader: &mut Reader<'t>,
    section: Range<usize>,
    item: &Item<'t>,
) -> Vec<PairFiles> {
    let Some(table) = reader.table("tls", item) else {
        return Vec::new();
    };
    for (key, _) in table {
        let name = key.get_ref().as_ref();
        if !["cert", "key", "certificates"].contains(&name) {
            reader.unknown_key(key.span(), "tls", name, ["cert", "key", "certificates"]);
        }
    }
    let further = table.get("certificates");
    let mut pairs = Vec::new();
    if further.is_none() || table.contains_key("cert") || table.contains_key("key") {
        pairs.extend(pair(reader, "tls", section, table));
    }
    let Some(further) = further else { return pairs };
    let Some(items) = further.get_ref().as_array() else {
        let message = "tls.certificates must be a list of tables: [[tls.certificates]]";
        reader.note(further.span(), message.to_owned());
        return pairs;
    };
    for item in items {
        let Some(table) = reader.table("tls.certificates", item) else {
            continue;
        };
        for (key, _) in table {
            let name = key.get_ref().as_ref();
            if !["cert", "key"].contains(&name) {
                reader.unknown_key(key.span(), "tls.certificates", name, ["cert", "key"]);
            }
        }
        pairs.extend(pair(reader, "tls.certificates", item.span(), table));
    }
    if pairs.len() > PAIRS_MAX {
        let message = format!("tls names more than {PAIRS_MAX} certificates");
        reader.note(further.span(), message);
    }
    pairs
}

fn pair<'t>(
    reader: &mut Reader<'t>,
    called: &str,
    place: Range<usize>,
    table: &DeTable<'t>,
) -> Option<PairFiles> {
    let mut file = |name: &str| {
        let key = format!("{called}.{name}");
        match table.get(name) {
            Some(item) => reader.parsed(&key, item, |path| match path {
                "" => Err("must be the path of a file".to_owned()),
                path if path.contains('\0') => Err("must not have a NUL in it".to_owned()),
                path => Ok(PathBuf::from(path)),
            }),
            None => {
                let message = format!("{key} is missing; a certificate and its key go together");
                reader.note(place.clone(), message);
                None
            }
        }
    };
    let (cert, key) = (file("cert"), file("key"));
    Some(PairFiles {
        cert: cert?,
        key: key?,
    })
}
