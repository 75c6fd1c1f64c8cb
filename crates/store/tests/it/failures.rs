//! A full disk, a read-only file, a damaged one: the caller is told, the process lives, nothing is
//! broken, and writing goes on when the cause is gone.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::{Resource, Rlimit, getuid, setrlimit};
use velodrome_store::{Action, Bulk, Limits, Store, StoreError, StoreEvent, Written};

use crate::support::{Fixture, item, raw, write};

/// Tells a test that it is the child of another, and where its database shall lie.
const CHILD: &str = "VELODROME_STORE_TEST_FILE";
/// Nobody: a user whom file permissions bind, unlike root.
const NOBODY: u32 = 65_534;

/// An insert of about `bytes`.
fn insert(bytes: usize) -> Action {
    Action::Insert(item(&format!(r#"{{"x":"{}"}}"#, "x".repeat(bytes))))
}

fn category(error: &StoreError) -> &'static str {
    error.external().wde.category()
}

/// Inserts until there is no room; gives how many went in.
fn fill(fixture: &Fixture) -> usize {
    for count in 0.. {
        match fixture.write("books", insert(10_000)) {
            Ok(_) => {}
            Err(error) => {
                assert_eq!(category(&error), "WD_DATABASE_QUOTA_EXCEEDED", "{error}");
                return count;
            }
        }
    }
    unreachable!("it is bounded")
}

fn failures(events: &[StoreEvent]) -> (usize, usize) {
    let count =
        |wanted: fn(&StoreEvent) -> bool| events.iter().filter(|event| wanted(event)).count();
    (
        count(|event| matches!(event, StoreEvent::WriteFailed { .. })),
        count(|event| matches!(event, StoreEvent::WriteRecovered)),
    )
}

#[test]
fn a_full_database_says_so_and_goes_on() {
    let fixture = Fixture::with(Limits {
        database_bytes_max: 1 << 20,
        ..Limits::default()
    });
    let count = fill(&fixture);
    assert!(count > 10, "{count}");
    assert_eq!(fixture.documents("books").len(), count);
    fixture.assert_sound();
    let first = fixture.documents("books")[0]["_id"].clone();
    let first = first.as_str().expect("an id").to_owned();
    let removed = fixture.write("books", Action::Remove(first));
    assert!(
        matches!(removed, Ok(Written::Removed(Some(_)))),
        "{removed:?}"
    );
    fixture
        .write("books", insert(5_000))
        .expect("there is room again");
    assert_eq!(failures(&fixture.events()), (1, 1));
    fixture.assert_sound();
}

#[test]
fn a_write_that_finds_no_room_disturbs_no_neighbour() {
    let fixture = Fixture::with(Limits {
        database_bytes_max: 1 << 20,
        ..Limits::default()
    });
    fixture.write("books", insert(10)).expect("there is room");
    let other = raw(&fixture.path);
    other
        .execute_batch("BEGIN IMMEDIATE")
        .expect("nobody else has the lock");
    let large = vec![item(&format!(r#"{{"x":"{}"}}"#, "x".repeat(100_000))); 30];
    let actions = [
        insert(10),
        Action::Bulk(Bulk::Insert(large)),
        insert(10),
        Action::Remove("nobody".to_owned()),
    ];
    let waiting: Vec<_> = actions
        .into_iter()
        .map(|action| fixture.store.write(write("books", action)))
        .collect();
    other.execute_batch("ROLLBACK").expect("it has the lock");
    let answers: Vec<bool> = waiting
        .into_iter()
        .map(|reply| reply.wait().is_ok())
        .collect();
    assert_eq!(answers, [true, false, true, true]);
    assert_eq!(fixture.documents("books").len(), 3);
    fixture.assert_sound();
}

#[test]
fn a_damaged_file_is_told_and_can_be_restored() {
    let fixture = Fixture::new();
    for _ in 0..50 {
        fixture
            .write("books", insert(3_000))
            .expect("there is room");
    }
    let backup = fixture.path.with_file_name("backup");
    fixture
        .store
        .backup(&backup, &mut |_, _| {})
        .expect("it is copied");
    let Fixture {
        store,
        path,
        directory,
        ..
    } = fixture;
    drop(store);
    damage(&path);
    let mut fixture = Fixture::at(&path, Limits::default()).expect("its head is sound");
    fixture.directory = directory;
    assert!(!fixture.store.check().expect("it can be checked").is_empty());
    let error = (0..200)
        .find_map(|_| fixture.write("books", insert(3_000)).err())
        .expect("its pages are damaged");
    assert_eq!(category(&error), "WD_UNKNOWN_ERROR");
    assert!(error.external().message.contains("damaged"), "{error}");
    fixture.store.restore(&backup).expect("it is restored");
    fixture
        .write("books", insert(10))
        .expect("it is sound again");
    assert_eq!(fixture.documents("books").len(), 51);
    fixture.assert_sound();
}

#[test]
fn a_file_that_was_moved_away_takes_no_writes() {
    let fixture = Fixture::new();
    fixture
        .write("books", insert(10))
        .expect("it can be written");
    let elsewhere = fixture.path.with_file_name("elsewhere");
    fs::rename(&fixture.path, &elsewhere).expect("it is ours");
    let error = fixture
        .write("books", insert(10))
        .expect_err("nobody would find it");
    assert!(error.to_string().contains("the file was moved"), "{error}");
    fs::copy(&elsewhere, &fixture.path).expect("it is ours");
    let error = fixture
        .write("books", insert(10))
        .expect_err("it is another file");
    assert!(error.to_string().contains("replaced"), "{error}");
    fs::rename(&elsewhere, &fixture.path).expect("it is ours");
    fixture.write("books", insert(10)).expect("it is back");
    assert_eq!(fixture.documents("books").len(), 2);
}

/// Writes nonsense over the pages that hold the documents' tree.
fn damage(path: &Path) {
    let root: i64 = raw(path)
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'c1'",
            [],
            |row| row.get(0),
        )
        .expect("it is there");
    let mut bytes = fs::read(path).expect("it can be read");
    let start = (root as usize - 1) * 4096;
    bytes[start..start + 4096].fill(0xa5);
    fs::write(path, bytes).expect("it can be written");
}

/// Runs one of these tests again as a process of its own, with its database in `file`.
fn child(test: &str, file: &Path, user: Option<u32>) {
    let mut program = std::env::current_exe().expect("it runs");
    // Another user may not get to where it was built.
    let place = tempfile::tempdir().expect("there is a place");
    if user.is_some() {
        let copy = place.path().join("test");
        fs::copy(&program, &copy).expect("there is room");
        for path in [place.path(), &copy] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
        }
        program = copy;
    }
    // A file that grows past its limit sends a signal that would end the process, were it not ignored;
    // what is ignored stays so in the program that the shell becomes.
    let mut command = Command::new("sh");
    command
        .args(["-c", r#"trap '' XFSZ; exec "$0" "$@""#])
        .arg(program)
        .args([test, "--exact", "--nocapture"])
        .env(CHILD, file);
    if let Some(user) = user {
        command.uid(user).gid(user);
    }
    let output = command.output().expect("it starts");
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Where this process's database shall lie, if it is the child of a test.
fn child_file() -> Option<PathBuf> {
    std::env::var_os(CHILD).map(PathBuf::from)
}

#[test]
fn a_limit_of_file_sizes_says_so_and_goes_on() {
    let Some(path) = child_file() else {
        let directory = tempfile::tempdir().expect("there is a place");
        let path = directory.path().join("data.sqlite");
        return child(
            "failures::a_limit_of_file_sizes_says_so_and_goes_on",
            &path,
            None,
        );
    };
    let fixture = Fixture::at(&path, Limits::default()).expect("it opens");
    fixture.write("books", insert(10)).expect("there is room");
    let limit = |bytes| {
        let limit = Rlimit {
            current: bytes,
            maximum: None,
        };
        setrlimit(Resource::Fsize, limit).expect("a soft limit may be set");
    };
    limit(Some(500_000));
    let count = fill(&fixture);
    assert!(count > 10, "{count}");
    assert_eq!(fixture.documents("books").len(), count + 1);
    limit(None);
    fixture
        .write("books", insert(10))
        .expect("there is room again");
    assert_eq!(failures(&fixture.events()), (1, 1));
    assert_eq!(fixture.documents("books").len(), count + 2);
    fixture.assert_sound();
    fixture.reopen().assert_sound();
}

#[test]
fn a_read_only_file_is_told_and_goes_on() {
    let Some(path) = child_file() else {
        let directory = tempfile::tempdir().expect("there is a place");
        let user = getuid().is_root().then_some(NOBODY);
        if user.is_some() {
            chown(directory.path(), user, user).expect("root may give it away");
        }
        let path = directory.path().join("data.sqlite");
        return child(
            "failures::a_read_only_file_is_told_and_goes_on",
            &path,
            user,
        );
    };
    // The log's files have the mode that the database had when they were made.
    let mode = |mode| {
        let directory = path.parent().expect("it has one");
        for file in fs::read_dir(directory).expect("it is ours") {
            let file = file.expect("it is ours").path();
            fs::set_permissions(file, fs::Permissions::from_mode(mode)).expect("it is ours");
        }
    };
    let fixture = Fixture::at(&path, Limits::default()).expect("it opens");
    fixture
        .write("books", insert(10))
        .expect("it can be written");
    drop(fixture);
    mode(0o400);
    let fixture = Fixture::at(&path, Limits::default()).expect("it can be read");
    assert_eq!(fixture.documents("books").len(), 1);
    for _ in 0..2 {
        let error = fixture
            .write("books", insert(10))
            .expect_err("it cannot be written");
        assert_eq!(category(&error), "WD_UNKNOWN_ERROR");
        assert!(
            error.external().message.contains("cannot be written"),
            "{error}"
        );
        assert!(error.to_string().contains("may this user write"), "{error}");
    }
    mode(0o600);
    fixture
        .write("books", insert(10))
        .expect("it can be written again");
    assert_eq!(fixture.documents("books").len(), 2);
    assert_eq!(failures(&fixture.events()), (2, 1));
    fixture.assert_sound();
}
