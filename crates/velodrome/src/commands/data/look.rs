//! `velodrome data list` and `get`.

use std::fmt::Write as _;

use velodrome_model::data::public;
use velodrome_store::{CollectionInfo, IndexInfo};

use super::open;
use super::query::print_documents;
use crate::cli::data::{GetArgs, ListArgs};
use crate::commands::site::{Stop, print};
use crate::logs::plain;
use crate::report;

pub(super) fn list(args: &ListArgs) -> Result<(), Stop> {
    if !open::file(&args.store).exists() {
        let dir = args.store.data.dir(&args.store.site);
        report::note(format_args!("there is no data in {} yet", dir.display()));
        return print(if args.json { "[]\n" } else { "" });
    }
    let store = open::existing(&args.store)?;
    let collections = store.session().collections();
    let collections = collections.wait().map_err(open::failed)?;
    print(&if args.json {
        json(&collections)
    } else {
        table(&collections)
    })
}

pub(super) fn get(args: &GetArgs) -> Result<(), Stop> {
    let store = open::existing(&args.store)?;
    let session = open::session(&*store, &args.collection)?;
    let found = session.get(&args.collection, &args.id).wait();
    let Some(stored) = found.map_err(open::failed)? else {
        return Err(Stop::failed(format_args!(
            "there is no document {:?} in {:?}",
            args.id, args.collection
        )));
    };
    let mut text = String::new();
    public::document(&stored, &mut text);
    print_documents([text])
}

fn table(collections: &[CollectionInfo]) -> String {
    if collections.is_empty() {
        return String::new();
    }
    let widths = collections
        .iter()
        .map(|info| plain(&info.name).chars().count());
    let width = widths.max().unwrap_or_default().max("collection".len());
    let mut text = format!("{:width$} {:>12}  indexes\n", "collection", "documents");
    for info in collections {
        let name = plain(&info.name);
        let indexes: Vec<String> = info.indexes.iter().map(index).collect();
        let indexes = indexes.join(", ");
        let line = format!("{name:width$} {:>12}  {indexes}", info.documents);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn index(index: &IndexInfo) -> String {
    let name = plain(&index.field).into_owned();
    match (index.unique, index.automatic) {
        (true, _) => name + " (unique)",
        (false, true) => name + " (automatic)",
        (false, false) => name,
    }
}

fn json(collections: &[CollectionInfo]) -> String {
    let index = |index: &IndexInfo| {
        serde_json::json!({
            "field": index.field,
            "unique": index.unique,
            "automatic": index.automatic,
        })
    };
    let rows: Vec<_> = collections
        .iter()
        .map(|info| {
            serde_json::json!({
                "name": info.name,
                "documents": info.documents,
                "indexes": info.indexes.iter().map(index).collect::<Vec<_>>(),
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(rows))
}
