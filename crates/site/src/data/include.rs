//! Putting the documents that others refer to in their place.
//!
//! A reference to one document is replaced by it; one to many, which no document holds, is added.
//! What the caller may not read stays an id.

use super::ask::Ask;
use super::permissions::Access;
use super::references::{self, Nature, Refers};
use super::step::{Step, fold};
use super::wire;
use std::collections::{HashMap, HashSet};
use velodrome_model::data::limits::PAGE_MAX;
use velodrome_model::data::{DataError, Include, Kind, Path, Query, Wde, reader};
use velodrome_store::{Documents, LinkQuery, StoreError};

/// Documents that a multi-reference gives when no number was named.
const MULTIPLE_DEFAULT: u64 = 50;
/// Documents asked of the store at once.
const FETCH_MAX: usize = 1000;
/// Most bytes of documents that others refer to, and of a page that includes them.
const PAGE_BYTES_MAX: usize = 64 << 20;

/// Fields that refer to nothing, whatever ids there are: a document is found by its own.
const SYSTEM_FIELDS: [&str; 4] = ["_id", "_owner", "_createdDate", "_updatedDate"];

/// Takes what is to be included out of a query, which then gives at least the fields for it.
pub(super) fn take(query: &mut Query) -> Vec<Include> {
    let mut included = std::mem::take(&mut query.include);
    included.retain(|include| !SYSTEM_FIELDS.contains(&include.path.as_str()));
    if !query.fields.is_empty() {
        for include in &included {
            if !query.fields.contains(&include.path) {
                query.fields.push(include.path.clone());
            }
        }
    }
    included
}

/// Documents with what they refer to.
pub(super) struct Full {
    pub(super) documents: Documents,
    /// Whether one refers to more than was asked for.
    pub(super) partial: bool,
}

/// The documents with everything that is to be included. What is included is in its stored form,
/// the dates of its system fields as plain numbers.
pub(super) fn replace(ask: &Ask, documents: Documents, included: Vec<Include>) -> Step<Full> {
    let full = Full {
        partial: false,
        documents,
    };
    if full.documents.is_empty() || included.is_empty() {
        return Step::done(full);
    }
    let ask = ask.clone();
    fold(included.into_iter(), full, move |full, include| {
        if let Err(error) = ask.check_time() {
            return Step::failed(error);
        }
        let partial = full.partial;
        if references::nature(&ask, include.path.as_str()) == Nature::Multiple {
            multiple(&ask, full.documents, include).map(move |full| Full {
                partial: full.partial || partial,
                ..full
            })
        } else {
            single(&ask, full.documents, include.path)
                .map(move |documents| Full { documents, partial })
        }
    })
}

/// Replaces the ids at a path by their documents.
fn single(ask: &Ask, documents: Documents, path: Path) -> Step<Documents> {
    let ids = ids_at(&documents, &path);
    if ids.is_empty() {
        return Step::done(documents);
    }
    let asked = ask.clone();
    readable(ask, path.as_str(), Refers::ToOne, ids).then(move |found| match found {
        None => Step::done(documents),
        Some(found) => rewrite(&asked, &documents, |_, stored, out| {
            replace_ids(stored, &path, &found, out);
        }),
    })
}

/// Adds the documents that each refers to.
fn multiple(ask: &Ask, documents: Documents, include: Include) -> Step<Full> {
    let limit = include.limit.unwrap_or(MULTIPLE_DEFAULT).min(PAGE_MAX);
    let asked = ask.clone();
    links(ask, &documents, &include.path, limit).then(move |mut linked| {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let partial = linked.iter().any(|ids| ids.len() > limit);
        linked.iter_mut().for_each(|ids| ids.truncate(limit));
        let ids = distinct(linked.iter().flatten());
        let again = asked.clone();
        readable(&asked, include.path.as_str(), Refers::ToMany, ids).then(move |found| {
            let written = rewrite(&again, &documents, |index, stored, out| {
                add(stored, &include.path, &linked[index], found.as_ref(), out);
            });
            written.map(move |documents| Full { documents, partial })
        })
    })
}

/// The ids that each document refers to, up to one more than the limit.
fn links(ask: &Ask, documents: &Documents, path: &Path, limit: u64) -> Step<Vec<Vec<String>>> {
    let froms: Vec<String> = documents
        .iter()
        .map(|stored| id_of(stored).unwrap_or_default())
        .collect();
    let (ask, field) = (ask.clone(), path.as_str().to_owned());
    fold(froms.into_iter(), Vec::new(), move |mut all, from| {
        if let Err(error) = ask.check_time() {
            return Step::failed(error);
        }
        let query = LinkQuery {
            collection: ask.collection.to_string(),
            field: field.clone(),
            from,
            descending: false,
            skip: 0,
            limit: limit + 1,
            total: false,
        };
        Step::from(ask.session().linked(&query)).map(move |linked| {
            all.push(linked.ids);
            all
        })
    })
}

/// The documents behind ids; `None` when nobody knows where they lie, or they may not be read.
fn readable(ask: &Ask, field: &str, refers: Refers, ids: Vec<String>) -> Step<Option<Found>> {
    let asked = ask.clone();
    references::target(ask, field, refers, &ids).then(move |target| match target {
        Some(target) if asked.rights_to(&target).allow(Access::Read) => {
            fetch(&asked, &target, ids).map(Some)
        }
        _ => Step::done(None),
    })
}

/// Documents by their ids.
#[derive(Default)]
pub(super) struct Found {
    pages: Vec<Documents>,
    places: HashMap<String, (usize, usize)>,
}

impl Found {
    fn get(&self, id: &str) -> Option<&str> {
        let (page, index) = self.places.get(id)?;
        self.pages.get(*page)?.get(*index)
    }

    fn add(&mut self, page: Documents) {
        for (index, stored) in page.iter().enumerate() {
            if let Some(id) = id_of(stored) {
                self.places.insert(id, (self.pages.len(), index));
            }
        }
        self.pages.push(page);
    }

    /// In the order in which they were asked for.
    pub(super) fn into_documents(mut self) -> Documents {
        if self.pages.len() == 1 {
            return self.pages.remove(0);
        }
        self.pages.iter().flat_map(Documents::iter).collect()
    }
}

/// The documents of a collection that have these ids.
pub(super) fn fetch(ask: &Ask, collection: &str, ids: Vec<String>) -> Step<Found> {
    let chunks: Vec<Vec<String>> = ids.chunks(FETCH_MAX).map(<[String]>::to_vec).collect();
    let (ask, collection) = (ask.clone(), collection.to_owned());
    fold(
        chunks.into_iter(),
        Found::default(),
        move |mut found, ids| {
            if let Err(error) = ask.check_time() {
                return Step::failed(error);
            }
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let asked = ask.clone();
            Step::from(ask.session().get_many(&collection, &ids)).then(move |page| {
                found.add(page);
                if found.pages.iter().map(Documents::bytes).sum::<usize>() > PAGE_BYTES_MAX {
                    return Step::failed(too_large(&asked));
                }
                Step::done(found)
            })
        },
    )
}

/// Writes every document anew.
fn rewrite(
    ask: &Ask,
    documents: &Documents,
    mut write: impl FnMut(usize, &str, &mut String),
) -> Step<Documents> {
    let mut rewritten = Documents::with_capacity(documents.len(), documents.bytes());
    for (index, stored) in documents.iter().enumerate() {
        rewritten.push_with(|out| write(index, stored, out));
        if rewritten.bytes() > PAGE_BYTES_MAX {
            return Step::failed(too_large(ask));
        }
    }
    Step::done(rewritten)
}

fn too_large(ask: &Ask) -> StoreError {
    let message = format!(
        "What items of the {} collection refer to is longer than {PAGE_BYTES_MAX} bytes: ask for fewer.",
        ask.collection
    );
    DataError::new(Wde::RESPONSE_TOO_LARGE, message).into()
}

fn replace_ids(stored: &str, path: &Path, found: &Found, out: &mut String) {
    let Some(value) = reader::find(stored, path) else {
        return out.push_str(stored);
    };
    let document_of = |value: &reader::Raw<'_>| found.get(value.as_str()?.as_ref());
    let mut new = String::new();
    match value.kind() {
        Kind::String => match document_of(&value) {
            Some(document) => new.push_str(document),
            None => return out.push_str(stored),
        },
        Kind::Array => {
            new.push('[');
            for (index, element) in value.elements().enumerate() {
                if index > 0 {
                    new.push(',');
                }
                match document_of(&element) {
                    Some(document) => new.push_str(document),
                    None => element.write(&mut new),
                }
            }
            new.push(']');
        }
        _ => return out.push_str(stored),
    }
    put(stored, value.text(), &new, out);
}

/// Adds a member with the documents of the ids; with the ids where those are unknown.
fn add(stored: &str, path: &Path, ids: &[String], found: Option<&Found>, out: &mut String) {
    let mut new = String::new();
    match found {
        None => wire::push_strings(&mut new, ids.iter().map(String::as_str)),
        Some(found) => {
            new.push('[');
            for (index, document) in ids.iter().filter_map(|id| found.get(id)).enumerate() {
                if index > 0 {
                    new.push(',');
                }
                new.push_str(document);
            }
            new.push(']');
        }
    }
    let field = Path::literal(path.as_str());
    if let Some(old) = reader::find(stored, &field) {
        return put(stored, old.text(), &new, out);
    }
    let body = stored.strip_suffix('}').unwrap_or(stored);
    out.push_str(body);
    if !body.ends_with('{') {
        out.push(',');
    }
    wire::push_string(out, path.as_str());
    out.push(':');
    out.push_str(&new);
    out.push('}');
}

/// Appends `stored` with `new` in the place of `old`, which is a part of it.
fn put(stored: &str, old: &str, new: &str, out: &mut String) {
    let start = offset(stored, old);
    out.push_str(&stored[..start]);
    out.push_str(new);
    out.push_str(&stored[start + old.len()..]);
}

/// Where a part of a text begins in it.
fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}

/// The ids at a path, in lists of ids too, each once.
fn ids_at(documents: &Documents, path: &Path) -> Vec<String> {
    let mut ids = Vec::new();
    for stored in documents.iter() {
        let Some(value) = reader::find(stored, path) else {
            continue;
        };
        ids.extend(value.as_str().map(|id| id.into_owned()));
        let elements = value.elements();
        ids.extend(elements.filter_map(|element| Some(element.as_str()?.into_owned())));
    }
    distinct(ids.iter())
}

fn distinct<'i>(ids: impl Iterator<Item = &'i String>) -> Vec<String> {
    let mut seen = HashSet::new();
    ids.filter(|id| seen.insert(*id)).cloned().collect()
}

fn id_of(stored: &str) -> Option<String> {
    let id = reader::find(stored, &Path::literal("_id"))?;
    Some(id.as_str()?.into_owned())
}
