//! A search without end over many documents, and look-ups beside it. Prints its figures; to be run
//! with `VELODROME_LONG_TESTS=1 cargo test .. long -- --nocapture`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use velodrome_model::data::{Filter, Path, Query};
use velodrome_store::{Action, IndexDeclaration, Store, StoreError};

use crate::support::{Fixture, item};

const NAME: &str = "things";
const DOCUMENTS: usize = 1_000_000;

#[test]
fn a_search_is_cut_and_look_ups_go_on() {
    if std::env::var_os("VELODROME_LONG_TESTS").is_none() {
        println!("the long form is left out: set VELODROME_LONG_TESTS=1 to run it");
        return;
    }
    let fixture = Fixture::new();
    fill(&fixture);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let looking = scope.spawn(|| slowest_get(&fixture, &done));
        for _ in 0..3 {
            println!("search cut after {:.3?}", search(&fixture));
        }
        done.store(true, Ordering::Relaxed);
        let (gets, slowest, total) = looking.join().expect("look-ups go on");
        println!(
            "meanwhile {gets} look-ups, {:.1?} each, the slowest {slowest:.1?}",
            total / gets.max(1)
        );
    });
    index(&fixture);
    let session = fixture.store.session();
    let started = Instant::now();
    let page = session
        .query(
            NAME,
            Query {
                total: true,
                ..Query::default()
            },
        )
        .wait();
    let total = page.expect("a page can be read").total;
    println!("first page of {total:?} in {:.1?}", started.elapsed());
    assert!(total >= Some(DOCUMENTS as u64));
}

fn fill(fixture: &Fixture) {
    let started = Instant::now();
    for from in (0..DOCUMENTS).step_by(10_000) {
        let items = (from..from + 10_000)
            .map(|n| {
                item(&format!(
                    "{{\"_id\":\"t{n}\",\"n\":{n},\"text\":\"thing number {n}\"}}"
                ))
            })
            .collect();
        fixture.outcome(NAME, Action::Load(items));
    }
    println!("{DOCUMENTS} documents in {:.1?}", started.elapsed());
}

/// Has an index made, and writes meanwhile.
fn index(fixture: &Fixture) {
    let wanted = IndexDeclaration {
        field: Path::parse("text").expect("it is a path"),
        unique: false,
    };
    let started = Instant::now();
    let (mut writes, mut slowest) = (0, Duration::ZERO);
    thread::scope(|scope| {
        let making = scope.spawn(|| fixture.store.declare_indexes(NAME, &[wanted]).wait());
        while !making.is_finished() {
            let before = Instant::now();
            fixture.item(NAME, Action::Insert(item(r#"{"text":"new"}"#)));
            slowest = slowest.max(before.elapsed());
            writes += 1;
        }
        let made = making.join().expect("the thread lives");
        made.expect("an index can be made");
    });
    println!(
        "index made in {:.1?}; meanwhile {writes} inserts, the slowest {slowest:.1?}",
        started.elapsed()
    );
}

/// How long a search for many texts took to be refused.
fn search(fixture: &Fixture) -> Duration {
    let texts: Vec<String> = (0..400)
        .map(|n| format!("{{\"text\":{{\"$contains\":\"absent {n}\"}}}}"))
        .collect();
    let filter = Filter::parse(&format!("{{\"$or\":[{}]}}", texts.join(",")));
    let session = fixture.store.session();
    let started = Instant::now();
    let count = session.count(NAME, filter.expect("it is a filter")).wait();
    let took = started.elapsed();
    match count {
        Err(StoreError::Refused(error)) => assert_eq!(error.wde.number(), 28),
        other => panic!("it should have been cut: {other:?}"),
    }
    took
}

/// How long this thread has waited for a processor that others had: that is the machine's time, not
/// the store's.
fn waited_for_processor() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let ns = text.split(' ').nth(1).and_then(|ns| ns.parse().ok());
    Duration::from_nanos(ns.unwrap_or(0))
}

fn slowest_get(fixture: &Fixture, done: &AtomicBool) -> (u32, Duration, Duration) {
    let session = fixture.store.session();
    let (mut gets, mut slowest, mut total) = (0, Duration::ZERO, Duration::ZERO);
    let mut slow = 0;
    while !done.load(Ordering::Relaxed) {
        let id = format!("t{}", (gets as usize).wrapping_mul(7_919) % DOCUMENTS);
        let waited = waited_for_processor();
        let started = Instant::now();
        let found = session.get(NAME, &id).wait().expect("it can be read");
        let took = started
            .elapsed()
            .saturating_sub(waited_for_processor() - waited);
        assert!(found.is_some());
        gets += 1;
        slowest = slowest.max(took);
        slow += u32::from(took > Duration::from_millis(20));
        total += took;
    }
    println!("{slow} look-ups took more than 20 ms");
    (gets, slowest, total)
}
