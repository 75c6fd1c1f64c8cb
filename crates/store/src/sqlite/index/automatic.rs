//! Indexes that nobody declared: a query that looked at many documents because of one field has that
//! field's index made, once per process and field.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use velodrome_model::data::{Condition, Filter, Path, SortKey, Test};

use super::build;
use crate::sqlite::catalog::Collection;
use crate::sqlite::plan::columns::CREATED;
use crate::sqlite::shared::Shared;

/// Fields remembered at most.
const REMEMBERED_MAX: usize = 100_000;

/// What has been asked for in this process: a collection's number and a field.
#[derive(Default)]
pub(crate) struct Automatic(Mutex<HashSet<(i64, String)>>);

impl Automatic {
    /// Whether this is the first time that the field is asked for.
    fn is_new(&self, collection: &Collection, field: &str) -> bool {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        asked.len() < REMEMBERED_MAX && asked.insert((collection.number, field.to_owned()))
    }
}

/// The field whose index would have helped most, if one would have: what must be equal comes before
/// what lies in a range, and that before the order.
pub(crate) fn helpful<'q>(
    collection: &Collection,
    filter: &'q Filter,
    sort: &'q [SortKey],
) -> Option<&'q Path> {
    let mut conditions = Vec::new();
    collect(filter, &mut conditions);
    if let [key] = sort {
        conditions.push((3, &key.path));
    }
    conditions.sort_by_key(|(rank, _)| *rank);
    conditions
        .into_iter()
        .map(|(_, path)| path)
        .find(|path| !is_covered(collection, path))
}

/// Has that index made in the background, unless it was asked for before.
pub(crate) fn request(shared: &Arc<Shared>, collection: &Collection, field: &Path) {
    if shared.automatic.is_new(collection, field.as_str()) {
        build::automatic(shared, &collection.name, field.as_str().to_owned());
    }
}

fn is_covered(collection: &Collection, path: &Path) -> bool {
    let field = path.as_str();
    let mut finished = collection.indexes.iter().filter(|index| index.ready);
    field == CREATED || finished.any(|index| index.field == field)
}

fn collect<'q>(filter: &'q Filter, found: &mut Vec<(u8, &'q Path)>) {
    match filter {
        Filter::And(parts) => parts.iter().for_each(|part| collect(part, found)),
        Filter::Is(Condition { path, test }) => {
            let rank = match test {
                Test::Eq(_) => 0,
                Test::HasSome(_) | Test::HasAll(_) => 1,
                Test::Gt(_) | Test::Ge(_) | Test::Lt(_) | Test::Le(_) | Test::Between(..) => 2,
                _ => return,
            };
            found.push((rank, path));
        }
        _ => {}
    }
}
