//! Many items in one write, each of which succeeds or fails for itself.

use velodrome_model::data::{DataError, Item, Wde};

use super::action::Context;
use super::fault::{Fault, Outcome, refused};
use super::item::{Stored, Table};
use crate::documents::Documents;
use crate::write::{Bulk, BulkOutcome};

/// Does it.
pub(super) fn carry_out(
    context: &mut Context<'_>,
    table: &Table<'_>,
    bulk: &Bulk,
) -> Outcome<BulkOutcome> {
    check_size(context, bulk)?;
    match bulk {
        Bulk::Insert(items) => each(context, items, |context, item| {
            Ok(Fate::Inserted(table.insert(context, item)?))
        }),
        Bulk::Update(items) => each(context, items, |context, item| {
            Ok(Fate::Updated(table.update(context, item)?))
        }),
        Bulk::Save(items) => each(context, items, |context, item: &Item| {
            let (stored, new) = table.save(context, item)?;
            Ok(if new {
                Fate::Inserted(stored)
            } else {
                Fate::Updated(stored)
            })
        }),
        Bulk::Remove(ids) => each(context, ids, |context, id: &String| {
            match table.remove(context, id)? {
                Some(doc) => Ok(Fate::Removed(Stored {
                    id: id.clone(),
                    doc,
                })),
                None => Err(Fault::Refused(table.missing(id))),
            }
        }),
    }
}

fn check_size(context: &Context<'_>, bulk: &Bulk) -> Outcome<()> {
    let items_max = context.options.limits.bulk_items_max;
    let (items, wde) = match bulk {
        Bulk::Insert(items) | Bulk::Update(items) | Bulk::Save(items) => {
            (items.len(), Wde::BULK_TOO_LARGE)
        }
        Bulk::Remove(ids) => (ids.len(), Wde::BULK_REMOVE_TOO_LARGE),
    };
    if items > items_max {
        return refused(
            wde,
            format!("A bulk call takes at most {items_max} items, not {items}."),
        );
    }
    Ok(())
}

/// What became of an item.
enum Fate {
    Inserted(Stored),
    Updated(Stored),
    Removed(Stored),
}

fn each<T>(
    context: &mut Context<'_>,
    items: &[T],
    mut one: impl FnMut(&mut Context<'_>, &T) -> Outcome<Fate>,
) -> Outcome<BulkOutcome> {
    let mut outcome = BulkOutcome::default();
    let mut documents = Documents::new();
    for (index, item) in items.iter().enumerate() {
        context.look_at_clock()?;
        match one(context, item) {
            Ok(fate) => outcome.note(fate, &mut documents),
            Err(Fault::Refused(error)) => outcome.skip(index, error, &mut documents),
            Err(fault) => return Err(fault),
        }
    }
    outcome.items = Some(documents);
    Ok(outcome)
}

impl BulkOutcome {
    fn note(&mut self, fate: Fate, documents: &mut Documents) {
        let (ids, stored) = match fate {
            Fate::Inserted(stored) => (&mut self.inserted, stored),
            Fate::Updated(stored) => (&mut self.updated, stored),
            Fate::Removed(stored) => (&mut self.removed, stored),
        };
        ids.push(stored.id);
        documents.push(&stored.doc);
    }

    fn skip(&mut self, index: usize, error: DataError, documents: &mut Documents) {
        self.skipped += 1;
        self.errors.push((index, error));
        documents.push("null");
    }
}
