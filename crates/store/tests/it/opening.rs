//! From a path to a store: new files, old files, and those that are not ours.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use velodrome_store::{Action, Limits, OpenError, Store};

use crate::support::{Fixture, item, raw};

fn refusal(path: &std::path::Path) -> OpenError {
    let limits = Limits {
        op_time_ms: 50,
        ..Limits::default()
    };
    match Fixture::at(path, limits) {
        Ok(_) => panic!("{} opened", path.display()),
        Err(error) => error,
    }
}

#[test]
fn a_new_database_is_its_owners_only() {
    let fixture = Fixture::new();
    fixture.item("books", Action::Insert(item("{}")));
    let mode = |path: &std::path::Path| {
        let metadata = fs::metadata(path).expect("it is there");
        metadata.permissions().mode() & 0o777
    };
    assert_eq!(mode(&fixture.path), 0o600);
    assert_eq!(mode(&fixture.path.with_file_name("data.sqlite-wal")), 0o600);
    assert_eq!(mode(fixture.path.parent().expect("it has one")), 0o700);
    let conn = raw(&fixture.path);
    let mode: String = conn
        .query_row("PRAGMA journal_mode", [], |row| row.get(0))
        .expect("it says so");
    assert_eq!(mode, "wal");
}

#[test]
fn what_is_written_is_there_after_reopening() {
    let fixture = Fixture::new();
    let stored = fixture.item("books", Action::Insert(item(r#"{"x":"ä😀"}"#)));
    let again = fixture.reopen();
    assert_eq!(again.documents("books"), [stored]);
    again.assert_sound();
}

#[test]
fn foreign_files_are_left_alone() {
    let directory = tempfile::tempdir().expect("there is a place");
    let text = directory.path().join("text");
    fs::write(&text, "hello, I am not a database".repeat(50)).expect("it can be written");
    assert!(matches!(refusal(&text), OpenError::Foreign { .. }));
    assert!(fs::read(&text).expect("it is there").starts_with(b"hello"));

    let other = directory.path().join("other");
    raw(&other)
        .execute_batch("CREATE TABLE t (x)")
        .expect("it is made");
    let before = fs::read(&other).expect("it is there");
    assert!(matches!(refusal(&other), OpenError::Foreign { .. }));
    assert_eq!(fs::read(&other).expect("it is there"), before);

    assert!(matches!(
        refusal(directory.path()),
        OpenError::Foreign { .. }
    ));
}

#[test]
fn a_newer_layout_is_refused_with_its_number() {
    let fixture = Fixture::new();
    raw(&fixture.path)
        .execute_batch("PRAGMA user_version = 77")
        .expect("it is set");
    let error = refusal(&fixture.path);
    assert!(
        matches!(error, OpenError::Newer { found: 77, .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains("newer version"), "{error}");
}

#[test]
fn a_lock_that_is_kept_is_waited_for_and_named() {
    let directory = tempfile::tempdir().expect("there is a place");
    let path = directory.path().join("data");
    let other = raw(&path);
    other
        .execute_batch("BEGIN EXCLUSIVE")
        .expect("nobody else has it");
    let error = refusal(&path);
    assert!(
        matches!(error, OpenError::Busy { waited_ms: 50, .. }),
        "{error:?}"
    );
    other.execute_batch("ROLLBACK").expect("it has the lock");
    Fixture::at(&path, Limits::default()).expect("it opens now");
}

#[test]
fn many_may_open_a_new_database_at_once() {
    let directory = tempfile::tempdir().expect("there is a place");
    let path = directory.path().join("data");
    std::thread::scope(|scope| {
        for thread in 0..6 {
            let path = &path;
            scope.spawn(move || {
                let fixture = Fixture::at(path, Limits::default()).expect("it opens");
                let wire = format!(r#"{{"_id":"{thread}"}}"#);
                fixture.item("books", Action::Insert(item(&wire)));
            });
        }
    });
    let fixture = Fixture::at(&path, Limits::default()).expect("it opens");
    assert_eq!(fixture.documents("books").len(), 6);
    fixture.assert_sound();
}

#[test]
fn the_site_keeps_values_of_its_own() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    assert_eq!(store.meta("visitor"), Ok(None));
    assert_eq!(store.meta_or_set("visitor", "a").wait(), Ok("a".to_owned()));
    assert_eq!(store.meta_or_set("visitor", "b").wait(), Ok("a".to_owned()));
    assert_eq!(store.set_meta("visitor", "c").wait(), Ok(()));
    let again = fixture.reopen();
    assert_eq!(again.store.meta("visitor"), Ok(Some("c".to_owned())));
}

#[test]
fn a_check_finds_what_contradicts_itself() {
    let fixture = Fixture::new();
    fixture.item("books", Action::Insert(item(r#"{"_id":"a"}"#)));
    fixture.item("books", Action::Insert(item(r#"{"_id":"b"}"#)));
    fixture.item("books", Action::Insert(item(r#"{"_id":"c"}"#)));
    fixture.assert_sound();
    let conn = raw(&fixture.path);
    conn.execute_batch(
        "UPDATE c1 SET owner = 'x' WHERE id = 'a';
         UPDATE c1 SET doc = '{\"torn' WHERE id = 'b';",
    )
    .expect("it can be written");
    let found = fixture.store.check().expect("it can be checked");
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("id a"), "{found:#?}");
    assert!(found[1].contains("id b"), "{found:#?}");
}
