//! Multi-references: links between documents, which are no part of any of them.

use super::ask::Ask;
use super::include::fetch;
use super::permissions::Access;
use super::read::{Course, page_json};
use super::references::{self, Nature, Refers};
use super::step::Step;
use super::wire::{self, Members};
use super::write::done;
use std::sync::Arc;
use velodrome_model::data::limits::{BULK_MAX, PAGE_DEFAULT, PAGE_MAX};
use velodrome_model::data::{DataError, Kind, Path, Value, Wde, reader};
use velodrome_store::{Action, Documents, LinkQuery, Linked};

/// What a call for references is about.
struct Link {
    field: String,
    from: String,
    to: Vec<String>,
}

pub(super) fn insert(ask: &Ask, argument: &str) -> Course {
    lead_to(ask, argument, |Link { field, from, to }, target| {
        Action::Link {
            field,
            from,
            to,
            target,
        }
    })
}

pub(super) fn remove(ask: &Ask, argument: &str) -> Course {
    ask.check(Access::Update)?;
    let Link { field, from, to } = link(argument)?;
    check_field(ask, &field)?;
    Ok(done(ask.write(Action::Unlink { field, from, to })))
}

pub(super) fn replace(ask: &Ask, argument: &str) -> Course {
    lead_to(ask, argument, |Link { field, from, to }, target| {
        Action::Relink {
            field,
            from,
            to,
            target,
        }
    })
}

/// Writes links, once it is known that the field takes them and which collection they lead to.
fn lead_to(
    ask: &Ask,
    argument: &str,
    action: impl FnOnce(Link, Option<String>) -> Action + 'static,
) -> Course {
    ask.check(Access::Update)?;
    let link = link(argument)?;
    let nature = check_field(ask, &link.field)?;
    let asked = ask.clone();
    let step = check_new_field(ask, nature, &link.field, &link.from).then(move |()| {
        references::target(&asked, &link.field, Refers::ToMany, &link.to)
            .map(move |found| (found, link))
    });
    let ask = ask.clone();
    Ok(done(step.then(move |(target, link)| {
        ask.write(action(link, name(target)))
    })))
}

pub(super) fn is_referenced(ask: &Ask, argument: &str) -> Course {
    ask.check(Access::Read)?;
    let Link { field, from, to } = link(argument)?;
    check_field(ask, &field)?;
    let [to] = &*to else {
        return Err(bad_references("exactly one is needed"));
    };
    let found = ask.session().is_linked(&ask.collection, &field, &from, to);
    Ok(Step::from(found).map(|found| found.to_string()))
}

pub(super) fn query(ask: &Ask, argument: &str) -> Course {
    ask.check(Access::Read)?;
    let parts = wire::members(argument)?;
    let field = parts.string("field")?;
    check_field(ask, &field)?;
    let fields = fields(&parts)?;
    let query = LinkQuery {
        collection: ask.collection.to_string(),
        field: field.clone(),
        from: id(&parts, "from")?,
        descending: parts.value("order")? == Some(Value::String("desc".to_owned())),
        skip: count(&parts, "skip")?.unwrap_or_default(),
        limit: count(&parts, "limit")?
            .unwrap_or(PAGE_DEFAULT)
            .min(PAGE_MAX),
        total: parts.value("total")? == Some(Value::Bool(true)),
    };
    let linked = Step::from(ask.session().linked(&query));
    let ask = ask.clone();
    Ok(linked.then(move |Linked { ids, total }| {
        items(&ask, &field, ids)
            .map(move |items| page_json(projected(items, &fields), total, false))
    }))
}

/// The items behind the ids of a field, where the caller may read them.
fn items(ask: &Ask, field: &str, ids: Vec<String>) -> Step<Documents> {
    let asked = ask.clone();
    references::target(ask, field, Refers::ToMany, &ids).then(move |target| {
        let Some(target) = target else {
            return Step::done(Documents::new());
        };
        if let Err(error) = asked.rights_to(&target).check(Access::Read, &target) {
            return Step::failed(error);
        }
        fetch(&asked, &target, ids).map(|found| found.into_documents())
    })
}

fn projected(items: Documents, fields: &[Path]) -> Documents {
    if fields.is_empty() {
        return items;
    }
    let mut projected = Documents::with_capacity(items.len(), items.bytes());
    for item in items.iter() {
        projected.push_with(|out| reader::project(item, fields, out));
    }
    projected
}

/// # Errors
/// WDE0020: the field is known to be something else.
fn check_field(ask: &Ask, field: &str) -> Result<Nature, DataError> {
    Path::parse(field)?;
    let nature = references::nature(ask, field);
    if nature == Nature::Single {
        return Err(not_multiple(field, "velodrome.toml declares it otherwise"));
    }
    Ok(nature)
}

/// A field that nobody knows becomes a multi-reference with its first link, and from then on is
/// not written with its item. One that holds something else is not meant.
fn check_new_field(ask: &Ask, nature: Nature, field: &str, from: &str) -> Step<()> {
    if nature == Nature::Multiple {
        return Step::done(());
    }
    let found = Step::from(ask.session().get(&ask.collection, from));
    let field = field.to_owned();
    found.then(move |found: Option<String>| {
        let value = found
            .as_deref()
            .and_then(|stored| reader::find(stored, &Path::literal(&field)));
        match value.map(|value| (value.kind(), value.text())) {
            None | Some((Kind::Null, _) | (Kind::Array, "[]")) => Step::done(()),
            Some((Kind::Array, _)) => Step::failed(not_multiple(
                &field,
                "the item has a list there, which it would lose; a field with multiple = true in velodrome.toml is one",
            )),
            Some(_) => Step::failed(not_multiple(&field, "the item has another value there")),
        }
    })
}

fn not_multiple(field: &str, reason: &str) -> DataError {
    let message = format!(
        "Provided relationship attribute {field} is not a multi-reference field: {reason}."
    );
    DataError::new(Wde::NOT_MULTI_REFERENCE, message)
}

fn name(target: Option<Arc<str>>) -> Option<String> {
    target.map(|target| target.to_string())
}

fn link(argument: &str) -> Result<Link, DataError> {
    let parts = wire::members(argument)?;
    let to = match parts.value("to")? {
        Some(Value::String(id)) if !id.is_empty() => vec![id],
        Some(Value::Array(ids)) if ids.len() <= BULK_MAX => ids
            .into_iter()
            .map(|id| match id {
                Value::String(id) if !id.is_empty() => Ok(id),
                _ => Err(bad_references("one has no id")),
            })
            .collect::<Result<_, _>>()?,
        Some(Value::Array(_)) => {
            let reason = format!("they are more than {BULK_MAX}");
            return Err(bad_references(&reason));
        }
        _ => return Err(bad_references("they are not ids")),
    };
    Ok(Link {
        field: parts.string("field")?,
        from: id(&parts, "from")?,
        to,
    })
}

fn id(parts: &Members<'_>, name: &str) -> Result<String, DataError> {
    match parts.value(name)? {
        Some(Value::String(id)) if !id.is_empty() => Ok(id),
        _ => {
            let message = "Reference operation takes a string ID or an object with an ID to be connected: the referring item has none.";
            Err(DataError::new(Wde::REFERENCE_ARGUMENT, message))
        }
    }
}

fn bad_references(reason: &str) -> DataError {
    let message = format!("Invalid reference: of the referenced items, {reason}.");
    DataError::new(Wde::REFERENCE_INVALID, message)
}

fn count(parts: &Members<'_>, name: &str) -> Result<Option<u64>, DataError> {
    match parts.value(name)? {
        None => Ok(None),
        Some(Value::Number(number)) if number >= 0.0 && number.fract() == 0.0 => {
            Ok(Some(number as u64))
        }
        Some(_) => {
            let message = format!("\"{name}\" must be a whole number that is not negative.");
            Err(DataError::new(Wde::OPTIONS, message))
        }
    }
}

fn fields(parts: &Members<'_>) -> Result<Vec<Path>, DataError> {
    let Some(value) = parts.value("fields")? else {
        return Ok(Vec::new());
    };
    let Value::Array(fields) = value else {
        let message = "\"fields\" must be an array of strings.";
        return Err(DataError::new(Wde::OPTIONS, message));
    };
    let path = |field| match field {
        Value::String(field) => Path::parse(&field),
        _ => {
            let message = "Field name must be a string.";
            Err(DataError::new(Wde::FIELD_NOT_STRING, message))
        }
    };
    fields.into_iter().map(path).collect()
}
