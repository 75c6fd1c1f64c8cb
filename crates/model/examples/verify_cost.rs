//! What a signed request and a cursor cost: `cargo run --release -p velodrome-model --example verify_cost`.
//!
//! Prints nanoseconds per call, the best of several rounds; nothing here passes or fails.

use std::hint::black_box;
use std::time::Instant;

use velodrome_model::cursor::{
    CursorContent, CursorKey, CursorKeys, CursorScope, Direction, Position,
};
use velodrome_model::signing::{
    ApplicationKeys, ApplicationLookup, CanonicalMessage, MacKey, Parameters, SignedHead,
    SigningKey, Verifier,
};

const ROUNDS: usize = 7;
const CALLS: u32 = 50_000;
const NOW_MS: i64 = 1_412_763_651_036;
const SECRET: &str = "e5f5250a-dbd0-42a1-baf9-c61ea20c401b";
const CREDENTIALS: [(&str, &str); 3] = [
    ("application-id", "e37bd20e-a4a3-4cf8-b392-03269add8b69"),
    ("instance-id", "d0f9764d-d255-490c-95da-d16e0efaf423"),
    ("timestamp", "2014-10-08T10:20:51.036Z"),
];

struct Site(Vec<SigningKey>);

impl ApplicationLookup for Site {
    type Key = SigningKey;

    fn application(&self, id: &str) -> Option<ApplicationKeys<'_, SigningKey>> {
        (id == CREDENTIALS[0].1).then_some(ApplicationKeys {
            instance: CREDENTIALS[1].1,
            secrets: &self.0,
        })
    }
}

fn main() {
    let page = "version=1.0.0&pageSize=50&cursor=-1";
    let signed_query = in_query(page);
    let (headers, signature) = in_headers(page);
    let all = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let all: Vec<_> = all
        .chain([
            ("host", "localhost"),
            ("accept", "*/*"),
            ("x-wix-signature", &signature),
        ])
        .collect();
    let (site, verifier) = (Site(vec![SigningKey::new(SECRET)]), Verifier::new(SECRET));
    let verify = |query: &str, headers: &[(&str, &str)], body: &[u8]| {
        let head = SignedHead::read("GET", "/v1/contacts", query, headers.iter().copied());
        let head = head.expect("a head with all credentials");
        verifier.verify(&head, body, &site, NOW_MS).is_ok()
    };
    assert!(verify(page, &all, b"") && verify(&signed_query, &[], b""));
    report("read a head in header mode", || {
        SignedHead::read("GET", "/v1/contacts", page, all.iter().copied()).is_ok()
    });
    report("verify in header mode", || verify(page, &all, b""));
    report("verify in query mode", || verify(&signed_query, &[], b""));
    report("refuse (wrong signature)", || verify(page, &all, b"x"));
    cursors();
}

fn in_headers(query: &str) -> (Vec<(String, String)>, String) {
    let headers = CREDENTIALS.map(|(name, value)| (format!("x-wix-{name}"), value.to_owned()));
    let pairs = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let signature = sign(&Parameters::read(query, pairs).expect("plain parameters"));
    (headers.to_vec(), signature)
}

fn in_query(query: &str) -> String {
    let pairs = CREDENTIALS.map(|(name, value)| format!("{name}={value}"));
    let query = format!("{query}&{}", pairs.join("&"));
    let signature = sign(&Parameters::read(&query, []).expect("plain parameters"));
    format!("{query}&signature={signature}")
}

fn sign(parameters: &Parameters<'_>) -> String {
    let message = CanonicalMessage {
        method: "GET",
        path: Some("/v1/contacts"),
        parameters,
        body: b"",
    };
    SigningKey::new(SECRET).mac(&message).encode()
}

fn cursors() {
    let scope = CursorScope {
        application: CREDENTIALS[0].1,
        instance: CREDENTIALS[1].1,
        endpoint: "/v1/contacts",
    };
    let content = CursorContent {
        filter: "labels=contacts_server/new".to_owned(),
        page_size: 50,
        direction: Direction::Next,
        position: Position::Sequence {
            created_ms: NOW_MS,
            sequence: 1234,
        },
        issued_at_ms: NOW_MS,
    };
    let keys = CursorKeys::new(CursorKey::new(1, &[7; 32]), []);
    let cursor = keys
        .seal(&scope, &content, [9; 12])
        .expect("a short content");
    println!("a cursor has {} characters", cursor.len());
    report("seal a cursor", || {
        keys.seal(&scope, &content, [9; 12]).is_ok()
    });
    report("open a cursor", || {
        keys.open(&scope, &cursor, NOW_MS).is_ok()
    });
}

fn report(what: &str, call: impl Fn() -> bool) {
    let round = || {
        let start = Instant::now();
        for _ in 0..CALLS {
            black_box(call());
        }
        start.elapsed().as_nanos() / u128::from(CALLS)
    };
    let best = (0..ROUNDS).map(|_| round()).min().unwrap_or_default();
    println!("{best:>6} ns  {what}");
}
