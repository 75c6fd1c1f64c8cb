//! From `[functions.NAME]` to the names of functions that only signed requests may call.

use super::read::{Item, Reader};
use std::collections::BTreeSet;

/// The functions whose `auth` is `"signed"`.
pub(super) fn signed<'t>(reader: &mut Reader<'t>, item: &Item<'t>) -> BTreeSet<String> {
    let mut signed = BTreeSet::new();
    for (key, item) in reader.table("functions", item).into_iter().flatten() {
        let name = key.get_ref().as_ref();
        let whole = format!("functions.{name}");
        for (key, item) in reader.table(&whole, item).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "auth" => {
                    if reader.parsed(&format!("{whole}.auth"), item, auth) == Some(true) {
                        signed.extend(without_verb(name).map(str::to_owned));
                        signed.insert(name.to_owned());
                    }
                }
                other => reader.unknown_key(key.span(), &whole, other, ["auth"]),
            }
        }
    }
    signed
}

/// `orders` when somebody wrote the export's name, `get_orders`. Both are closed then: a function that
/// stays open by mistake is noticed too late, one that is closed at once.
fn without_verb(name: &str) -> Option<&str> {
    let (verb, rest) = name.split_once('_')?;
    let verbs = ["get", "post", "put", "delete", "options", "head", "use"];
    verbs.contains(&verb).then_some(rest)
}

fn auth(text: &str) -> Result<bool, String> {
    match text {
        "signed" => Ok(true),
        "none" => Ok(false),
        _ => Err(format!("\"{text}\" is not one of \"none\", \"signed\"")),
    }
}
