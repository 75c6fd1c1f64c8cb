//! Many at once: readers and a writer, an index in the making, searches without end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use velodrome_model::data::{Filter, Path, Query};
use velodrome_store::{
    Action, Bulk, IndexDeclaration, Limits, Reply, SqliteStore, Store, StoreError,
};

use crate::support::{Fixture, item, world};

const NAME: &str = "things";

fn filter(json: &str) -> Filter {
    Filter::parse(json).expect("it is a filter")
}

fn query(json: &str) -> Query {
    Query::parse(json).expect("it is a query")
}

fn load(fixture: &Fixture, from: usize, count: usize) {
    let items = (from..from + count)
        .map(|n| {
            item(&format!(
                "{{\"_id\":\"t{n}\",\"n\":{n},\"batch\":{}}}",
                n / 10
            ))
        })
        .collect();
    fixture.outcome(NAME, Action::Load(items));
}

fn declare(fixture: &Fixture, field: &str) {
    let index = IndexDeclaration {
        field: Path::parse(field).expect("it is a path"),
        unique: false,
    };
    let declared = fixture.store.declare_indexes(NAME, &[index]).wait();
    declared.expect("indexes can be made");
}

/// The store of another process, as far as the database can tell.
fn another(fixture: &Fixture, limits: Limits) -> SqliteStore {
    SqliteStore::open(world(&fixture.path, limits).options).expect("it opens twice")
}

fn refusal<T: 'static>(reply: Reply<T>) -> u16 {
    match reply.wait() {
        Err(StoreError::Refused(error)) => error.wde.number(),
        Err(error) => panic!("a refusal was expected, not {error}"),
        Ok(_) => panic!("a refusal was expected"),
    }
}

#[test]
fn readers_see_writes_whole() {
    let fixture = Fixture::new();
    fixture
        .write(NAME, Action::CreateCollection)
        .expect("a collection can be made");
    declare(&fixture, "n");
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let session = fixture.store.session();
                while !done.load(Ordering::Relaxed) {
                    let page = session.query(NAME, query(r#"{"total":true,"limit":1000}"#));
                    let page = page.wait().expect("a page can be read");
                    assert_eq!(page.documents.len() as u64 % 10, 0);
                    assert_eq!(page.total, Some(page.documents.len() as u64));
                    let even = session.count(NAME, filter(r#"{"n":{"$gte":0}}"#)).wait();
                    assert_eq!(even.expect("it can be counted") % 10, 0);
                }
            });
        }
        for batch in 0..60 {
            load(&fixture, batch * 10, 10);
            if batch % 3 == 0 {
                let ids = (batch * 10..batch * 10 + 10).map(|n| format!("t{n}"));
                fixture.outcome(NAME, Action::Bulk(Bulk::Remove(ids.collect())));
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    fixture.assert_sound();
}

#[test]
fn an_index_is_filled_while_documents_change() {
    let fixture = Fixture::new();
    load(&fixture, 0, 12_000);
    thread::scope(|scope| {
        let building = scope.spawn(|| declare(&fixture, "n"));
        let mut n = 0;
        while !building.is_finished() || n < 300 {
            let id = format!("t{}", n * 37 % 12_000);
            let action = match n % 3 {
                0 => Action::Remove(id),
                1 => Action::Save(item(&format!("{{\"_id\":\"{id}\",\"n\":-{n}}}"))),
                _ => Action::Insert(item(&format!("{{\"n\":{}}}", 20_000 + n))),
            };
            fixture.write(NAME, action).expect("writing goes on");
            n += 1;
        }
    });
    fixture.assert_sound();
    let session = fixture.store.session();
    let by_index = session.count(NAME, filter(r#"{"n":{"$lt":0}}"#)).wait();
    let by_search = session
        .count(NAME, filter(r#"{"$not":{"n":{"$gte":0}}}"#))
        .wait();
    assert_eq!(by_index.expect("counted"), by_search.expect("counted"));
}

#[test]
fn another_process_sees_collections_and_indexes() {
    let fixture = Fixture::new();
    let other = another(&fixture, Limits::default());
    let session = other.session();
    assert!(!session.has_collection(NAME));
    load(&fixture, 0, 20);
    assert!(session.has_collection(NAME));
    declare(&fixture, "n");
    let plan = session.explain(NAME, query(r#"{"filter":{"n":3}}"#)).wait();
    assert_eq!(plan.expect("explained").index.as_deref(), Some("n"));
    let get = || session.get(NAME, "t3").wait().expect("it can be read");
    assert!(get().is_some());
    fixture
        .write(NAME, Action::DropCollection)
        .expect("dropped");
    assert_eq!(get(), None);
    load(&fixture, 0, 20);
    assert!(get().is_some());
}

#[test]
fn a_search_ends_with_its_time() {
    let fixture = Fixture::new();
    load(&fixture, 0, 20_000);
    let hasty = another(
        &fixture,
        Limits {
            op_time_ms: 1,
            ..Limits::default()
        },
    );
    let session = hasty.session();
    let slow = || filter(r#"{"absent":{"$contains":"x"}}"#);
    assert_eq!(refusal(session.count(NAME, slow())), 28);
    assert_eq!(
        refusal(session.query(NAME, query(r#"{"sort":[{"field":"n","order":"asc"}]}"#))),
        28
    );
    // What was stopped leaves nothing behind.
    let found = session.get(NAME, "t7").wait().expect("it can be read");
    assert!(found.is_some());
    let page = session.query(NAME, query("{}")).wait();
    assert_eq!(page.expect("a page can be read").documents.len(), 50);
}

#[test]
fn a_search_that_nobody_waits_for_gives_way() {
    let fixture = Fixture::with(Limits {
        readers: 1,
        ..Limits::default()
    });
    load(&fixture, 0, 5_000);
    let session = fixture.store.session();
    for _ in 0..200 {
        drop(session.count(NAME, filter(r#"{"absent":{"$contains":"x"}}"#)));
    }
    let count = session.count(NAME, filter(r#"{"$not":{"n":3}}"#)).wait();
    assert_eq!(count.expect("it can be counted"), 4_999);
}

#[test]
fn too_many_searches_are_refused() {
    let fixture = Fixture::with(Limits {
        reads_waiting_max: 0,
        ..Limits::default()
    });
    load(&fixture, 0, 10);
    let session = fixture.store.session();
    let search = session.count(NAME, filter(r#"{"$not":{"n":3}}"#));
    assert_eq!(refusal(search), 14);
    assert!(matches!(
        session.query(NAME, query("{}")),
        Reply::Now(Ok(_))
    ));
}

#[test]
fn an_answer_that_is_too_large_is_refused() {
    let fixture = Fixture::with(Limits {
        result_bytes_max: 10_000,
        ..Limits::default()
    });
    load(&fixture, 0, 1_000);
    let session = fixture.store.session();
    assert_eq!(refusal(session.query(NAME, query(r#"{"limit":1000}"#))), 92);
    let n = || Path::parse("n").expect("it is a path");
    assert_eq!(refusal(session.distinct(NAME, n(), query("{}"))), 92);
    let aggregate = velodrome_model::data::Aggregate::parse(r#"{"group":["n"],"count":true}"#);
    assert_eq!(
        refusal(session.aggregate(NAME, aggregate.expect("it is one"))),
        92
    );
}
