//! Writes that wait share a commit, and none disturbs another.

use std::sync::Arc;
use std::time::Duration;

use velodrome_store::{Action, Bulk, Limits, Store, StoreError, StoreEvent};

use crate::support::{Fixture, item, raw, write};

/// Keeps the database's lock, as another process would, while `meanwhile` runs.
fn while_locked<T>(fixture: &Fixture, meanwhile: impl FnOnce() -> T) -> T {
    let other = raw(&fixture.path);
    other
        .execute_batch("BEGIN IMMEDIATE")
        .expect("nobody else has the lock");
    let result = meanwhile();
    other.execute_batch("ROLLBACK").expect("it has the lock");
    result
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime starts")
}

#[test]
fn those_who_wait_share_a_commit() {
    let fixture = Fixture::new();
    fixture.item("books", Action::Insert(item("{}")));
    let before = fixture.store.statistics();
    let waiting: Vec<_> = while_locked(&fixture, || {
        (0..100)
            .map(|_| {
                fixture
                    .store
                    .write(write("books", Action::Insert(item("{}"))))
            })
            .collect()
    });
    runtime().block_on(async {
        for reply in waiting {
            reply.get().await.expect("it is written");
        }
    });
    let after = fixture.store.statistics();
    assert_eq!(after.acknowledged - before.acknowledged, 100);
    assert_eq!(after.commits - before.commits, 1);
    assert_eq!(fixture.documents("books").len(), 101);
}

#[test]
fn groups_are_bounded_in_number_and_bytes() {
    let fixture = Fixture::with(Limits {
        group_writes_max: 10,
        group_bytes_max: 100_000,
        ..Limits::default()
    });
    fixture.item("books", Action::Insert(item("{}")));
    let before = fixture.store.statistics();
    let large = format!(r#"{{"x":"{}"}}"#, "x".repeat(45_000));
    let wires: Vec<&str> = std::iter::repeat_n("{}", 20)
        .chain(std::iter::repeat_n(large.as_str(), 4))
        .collect();
    let waiting: Vec<_> = while_locked(&fixture, || {
        let insert = |wire: &&str| {
            fixture
                .store
                .write(write("books", Action::Insert(item(wire))))
        };
        wires.iter().map(insert).collect()
    });
    runtime().block_on(async {
        for reply in waiting {
            reply.get().await.expect("it is written");
        }
    });
    let commits = fixture.store.statistics().commits - before.commits;
    assert_eq!(
        commits,
        2 + 2,
        "two of ten small ones, two of two large ones"
    );
}

#[test]
fn a_failed_write_disturbs_no_neighbour() {
    let fixture = Fixture::new();
    fixture.item("books", Action::Insert(item(r#"{"_id":"taken"}"#)));
    let before = fixture.store.statistics();
    let actions = [
        Action::Insert(item(r#"{"_id":"a"}"#)),
        Action::Insert(item(r#"{"_id":"taken"}"#)),
        Action::Update(item(r#"{"_id":"nobody"}"#)),
        Action::Link {
            field: "f".to_owned(),
            from: "a".to_owned(),
            to: vec!["x".to_owned(), "x".to_owned()],
            target: None,
        },
        Action::Insert(item(r#"{"_id":"b"}"#)),
    ];
    let waiting: Vec<_> = while_locked(&fixture, || {
        let one = |action| fixture.store.write(write("books", action));
        actions.into_iter().map(one).collect()
    });
    let answers: Vec<_> = runtime().block_on(async {
        let mut answers = Vec::new();
        for reply in waiting {
            answers.push(match reply.get().await {
                Ok(_) => 0,
                Err(error) => error.external().wde.number(),
            });
        }
        answers
    });
    assert_eq!(answers, [0, 74, 73, 29, 0]);
    assert_eq!(fixture.store.statistics().commits - before.commits, 1);
    let ids: Vec<_> = fixture
        .documents("books")
        .into_iter()
        .map(|document| document["_id"].clone())
        .collect();
    assert_eq!(ids, ["taken", "a", "b"]);
    assert!(fixture.links("books", "f", "a").is_empty());
}

#[test]
fn a_collection_made_by_a_failed_write_is_not_there() {
    let fixture = Fixture::new();
    fixture.item("kept", Action::Insert(item("{}")));
    fixture.events();
    let action = || Action::Update(item(r#"{"_id":"nobody"}"#));
    assert_eq!(fixture.refusal("books", action()), 73);
    let waiting: Vec<_> = while_locked(&fixture, || {
        vec![
            fixture.store.write(write("books", action())),
            fixture
                .store
                .write(write("other", Action::Insert(item("{}")))),
        ]
    });
    let answers: Vec<_> = runtime().block_on(async {
        let mut answers = Vec::new();
        for reply in waiting {
            answers.push(reply.get().await.is_ok());
        }
        answers
    });
    assert_eq!(answers, [false, true]);
    let events = fixture.events();
    assert!(
        matches!(&events[..], [StoreEvent::CollectionCreated { collection }] if collection == "other"),
        "{events:?}"
    );
    fixture.item("books", Action::Insert(item("{}")));
    fixture.assert_sound();
}

#[test]
fn what_is_not_taken_up_in_time_is_never_done() {
    let fixture = Fixture::with(Limits {
        op_time_ms: 50,
        ..Limits::default()
    });
    fixture.item("books", Action::Insert(item("{}")));
    let error = while_locked(&fixture, || {
        fixture
            .write("books", Action::Insert(item(r#"{"_id":"late"}"#)))
            .expect_err("the lock is kept")
    });
    assert_eq!(error.external().wde.number(), 28);
    fixture.item("books", Action::Insert(item(r#"{"_id":"next"}"#)));
    assert_eq!(
        fixture.documents("books").len(),
        2,
        "the late one never came"
    );
    assert_eq!(fixture.store.statistics().withdrawn, 1);
}

#[test]
fn a_write_that_takes_too_long_is_stopped_and_undone() {
    let fixture = Fixture::with(Limits {
        op_time_ms: 30,
        bulk_items_max: 1_000_000,
        load_bytes_max: usize::MAX,
        bytes_waiting_max: usize::MAX,
        ..Limits::default()
    });
    fixture.item("books", Action::Insert(item("{}")));
    let items = vec![item(r#"{"x":"0123456789"}"#); 200_000];
    let refused = fixture.refusal("books", Action::Bulk(Bulk::Insert(items)));
    assert_eq!(refused, 28);
    assert_eq!(fixture.documents("books").len(), 1);
    fixture.assert_sound();
}

#[test]
fn a_full_queue_says_so() {
    let fixture = Fixture::with(Limits {
        writes_waiting_max: 3,
        ..Limits::default()
    });
    fixture.item("books", Action::Insert(item("{}")));
    let answers = while_locked(&fixture, || {
        let all: Vec<_> = (0..5)
            .map(|_| {
                fixture
                    .store
                    .write(write("books", Action::Insert(item("{}"))))
            })
            .collect();
        all
    });
    let numbers: Vec<u16> = runtime().block_on(async {
        let mut numbers = Vec::new();
        for reply in answers {
            numbers.push(match reply.get().await {
                Ok(_) => 0,
                Err(error) => error.external().wde.number(),
            });
        }
        numbers
    });
    assert_eq!(numbers, [0, 0, 0, 14, 14]);
    assert_eq!(fixture.store.statistics().turned_away, 2);
}

#[test]
fn what_was_accepted_is_written_when_the_store_is_dropped() {
    let fixture = Fixture::new();
    let replies: Vec<_> = (0..50)
        .map(|_| {
            fixture
                .store
                .write(write("books", Action::Insert(item("{}"))))
        })
        .collect();
    drop(replies);
    let again = fixture.reopen();
    assert_eq!(again.documents("books").len(), 50);
}

#[test]
fn many_threads_write_at_once() {
    let fixture = Arc::new(Fixture::new());
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let fixture = Arc::clone(&fixture);
            scope.spawn(move || {
                for index in 0..50 {
                    let wire = format!(r#"{{"_id":"{thread}-{index}"}}"#);
                    fixture.item("books", Action::Insert(item(&wire)));
                }
            });
        }
    });
    assert_eq!(fixture.documents("books").len(), 400);
    let statistics = fixture.store.statistics();
    assert_eq!(statistics.acknowledged, 400);
    assert!(statistics.commits <= 400);
    fixture.assert_sound();
}

#[test]
fn a_dropped_reply_does_not_undo_a_write() {
    let fixture = Fixture::new();
    drop(
        fixture
            .store
            .write(write("books", Action::Insert(item("{}")))),
    );
    fixture.item("books", Action::Insert(item("{}")));
    assert_eq!(fixture.documents("books").len(), 2);
}

#[test]
fn an_unknown_failure_names_no_path_to_the_site() {
    let fixture = Fixture::with(Limits {
        op_time_ms: Duration::from_secs(5).as_millis() as u64,
        ..Limits::default()
    });
    fixture.item("books", Action::Insert(item("{}")));
    raw(&fixture.path)
        .execute_batch("ALTER TABLE c1 RENAME TO elsewhere")
        .expect("nobody else has the lock");
    let error = fixture
        .write("books", Action::Insert(item("{}")))
        .expect_err("its table is gone");
    let StoreError::Failed { external, internal } = &error else {
        panic!("{error}");
    };
    assert_eq!(external.wde.category(), "WD_UNKNOWN_ERROR");
    assert!(internal.contains("c1"), "{internal}");
    assert!(!external.message.contains("c1"), "{external}");
}
