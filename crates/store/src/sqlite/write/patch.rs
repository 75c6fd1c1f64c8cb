//! Some members of an item changed, the others left: in the writer, so that two who change
//! different members of one item at once both find their change.

use rusqlite::OptionalExtension;
use velodrome_model::data::{Item, reader};

use super::action::Context;
use super::fault::{Fault, Outcome};
use super::item::{Stored, Table};

impl Table<'_> {
    /// The item of this id with the members of `changes`; those that are `null` there are removed.
    pub(super) fn patch(
        &self,
        context: &mut Context<'_>,
        id: &str,
        changes: &Item,
    ) -> Outcome<Stored> {
        let table = &self.collection.table;
        let stored: Option<String> = context
            .conn
            .prepare_cached(&format!("SELECT doc FROM {table} WHERE id = ?1"))?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let Some(stored) = stored else {
            return Err(Fault::Refused(self.missing(id)));
        };
        let mut item = Item::parse(&merged(&stored, changes))?;
        item.id = Some(id.to_owned());
        self.update(context, &item)
    }
}

/// The members of a stored form, those of `changes` in their place or at the end.
fn merged(stored: &str, changes: &Item) -> String {
    let changes = format!("{{{}}}", changes.members());
    let is_changed =
        |name: &str| reader::members(&changes).any(|(changed, _)| changed.as_ref() == name);
    let kept = reader::members(stored).filter(|(name, _)| !is_changed(name));
    let new = reader::members(&changes).filter(|(_, value)| value.text() != "null");
    let mut out = String::from("{");
    for (index, (name, value)) in kept.chain(new).enumerate() {
        if index > 0 {
            out.push(',');
        }
        velodrome_model::data::Value::String(name.into_owned()).to_json(&mut out);
        out.push(':');
        out.push_str(value.text());
    }
    out.push('}');
    out
}
