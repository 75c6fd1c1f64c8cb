//! Killed at any moment, the store has every write that it acknowledged, and none by halves.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use velodrome_store::Limits;

use crate::support::{Fixture, raw, table};

const WORKERS: usize = 12;
/// Kills of one database before the next begins anew: what lies in it is compared after each.
const KILLS_PER_DATABASE: u64 = 25;
/// Longest life of a writer. The short ones die while they open the database.
const TIME_US_MAX: u64 = 400_000;

/// What must be there: the version of each document, and the ids that have links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct State {
    documents: HashMap<String, u64>,
    links: HashMap<String, usize>,
}

/// A write, as the writer's lines say it.
#[derive(Clone, Debug)]
struct Line(Vec<String>);

impl Line {
    fn apply(&self, state: &mut State) {
        let words: Vec<&str> = self.0.iter().map(String::as_str).collect();
        let version = |text: &str| text.parse().expect("a version is a number");
        match words[..] {
            ["put", id, at] => {
                state.documents.insert(id.to_owned(), version(at));
            }
            ["pair", id, at] => {
                for side in ["a", "b"] {
                    state.documents.insert(format!("{id}{side}"), version(at));
                }
            }
            ["remove", id] => {
                state.documents.remove(id);
            }
            ["link", id, _] => {
                state.links.insert(id.to_owned(), 3);
            }
            _ => panic!("not a write: {words:?}"),
        }
    }

    /// Whether what the database has shows that this was done; it may show both when nothing differs.
    fn was_done(&self, before: &State, found: &State) -> bool {
        let mut after = before.clone();
        self.apply(&mut after);
        let touched = |state: &State| {
            let id = &self.0[1];
            let document = |id: &str| state.documents.get(id).copied();
            (
                document(id),
                document(&format!("{id}a")),
                document(&format!("{id}b")),
                state.links.get(id).copied(),
            )
        };
        let (old, new, now) = (touched(before), touched(&after), touched(found));
        assert!(
            now == old || now == new,
            "{:?} was done by halves: {now:?}",
            self.0
        );
        now == new
    }
}

/// What a writer said until it was killed.
#[derive(Default)]
struct Heard {
    acknowledged: u64,
    /// Acknowledged writes, in the order of their acknowledgement.
    done: Vec<Line>,
    /// The write that each worker had under way.
    open: HashMap<String, Line>,
}

impl Heard {
    fn line(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["+", worker, ref write @ ..] => {
                let write = Line(write.iter().map(|&word| word.to_owned()).collect());
                self.open.insert(worker.to_owned(), write);
            }
            ["=", worker] => {
                let write = self.open.remove(worker).expect("it was begun");
                self.done.push(write);
                self.acknowledged += 1;
            }
            ["ready"] => {}
            _ => panic!("not a line: {line}"),
        }
    }
}

/// Numbers that follow from a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

fn seed() -> u64 {
    let given = std::env::var("VELODROME_SEED").ok();
    given.and_then(|seed| seed.parse().ok()).unwrap_or_else(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(1, |since| since.as_nanos() as u64 >> 10)
    })
}

/// The writer, beside the test's own program; Cargo builds it with the tests.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("it runs");
    let profile = test.ancestors().nth(2).expect("it lies in PROFILE/deps");
    let program = profile.join("examples/crash_writer");
    if !program.exists() {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--locked", "--offline", "-p", "velodrome-store"])
            .args(["--example", "crash_writer"])
            .status()
            .expect("cargo runs");
        assert!(built.success());
    }
    program
}

/// Kills a writer `time` after its start, and gives what it had said.
fn run_and_kill(path: &Path, run: u64, time: Duration) -> Heard {
    let mut child = Command::new(program())
        .arg(path)
        .args([run.to_string(), WORKERS.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the writer starts");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped"));
    let killer = thread::spawn(move || {
        #[expect(
            clippy::disallowed_methods,
            reason = "the moment of a kill is drawn, it waits for nothing"
        )]
        thread::sleep(time);
        assert_eq!(
            child.try_wait().expect("it can be asked"),
            None,
            "it ended by itself"
        );
        child.kill().expect("it is still there");
        child.wait().expect("it was killed")
    });
    let mut heard = Heard::default();
    let mut line = String::new();
    loop {
        line.clear();
        lines.read_line(&mut line).expect("it can be read");
        // A kill in the middle of a line leaves it without its end.
        let Some(whole) = line.strip_suffix('\n') else {
            break;
        };
        heard.line(whole);
    }
    killer.join().expect("it did not end by itself");
    heard
}

/// What the database has; each document is asserted to be whole.
fn found(path: &Path) -> State {
    let conn = raw(path);
    let mut state = State::default();
    let Some(table) = table(&conn, "docs") else {
        return state;
    };
    let sql = format!("SELECT id, doc FROM {table}");
    let mut rows = conn.prepare(&sql).expect("it is there");
    let mut rows = rows.query([]).expect("it can be read");
    while let Some(row) = rows.next().expect("it can be read") {
        let id: String = row.get(0).expect("an id");
        let doc: serde_json::Value =
            serde_json::from_str(row.get_ref(1).expect("a text").as_str().expect("a text"))
                .expect("it is JSON");
        let version = doc["version"].as_u64().expect("it has a version");
        let text = doc["text"].as_str().expect("it has a text");
        assert_eq!(text.len() as u64, version * 37 % 6_000, "{id}");
        assert_eq!(doc["end"], version, "{id}");
        assert_eq!(doc["key"], id.as_str());
        state.documents.insert(id, version);
    }
    let mut rows = conn
        .prepare("SELECT from_id, count(*) FROM vd_links GROUP BY from_id")
        .expect("it is there");
    let links = rows.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)));
    for link in links.expect("it can be read") {
        let (from, count) = link.expect("it can be read");
        state.links.insert(from, count as usize);
    }
    state
}

/// Brings `expected` to what killed writers acknowledged, and to what they had under way where that
/// was done; gives how many acknowledged writes are not there.
fn compare(expected: &mut State, heard: &[Heard], path: &Path) -> usize {
    for write in heard.iter().flat_map(|one| &one.done) {
        write.apply(expected);
    }
    let there = found(path);
    for write in heard.iter().flat_map(|one| one.open.values()) {
        if write.was_done(expected, &there) {
            write.apply(expected);
        }
    }
    differences(expected, &there)
}

/// How many documents and links are not as they must be.
fn differences(expected: &State, there: &State) -> usize {
    let lost = |id: &&String| expected.documents.get(*id) != there.documents.get(*id);
    let documents = expected.documents.keys().chain(there.documents.keys());
    let lost: std::collections::HashSet<_> = documents.filter(lost).collect();
    let unlinked = expected
        .links
        .iter()
        .filter(|(id, count)| there.links.get(*id) != Some(count));
    lost.len() + unlinked.count()
}

#[test]
fn every_acknowledged_write_survives_every_kill() {
    let kills = match std::env::var_os("VELODROME_LONG_TESTS") {
        Some(_) => 200,
        None => 12,
    };
    let seed = seed();
    println!("seed: VELODROME_SEED={seed}");
    let mut random = Random(seed);
    let directory = tempfile::tempdir().expect("there is a place");
    let (mut acknowledged, mut lost) = (0, 0);
    let mut expected = State::default();
    let mut path = PathBuf::new();
    for run in 0..kills {
        if run % KILLS_PER_DATABASE == 0 {
            path = directory.path().join(format!("{run}/data.sqlite"));
            expected = State::default();
        }
        let time = Duration::from_micros(random.below(TIME_US_MAX));
        let heard = run_and_kill(&path, run, time);
        acknowledged += heard.acknowledged;
        // The log is recovered by whoever opens the file first: the store.
        let fixture = Fixture::at(&path, Limits::default()).expect("it opens again");
        fixture.assert_sound();
        lost += compare(&mut expected, &[heard], &path);
        drop(fixture);
    }
    println!("kills: {kills}, acknowledged writes: {acknowledged}, lost: {lost}");
    assert_eq!(lost, 0);
    assert!(acknowledged > 0);
}

#[test]
fn two_processes_write_at_once() {
    let directory = tempfile::tempdir().expect("there is a place");
    let path = directory.path().join("data.sqlite");
    let heard: Vec<Heard> = thread::scope(|scope| {
        let writers = [1, 2].map(|run| {
            let path = &path;
            scope.spawn(move || run_and_kill(path, run, Duration::from_secs(1)))
        });
        writers
            .map(|writer| writer.join().expect("it heard all"))
            .into()
    });
    let fixture = Fixture::at(&path, Limits::default()).expect("it opens");
    fixture.assert_sound();
    let mut expected = State::default();
    assert!(
        heard.iter().all(|one| one.acknowledged > 0),
        "both had their turn"
    );
    assert_eq!(compare(&mut expected, &heard, &path), 0);
    let unordered: i64 = raw(&path)
        .query_row(
            "SELECT count(*) FROM (SELECT created < lag(created) OVER (ORDER BY seq) AS back FROM c1)
             WHERE back",
            [],
            |row| row.get(0),
        )
        .expect("it can be read");
    assert_eq!(unordered, 0, "dates that were made never go back");
}
