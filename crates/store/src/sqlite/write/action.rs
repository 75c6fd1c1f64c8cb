//! What each action does, in a savepoint that its failure undoes.

use std::sync::Arc;

use rusqlite::Connection;
use velodrome_model::data::{Item, Wde};

use super::super::catalog::{Catalogue, Collection};
use super::connection::Deadline;
use super::fault::{Fault, Outcome, refused};
use super::minter::Minter;
use super::{absorb, bulk, collections, guard, item, links, load};
use crate::event::StoreEvent;
use crate::options::Options;
use crate::write::{Action, Bulk, BulkOutcome, Guard, Write, Written};

/// What a write has at hand.
pub(super) struct Context<'a> {
    pub conn: &'a Connection,
    pub options: &'a Options,
    pub catalogue: &'a mut Arc<Catalogue>,
    pub minter: &'a mut Minter,
    pub events: &'a mut Vec<StoreEvent>,
    pub deadline: &'a Deadline,
}

impl Context<'_> {
    /// Ends a loop whose time is over: SQLite looks at the clock only within a statement.
    pub(super) fn look_at_clock(&self) -> Outcome<()> {
        if self.deadline.passed() {
            return Err(Fault::TimedOut);
        }
        Ok(())
    }
}

/// Does it.
pub(super) fn carry_out(context: &mut Context<'_>, write: &Write) -> Outcome<Written> {
    if let Action::DropCollection = write.action {
        let collection = existing(context, write)?;
        collections::drop_collection(context, &collection)?;
        return Ok(Written::Done);
    }
    if let Action::Discard = write.action {
        let collection = existing(context, write)?;
        absorb::discard(context, &collection)?;
        return Ok(Written::Done);
    }
    let collection = collection(context, write)?;
    let (written, more) = change(context, write, &write.action, &collection)?;
    collections::count(context.conn, &collection, more)?;
    Ok(written)
}

/// Does it to the documents of a collection; and by how many they are more then.
fn change(
    context: &mut Context<'_>,
    write: &Write,
    action: &Action,
    collection: &Arc<Collection>,
) -> Outcome<(Written, i64)> {
    let table = &item::Table {
        collection,
        owner: &write.owner,
    };
    match action {
        Action::Insert(item) => Ok((Written::Item(table.insert(context, item)?.doc), 1)),
        Action::Update(item) => Ok((Written::Item(table.update(context, item)?.doc), 0)),
        Action::Save(item) => {
            let (stored, new) = table.save(context, item)?;
            Ok((Written::Item(stored.doc), i64::from(new)))
        }
        Action::Patch { id, changes } => {
            Ok((Written::Item(table.patch(context, id, changes)?.doc), 0))
        }
        Action::Remove(id) => {
            let removed = table.remove(context, id)?;
            let more = -i64::from(removed.is_some());
            Ok((Written::Removed(removed), more))
        }
        Action::Truncate => {
            let removed = collections::truncate(context, collection)?;
            Ok((Written::Done, -removed))
        }
        Action::Bulk(bulk) => bulk::carry_out(context, table, bulk).map(many),
        Action::Load(items) => load::carry_out(context, table, items).map(many),
        Action::Link {
            field,
            from,
            to,
            target,
        } => {
            let target = links::target(context, target.as_deref());
            links::note_field(context, collection, field, target)?;
            links::add(
                context,
                &links::Field::new(collection, field, from),
                to,
                target,
            )?;
            Ok((Written::Done, 0))
        }
        Action::Unlink { field, from, to } => {
            links::remove(context, &links::Field::new(collection, field, from), to)?;
            Ok((Written::Done, 0))
        }
        Action::Relink {
            field,
            from,
            to,
            target,
        } => {
            let target = links::target(context, target.as_deref());
            links::note_field(context, collection, field, target)?;
            let field = links::Field::new(collection, field, from);
            links::replace(context, &field, to, target)?;
            Ok((Written::Done, 0))
        }
        Action::Together { guard, actions } => together(context, write, collection, guard, actions),
        Action::Absorb(from) => absorb::carry_out(context, table, from),
        Action::CreateCollection | Action::Discard | Action::DropCollection => {
            Ok((Written::Done, 0))
        }
    }
}

/// Several actions; the savepoint of the write undoes those before one that fails.
fn together(
    context: &mut Context<'_>,
    write: &Write,
    collection: &Arc<Collection>,
    guard: &Option<Guard>,
    actions: &[Action],
) -> Outcome<(Written, i64)> {
    if let Some(guard) = guard
        && !guard::holds(context.conn, collection, guard)?
    {
        return Ok((Written::Stale, 0));
    }
    let (mut first, mut sum) = (None, 0);
    for action in actions {
        let (written, more) = change(context, write, action, collection)?;
        first.get_or_insert(written);
        sum += more;
    }
    Ok((first.unwrap_or(Written::Done), sum))
}

/// An outcome, and by how many documents there are more then.
fn many(outcome: BulkOutcome) -> (Written, i64) {
    let more = outcome.inserted.len() as i64 - outcome.removed.len() as i64;
    (Written::Bulk(outcome), more)
}

/// The write's collection, made when that is allowed.
fn collection(context: &mut Context<'_>, write: &Write) -> Outcome<Arc<Collection>> {
    let create = write.create || matches!(write.action, Action::CreateCollection);
    match existing(context, write) {
        Err(_) if create => collections::create(context, &write.collection),
        found => found,
    }
}

fn existing(context: &Context<'_>, write: &Write) -> Outcome<Arc<Collection>> {
    let name = &write.collection;
    match context.catalogue.get(name) {
        Some(collection) => Ok(Arc::clone(collection)),
        None => refused(
            Wde::COLLECTION_DOES_NOT_EXIST,
            format!("The {name} collection does not exist."),
        ),
    }
}

/// What an item takes in the queue beside its members.
const ITEM_BYTES: usize = 200;

/// Bytes that an action weighs in the queue.
pub(super) fn weight(action: &Action) -> usize {
    let texts = |texts: &[String]| texts.iter().map(|text| text.len() + ITEM_BYTES).sum();
    match action {
        Action::Insert(item)
        | Action::Update(item)
        | Action::Save(item)
        | Action::Patch { changes: item, .. } => weight_of(item),
        Action::Bulk(Bulk::Insert(items) | Bulk::Update(items) | Bulk::Save(items))
        | Action::Load(items) => weight_of_items(items),
        Action::Bulk(Bulk::Remove(ids)) => texts(ids),
        Action::Link { to, .. } | Action::Unlink { to, .. } | Action::Relink { to, .. } => {
            texts(to)
        }
        Action::Together { guard, actions } => {
            let of_guard = match guard {
                Some(Guard::Item { stored, .. }) => stored.len(),
                Some(Guard::Unlinked { to, .. }) => texts(to),
                None => 0,
            };
            of_guard + actions.iter().map(weight).sum::<usize>()
        }
        Action::Remove(_)
        | Action::Truncate
        | Action::Absorb(_)
        | Action::Discard
        | Action::CreateCollection
        | Action::DropCollection => ITEM_BYTES,
    }
}

/// Bytes that items weigh.
pub(super) fn weight_of_items(items: &[Item]) -> usize {
    items.iter().map(weight_of).sum()
}

fn weight_of(item: &Item) -> usize {
    item.members().len() + ITEM_BYTES
}
