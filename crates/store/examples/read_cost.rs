//! What reading costs on the thread that asks, with few and with many documents: its processor time,
//! which other work on the machine disturbs less than the clock on the wall.
//!
//! `cargo run --release -p velodrome-store --example read_cost [documents ..]`

use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use velodrome_model::data::{Filter, Item, Path, Query};
use velodrome_store::{
    Action, IndexDeclaration, Limits, Options, Reply, Session, SqliteStore, Store, StoreError,
    Write,
};

const NAME: &str = "items";
const BATCH: u64 = 10_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut sizes: Vec<u64> = std::env::args()
        .skip(1)
        .map(|text| text.parse())
        .collect::<Result<_, _>>()?;
    if sizes.is_empty() {
        sizes = vec![1_000, 1_000_000];
    }
    for documents in sizes {
        let directory = tempfile::tempdir()?;
        measure(&directory.path().join("data.sqlite"), documents)?;
    }
    Ok(())
}

fn measure(path: &std::path::Path, documents: u64) -> Result<(), Box<dyn std::error::Error>> {
    let store = SqliteStore::open(Options {
        path: path.to_owned(),
        clock: Arc::new(|| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            now.map_or(0, |now| now.as_millis() as i64)
        }),
        random: Arc::new(|bytes| bytes.fill(7)),
        events: Arc::new(|_| {}),
        limits: Limits::default(),
    })?;
    let started = Instant::now();
    fill(&store, 0..documents)?;
    println!("{documents} documents loaded in {:.2?}", started.elapsed());
    let started = Instant::now();
    let index = IndexDeclaration {
        field: Path::parse("group")?,
        unique: false,
    };
    store.declare_indexes(NAME, &[index]).wait()?;
    println!("  index filled in {:.2?}", started.elapsed());
    ask(store.session().as_ref(), documents)?;
    let started = Instant::now();
    fill(&store, documents..documents + documents / 5)?;
    println!(
        "  {} more with the index in {:.2?}",
        documents / 5,
        started.elapsed()
    );
    Ok(())
}

fn ask(session: &dyn Session, documents: u64) -> Result<(), Box<dyn std::error::Error>> {
    let ids: Vec<String> = (0..1_000)
        .map(|n: u64| format!("id-{:08}", n.wrapping_mul(7_919) % documents))
        .collect();
    let mut next = ids.iter().cycle();
    report("get by id", 200_000, || {
        let id = next.next().expect("it goes on forever");
        now(session.get(NAME, id)).map(drop)
    })?;
    let page = Query::default();
    let with_total = Query {
        total: true,
        ..Query::default()
    };
    report("first page of 50", 20_000, || {
        now(session.query(NAME, page.clone())).map(drop)
    })?;
    report("first page of 50, with total", 20_000, || {
        now(session.query(NAME, with_total.clone())).map(drop)
    })?;
    let mut group = 0;
    report("50 of an indexed value", 20_000, || {
        group = (group + 1) % (documents / 50).max(1);
        let query = Query {
            filter: Filter::parse(&format!("{{\"group\":{group}}}"))?,
            ..Query::default()
        };
        now(session.query(NAME, query)).map(drop)
    })?;
    report("50 of an indexed value, with total", 20_000, || {
        group = (group + 1) % (documents / 50).max(1);
        let query = Query {
            filter: Filter::parse(&format!("{{\"group\":{group}}}"))?,
            total: true,
            ..Query::default()
        };
        now(session.query(NAME, query)).map(drop)
    })?;
    report("50 in the order of an indexed field", 20_000, || {
        let query = Query::parse(r#"{"sort":[{"field":"group","order":"desc"}]}"#)?;
        now(session.query(NAME, query)).map(drop)
    })?;
    let started = Instant::now();
    let found = session
        .count(
            NAME,
            Filter::parse(r#"{"title":{"$contains":"number 77"}}"#)?,
        )
        .wait()?;
    println!(
        "  {:<36} {:>9.1} ms ({found} found)",
        "scan",
        millis(started)
    );
    let started = Instant::now();
    let query = Query::parse(r#"{"sort":[{"field":"title","order":"asc"}]}"#)?;
    session.query(NAME, query).wait()?;
    println!(
        "  {:<36} {:>9.1} ms",
        "sort without an index",
        millis(started)
    );
    Ok(())
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// Time that this thread has had a processor, in microseconds.
fn processor_us() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let ns = text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok());
    ns.unwrap_or(0.0) / 1e3
}

/// What was answered at once.
fn now<T>(reply: Reply<T>) -> Result<T, StoreError> {
    match reply {
        Reply::Now(result) => black_box(result),
        Reply::Later(_) => Err(StoreError::failed("it was left to the pool")),
    }
}

/// Three rounds; the quickest counts, for other work on the machine only makes it slower.
fn report(
    what: &str,
    rounds: u32,
    mut ask: impl FnMut() -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut best = f64::MAX;
    for _ in 0..3 {
        let started = processor_us();
        for _ in 0..rounds {
            ask()?;
        }
        best = best.min((processor_us() - started) / f64::from(rounds));
    }
    println!("  {what:<36} {best:>9.2} us");
    Ok(())
}

fn fill(store: &SqliteStore, numbers: Range<u64>) -> Result<(), Box<dyn std::error::Error>> {
    let end = numbers.end;
    for start in numbers.step_by(BATCH as usize) {
        let items = (start..end.min(start + BATCH))
            .map(|n| Item::parse(&document(n, end)))
            .collect::<Result<_, _>>()?;
        let write = Write {
            collection: NAME.to_owned(),
            create: true,
            owner: "nobody".to_owned(),
            action: Action::Load(items),
        };
        store.write(write).wait()?;
    }
    Ok(())
}

fn document(n: u64, documents: u64) -> String {
    let group = n.wrapping_mul(48_271) % (documents / 50).max(1);
    format!(
        "{{\"_id\":\"id-{n:08}\",\"title\":\"Thing number {n}\",\"group\":{group},\"price\":{}.5,\
         \"tags\":[\"a\",\"b{}\"],\"about\":\"A thing that is like many others, but not quite.\"}}",
        n % 997,
        n % 13
    )
}
