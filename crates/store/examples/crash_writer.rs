//! Writes as fast as it can, says what was begun and what was acknowledged, and waits to be killed:
//! `crash_writer FILE RUN WORKERS`.
//!
//! Each worker has one write under way and keys of its own, so whoever reads the lines knows what
//! must be there: `+ WORKER WRITE` before a write, `= WORKER` after its acknowledgement. A WRITE is
//! `put ID VERSION`, `pair ID VERSION` (two documents or none), `remove ID` or `link ID VERSION`.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use velodrome_model::data::{Item, Path};
use velodrome_store::{Action, IndexDeclaration, Limits, Options, SqliteStore, Store, Write};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("crash_writer FILE RUN WORKERS");
    let (file, run, workers) = (PathBuf::from(next()), next(), next());
    let workers: u64 = workers.parse().expect("WORKERS is a number");
    let store = SqliteStore::open(options(file, &run)).expect("it opens");
    let index = |field, unique| IndexDeclaration {
        field: Path::parse(field).expect("it is a path"),
        unique,
    };
    store
        .declare_indexes("docs", &[index("version", false), index("key", true)])
        .wait()
        .expect("indexes can be made");
    say("ready");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime starts");
    let store = Arc::new(store);
    let local = tokio::task::LocalSet::new();
    for worker in 0..workers {
        local.spawn_local(work(Arc::clone(&store), format!("{run}-{worker}"), worker));
    }
    runtime.block_on(local);
}

/// The line is in the pipe when this returns, whatever becomes of the process.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .expect("somebody listens");
}

async fn work(store: Arc<SqliteStore>, prefix: String, worker: u64) {
    for count in 0_u64.. {
        let id = |count: u64| format!("{prefix}-{count}");
        let (line, action) = match count % 8 {
            3 => put(&id(count - 1), count),
            5 => pair(&id(count), count),
            6 => (
                format!("remove {}", id(count - 2)),
                Action::Remove(id(count - 2)),
            ),
            7 => link(&id(count), count),
            _ => put(&id(count), count),
        };
        say(&format!("+ {worker} {line}"));
        store
            .write(Write {
                collection: "docs".to_owned(),
                create: true,
                owner: "visitor".to_owned(),
                action,
            })
            .get()
            .await
            .expect("nothing stands in its way");
        say(&format!("= {worker}"));
    }
}

/// A document whose content follows from its id and version.
fn document(id: &str, version: u64) -> Item {
    let text = "x".repeat((version * 37 % 6_000) as usize);
    let wire = format!(
        r#"{{"_id":"{id}","key":"{id}","version":{version},"text":"{text}","end":{version}}}"#
    );
    Item::parse(&wire).expect("it is an item")
}

fn put(id: &str, version: u64) -> (String, Action) {
    (
        format!("put {id} {version}"),
        Action::Save(document(id, version)),
    )
}

fn pair(id: &str, version: u64) -> (String, Action) {
    let one = |side: &str| document(&format!("{id}{side}"), version);
    (
        format!("pair {id} {version}"),
        Action::Load(vec![one("a"), one("b")]),
    )
}

fn link(id: &str, version: u64) -> (String, Action) {
    let to = |count: u64| (0..count).map(|n| format!("{id}-{n}")).collect();
    let action = Action::Relink {
        field: "refs".to_owned(),
        from: id.to_owned(),
        to: to(3),
        target: None,
    };
    (format!("link {id} {version}"), action)
}

fn options(path: PathBuf, run: &str) -> Options {
    let salt: u64 = run.parse().unwrap_or_default();
    let counter = AtomicU64::new(0);
    Options {
        path,
        clock: Arc::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH);
            since.map_or(0, |since| since.as_millis() as i64)
        }),
        random: Arc::new(move |bytes| {
            bytes[..8].copy_from_slice(&counter.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            bytes[8..].copy_from_slice(&salt.to_be_bytes());
        }),
        events: Arc::new(|_| {}),
        limits: Limits::default(),
    }
}
