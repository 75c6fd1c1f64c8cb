//! A walk through all contacts while others insert, change and delete them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use serde_json::{Value, json};

use super::client::{Client, World};

/// Contacts of the walk; with `VELODROME_LONG_TESTS` as many as a large site has.
const COUNT: usize = 1_000;
const COUNT_LONG: usize = 100_000;
/// Programs that make contacts at once: writes that wait are committed together.
const MAKERS: usize = 32;

const CONTACTS: &str = "/v1/contacts";

fn count() -> usize {
    match std::env::var_os("VELODROME_LONG_TESTS") {
        Some(_) => COUNT_LONG,
        None => COUNT,
    }
}

fn create(client: &Client, number: usize) -> String {
    let body = json!({
        "name": {"first": format!("First{number}"), "last": "Last"},
        "emails": [{"email": format!("{number}@example.com"), "tag": "work"}],
        "phones": [{"phone": format!("+1-{number}"), "tag": "work"}],
    });
    let made = client.ok("POST", CONTACTS, &body.to_string());
    made["contactId"].as_str().unwrap().to_owned()
}

fn fill(client: &Client, count: usize) -> Vec<String> {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let makers: Vec<_> = (0..MAKERS)
            .map(|_| {
                scope.spawn(|| {
                    let mut made = Vec::new();
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= count {
                            return made;
                        }
                        made.push(create(client, number));
                    }
                })
            })
            .collect();
        let made = makers.into_iter().map(|maker| maker.join().unwrap());
        made.flatten().collect()
    })
}

/// What others did during a walk.
#[derive(Default)]
struct Others {
    removed: BTreeSet<String>,
    made: usize,
    changed: usize,
}

fn disturb(client: &Client, ids: &[String], done: &AtomicBool) -> Others {
    let mut others = Others::default();
    for round in 0.. {
        if done.load(Ordering::Acquire) {
            break;
        }
        create(client, ids.len() + round);
        others.made += 1;
        let id = &ids[(round * 37) % ids.len()];
        if others.removed.insert(id.clone()) {
            client.ok("DELETE", &format!("{CONTACTS}/{id}"), "");
        }
        let id = &ids[(round * 41 + 1) % ids.len()];
        if !others.removed.contains(id) {
            let contact = client.ok("GET", &format!("{CONTACTS}/{id}"), "");
            let modified_at = contact["modifiedAt"].as_str().unwrap();
            let target = format!("{CONTACTS}/{id}/note?modifiedAt={modified_at}");
            client.ok("POST", &target, r#"{"content":"met"}"#);
            others.changed += 1;
        }
    }
    others
}

fn walk(client: &Client, page_size: usize) -> BTreeMap<String, usize> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut target = format!("{CONTACTS}?pageSize={page_size}&fields=NAME");
    loop {
        let page = client.ok("GET", &target, "");
        for contact in page["results"].as_array().unwrap() {
            let id = contact["id"].as_str().unwrap().to_owned();
            *seen.entry(id).or_default() += 1;
        }
        match &page["nextCursor"] {
            Value::String(next) => target = format!("{CONTACTS}?cursor={next}"),
            _ => return seen,
        }
    }
}

#[test]
fn every_contact_that_was_there_throughout_is_met_once() {
    let world =
        World::plain("[limits]\napi_requests_per_minute_max = 1000000\napi_burst_max = 1000000\n");
    let client = world.client("a");
    let began = Instant::now();
    let ids = fill(&client, count());
    let filled = began.elapsed();
    let began = Instant::now();
    let done = AtomicBool::new(false);
    let (seen, others) = std::thread::scope(|scope| {
        let writer = scope.spawn(|| disturb(&client, &ids, &done));
        let seen = walk(&client, (ids.len() / 100).clamp(1, 500));
        done.store(true, Ordering::Release);
        (seen, writer.join().unwrap())
    });
    println!(
        "{} contacts in {filled:?}; the walk took {:?} while {} were made, {} removed, {} changed",
        ids.len(),
        began.elapsed(),
        others.made,
        others.removed.len(),
        others.changed
    );
    let twice: Vec<_> = seen.iter().filter(|(_, times)| **times != 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let kept = ids.iter().filter(|id| !others.removed.contains(*id));
    let missed: Vec<_> = kept.filter(|id| !seen.contains_key(*id)).collect();
    assert!(missed.is_empty(), "{missed:?}");
    let number = ids.len() / 2;
    let began = Instant::now();
    for target in [
        format!("{CONTACTS}?email={number}@example.com"),
        format!("{CONTACTS}?phone=1{number}"),
        format!("{CONTACTS}?name.first=First{number}"),
    ] {
        let page = client.ok("GET", &target, "");
        assert!(page["total"].as_u64().unwrap() <= 1, "{target}: {page}");
    }
    println!("three look-ups took {:?}", began.elapsed());
}
