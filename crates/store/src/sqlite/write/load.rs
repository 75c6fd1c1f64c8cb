//! Imports: many items as they were elsewhere, as fast as the machine can.

use rusqlite::params;
use velodrome_model::data::{Item, Wde};

use super::action::{Context, weight_of_items as weight};
use super::fault::{Fault, Outcome, refused};
use super::item::{Table, insert_sql};
use crate::write::BulkOutcome;

/// Items between two looks at the clock.
const LOOK: usize = 64;

/// Writes all; those that cannot be are skipped and told.
pub(super) fn carry_out(
    context: &mut Context<'_>,
    table: &Table<'_>,
    items: &[Item],
) -> Outcome<BulkOutcome> {
    let bytes_max = context.options.limits.load_bytes_max;
    let bytes = weight(items);
    if bytes > bytes_max {
        return refused(
            Wde::ITEM_TOO_LARGE,
            format!("One load takes at most {bytes_max} bytes of items, not {bytes}."),
        );
    }
    let conn = context.conn;
    let name = &table.collection.table;
    let mut insert = conn.prepare_cached(&insert_sql(name))?;
    let mut replace = conn.prepare_cached(&format!(
        "UPDATE {name} SET created = ?2, updated = ?3, owner = ?4, doc = ?5 WHERE id = ?1"
    ))?;
    let mut outcome = BulkOutcome::default();
    for (index, item) in items.iter().enumerate() {
        if index % LOOK == 0 {
            context.look_at_clock()?;
        }
        let id = item.id.clone().unwrap_or_else(|| context.minter.id());
        let created_ms = item
            .created_ms
            .unwrap_or_else(|| context.minter.created_ms());
        let updated_ms = item.updated_ms.unwrap_or_else(|| context.minter.now_ms());
        let owner = item.owner.as_deref().unwrap_or(table.owner);
        let doc = match item.compose(&id, owner, created_ms, updated_ms) {
            Ok(doc) => doc,
            Err(error) => {
                outcome.skipped += 1;
                outcome.errors.push((index, error));
                continue;
            }
        };
        let row = params![id, created_ms, updated_ms, owner, doc];
        let written = insert.execute(row).and_then(|new| {
            if new == 0 {
                replace.execute(row)?;
            }
            Ok(new == 1)
        });
        match written.map_err(|error| table.explain(error)) {
            Ok(true) => outcome.inserted.push(id),
            Ok(false) => outcome.updated.push(id),
            Err(Fault::Refused(error)) => {
                outcome.skipped += 1;
                outcome.errors.push((index, error));
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(outcome)
}
