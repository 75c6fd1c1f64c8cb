//! From the text of a document to what the store takes, on the thread that reads the file.

use std::sync::mpsc::SyncSender;

use velodrome_model::data::Item;
use velodrome_store::References;

use crate::transfer::fault::Fault;
use crate::transfer::import::{Import, Row};
use crate::transfer::references::{self, Multiple};

/// Documents of one write. Random ids touch pages all over an index, and a page that is changed
/// many times in one transaction is written once; but others' writes wait until it ends, for some
/// tenths of a second.
const ITEMS_MAX: usize = 20_000;
/// Bytes of one write.
const BYTES_MAX: usize = 8 * 1024 * 1024;
/// Faults that are told together.
const FAULTS_MAX: usize = 1_000;

/// What goes to the store in one write.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) items: Vec<Item>,
    /// The line of each.
    pub(super) lines: Vec<u64>,
    /// What items refer to, by their places.
    pub(super) references: Vec<(usize, Vec<References>)>,
    pub(super) faults: Vec<Fault>,
    bytes: usize,
}

impl Batch {
    fn is_full(&self) -> bool {
        self.items.len() >= ITEMS_MAX || self.faults.len() >= FAULTS_MAX || self.bytes >= BYTES_MAX
    }

    fn push(&mut self, row: &Row, multiple: &Multiple, new_id: &dyn Fn() -> String) {
        self.bytes += row.json.len();
        match prepare(&row.json, multiple) {
            Ok((mut item, references)) => {
                if !references.is_empty() {
                    item.id.get_or_insert_with(new_id);
                    self.references.push((self.items.len(), references));
                }
                self.items.push(item);
                self.lines.push(row.line);
            }
            Err(what) => self.faults.push(Fault::row(row.line, what)),
        }
    }
}

/// Reads a file to its end; stops when nobody wants more.
pub(super) fn run(
    import: Import,
    multiple: &Multiple,
    new_id: &dyn Fn() -> String,
    batches: &SyncSender<Batch>,
) {
    let mut batch = Batch::default();
    for row in import {
        match row {
            Ok(row) => batch.push(&row, multiple, new_id),
            Err(fault) => batch.faults.push(fault),
        }
        if batch.is_full() && batches.send(std::mem::take(&mut batch)).is_err() {
            return;
        }
    }
    // Whoever does not listen any more does not miss it.
    let _ = batches.send(batch);
}

fn prepare(json: &str, multiple: &Multiple) -> Result<(Item, Vec<References>), String> {
    let taken = if references::may_be_in(json, multiple) {
        references::take(json, multiple)?
    } else {
        None
    };
    let (rest, references) = match &taken {
        Some((rest, references)) => (rest.as_str(), references.clone()),
        None => (json, Vec::new()),
    };
    let item = Item::parse(rest).map_err(|error| error.to_string())?;
    Ok((item, references))
}
