//! How fast the store writes documents of about 300 bytes: one after another, 32 at a time, and
//! loaded as an import does.
//!
//! `cargo run --release -p velodrome-store --example write_speed [DIR [DOCUMENTS [PER_LOAD]]]`

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use velodrome_model::data::Item;
use velodrome_store::{Action, Limits, Options, SqliteStore, Store, Write};

const SINGLE_TIME: Duration = Duration::from_secs(3);

fn main() {
    let directory = tempfile::tempdir().expect("there is a place for temporary files");
    let place = std::env::args_os().nth(1).map(PathBuf::from);
    let number = |place, default| {
        let given = std::env::args().nth(place);
        given.and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (count, per_load) = (number(2, 500_000), number(3, 20_000));
    let place = place.unwrap_or_else(|| directory.path().to_owned());
    let path = place.join(format!("speed-{}.sqlite", std::process::id()));
    let store = SqliteStore::open(options(path.clone())).expect("it opens");

    single(&store);
    grouped(&store, 32);
    load(&store, count, per_load);

    drop(store);
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
}

fn options(path: PathBuf) -> Options {
    let state = AtomicU64::new(1);
    Options {
        path,
        clock: Arc::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH);
            since.map_or(0, |since| since.as_millis() as i64)
        }),
        random: Arc::new(move |bytes| {
            for part in bytes.chunks_mut(8) {
                let mut word = state.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
                word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                part.copy_from_slice(&(word ^ (word >> 31)).to_be_bytes()[..part.len()]);
            }
        }),
        events: Arc::new(|_| {}),
        limits: Limits::default(),
    }
}

fn wire(index: usize) -> String {
    format!(
        r#"{{"title":"Book number {index}","author":"Somebody Else","year":{},"price":12.5,"tags":["new","used"],"when":{{"$date":1700000000000}},"text":"Lorem ipsum dolor sit amet, consectetur adipiscing"}}"#,
        1900 + index % 100
    )
}

fn write(action: Action) -> Write {
    Write {
        collection: "books".to_owned(),
        create: true,
        owner: "0a1b2c3d-0000-4000-8000-123456789abc".to_owned(),
        action,
    }
}

fn insert(index: usize) -> Write {
    write(Action::Insert(Item::parse(&wire(index)).expect("an item")))
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime starts")
}

fn single(store: &SqliteStore) {
    let mut waits: Vec<Duration> = Vec::new();
    runtime().block_on(async {
        let began = Instant::now();
        while began.elapsed() < SINGLE_TIME {
            let one = Instant::now();
            let reply = store.write(insert(waits.len()));
            reply.get().await.expect("it is written");
            waits.push(one.elapsed());
        }
    });
    waits.sort();
    let at = |part: usize| waits[waits.len() * part / 100].as_micros();
    println!(
        "single: {:.0}/s, p50 {} us, p99 {} us",
        waits.len() as f64 / SINGLE_TIME.as_secs_f64(),
        at(50),
        at(99)
    );
}

fn grouped(store: &SqliteStore, in_flight: usize) {
    let before = store.statistics();
    let began = Instant::now();
    let mut written = 0;
    runtime().block_on(async {
        let mut waiting = std::collections::VecDeque::new();
        while began.elapsed() < SINGLE_TIME {
            while waiting.len() < in_flight {
                waiting.push_back(store.write(insert(written + waiting.len())));
            }
            let reply = waiting.pop_front().expect("it was filled");
            reply.get().await.expect("it is written");
            written += 1;
        }
        for reply in waiting {
            reply.get().await.expect("it is written");
            written += 1;
        }
    });
    let commits = store.statistics().commits - before.commits;
    println!(
        "{in_flight} in flight: {:.0}/s, {:.1} a commit",
        written as f64 / began.elapsed().as_secs_f64(),
        written as f64 / commits as f64
    );
}

fn load(store: &SqliteStore, count: usize, per_load: usize) {
    let batch = |start: usize| -> Vec<Item> {
        (start..(start + per_load).min(count))
            .map(|index| Item::parse(&wire(index)).expect("an item"))
            .collect()
    };
    let mut parsing = Duration::ZERO;
    let began = Instant::now();
    for start in (0..count).step_by(per_load) {
        let one = Instant::now();
        let items = batch(start);
        parsing += one.elapsed();
        store
            .write(write(Action::Load(items)))
            .wait()
            .expect("it is written");
    }
    let took = began.elapsed();
    println!(
        "load of {count}: {:.0}/s with parsing, {:.0}/s without",
        count as f64 / took.as_secs_f64(),
        count as f64 / (took - parsing).as_secs_f64()
    );
}
