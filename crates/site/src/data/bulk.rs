//! Operations on up to 1000 documents, which succeed and fail one by one.

use super::ask::{Ask, confused};
use super::permissions::Access;
use super::read::Course;
use super::step::Step;
use super::{wire, write};
use std::collections::HashSet;
use std::fmt::Write as _;
use velodrome_model::data::limits::BULK_MAX;
use velodrome_model::data::{DataError, Item, Path, Value, Wde, reader};
use velodrome_store::{Action, Bulk, BulkOutcome, Documents, Written};

pub(super) fn insert(ask: &Ask, argument: &str) -> Course {
    ask.check(Access::Insert)?;
    let items = items(ask, argument)?;
    let ids = given_ids(&items);
    Ok(run(ask, Bulk::Insert(items), ids))
}

pub(super) fn update(ask: &Ask, argument: &str) -> Course {
    ask.check(Access::Update)?;
    let items = items(ask, argument)?;
    let ids = given_ids(&items);
    Ok(run(ask, Bulk::Update(items), ids))
}

pub(super) fn save(ask: &Ask, argument: &str) -> Course {
    ask.check_existence()?;
    let rights = ask.rights();
    let may = (rights.allow(Access::Insert), rights.allow(Access::Update));
    if may == (false, false) {
        rights.check(Access::Insert, &ask.collection)?;
    }
    let items = items(ask, argument)?;
    let ids = given_ids(&items);
    if may == (true, true) {
        return Ok(run(ask, Bulk::Save(items), ids));
    }
    // What is there decides which right each item needs; all must have theirs.
    let known: Vec<&str> = ids.iter().flatten().map(String::as_str).collect();
    let found = Step::from(ask.session().get_many(&ask.collection, &known));
    let ask = ask.clone();
    Ok(found.then(move |found: Documents| {
        let found: HashSet<String> = found.iter().filter_map(id_of).collect();
        let is_there = |id: &Option<String>| id.as_ref().is_some_and(|id| found.contains(id));
        let (access, bulk) = match may {
            (true, _) => (Access::Update, Bulk::Insert(items)),
            _ => (Access::Insert, Bulk::Update(items)),
        };
        let is_refused = ids
            .iter()
            .any(|id| is_there(id) == (access == Access::Update));
        if is_refused && let Err(error) = ask.rights().check(access, &ask.collection) {
            return Step::failed(error);
        }
        run(&ask, bulk, ids)
    }))
}

pub(super) fn remove(ask: &Ask, argument: &str) -> Course {
    ask.check_existence()?;
    let ids = ids(argument)?;
    let rights = ask.rights();
    if !rights.allow(Access::Remove) && rights.is_for_authors(Access::Remove) {
        // Anonymous callers own nothing: of others' items none is touched.
        let reason = "it belongs to another owner";
        let outcome = skip_all(&ids, reason);
        return Ok(Step::done(json(&outcome, &some(ids))));
    }
    rights.check(Access::Remove, &ask.collection)?;
    let given = some(ids.clone());
    Ok(run(ask, Bulk::Remove(ids), given))
}

fn run(ask: &Ask, bulk: Bulk, ids: Vec<Option<String>>) -> Step<String> {
    ask.write(Action::Bulk(bulk))
        .then(move |written| match written {
            Written::Bulk(outcome) => Step::done(json(&outcome, &ids)),
            _ => Step::failed(confused("bulk")),
        })
}

/// Reads the items; one that cannot be read refuses them all.
fn items(ask: &Ask, argument: &str) -> Result<Vec<Item>, DataError> {
    let texts = wire::elements(argument)?;
    if texts.is_empty() {
        let message = format!(
            "Failed to bulk save items into {}. Items must be an array of at least one object.",
            ask.collection
        );
        return Err(DataError::new(Wde::ITEMS_NOT_OBJECTS, message));
    }
    if texts.len() > BULK_MAX {
        let message = format!(
            "Failed to bulk save items into {}. Cannot save more than {BULK_MAX} items in one request.",
            ask.collection
        );
        return Err(DataError::new(Wde::BULK_TOO_LARGE, message));
    }
    texts
        .into_iter()
        .map(|text| write::item(ask, text))
        .collect()
}

fn ids(argument: &str) -> Result<Vec<String>, DataError> {
    let texts = wire::elements(argument)?;
    if texts.is_empty() {
        let message = "Failed to bulk remove items. Item IDs must be an array of at least one.";
        return Err(DataError::new(Wde::IDS_NOT_STRINGS, message));
    }
    if texts.len() > BULK_MAX {
        let message = format!(
            "Failed to bulk remove items. Cannot remove more than {BULK_MAX} items in one request."
        );
        return Err(DataError::new(Wde::BULK_REMOVE_TOO_LARGE, message));
    }
    let id = |text| match Value::parse(text) {
        Ok(Value::String(id)) if !id.is_empty() => Ok(id),
        _ => {
            let message =
                "Failed to bulk remove items. Item IDs must be strings that are not empty.";
            Err(DataError::new(Wde::IDS_NOT_STRINGS, message))
        }
    };
    texts.into_iter().map(id).collect()
}

fn given_ids(items: &[Item]) -> Vec<Option<String>> {
    items.iter().map(|item| item.id.clone()).collect()
}

fn some(ids: Vec<String>) -> Vec<Option<String>> {
    ids.into_iter().map(Some).collect()
}

fn id_of(stored: &str) -> Option<String> {
    let id = reader::find(stored, &Path::literal("_id"))?;
    Some(id.as_str()?.into_owned())
}

fn skip_all(ids: &[String], reason: &str) -> BulkOutcome {
    let error = |(index, id): (usize, &String)| {
        let message = format!("Item {id} was not removed: {reason}.");
        (index, DataError::new(Wde::PERMISSION_DENIED, message))
    };
    BulkOutcome {
        skipped: ids.len() as u64,
        errors: ids.iter().enumerate().map(error).collect(),
        items: Some(ids.iter().map(|_| "null").collect()),
        ..BulkOutcome::default()
    }
}

/// The outcome as JavaScript reads it; `ids` are those that the items had when they were given.
fn json(outcome: &BulkOutcome, ids: &[Option<String>]) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "{{\"inserted\":{},\"updated\":{},\"removed\":{},\"skipped\":{}",
        outcome.inserted.len(),
        outcome.updated.len(),
        outcome.removed.len(),
        outcome.skipped
    );
    for (name, ids) in [
        ("insertedItemIds", &outcome.inserted),
        ("updatedItemIds", &outcome.updated),
        ("removedItemIds", &outcome.removed),
    ] {
        let _ = write!(out, ",\"{name}\":");
        wire::push_strings(&mut out, ids.iter().map(String::as_str));
    }
    out.push_str(",\"errors\":[");
    for (place, (index, error)) in outcome.errors.iter().enumerate() {
        let comma = if place > 0 { "," } else { "" };
        let _ = write!(out, "{comma}{{\"index\":{index},");
        if let Some(Some(id)) = ids.get(*index) {
            out.push_str("\"itemId\":");
            wire::push_string(&mut out, id);
            out.push(',');
        }
        let _ = write!(out, "\"code\":\"{}\",\"message\":", error.wde.category());
        wire::push_string(&mut out, &error.to_string());
        out.push('}');
    }
    out.push_str("],\"items\":");
    match &outcome.items {
        Some(items) => out.push_str(&items.clone().into_json_array()),
        None => out.push_str("[]"),
    }
    out.push('}');
    out
}
