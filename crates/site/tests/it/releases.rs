//! Publishing: what is stored comes back, and a crash at any step leaves a site that runs.

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::Path;

use velodrome_site::releases::{
    Action, Content, FaultPoint, Faults, NoFaults, ReleaseError, Releases,
};

fn content(script: &str) -> Content {
    Content {
        script: script.into(),
        source_map: "{\"version\":3}".into(),
        entry: "backend/http-functions.js".to_owned(),
        config: "plan = \"free\"\n".to_owned(),
        engine: "velodrome 0.1.0".to_owned(),
        diagnostics: Vec::new(),
        jobs: Vec::new(),
        events: Vec::new(),
    }
}

fn open() -> (tempfile::TempDir, Releases) {
    let dir = tempfile::tempdir().expect("a folder");
    let releases = Releases::open(&dir.path().join("data")).expect("a data directory");
    (dir, releases)
}

#[test]
fn what_is_published_comes_back_and_is_current() {
    let (_dir, releases) = open();
    assert_eq!(releases.current().expect("readable"), None);
    let first = releases
        .publish(content("1"), "first", 1000)
        .expect("published");
    let second = releases.publish(content("2"), "", 2000).expect("published");
    assert_eq!((first.number, second.number), (1, 2));
    assert_ne!(first.id, second.id);
    assert_eq!(releases.load(1).expect("stored"), first);
    assert_eq!(releases.load(2).expect("stored"), second);
    let current = releases.current().expect("readable").expect("published");
    assert_eq!((current.number, current.id), (2, second.id));
    let unknown = releases.load(3).expect_err("no such release");
    assert_eq!(unknown.code(), "RELEASE_UNKNOWN");
}

#[test]
fn the_same_content_has_one_id_and_each_publish_its_number() {
    let (dir, releases) = open();
    let first = releases.publish(content("1"), "a", 1).expect("published");
    let second = releases.publish(content("1"), "b", 2).expect("published");
    assert_eq!((first.id, second.number), (second.id, 2));
    assert_eq!(releases.load(1).expect("stored").message, "a");
    let stored = fs::read_dir(dir.path().join("data/releases")).expect("a folder");
    assert_eq!(stored.count(), 1);
}

#[test]
fn every_part_of_the_content_counts_for_the_id() {
    let (_dir, releases) = open();
    let base = content("1");
    let others = [
        Content {
            source_map: "{}".into(),
            ..base.clone()
        },
        Content {
            entry: "http-functions.js".to_owned(),
            ..base.clone()
        },
        Content {
            config: String::new(),
            ..base.clone()
        },
        Content {
            engine: "velodrome 0.2.0".to_owned(),
            ..base.clone()
        },
        Content {
            events: vec!["wixCrm_onContactCreated".to_owned()],
            ..base.clone()
        },
    ];
    let base = releases.publish(base, "", 1).expect("published");
    for other in others {
        assert_ne!(
            releases.publish(other, "", 1).expect("published").id,
            base.id
        );
    }
}

#[test]
fn rollback_goes_to_the_one_before_or_to_the_one_named() {
    let (_dir, releases) = open();
    assert_eq!(
        releases
            .rollback(None, 0)
            .expect_err("nothing there")
            .code(),
        "SITE_NOT_PUBLISHED"
    );
    for script in ["1", "2", "3"] {
        releases.publish(content(script), "", 1).expect("published");
    }
    assert_eq!(releases.rollback(None, 2).expect("switched").number, 2);
    assert_eq!(releases.rollback(None, 2).expect("switched").number, 1);
    assert_eq!(
        releases
            .rollback(None, 2)
            .expect_err("nothing before")
            .code(),
        "RELEASE_FIRST"
    );
    assert_eq!(
        releases.rollback(Some(9), 2).expect_err("unknown").code(),
        "RELEASE_UNKNOWN"
    );
    assert_eq!(releases.rollback(Some(3), 3).expect("switched").number, 3);
    let current = releases.current().expect("readable").expect("published");
    assert_eq!((current.number, current.sequence), (3, 6));
    assert_eq!(
        releases
            .publish(content("4"), "", 4)
            .expect("published")
            .number,
        4
    );
    let journal: Vec<_> = releases
        .list(usize::MAX)
        .expect("readable")
        .iter()
        .map(|entry| (entry.sequence, entry.action, entry.number))
        .collect();
    let (publish, rollback) = (Action::Publish, Action::Rollback);
    let wanted = [
        (1, publish, 1),
        (2, publish, 2),
        (3, publish, 3),
        (4, rollback, 2),
        (5, rollback, 1),
        (6, rollback, 3),
        (7, publish, 4),
    ];
    assert_eq!(journal, wanted);
    let newest: Vec<_> = releases.list(2).expect("readable");
    assert_eq!(
        newest
            .iter()
            .map(|entry| entry.sequence)
            .collect::<Vec<_>>(),
        [6, 7]
    );
}

#[test]
fn a_damaged_release_says_so_and_publishing_again_repairs_it() {
    let (_dir, releases) = open();
    let first = releases
        .publish(content("get_hello"), "", 1)
        .expect("published");
    releases.publish(content("2"), "", 1).expect("published");
    let place = releases.data_dir().join("releases").join(&first.id);
    for file in [
        "script.js",
        "script.js.map",
        "velodrome.toml",
        "manifest.json",
    ] {
        let before = fs::read(place.join(file)).expect("stored");
        let mut changed = before.clone();
        changed[0] ^= 1;
        fs::write(place.join(file), changed).expect("written");
        let error = releases.load(1).expect_err("damaged");
        assert_eq!(error.code(), "RELEASE_DAMAGED");
        assert!(error.to_string().contains(file), "{error}");
        assert!(releases.rollback(Some(1), 2).is_err());
        fs::remove_file(place.join(file)).expect("removed");
        assert_eq!(
            releases.load(1).expect_err("missing").code(),
            "RELEASE_DAMAGED"
        );
        fs::write(place.join(file), before).expect("written");
    }
    assert_eq!(
        releases
            .current()
            .expect("readable")
            .expect("published")
            .number,
        2
    );
    fs::write(place.join("script.js"), "evil").expect("written");
    releases
        .publish(content("get_hello"), "", 3)
        .expect("published");
    assert_eq!(
        releases.load(1).expect("repaired").content,
        content("get_hello")
    );
}

/// Ends the work at the n-th step, as a crash would.
struct CrashAt {
    steps_left: Cell<usize>,
}

impl Faults for CrashAt {
    fn reach(&self, _: FaultPoint) -> io::Result<()> {
        match self.steps_left.get() {
            0 => Err(io::Error::other("crash")),
            left => {
                self.steps_left.set(left - 1);
                Ok(())
            }
        }
    }
}

/// What must be true of a data directory at every time.
fn assert_runs(releases: &Releases, scripts: &[&str]) {
    let current = releases.current().expect("readable").expect("published");
    let release = releases.load(current.number).expect("undamaged");
    assert_eq!(release.id, current.id);
    assert!(scripts.contains(&&*release.content.script));
    for entry in releases.list(usize::MAX).expect("readable") {
        assert_eq!(releases.load(entry.number).expect("undamaged").id, entry.id);
    }
}

#[test]
fn a_crash_at_any_step_of_a_publish_leaves_a_site_that_runs() {
    let mut steps = 0;
    loop {
        let (_dir, releases) = open();
        releases.publish(content("old"), "", 1).expect("published");
        let crash = CrashAt {
            steps_left: Cell::new(steps),
        };
        let ended = releases.publish_with(content("new"), "", 2, &crash);
        assert_runs(&releases, &["old", "new"]);
        // Whatever is left over, the next one works and wins.
        let next = releases.publish(content("next"), "", 3).expect("published");
        assert_runs(&releases, &["next"]);
        assert_eq!(
            releases
                .current()
                .expect("readable")
                .expect("published")
                .number,
            next.number
        );
        assert_no_leftovers(releases.data_dir());
        if ended.is_ok() {
            break;
        }
        steps += 1;
    }
    assert!(steps >= 15, "only {steps} steps were crashed at");
}

#[test]
fn a_crash_at_any_step_of_a_rollback_leaves_a_site_that_runs() {
    let mut steps = 0;
    loop {
        let (_dir, releases) = open();
        releases.publish(content("1"), "", 1).expect("published");
        releases.publish(content("2"), "", 1).expect("published");
        let crash = CrashAt {
            steps_left: Cell::new(steps),
        };
        let ended = releases.rollback_with(None, 2, &crash);
        assert_runs(&releases, &["1", "2"]);
        releases.rollback(Some(1), 3).expect("switched");
        assert_runs(&releases, &["1"]);
        assert_no_leftovers(releases.data_dir());
        if ended.is_ok() {
            break;
        }
        steps += 1;
    }
    assert!(steps > 5, "only {steps} steps were crashed at");
}

#[test]
fn a_crash_before_the_first_publish_is_done_leaves_an_unpublished_site() {
    let mut steps = 0;
    loop {
        let (_dir, releases) = open();
        let crash = CrashAt {
            steps_left: Cell::new(steps),
        };
        if releases.publish_with(content("1"), "", 1, &crash).is_ok() {
            break;
        }
        if let Some(current) = releases.current().expect("readable") {
            assert_eq!(
                &*releases
                    .load(current.number)
                    .expect("stored")
                    .content
                    .script,
                "1"
            );
        }
        steps += 1;
    }
}

fn assert_no_leftovers(data_dir: &Path) {
    for dir in ["", "releases", "journal"] {
        for entry in fs::read_dir(data_dir.join(dir)).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            assert!(!name.to_string_lossy().starts_with(".new-"), "{name:?}");
        }
    }
}

#[test]
fn concurrent_publishers_get_numbers_of_their_own() {
    let (_dir, releases) = open();
    let mut numbers: Vec<u64> = std::thread::scope(|scope| {
        let publishers: Vec<_> = (0..8)
            .map(|publisher| {
                let releases = releases.clone();
                scope.spawn(move || {
                    let publish = |round: u64| {
                        let script = format!("{}", (publisher * round) % 7);
                        let published = releases.publish(content(&script), "", round);
                        published.expect("published").number
                    };
                    (0..5).map(publish).collect::<Vec<_>>()
                })
            })
            .collect();
        publishers
            .into_iter()
            .flat_map(|publisher| publisher.join().expect("ended"))
            .collect()
    });
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
    let current = releases.current().expect("readable").expect("published");
    assert_eq!((current.number, current.sequence), (40, 40));
    for number in 1..=40 {
        releases.load(number).expect("stored");
    }
}

#[test]
fn a_message_that_is_too_long_is_refused_before_anything_is_switched() {
    let (_dir, releases) = open();
    let error = releases
        .publish_with(content("1"), &"x".repeat(70_000), 1, &NoFaults)
        .expect_err("too long");
    assert!(
        matches!(
            error,
            ReleaseError::TooLarge {
                part: "message",
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(releases.current().expect("readable"), None);
}
