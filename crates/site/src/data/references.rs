//! What fields refer to.
//!
//! A declared reference names its collection. Another is found by its ids: random ids are in one
//! collection only, so whichever holds one is meant. What was found is remembered while the
//! process lives, and said once, so that people can declare it.

use super::ask::Ask;
use super::reserved::is_reserved;
use super::step::{Step, fold};
use super::wire;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use velodrome_model::data::{DataError, Item, Kind, Raw};
use velodrome_model::log::Severity;

/// Ids of one field that are looked for before it is given up.
const LOOK_UPS_MAX: usize = 10;
/// Fields that are remembered; more are looked for every time.
const REMEMBERED_MAX: usize = 10_000;

/// Fields that were found to refer to something, by collection.
#[derive(Default)]
pub(super) struct Targets(Mutex<HashMap<String, HashMap<String, Target>>>);

#[derive(Clone)]
enum Target {
    Collection(Arc<str>),
    /// Its ids are in several; that was said.
    Ambiguous,
}

impl Targets {
    fn get(&self, collection: &str, field: &str) -> Option<Arc<str>> {
        match self.lock().get(collection)?.get(field)? {
            Target::Collection(target) => Some(Arc::clone(target)),
            Target::Ambiguous => None,
        }
    }

    /// Whether that is new.
    fn remember(&self, collection: &str, field: &str, target: Target) -> bool {
        let mut known = self.lock();
        if known.values().map(HashMap::len).sum::<usize>() >= REMEMBERED_MAX {
            return false;
        }
        let fields = known.entry(collection.to_owned()).or_default();
        fields.insert(field.to_owned(), target).is_none()
    }

    fn fields_of(&self, collection: &str) -> Vec<String> {
        let known = self.lock();
        let fields = known.get(collection).into_iter().flatten();
        let found = fields.filter(|(_, target)| matches!(target, Target::Collection(_)));
        found.map(|(field, _)| field.clone()).collect()
    }

    /// Every change is one insertion: a panic leaves nothing half done.
    fn lock(&self) -> MutexGuard<'_, HashMap<String, HashMap<String, Target>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The fields of the collection that refer to many documents: declared ones, and those that were
/// linked without a word.
pub(super) fn multiple(ask: &Ask) -> Vec<String> {
    let declared = ask.service().declared(&ask.collection);
    let said = declared.into_iter().flat_map(|declared| &declared.fields);
    let mut fields: Vec<String> = said
        .filter(|(_, field)| field.multiple)
        .map(|(name, _)| name.clone())
        .collect();
    for link in ask.session().link_fields(&ask.collection) {
        if !fields.contains(&link.field) {
            fields.push(link.field);
        }
    }
    fields
}

/// What a field is as far as anybody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// It refers to many documents.
    Multiple,
    /// It was declared to be something else.
    Single,
    /// Nobody said, and it was never linked.
    Unknown,
}

pub(super) fn nature(ask: &Ask, field: &str) -> Nature {
    let declared = ask.service().declared(&ask.collection);
    if let Some(field) = declared.and_then(|declared| declared.fields.get(field)) {
        if field.multiple {
            return Nature::Multiple;
        }
        if field.references.is_some() || field.kind.is_some_and(|kind| kind != "ANY") {
            return Nature::Single;
        }
    }
    let links = ask.session().link_fields(&ask.collection);
    if links.iter().any(|link| link.field == field) {
        Nature::Multiple
    } else {
        Nature::Unknown
    }
}

/// How many documents a field refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refers {
    ToOne,
    ToMany,
}

/// The collection that a field refers to, where somebody knows or it can be found by these ids.
pub(super) fn target(
    ask: &Ask,
    field: &str,
    refers: Refers,
    ids: &[String],
) -> Step<Option<Arc<str>>> {
    if let Some(known) = known_target(ask, field) {
        return Step::done(Some(known));
    }
    let ids: Vec<String> = ids.iter().take(LOOK_UPS_MAX).cloned().collect();
    let asked = ask.clone();
    let look = move |found: Option<Target>, id: String| {
        if found.is_some() {
            return Step::done(found);
        }
        Step::from(asked.session().find_id(&id)).map(|mut holders: Vec<String>| {
            holders.retain(|holder| !is_reserved(holder));
            match &*holders {
                [] => None,
                [holder] => Some(Target::Collection(holder.as_str().into())),
                _ => Some(Target::Ambiguous),
            }
        })
    };
    let (ask, field) = (ask.clone(), field.to_owned());
    fold(ids.into_iter(), None, look).map(move |found| {
        let found = found?;
        if ask
            .service()
            .targets
            .remember(&ask.collection, &field, found.clone())
        {
            say(&ask, &field, refers, &found);
        }
        match found {
            Target::Collection(target) => Some(target),
            Target::Ambiguous => None,
        }
    })
}

fn known_target(ask: &Ask, field: &str) -> Option<Arc<str>> {
    let declared = ask.service().declared(&ask.collection);
    let declared = declared.and_then(|declared| declared.fields.get(field)?.references.as_deref());
    if let Some(target) = declared {
        return Some(target.into());
    }
    let links = ask.session().link_fields(&ask.collection);
    let linked = links.into_iter().find(|link| link.field == field);
    let linked = linked.and_then(|link| Some(link.target?.into()));
    linked.or_else(|| {
        let found = ask.service().targets.get(&ask.collection, field);
        // It may have been dropped since, or have been where an import kept what it moved later.
        found.filter(|target| ask.session().has_collection(target))
    })
}

fn say(ask: &Ask, field: &str, refers: Refers, found: &Target) {
    let collection = &ask.collection;
    let more = match refers {
        Refers::ToOne => "",
        Refers::ToMany => ", multiple = true",
    };
    let (severity, message) = match found {
        Target::Collection(target) => (
            Severity::Info,
            format!(
                "\"{field}\" of the collection \"{collection}\" refers to documents of \"{target}\", as its ids show. [collections.\"{collection}\".fields] \"{field}\" = {{ references = \"{target}\"{more} }} in velodrome.toml says so for good."
            ),
        ),
        Target::Ambiguous => (
            Severity::Warning,
            format!(
                "\"{field}\" of the collection \"{collection}\" has ids that are in several collections, so its documents are not included. [collections.\"{collection}\".fields] \"{field}\" = {{ references = \"..\"{more} }} in velodrome.toml says which is meant."
            ),
        ),
    };
    ask.service().events.say(severity, message);
}

/// Makes an item fit to be written: multi-references are written by the calls for references
/// only, and a reference that was given as a whole item becomes its id.
pub(super) fn tidy(ask: &Ask, item: &mut Item) -> Result<(), DataError> {
    let multiple = multiple(ask);
    if multiple.iter().any(|field| item.get(field).is_some()) {
        item.retain(|name| !multiple.iter().any(|field| field == name));
    }
    let mut single = ask.service().targets.fields_of(&ask.collection);
    let declared = ask.service().declared(&ask.collection);
    let said = declared.into_iter().flat_map(|declared| &declared.fields);
    single.extend(
        said.filter(|(_, field)| field.references.is_some())
            .map(|(name, _)| name.clone()),
    );
    for field in single {
        if let Some(ids) = item.get(&field).and_then(ids_of) {
            put(item, &field, &ids)?;
        }
    }
    Ok(())
}

/// The id of an item, or the list of the ids of items, as JSON; `None` where there is nothing to
/// replace.
fn ids_of(value: Raw<'_>) -> Option<String> {
    let of_item = |value: Raw<'_>| {
        let id = value.member("_id")?;
        (id.kind() == Kind::String).then(|| id.text().to_owned())
    };
    match value.kind() {
        Kind::Object => of_item(value),
        Kind::Array
            if value
                .elements()
                .any(|element| element.kind() == Kind::Object) =>
        {
            let ids = value.elements().map(|element| match element.kind() {
                Kind::Object => of_item(element),
                _ => Some(element.text().to_owned()),
            });
            let ids = ids.collect::<Option<Vec<_>>>()?;
            Some(format!("[{}]", ids.join(",")))
        }
        _ => None,
    }
}

/// Gives a member another value.
fn put(item: &mut Item, field: &str, json: &str) -> Result<(), DataError> {
    item.retain(|name| name != field);
    let mut wire = String::from("{");
    if !item.members().is_empty() {
        wire.push_str(item.members());
        wire.push(',');
    }
    wire::push_string(&mut wire, field);
    wire.push(':');
    wire.push_str(json);
    wire.push('}');
    let changed = Item::parse(&wire)?;
    let before = std::mem::replace(item, changed);
    item.id = before.id;
    item.owner = before.owner;
    item.created_ms = before.created_ms;
    item.updated_ms = before.updated_ms;
    Ok(())
}
