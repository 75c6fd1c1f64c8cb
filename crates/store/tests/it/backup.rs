//! Copies of everything, and their return.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use velodrome_store::{Action, Bulk, OpenError, Store, StoreError};

use crate::support::{Fixture, item, parse, raw};

fn insert_many(fixture: &Fixture, count: usize) {
    let items = vec![item(r#"{"x":"some text to fill a page with"}"#); count];
    fixture.outcome("books", Action::Bulk(Bulk::Insert(items)));
}

#[test]
fn a_backup_is_of_one_moment_while_writing_goes_on() {
    let fixture = Arc::new(Fixture::new());
    for _ in 0..20 {
        insert_many(&fixture, 1000);
    }
    let target = fixture.path.with_file_name("backup");
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !ended.load(Ordering::SeqCst) {
                // Two in one write: a backup has both or neither.
                insert_many(&fixture, 2);
            }
        });
        let mut steps = 0;
        let result = fixture.store.backup(&target, &mut |done, all| {
            assert!(done <= all);
            steps += 1;
            insert_many(&fixture, 2);
        });
        ended.store(true, Ordering::SeqCst);
        result.expect("it is copied");
        assert!(steps > 1, "it was copied in steps");
    });
    let copy = Fixture::at(&target, Default::default()).expect("a backup is a database");
    let count = copy.documents("books").len();
    assert!(count >= 20_000 && count.is_multiple_of(2), "{count}");
    assert!(count < fixture.documents("books").len());
    copy.assert_sound();
    let mode = fs::metadata(&target)
        .expect("it is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_backup_replaces_no_file() {
    let fixture = Fixture::new();
    let target = fixture.path.with_file_name("precious");
    fs::write(&target, "precious").expect("it can be written");
    let error = fixture.store.backup(&target, &mut |_, _| {});
    assert!(matches!(error, Err(OpenError::Exists { .. })), "{error:?}");
    assert_eq!(fs::read(&target).expect("it is there"), b"precious");
    let nowhere = fixture.path.with_file_name("no/such/place");
    let error = fixture.store.backup(&nowhere, &mut |_, _| {});
    assert!(matches!(error, Err(OpenError::Io { .. })), "{error:?}");
}

#[test]
fn a_restored_backup_replaces_everything_for_everybody() {
    let fixture = Fixture::new();
    fixture.item("books", Action::Insert(item(r#"{"_id":"old"}"#)));
    fixture.item("gone", Action::Insert(item("{}")));
    let target = fixture.path.with_file_name("backup");
    fixture
        .store
        .backup(&target, &mut |_, _| {})
        .expect("it is copied");

    let other = Fixture::at(&fixture.path, Default::default()).expect("two may have it open");
    other.item("books", Action::Insert(item(r#"{"_id":"new"}"#)));
    other
        .write("gone", Action::DropCollection)
        .expect("it is dropped");
    other.item("later", Action::Insert(item("{}")));

    fixture.store.restore(&target).expect("it is restored");
    assert_eq!(fixture.documents("books").len(), 1);
    assert_eq!(fixture.documents("gone").len(), 1);
    assert!(fixture.documents("later").is_empty());
    for store in [&fixture, &other] {
        store.item("books", Action::Insert(item("{}")));
        store.item("later", Action::Insert(item("{}")));
        store
            .write("later", Action::DropCollection)
            .expect("it is there");
    }
    assert_eq!(fixture.documents("books").len(), 3);
    fixture.assert_sound();
    fixture.reopen().assert_sound();
}

#[test]
fn a_look_up_after_a_restore_finds_nothing_of_another_collection() {
    let fixture = Fixture::new();
    let target = fixture.path.with_file_name("backup");
    fixture
        .store
        .backup(&target, &mut |_, _| {})
        .expect("it is copied");
    fixture.item("mine", Action::Insert(item(r#"{"_id":"x"}"#)));
    let session = fixture.store.session();
    assert_matches(&session.get("mine", "x").wait(), Some("x"));

    let other = Fixture::at(&fixture.path, Default::default()).expect("two may have it open");
    other.store.restore(&target).expect("it is restored");
    // It takes the number that the other had.
    other.item("theirs", Action::Insert(item(r#"{"_id":"x"}"#)));
    assert_matches(&session.get("mine", "x").wait(), None);
    assert_matches(&session.get("theirs", "x").wait(), Some("x"));
}

fn assert_matches(found: &Result<Option<String>, StoreError>, id: Option<&str>) {
    let found = found.as_ref().expect("it can be read").as_deref();
    let found = found.map(|stored| parse(stored)["_id"].clone());
    assert_eq!(found, id.map(serde_json::Value::from));
}

#[test]
fn a_backup_is_one_file_before_and_after_it_is_restored() {
    let fixture = Fixture::new();
    fixture.item("books", Action::Insert(item("{}")));
    let target = fixture.path.with_file_name("backup");
    fixture
        .store
        .backup(&target, &mut |_, _| {})
        .expect("it is copied");
    fixture.store.restore(&target).expect("it is restored");
    fixture.item("books", Action::Insert(item("{}")));
    let beside = |ending: &str| fixture.path.with_file_name(format!("backup{ending}"));
    assert!(!beside("-wal").exists() && !beside("-shm").exists());
    assert!(
        fixture.path.with_file_name("data.sqlite-wal").exists(),
        "the log is used as before"
    );
    fixture.assert_sound();
}

#[test]
fn what_is_no_backup_changes_nothing() {
    let fixture = Fixture::new();
    fixture.item("books", Action::Insert(item("{}")));
    let beside = |name: &str| fixture.path.with_file_name(name);

    fs::write(
        beside("text"),
        "not a database at all, but long enough to be one".repeat(100),
    )
    .expect("it can be written");
    raw(&beside("foreign"))
        .execute_batch("CREATE TABLE t (x)")
        .expect("it is made");
    fs::write(beside("empty"), "").expect("it can be written");
    let newer = beside("newer");
    fixture
        .store
        .backup(&newer, &mut |_, _| {})
        .expect("it is copied");
    raw(&newer)
        .execute_batch("PRAGMA user_version = 1000")
        .expect("it is set");
    let torn = beside("torn");
    fixture
        .store
        .backup(&torn, &mut |_, _| {})
        .expect("it is copied");
    let whole = fs::read(&torn).expect("it can be read");
    fs::write(&torn, &whole[..whole.len() / 2]).expect("it can be written");

    let refusal = |name: &str| {
        let error = fixture
            .store
            .restore(&beside(name))
            .expect_err("it is no backup");
        assert!(error.to_string().contains(name), "{error}");
        error
    };
    assert!(matches!(refusal("text"), OpenError::Foreign { .. }));
    assert!(matches!(refusal("foreign"), OpenError::Foreign { .. }));
    assert!(matches!(refusal("empty"), OpenError::Foreign { .. }));
    assert!(matches!(
        refusal("newer"),
        OpenError::Newer { found: 1000, .. }
    ));
    assert!(matches!(refusal("torn"), OpenError::Damaged { .. }));
    assert!(matches!(refusal("missing"), OpenError::Io { .. }));
    assert!(matches!(refusal("data.sqlite"), OpenError::Foreign { .. }));
    assert_eq!(fixture.documents("books").len(), 1);
    fixture.assert_sound();
}
