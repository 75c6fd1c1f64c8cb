//! Reading from the store on the thread that asks: a query's JSON parsed, a way to the documents chosen,
//! the documents read and put into one JSON text.

use std::hint::black_box;
use std::sync::Arc;

use gungraun::prelude::*;
use tempfile::TempDir;
use velodrome_model::data::{Item, Path, Query};
use velodrome_store::{
    Action, IndexDeclaration, Limits, Options, Reply, Session, SqliteStore, Store, Write,
};

const NAME: &str = "items";
const DOCUMENTS: usize = 1_000;
const PER_GROUP: usize = 100;
const NOW_MS: i64 = 1_700_000_000_000;

/// A store with documents, and a session that has asked once.
struct Filled {
    session: Box<dyn Session>,
    _store: SqliteStore,
    _directory: TempDir,
}

fn document(number: usize) -> String {
    format!(
        "{{\"_id\":\"id-{number:08}\",\"title\":\"Thing number {number}\",\"group\":{},\"price\":{}.5,\
         \"tags\":[\"a\",\"b{}\"],\"about\":\"A thing that is like many others, but not quite.\"}}",
        number % (DOCUMENTS / PER_GROUP),
        number % 997,
        number % 13
    )
}

fn filled(query: &str) -> (Filled, String) {
    let directory = tempfile::tempdir().expect("a folder for temporary files");
    let store = SqliteStore::open(Options {
        path: directory.path().join("data.sqlite"),
        clock: Arc::new(|| NOW_MS),
        random: Arc::new(|bytes| bytes.fill(7)),
        events: Arc::new(|_| {}),
        limits: Limits::default(),
    })
    .expect("a new store");
    let items = (0..DOCUMENTS).map(|number| Item::parse(&document(number)).expect("plain JSON"));
    let write = Write {
        collection: NAME.to_owned(),
        create: true,
        owner: "nobody".to_owned(),
        action: Action::Load(items.collect()),
    };
    store.write(write).wait().expect("documents are loaded");
    let index = IndexDeclaration {
        field: Path::parse("group").expect("a plain name"),
        unique: false,
    };
    let declared = store.declare_indexes(NAME, &[index]).wait();
    declared.expect("an index is made");
    let filled = Filled {
        session: store.session(),
        _store: store,
        _directory: directory,
    };
    ask(&filled, query);
    (filled, query.to_owned())
}

fn ask(filled: &Filled, query: &str) -> String {
    let query = Query::parse(black_box(query)).expect("a query");
    let Reply::Now(page) = filled.session.query(NAME, query) else {
        panic!("it was left to the pool");
    };
    page.expect("a page").documents.into_json_array()
}

#[library_benchmark(setup = filled)]
#[bench::page_of_50(r#"{"limit":50}"#)]
#[bench::of_an_indexed_value(r#"{"filter":{"group":7},"limit":50}"#)]
fn query((filled, query): (Filled, String)) -> Filled {
    let text = ask(&filled, &query);
    assert_eq!(text.matches("\"_id\"").count(), 50);
    filled
}

fn asked_by_id(id: &'static str) -> (Filled, &'static str) {
    let (filled, _) = filled(r#"{"limit":1}"#);
    look_up(&filled, id);
    (filled, id)
}

fn look_up(filled: &Filled, id: &str) -> bool {
    let Reply::Now(found) = filled.session.get(NAME, black_box(id)) else {
        panic!("it was left to the pool");
    };
    found.is_ok_and(|found| found.is_some())
}

#[library_benchmark(setup = asked_by_id)]
#[bench::by_id("id-00000700")]
fn get((filled, id): (Filled, &'static str)) -> Filled {
    assert!(look_up(&filled, id), "it is there");
    filled
}

library_benchmark_group!(name = queries; benchmarks = query, get);
