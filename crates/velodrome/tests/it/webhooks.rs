//! Webhooks by the real binary: receivers that are down, slow, against it; servers that are killed.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener};
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rustix::net::{AddressFamily, SocketType, bind, getsockname, listen, socket};
use rustix::process::Signal;
use serde_json::Value;
use velodrome_model::signing::{CanonicalMessage, MacKey, Parameters, SigningKey};

use crate::support::{Server, Site, eventually, get, signal, wants_long_tests};

const DATA: [&str; 2] = ["--data", "../data"];

/// A call that arrived.
#[derive(Clone, Debug)]
struct Call {
    /// Method, path, version.
    line: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Call {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    fn item(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap();
        body["itemId"].as_str().unwrap().to_owned()
    }
}

/// A receiver with a port of its own. Down: the port refuses connections.
struct Receiver {
    addr: SocketAddr,
    socket: Option<OwnedFd>,
    calls: Arc<Mutex<Vec<Call>>>,
    accepted: Arc<AtomicUsize>,
    /// What it answers; 0: nothing at all.
    status: Arc<AtomicU16>,
}

impl Receiver {
    fn down() -> Receiver {
        let socket = socket(AddressFamily::INET, SocketType::STREAM, None).unwrap();
        bind(&socket, &SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0)).unwrap();
        let addr = SocketAddrV4::try_from(getsockname(&socket).unwrap())
            .unwrap()
            .into();
        Receiver {
            addr,
            socket: Some(socket),
            calls: Arc::default(),
            accepted: Arc::default(),
            status: Arc::new(AtomicU16::new(200)),
        }
    }

    fn up() -> Receiver {
        let mut receiver = Receiver::down();
        receiver.listen();
        receiver
    }

    fn answering(status: u16) -> Receiver {
        let receiver = Receiver::up();
        receiver.status.store(status, Ordering::SeqCst);
        receiver
    }

    fn listen(&mut self) {
        let socket = self.socket.take().unwrap();
        listen(&socket, 64).unwrap();
        let listener = TcpListener::from(socket);
        let (calls, accepted) = (Arc::clone(&self.calls), Arc::clone(&self.accepted));
        let status = Arc::clone(&self.status);
        std::thread::spawn(move || {
            let mut open = Vec::new();
            for stream in listener.incoming() {
                accepted.fetch_add(1, Ordering::SeqCst);
                let stream = stream.unwrap();
                let status = status.load(Ordering::SeqCst);
                let call = receive(&mut BufReader::new(&stream));
                calls.lock().unwrap().extend(call);
                if status == 0 {
                    open.push(stream);
                    continue;
                }
                let answer = format!(
                    "HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                );
                let _ = (&stream).write_all(answer.as_bytes());
            }
        });
    }

    fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    /// Ids of the items, each when it was first told of.
    fn items(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let items = self.calls().into_iter().map(|call| call.item());
        items.filter(|item| seen.insert(item.clone())).collect()
    }
}

fn receive(stream: &mut impl BufRead) -> Option<Call> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let headers: Vec<(String, String)> = lines[1..]
        .iter()
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.map_or(0, |(_, digits)| digits.parse().unwrap())];
    stream.read_exact(&mut body).ok()?;
    Some(Call {
        line: lines[0].clone(),
        headers,
        body: String::from_utf8(body).unwrap(),
    })
}

/// A site that keeps orders, with an application; and that application's secret.
fn site(limits: &str) -> (Site, Value) {
    let site = Site::of(
        "import wixData from 'wix-data';\nimport { ok } from 'wix-http-functions';\n\
         export const get_order = async ({ query }) => { await wixData.save('orders', { _id: query.id }); return ok(); };\n\
         export const get_gone = async ({ query }) => { await wixData.remove('orders', query.id); return ok(); };\n",
    )
    .with_config(&format!("[limits]\nwebhook_delay_ms_max = 50\n{limits}"));
    let made = run(&site, &["apps", "create", "Shop", "--json"]);
    (site, serde_json::from_str(&made).unwrap())
}

fn run(site: &Site, args: &[&str]) -> String {
    site.run(&[args, &DATA].concat()).exits(0).stdout
}

/// Adds a webhook; its id.
fn add(site: &Site, url: &str, events: &str) -> String {
    let added = run(
        site,
        &["webhooks", "add", "Shop", url, "--event", events, "--json"],
    );
    let added: Value = serde_json::from_str(&added).unwrap();
    added["webhookId"].as_str().unwrap().to_owned()
}

fn order(server: &Server, path: &str) {
    assert_eq!(
        get(server.addr, &format!("/_functions/{path}")).status,
        200,
        "{:#?}",
        server.logs.lines()
    );
}

/// A number that `webhooks list` shows of the only webhook.
fn listed(site: &Site, name: &str) -> u64 {
    let list: Value = serde_json::from_str(&run(site, &["webhooks", "list", "--json"])).unwrap();
    list[0][name].as_u64().unwrap()
}

fn dead(site: &Site) -> Vec<Value> {
    serde_json::from_str(&run(site, &["webhooks", "dead", "--json"])).unwrap()
}

#[test]
fn a_receiver_that_was_down_and_servers_that_were_killed_lose_nothing() {
    let (site, app) = site("");
    let mut receiver = Receiver::down();
    let url = format!("http://{}/hooks/orders?tenant=one%20two", receiver.addr);
    add(&site, &url, "items/orders");
    let server = Server::dev(&site);
    for id in 0..5 {
        order(&server, &format!("order?id={id}"));
    }
    eventually("all wait", || listed(&site, "waiting") == 5);
    // The very moment after the answer: what was acknowledged is in the outbox.
    order(&server, "order?id=5");
    signal(server.site_process(), Signal::KILL);
    eventually("another site process answers", || {
        let asked = crate::support::get_with(server.addr, "/_functions/order?id=6", &[]);
        asked.is_ok_and(|answer| answer.status == 200)
    });
    drop(server);
    let server = Server::dev(&site);
    order(&server, "order?id=7");
    receiver.listen();
    let all: Vec<String> = (0..8).map(|id| id.to_string()).collect();
    eventually("all arrive", || receiver.items().len() == all.len());
    assert_eq!(receiver.items(), all, "in order");
    eventually("none waits", || listed(&site, "waiting") == 0);
    assert_eq!(listed(&site, "dead"), 0);
    for call in receiver.calls() {
        assert_eq!(call.line, "POST /hooks/orders?tenant=one%20two HTTP/1.1");
        is_signed_by(&app, &call);
    }
}

/// What was acknowledged arrives, in its order, whatever is killed meanwhile and whatever the receiver
/// answers.
#[test]
fn no_event_is_lost_through_many_kills() {
    let (rounds, orders) = if wants_long_tests() {
        (20, 100)
    } else {
        (3, 10)
    };
    let (site, _) = site("webhook_attempts_max = 1000\n");
    let mut receiver = Receiver::down();
    add(&site, &format!("http://{}/", receiver.addr), "items/orders");
    let server = Server::dev(&site);
    let mut acknowledged = Vec::new();
    let mut place = |path: String, id: String| {
        let answer = crate::support::get_with(server.addr, &path, &[]);
        let is_placed = answer.is_ok_and(|answer| answer.status == 200);
        is_placed.then(|| acknowledged.push(id)).is_some()
    };
    for round in 0..rounds {
        for number in 0..orders {
            let id = format!("{round}-{number}");
            assert!(place(format!("/_functions/order?id={id}"), id));
        }
        match round % 3 {
            0 if round == 0 => receiver.listen(),
            0 => receiver.status.store(200, Ordering::SeqCst),
            1 => receiver.status.store(503, Ordering::SeqCst),
            _ => receiver.status.store(0, Ordering::SeqCst),
        }
        signal(server.site_process(), Signal::KILL);
        eventually("another site process answers", || {
            let id = format!("{round}-after");
            place(format!("/_functions/order?id={id}"), id)
        });
    }
    receiver.status.store(200, Ordering::SeqCst);
    signal(server.site_process(), Signal::KILL);
    eventually("all arrive", || {
        receiver.items().len() >= acknowledged.len()
    });
    let known: BTreeSet<&String> = acknowledged.iter().collect();
    let mut items = receiver.items();
    // One whose answer was lost with its process may have been written all the same.
    items.retain(|item| known.contains(item));
    assert_eq!(items, acknowledged);
    eventually("none waits", || listed(&site, "waiting") == 0);
    assert_eq!(listed(&site, "dead"), 0);
    println!(
        "{} events acknowledged, {} kills, {} calls arrived",
        acknowledged.len(),
        rounds + 1,
        receiver.calls().len()
    );
}

/// Recomputes the signature from what arrived, as a receiver does.
fn is_signed_by(app: &Value, call: &Call) {
    assert_eq!(call.header("x-wix-application-id"), app["applicationId"]);
    assert_eq!(call.header("x-wix-instance-id"), app["instanceId"]);
    assert_eq!(call.header("x-wix-event-type"), "/items/created");
    assert_eq!(call.header("x-wix-event-id").len(), 36);
    assert_eq!(call.header("content-type"), "application/json");
    let headers = call
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let parameters = Parameters::read("tenant=one%20two", headers).unwrap();
    let message = CanonicalMessage {
        method: "POST",
        path: None,
        parameters: &parameters,
        body: call.body.as_bytes(),
    };
    let key = SigningKey::new(app["secret"].as_str().unwrap());
    assert_eq!(call.header("x-wix-signature"), key.mac(&message).encode());
}

#[test]
fn an_event_that_is_refused_too_often_can_be_delivered_later() {
    let (site, _) = site("webhook_attempts_max = 3\n");
    let receiver = Receiver::answering(400);
    let webhook = add(&site, &format!("http://{}/", receiver.addr), "items/orders");
    let server = Server::dev(&site);
    order(&server, "order?id=a");
    eventually("it is given up", || dead(&site).len() == 1);
    assert_eq!(receiver.calls().len(), 3);
    let letter = &dead(&site)[0];
    assert_eq!(letter["reason"], "it answered 400");
    assert_eq!(letter["attempts"], 3);
    assert_eq!(letter["event"], "/items/created");
    assert_eq!(letter["body"], r#"{"collectionId":"orders","itemId":"a"}"#);
    let ids: BTreeSet<String> = receiver
        .calls()
        .iter()
        .map(|call| call.header("x-wix-event-id").to_owned())
        .collect();
    assert_eq!(ids.len(), 1, "one event, however often it is tried");
    receiver.status.store(204, Ordering::SeqCst);
    let number = letter["number"].to_string();
    run(&site, &["webhooks", "deliver", &webhook, &number]);
    eventually("it arrives", || receiver.calls().len() == 4);
    eventually("none is left", || {
        dead(&site).is_empty() && listed(&site, "waiting") == 0
    });
    site.run(&["webhooks", "deliver", &webhook, "--data", "../data"])
        .exits(1)
        .says("webhooks dead");
}

#[test]
fn a_slow_receiver_holds_up_no_other() {
    let (site, _) = site("");
    let (slow, quick) = (Receiver::answering(0), Receiver::up());
    add(&site, &format!("http://{}/", slow.addr), "items/orders");
    add(
        &site,
        &format!("http://{}/", quick.addr),
        "items/orders/created,items/orders/deleted",
    );
    let server = Server::dev(&site);
    order(&server, "order?id=a");
    eventually("the slow one has the first", || slow.calls().len() == 1);
    order(&server, "order?id=a");
    order(&server, "gone?id=a");
    eventually("the quick one has all it wants", || {
        quick.calls().len() == 2
    });
    let events: Vec<String> = quick
        .calls()
        .iter()
        .map(|call| call.header("x-wix-event-type").to_owned())
        .collect();
    assert_eq!(events, ["/items/created", "/items/deleted"]);
    assert_eq!(slow.calls().len(), 1, "one after the other");
}

#[test]
fn in_production_only_public_addresses_are_called() {
    let (site, _) = site("webhook_attempts_max = 1\n");
    let receiver = Receiver::up();
    add(
        &site,
        &format!("http://localhost:{}/", receiver.addr.port()),
        "items/orders",
    );
    let server = Server::serve(&site);
    site.write("orders.jsonl", "{\"_id\":\"a\"}\n");
    run(&site, &["data", "import", "orders", "orders.jsonl"]);
    eventually("it is given up", || dead(&site).len() == 1);
    let reason = dead(&site)[0]["reason"].as_str().unwrap().to_owned();
    assert!(reason.starts_with("ADDRESS_FORBIDDEN"), "{reason}");
    assert_eq!(receiver.accepted.load(Ordering::SeqCst), 0);
    drop(server);
}

#[test]
fn contacts_and_activities_are_told_of_as_the_api_tells_them() {
    let (site, _) = site("");
    let receiver = Receiver::up();
    let url = format!("http://{}/", receiver.addr);
    add(&site, &url, "contacts/created,activities/posted");
    let server = Server::dev(&site);
    let post = |path: &str, body: &str| -> Value {
        let url = format!("http://{}/v1/{path}?version=1.0.0", server.addr);
        let answer = run(&site, &["request", "POST", &url, "-d", body]);
        serde_json::from_str(&answer).unwrap()
    };
    let made = post("contacts", r#"{"name":{"first":"Ada"}}"#);
    let contact = made["contactId"].as_str().unwrap();
    let activity = r#"{"activityType":"music/album-fan","createdAt":"2026-01-01T00:00:00.000Z",
        "activityLocationUrl":"http://a.example","activityDetails":{"summary":"s","additionalInfoUrl":"http://a.example"},
        "activityInfo":{}}"#;
    let made = post(&format!("contacts/{contact}/activities"), activity);
    let activity = made["activityId"].as_str().unwrap();
    eventually("both are told of", || receiver.calls().len() >= 2);
    let told: Vec<(String, Value)> = receiver
        .calls()
        .iter()
        .map(|call| {
            (
                call.header("x-wix-event-type").to_owned(),
                serde_json::from_str(&call.body).unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told[0],
        (
            "/contacts/created".to_owned(),
            serde_json::json!({ "contactId": contact })
        )
    );
    let posted = serde_json::json!({ "activityId": activity, "activityType": "music/album-fan", "contactId": contact });
    assert!(
        told.contains(&("/activities/posted".to_owned(), posted)),
        "{told:?}"
    );
}

#[test]
fn webhooks_are_listed_and_go_with_what_waits_for_them() {
    let (site, _) = site("");
    let receiver = Receiver::down();
    let url = format!("http://{}/", receiver.addr);
    let webhook = add(&site, &url, "contacts,items/orders/created");
    let list = run(&site, &["webhooks", "list"]);
    for part in [
        &webhook,
        &url,
        "Shop",
        "contacts, items/orders/created",
        "waiting 0, dead 0",
    ] {
        assert!(list.contains(part), "{list}");
    }
    let refused = |args: &[&str], says: &str| {
        site.run(&[args, &DATA].concat()).exits(1).says(says);
    };
    refused(
        &["webhooks", "add", "Nobody", &url, "--event", "contacts"],
        "Nobody",
    );
    refused(
        &[
            "webhooks",
            "add",
            "Shop",
            "ftp://a.example",
            "--event",
            "contacts",
        ],
        "only http:",
    );
    refused(
        &[
            "webhooks",
            "add",
            "Shop",
            "http://u:secret@a.example",
            "--event",
            "contacts",
        ],
        "password in it",
    );
    refused(&["webhooks", "remove", "none"], "webhooks list");
    run(&site, &["webhooks", "remove", &webhook]);
    assert_eq!(run(&site, &["webhooks", "list"]), "");
}

#[test]
fn so_many_webhooks_and_no_more() {
    let (site, _) = site("webhooks_max = 2\n");
    let other = run(&site, &["apps", "create", "Other", "--json"]);
    let other: Value = serde_json::from_str(&other).unwrap();
    assert!(other["secret"].is_string());
    let first = add(&site, "http://a.example/1", "contacts");
    add(&site, "http://a.example/2", "contacts");
    let one_more = [
        "webhooks",
        "add",
        "Other",
        "http://a.example/3",
        "--event",
        "contacts",
    ];
    site.run(&[&one_more[..], &DATA].concat())
        .exits(1)
        .says("as many as webhooks_max allows");
    run(&site, &["webhooks", "remove", &first]);
    run(&site, &one_more);
}

#[test]
fn so_many_webhooks_are_called_at_once() {
    let (site, _) = site("webhook_calls_max = 2\nwebhook_attempts_max = 1\n");
    let silent = [0, 1, 2].map(|_| Receiver::answering(0));
    for receiver in &silent {
        add(&site, &format!("http://{}/", receiver.addr), "items/orders");
    }
    let server = Server::dev(&site);
    order(&server, "order?id=a");
    let called = || {
        silent
            .iter()
            .map(|receiver| receiver.calls().len())
            .sum::<usize>()
    };
    eventually("two are called", || called() == 2);
    // The sender has looked again by the time that another change has been told of.
    order(&server, "order?id=b");
    let third = silent.iter().find(|receiver| receiver.calls().is_empty());
    let third = third.expect("one has to wait");
    let lists =
        || -> Value { serde_json::from_str(&run(&site, &["webhooks", "list", "--json"])).unwrap() };
    eventually("both wait for all", || {
        let waiting = |webhook: &Value| webhook["waiting"].as_u64();
        let list = lists();
        list.as_array()
            .unwrap()
            .iter()
            .all(|webhook| waiting(webhook) == Some(2))
    });
    assert_eq!((called(), third.calls().len()), (2, 0));
    // The place of one whose webhook is no more is taken.
    let url = silent.iter().find(|receiver| !receiver.calls().is_empty());
    let url = format!("http://{}/", url.unwrap().addr);
    let list = lists();
    let gone = list
        .as_array()
        .unwrap()
        .iter()
        .find(|webhook| webhook["url"] == url.as_str());
    run(
        &site,
        &[
            "webhooks",
            "remove",
            gone.unwrap()["webhookId"].as_str().unwrap(),
        ],
    );
    drop(server);
    let _server = Server::dev(&site);
    eventually("the third is called", || !third.calls().is_empty());
}

#[test]
fn a_receiver_that_never_answers_has_its_time() {
    let (site, _) = site("webhook_time_ms_max = 200\nwebhook_attempts_max = 2\n");
    let receiver = Receiver::answering(0);
    add(&site, &format!("http://{}/", receiver.addr), "items/orders");
    let server = Server::dev(&site);
    order(&server, "order?id=a");
    eventually("it is given up", || dead(&site).len() == 1);
    assert_eq!(receiver.calls().len(), 2);
    let letter = &dead(&site)[0];
    let reason = letter["reason"].as_str().unwrap();
    assert!(reason.starts_with("TIMED_OUT"), "{reason}");
    // The next event is not held up by it.
    receiver.status.store(200, Ordering::SeqCst);
    order(&server, "order?id=b");
    eventually("the next one arrives", || receiver.calls().len() == 3);
}
