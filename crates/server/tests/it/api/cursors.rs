//! Lists, page by page, while others write.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use velodrome_site::apps::{CursorEnd, Scopes};
use velodrome_testkit::http::Response;

use super::client::{Client, World, expect_error};

const THINGS: &str = "/v1/collections/things/items";

fn fill(client: &Client, count: usize) {
    let numbers: Vec<usize> = (0..count).collect();
    for numbers in numbers.chunks(1000) {
        let items: Vec<Value> = numbers
            .iter()
            .map(|number| json!({"_id": format!("{number:05}"), "n": number, "group": number % 7}))
            .collect();
        let target = format!("{THINGS}/bulk?operation=insert");
        client.ok("POST", &target, &Value::Array(items).to_string());
    }
}

fn ids(page: &Value) -> Vec<String> {
    let results = page["results"].as_array().unwrap();
    let id = |item: &Value| item["_id"].as_str().unwrap().to_owned();
    results.iter().map(id).collect()
}

fn cursor<'p>(page: &'p Value, name: &str) -> Option<&'p str> {
    assert!(page[name].is_string() || page[name] == 0, "{page}");
    page[name].as_str()
}

/// All pages, from the first with these parameters on.
fn pages(client: &Client, parameters: &str) -> Vec<Value> {
    let mut pages = vec![client.ok("GET", &format!("{THINGS}?{parameters}"), "")];
    while let Some(next) = cursor(pages.last().unwrap(), "nextCursor").map(str::to_owned) {
        pages.push(client.ok("GET", &format!("{THINGS}?cursor={next}"), ""));
    }
    pages
}

#[test]
fn a_walk_forth_and_back_has_every_item_once() {
    let world = World::plain("");
    let client = world.client("a");
    fill(&client, 230);
    for (parameters, total) in [
        ("pageSize=50", 230),
        ("pageSize=230", 230),
        ("", 230),
        ("pageSize=7&sort=group,-n", 230),
        ("pageSize=10&filter=%7B%22group%22%3A3%7D&fields=n", 33),
        (
            "pageSize=10&filter=%7B%22group%22%3A%7B%22%24gt%22%3A3%7D%7D&sort=-n",
            98,
        ),
        ("filter=%7B%22n%22%3A-1%7D", 0),
    ] {
        let pages = pages(&client, parameters);
        let all: Vec<String> = pages.iter().flat_map(ids).collect();
        assert_eq!(all.len(), total, "{parameters}");
        assert_eq!(BTreeSet::from_iter(&all).len(), total, "{parameters}");
        assert!(pages.iter().all(|page| page["total"] == total));
        assert_eq!(pages[0]["previousCursor"], 0);
        for pair in pages.windows(2).rev() {
            let back = cursor(&pair[1], "previousCursor").unwrap();
            let page = client.ok("GET", &format!("{THINGS}?cursor={back}"), "");
            assert_eq!(ids(&page), ids(&pair[0]), "{parameters}");
            assert_eq!(page["pageSize"], pair[0]["pageSize"]);
            assert_eq!(page["previousCursor"] == 0, pair[0]["previousCursor"] == 0);
            let forth = cursor(&page, "nextCursor").unwrap();
            let page = client.ok("GET", &format!("{THINGS}?cursor={forth}"), "");
            assert_eq!(ids(&page), ids(&pair[1]), "{parameters}");
        }
    }
    let shown = client.ok("GET", &format!("{THINGS}?fields=n&pageSize=1"), "");
    assert_eq!(shown["results"][0]["group"], Value::Null);
    assert_eq!(client.ok("GET", THINGS, "")["pageSize"], 25);
}

#[test]
fn every_item_that_was_there_throughout_is_met_once() {
    let world = World::plain("");
    let client = world.client("a");
    const COUNT: usize = 3000;
    fill(&client, COUNT);
    let done = AtomicBool::new(false);
    let (seen, removed) = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut removed = BTreeSet::new();
            for round in 0.. {
                if done.load(Ordering::Acquire) {
                    break;
                }
                client.ok("POST", THINGS, r#"{"new":true}"#);
                let id = format!("{:05}", (round * 37) % COUNT);
                if removed.insert(id.clone()) {
                    client.ok("DELETE", &format!("{THINGS}/{id}"), "");
                }
                let id = format!("{:05}", (round * 41 + 1) % COUNT);
                if !removed.contains(&id) {
                    client.ok("PATCH", &format!("{THINGS}/{id}"), r#"{"changed":true}"#);
                }
            }
            removed
        });
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for page in pages(&client, "pageSize=40") {
            for id in ids(&page) {
                *seen.entry(id).or_default() += 1;
            }
        }
        done.store(true, Ordering::Release);
        (seen, writer.join().unwrap())
    });
    assert!(seen.values().all(|times| *times == 1));
    let kept = (0..COUNT).map(|number| format!("{number:05}"));
    let missed: Vec<_> = kept
        .filter(|id| !removed.contains(id) && !seen.contains_key(id))
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
    assert!(!removed.is_empty());
}

#[test]
fn a_page_that_emptied_leads_back() {
    let world = World::plain("");
    let client = world.client("a");
    fill(&client, 6);
    let first = client.ok("GET", &format!("{THINGS}?pageSize=3"), "");
    let next = cursor(&first, "nextCursor").unwrap();
    let second = client.ok("GET", &format!("{THINGS}?cursor={next}"), "");
    let gone = Value::from(ids(&second)).to_string();
    client.ok("POST", &format!("{THINGS}/bulk?operation=remove"), &gone);
    let empty = client.ok("GET", &format!("{THINGS}?cursor={next}"), "");
    assert!(ids(&empty).is_empty() && empty["nextCursor"] == 0);
    let back = cursor(&empty, "previousCursor").unwrap();
    let page = client.ok("GET", &format!("{THINGS}?cursor={back}"), "");
    assert_eq!(ids(&page), ids(&first));
    assert_eq!(page["previousCursor"], 0);
}

#[test]
fn a_cursor_is_for_whom_and_what_it_was_made() {
    let world = World::plain("");
    let client = world.client("a");
    let other = world.client("b");
    fill(&client, 30);
    client.ok("POST", "/v1/collections/others/items", "{}");
    let filter = "filter=%7B%22n%22%3A%7B%22%24lt%22%3A20%7D%7D";
    let page = client.ok("GET", &format!("{THINGS}?pageSize=5&{filter}"), "");
    let next = cursor(&page, "nextCursor").unwrap();
    let get = |client: &Client, target: &str| -> Response { client.send("GET", target, "") };
    let resent = get(
        &client,
        &format!("{THINGS}?cursor={next}&pageSize=5&{filter}"),
    );
    assert_eq!(resent.status, 200, "{}", resent.text());
    let spaced = "filter=%7B%20%22n%22%3A%20%7B%22%24lt%22%3A20%7D%7D";
    let resent = get(&client, &format!("{THINGS}?cursor={next}&{spaced}"));
    assert_eq!(resent.status, 200, "{}", resent.text());
    let mismatch = get(&client, &format!("{THINGS}?cursor={next}&sort=n"));
    expect_error(&mismatch, 400, "CURSOR_MISMATCH");
    let foreign = get(&other, &format!("{THINGS}?cursor={next}"));
    expect_error(&foreign, 400, "CURSOR_FOREIGN");
    let elsewhere = get(
        &client,
        &format!("/v1/collections/others/items?cursor={next}"),
    );
    expect_error(&elsewhere, 400, "CURSOR_FOREIGN");
    let last = if next.ends_with('A') { "B" } else { "A" };
    let tampered = format!("{THINGS}?cursor={}{last}", &next[..next.len() - 1]);
    expect_error(&get(&client, &tampered), 400, "CURSOR_MALFORMED");
    let started = get(&client, &format!("{THINGS}?cursor=-1"));
    assert_eq!(started.status, 200);
}

#[test]
fn pages_end_as_the_application_wants() {
    let world = World::plain("");
    let client = world.client_with("null", Scopes::ALL, CursorEnd::Null);
    fill(&client, 1);
    let page = client.ok("GET", THINGS, "");
    let page = page.as_object().unwrap();
    assert_eq!(page.get("nextCursor"), Some(&Value::Null));
    assert_eq!(page.get("previousCursor"), Some(&Value::Null));
}
