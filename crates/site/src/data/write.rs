//! Operations that change one document, or remove all.

use super::ask::{Ask, confused};
use super::permissions::{Access, refused};
use super::read::Course;
use super::references;
use super::step::Step;
use velodrome_model::data::{DataError, Item, Wde};
use velodrome_store::{Action, Written};

pub(super) fn insert(ask: &Ask, argument: &str) -> Course {
    ask.check(Access::Insert)?;
    let item = item(ask, argument)?;
    Ok(written(ask, Action::Insert(item)))
}

pub(super) fn update(ask: &Ask, argument: &str) -> Course {
    ask.check(Access::Update)?;
    let item = item(ask, argument)?;
    Ok(written(ask, Action::Update(item)))
}

pub(super) fn save(ask: &Ask, argument: &str) -> Course {
    ask.check_existence()?;
    let rights = ask.rights();
    let may = (rights.allow(Access::Insert), rights.allow(Access::Update));
    if may == (false, false) {
        rights.check(Access::Insert, &ask.collection)?;
    }
    let item = item(ask, argument)?;
    if may == (true, true) {
        return Ok(written(ask, Action::Save(item)));
    }
    // Which of both it is decides whether it may be; the write then does nothing else.
    let Some(id) = &item.id else {
        rights.check(Access::Insert, &ask.collection)?;
        return Ok(written(ask, Action::Insert(item)));
    };
    let found = Step::from(ask.session().get(&ask.collection, id));
    let ask = ask.clone();
    Ok(found.then(move |found: Option<String>| {
        let (access, action) = match found {
            Some(_) => (Access::Update, Action::Update(item)),
            None => (Access::Insert, Action::Insert(item)),
        };
        match ask.rights().check(access, &ask.collection) {
            Ok(()) => written(&ask, action),
            Err(error) => Step::failed(error),
        }
    }))
}

pub(super) fn remove(ask: &Ask, id: &str) -> Course {
    ask.check(Access::Remove)?;
    if id.is_empty() {
        let message = "Item ID must be a string that is not empty.";
        return Err(DataError::new(Wde::ID_NOT_STRING, message));
    }
    let step = ask.write(Action::Remove(id.to_owned()));
    Ok(step.then(|written| match written {
        Written::Removed(item) => Step::done(item.unwrap_or_else(|| "null".to_owned())),
        _ => Step::failed(confused("remove")),
    }))
}

/// Whatever the collection allows everybody, removing everything is the owner's.
pub(super) fn truncate(ask: &Ask) -> Course {
    ask.check_existence()?;
    if !ask.rights().are_lifted() {
        let reason = "only the site's owner may remove all items";
        return Err(refused("truncate", &ask.collection, reason));
    }
    Ok(done(ask.write(Action::Truncate)))
}

/// Reads an item and makes it fit to be written.
pub(super) fn item(ask: &Ask, json: &str) -> Result<Item, DataError> {
    let mut item = Item::parse(json)?;
    references::tidy(ask, &mut item)?;
    Ok(item)
}

fn written(ask: &Ask, action: Action) -> Step<String> {
    ask.write(action).then(|written| match written {
        Written::Item(stored) => Step::done(stored),
        _ => Step::failed(confused("write")),
    })
}

/// The answer of what has nothing to tell.
pub(super) fn done(step: Step<Written>) -> Step<String> {
    step.map(|_| "null".to_owned())
}
