//! `velodrome apps`, `sign` and `request`.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use velodrome_model::signing::{SignedHead, Verifier};
use velodrome_site::apps::{ApplicationsReader, ApplicationsWatch, KeySource};

use crate::support::Site;

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

/// `apps create NAME --json`.
fn create(site: &Site, name: &str) -> Value {
    let ran = site.run(&["apps", "create", name, "--json"]).exits(0);
    parse(&ran.stdout)
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

#[test]
fn an_application_is_made_and_its_secret_is_shown_once() {
    let site = Site::empty();
    let ran = site
        .run(&["apps", "create", "Shop", "--json"])
        .exits(0)
        .says("it is not shown again");
    let made = parse(&ran.stdout);
    let mut names: Vec<_> = made.as_object().unwrap().keys().collect();
    names.sort();
    assert_eq!(names, ["applicationId", "instanceId", "secret"]);
    let secret = text(&made, "secret");
    assert!(!ran.stderr.contains(secret));
    let plain = site.run(&["apps", "create", "Other"]).exits(0).stdout;
    let labels: Vec<_> = plain.lines().map(|line| &line[..16]).collect();
    assert_eq!(
        labels,
        ["application id  ", "instance id     ", "secret          "]
    );
    for args in [&["apps", "list"][..], &["apps", "list", "--json"]] {
        let ran = site.run(args).exits(0);
        for shown in [&ran.stdout, &ran.stderr] {
            assert!(!shown.contains(secret), "{shown}");
            assert!(!shown.contains(&plain.lines().last().unwrap()[16..]));
        }
        assert!(ran.stdout.contains(text(&made, "applicationId")));
        assert!(ran.stdout.contains(text(&made, "instanceId")));
        assert!(ran.stdout.contains("Shop") && ran.stdout.contains("Other"));
    }
    site.run(&["apps", "create", "Shop"])
        .exits(1)
        .says("there is an application \"Shop\" already")
        .prints("");
}

#[test]
fn the_data_directory_is_the_one_that_is_named_and_its_files_are_private() {
    let site = Site::empty();
    let data = site.data();
    let named = ["--data", data.to_str().unwrap()];
    site.run(&[&["apps", "create", "Shop"][..], &named].concat())
        .exits(0);
    site.run(&["apps", "list"])
        .exits(0)
        .says("there is no application")
        .prints("");
    assert!(!site.path(".velodrome").exists());
    let listed = site
        .run(&[&["apps", "list", "--json"][..], &named].concat())
        .exits(0);
    assert_eq!(parse(&listed.stdout).as_array().unwrap().len(), 1);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data.join("applications")), 0o600);
    assert_eq!(mode(&data.join("keys/applications.key")), 0o600);
    assert_eq!(mode(&data.join("keys")), 0o700);
}

#[test]
fn a_list_says_what_each_may_do_and_when_its_secrets_end() {
    let site = Site::empty();
    let args = [
        "apps",
        "create",
        "Shop",
        "--cursor-end",
        "null",
        "--scope",
        "contacts:read,sites",
        "--scope",
        "contacts:write",
    ];
    site.run(&args).exits(0);
    site.run(&["apps", "rotate", "Shop", "--overlap", "1h"])
        .exits(0)
        .says("secret 1 is valid until ")
        .says("secret 2 is new");
    let listed = parse(&site.run(&["apps", "list", "--json"]).exits(0).stdout);
    let shop = &listed[0];
    assert_eq!(shop["name"], "Shop");
    assert_eq!(shop["cursorEnd"], "null");
    let scopes = [
        "contacts:read",
        "contacts:write",
        "sites:read",
        "sites:write",
    ];
    assert_eq!(shop["scopes"], json!(scopes));
    let secrets = shop["secrets"].as_array().unwrap();
    assert_eq!(secrets.len(), 2);
    assert_eq!(
        (&secrets[0]["number"], &secrets[0]["expiresMs"]),
        (&json!(2), &Value::Null)
    );
    assert_eq!(secrets[1]["number"], 1);
    let left_ms = secrets[1]["expiresMs"].as_i64().unwrap() - now_ms();
    assert!((0..=60 * 60 * 1000).contains(&left_ms), "{left_ms}");
    site.run(&["apps", "scopes", "Shop"])
        .exits(0)
        .prints("contacts,sites\n");
    site.run(&[
        "apps",
        "scopes",
        "Shop",
        "activities:write",
        "--cursor-end",
        "0",
    ])
    .exits(0)
    .says("its pages end with 0")
    .prints("activities:write\n");
    site.run(&["apps", "scopes", "Shop", "people"])
        .exits(64)
        .says("there is no scope \"people\"");
    site.run(&["apps", "scopes", "Nobody"])
        .exits(1)
        .says("there is no application \"Nobody\"");
}

#[test]
fn secrets_are_rotated_and_revoked() {
    let site = Site::empty();
    let made = create(&site, "Shop");
    let id = text(&made, "applicationId");
    let rotated = site.run(&["apps", "rotate", id, "--json"]).exits(0);
    let rotated = parse(&rotated.stdout);
    assert_eq!(rotated["instanceId"], made["instanceId"]);
    assert_ne!(rotated["secret"], made["secret"]);
    site.run(&["apps", "rotate", "Shop"]).exits(0);
    site.run(&["apps", "rotate", "Shop"])
        .exits(1)
        .says("`velodrome apps revoke \"Shop\" --secret 1`")
        .prints("");
    site.run(&["apps", "revoke", "Shop", "--secret", "1"])
        .exits(0)
        .says("has 2 valid secrets left");
    site.run(&["apps", "revoke", "Shop", "--secret", "1"])
        .exits(1)
        .says("has no active secret 1");
    site.run(&["apps", "revoke", "Shop"])
        .exits(0)
        .says("has no valid secret");
    let list = site.run(&["apps", "list"]).exits(0).stdout;
    assert!(list.contains("  revoked\n"), "{list}");
    site.run(&["sign", "GET", "/v1/contacts"])
        .exits(1)
        .says("all secrets of this application were revoked");
    site.run(&["apps", "revoke", "Shop", "--remove"]).exits(0);
    site.run(&["apps", "list"]).exits(0).prints("");
    site.run(&["apps", "rotate", "--cursor-key"])
        .exits(0)
        .says("a new key seals cursors")
        .prints("");
}

/// Vector V1: a GET of a contact by a published client.
#[test]
fn sign_prints_what_a_published_client_signs() {
    let site = Site::empty();
    let credentials = json!({
        "applicationId": "13929a86-9df0-8706-0f53-3a0cae292a82",
        "instanceId": "13929ab6-4b6e-fd49-fb52-17c9c7e55794",
        "secret": "e5f5250a-dbd0-42a1-baf9-c61ea20c401b",
    });
    site.write("credentials.json", &credentials.to_string());
    let path = "/v1/contacts/2c4436a4-13be-4581-99b2-69ed2781c7c9";
    let (by, at) = ("credentials.json", "2014-10-08T10:20:52.320+03:00");
    let signature = "2_XEZFPsKxHGa3nXUbgizyYvxYLm6legumuzA5GUYkk";
    let string = format!(
        "GET\n{path}\n1.0.0\n13929a86-9df0-8706-0f53-3a0cae292a82\n13929ab6-4b6e-fd49-fb52-17c9c7e55794\n{at}"
    );
    for url in [
        format!("{path}?version=1.0.0"),
        format!("https://openapi.wix.com{path}?version=1.0.0"),
    ] {
        let args = ["sign", "get", &url, "--credentials", by, "--timestamp", at];
        site.run(&args)
            .exits(0)
            .prints(&format!("{string}\n{signature}\n"));
        let json = site.run(&[&args[..], &["--json"]].concat()).exits(0).stdout;
        let json = parse(&json);
        assert_eq!(json["stringToSign"], *string);
        assert_eq!(json["signature"], signature);
        assert_eq!(json["url"], *url);
        assert_eq!(json["headers"]["x-wix-signature"], signature);
        assert_eq!(json["headers"]["x-wix-timestamp"], at);
    }
}

#[test]
fn what_cannot_be_signed_says_why() {
    let site = Site::empty();
    let sign = |args: &[&str]| site.run(&[&["sign"], args].concat()).exits(1);
    sign(&["GET", "/v1/x"]).says("`velodrome apps create NAME` makes one");
    let made = create(&site, "Shop");
    let id = text(&made, "applicationId");
    sign(&["GET", "localhost/v1"]).says("a URL looks like");
    sign(&["GE T", "/v1"]).says("is not a method");
    sign(&["GET", "/v1", "-H", "a: b\nc: d"]).says("the header \"a\"");
    sign(&["GET", "/v1?x=%zz"]).says("this cannot be signed");
    sign(&["GET", "/v1?signature=x"]).says("this cannot be signed");
    sign(&["GET", "/v1", "--timestamp", "now"]).says("not an ISO 8601 timestamp");
    sign(&["GET", "/v1", "-d", "@nowhere"]).says("the body could not be read");
    sign(&["GET", "/v1", "--app", "Nobody"]).says("there is no application \"Nobody\"");
    site.write("half.json", "{\"applicationId\":\"x\"}");
    sign(&["GET", "/v1", "--credentials", "half.json"]).says("needs applicationId, instanceId");
    create(&site, "Other");
    sign(&["GET", "/v1"]).says("--app says which one signs");
    site.run(&["sign", "GET", "/v1", "--app", id]).exits(0);
}

/// A request as it came.
struct Received {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// The registry of a site as a running server sees it.
fn follow(site: &Site) -> ApplicationsReader {
    let data_dir = site.path(".velodrome");
    Arc::new(ApplicationsWatch::open(&data_dir, KeySource::File)).reader()
}

/// Answers one request with this status and body, and gives it.
fn answer_one(status: u16, body: &'static str) -> (SocketAddr, JoinHandle<Received>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    let thread = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let received = receive(&mut BufReader::new(&stream));
        let length = body.len();
        let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n\r\n");
        (&stream).write_all(head.as_bytes()).unwrap();
        (&stream).write_all(body.as_bytes()).unwrap();
        received
    });
    (addr, thread)
}

fn receive(stream: &mut impl BufRead) -> Received {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let mut words = lines[0].split(' ').map(str::to_owned);
    let header = |line: &String| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.to_owned(), value.to_owned())
    };
    let mut received = Received {
        method: words.next().unwrap(),
        target: words.next().unwrap(),
        headers: lines[1..].iter().map(header).collect(),
        body: Vec::new(),
    };
    let length = received.header("content-length").map(str::parse);
    received.body = vec![0; length.map_or(0, Result::unwrap)];
    stream.read_exact(&mut received.body).unwrap();
    received
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether a server that follows this registry accepts it: the application's name.
    fn accepted_by(&self, registry: &ApplicationsReader) -> Result<String, String> {
        let applications = registry.current().unwrap();
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let headers = self.headers.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let head = SignedHead::read(&self.method, path, query, headers)
            .map_err(|refusal| refusal.to_string())?;
        let now = applications.at(u64::try_from(now_ms()).unwrap());
        let verifier = Verifier::new("00000000-0000-0000-0000-000000000000");
        let verified = verifier.verify(&head, &self.body, &now, now_ms());
        let verified = verified.map_err(|refusal| refusal.to_string())?;
        let found = applications.get(verified.application).unwrap();
        Ok(found.name.clone())
    }
}

#[test]
fn a_request_is_signed_as_a_server_verifies_it() {
    let site = Site::empty();
    create(&site, "Other");
    let made = create(&site, "Shop");
    site.write("shop.json", &made.to_string());
    site.write("body.json", "{\"ä\":1}\n");
    let registry = follow(&site);
    let cases: &[&[&str]] = &[
        &["--app", "Shop"],
        &["--app", "Shop", "--in-query"],
        &["--credentials", "shop.json", "--body", "@body.json"],
        &[
            "--app",
            "Shop",
            "--in-query",
            "-d",
            "[]",
            "-H",
            "x-wix-more: 1",
        ],
    ];
    for args in cases {
        for query in ["", "?name.first=%D0%96+x&b=%2B1"] {
            let (addr, received) = answer_one(200, "{\"ok\":true}");
            let url = format!("http://{addr}/v1/contacts{query}");
            site.run(&[&["request", "post", &url], *args].concat())
                .exits(0)
                .says("HTTP/1.1 200 X")
                .prints("{\"ok\":true}");
            let received = received.join().unwrap();
            assert_eq!(
                received.accepted_by(&registry),
                Ok("Shop".to_owned()),
                "{args:?}"
            );
            assert_eq!(received.header("host"), Some(&*addr.to_string()));
            let is_sent = args.iter().any(|arg| ["-d", "--body"].contains(arg));
            let kind = is_sent.then_some("application/json");
            assert_eq!(received.header("content-type"), kind);
        }
    }
}

#[test]
fn a_running_process_knows_of_each_change_with_the_next_request() {
    let site = Site::empty();
    let registry = follow(&site);
    assert!(registry.current().unwrap().is_empty());
    let made = create(&site, "Shop");
    site.write("shop.json", &made.to_string());
    let ask = || {
        let (addr, received) = answer_one(403, "{}");
        let url = format!("http://{addr}/v1/contacts");
        site.run(&["request", "GET", &url, "--credentials", "shop.json"])
            .exits(1)
            .says("HTTP/1.1 403 X")
            .prints("{}");
        received.join().unwrap().accepted_by(&registry)
    };
    assert_eq!(ask(), Ok("Shop".to_owned()));
    site.run(&["apps", "rotate", "Shop"]).exits(0);
    assert_eq!(ask(), Ok("Shop".to_owned()));
    site.run(&["apps", "revoke", "Shop", "--secret", "1"])
        .exits(0);
    assert!(ask().is_err());
}

#[test]
fn where_nobody_answers_a_request_says_so() {
    let site = Site::empty();
    create(&site, "Shop");
    let request = |url: &str| site.run(&["request", "GET", url]).exits(1).prints("");
    request("/v1/contacts").says("a request needs a whole URL");
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = closed.local_addr().unwrap();
    drop(closed);
    for scheme in ["http", "https"] {
        request(&format!("{scheme}://{addr}/v1")).says("did not answer");
    }
}
