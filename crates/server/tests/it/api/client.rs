//! A site with data and applications, and programs that call it with signed requests.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tempfile::TempDir;
use velodrome_model::signing::{CanonicalMessage, MacKey, Parameters, SigningKey};
use velodrome_model::timestamp;
use velodrome_server::Clock;
use velodrome_site::apps::{CursorEnd, KeySource, NewApplication, Registry, Scopes};
use velodrome_testkit::http::{Connection, Response, render};

use crate::site::server::{PATIENCE, Server};

/// A site in development.
pub struct World {
    pub server: Server,
    /// The server's and its clients' clock.
    pub clock: StoppedClock,
    pub registry: Registry,
    dir: TempDir,
}

pub fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_millis() as u64
}

impl World {
    /// A site under this configuration with these functions.
    pub fn new(config: &str, body: &str) -> World {
        let dir = tempfile::tempdir().unwrap();
        let clock = StoppedClock(Arc::new(AtomicU64::new(now_ms())));
        World {
            server: Server::with_data_at(config, body, dir.path(), clock.to_clock()),
            clock,
            registry: Registry::open(dir.path(), KeySource::File),
            dir,
        }
    }

    /// Where its data would be.
    pub fn dir(&self) -> &std::path::Path {
        self.dir.path()
    }

    /// A site without functions.
    pub fn plain(config: &str) -> World {
        World::new(config, "return {};")
    }

    /// A new application that may do everything.
    pub fn client(&self, name: &str) -> Client {
        self.client_with(name, Scopes::ALL, CursorEnd::Zero)
    }

    pub fn client_with(&self, name: &str, scopes: Scopes, cursor_end: CursorEnd) -> Client {
        let name = name.to_owned();
        let new = NewApplication {
            name,
            scopes,
            cursor_end,
        };
        let created = self.registry.create(new, now_ms()).unwrap();
        Client {
            addr: self.server.addr,
            clock: self.clock.clone(),
            application: created.application_id,
            instance: created.instance_id,
            secret: created.secret.reveal().to_owned(),
        }
    }
}

/// A clock that shows the same time until it is told another.
#[derive(Clone)]
pub struct StoppedClock(Arc<AtomicU64>);

impl StoppedClock {
    pub fn set(&self, time_ms: u64) {
        self.0.store(time_ms, Ordering::Release);
    }

    pub fn advance(&self, by_ms: u64) {
        self.0.fetch_add(by_ms, Ordering::AcqRel);
    }

    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    fn to_clock(&self) -> Clock {
        let clock = self.clone();
        Clock::new(move || UNIX_EPOCH + Duration::from_millis(clock.now_ms()))
    }
}

/// An application.
#[derive(Clone)]
pub struct Client {
    pub addr: SocketAddr,
    pub clock: StoppedClock,
    pub application: String,
    pub instance: String,
    pub secret: String,
}

/// A request that can be spoilt before it is sent.
#[derive(Clone)]
pub struct Signed {
    pub addr: SocketAddr,
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Client {
    /// A request signed now, credentials in headers.
    pub fn sign(&self, method: &str, target: &str, body: &[u8]) -> Signed {
        self.sign_at(method, target, body, 0)
    }

    /// The same, signed so many milliseconds from now.
    pub fn sign_at(&self, method: &str, target: &str, body: &[u8], from_now_ms: i64) -> Signed {
        let time_ms = self.clock.now_ms() as i64 + from_now_ms;
        let mut headers = vec![
            ("x-wix-application-id".to_owned(), self.application.clone()),
            ("x-wix-instance-id".to_owned(), self.instance.clone()),
            ("x-wix-timestamp".to_owned(), timestamp::format_utc(time_ms)),
        ];
        let signature = self.signature(method, target, &headers, body);
        headers.push(("x-wix-signature".to_owned(), signature));
        self.request(method, target, headers, body)
    }

    /// The same with the credentials in the query.
    pub fn sign_in_query(&self, method: &str, target: &str, body: &[u8]) -> Signed {
        let mark = if target.contains('?') { '&' } else { '?' };
        let time = timestamp::format_utc(self.clock.now_ms() as i64);
        let target = format!(
            "{target}{mark}application-id={}&instance-id={}&timestamp={time}",
            self.application, self.instance
        );
        let signature = self.signature(method, &target, &[], body);
        self.request(
            method,
            &format!("{target}&signature={signature}"),
            Vec::new(),
            body,
        )
    }

    fn request(
        &self,
        method: &str,
        target: &str,
        headers: Vec<(String, String)>,
        body: &[u8],
    ) -> Signed {
        Signed {
            addr: self.addr,
            method: method.to_owned(),
            target: target.to_owned(),
            headers,
            body: body.to_vec(),
        }
    }

    fn signature(
        &self,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> String {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let headers = headers.iter().map(|(name, value)| (&**name, &**value));
        let parameters = Parameters::read(query, headers).unwrap();
        let message = CanonicalMessage {
            method,
            path: Some(path),
            parameters: &parameters,
            body,
        };
        SigningKey::new(&self.secret).mac(&message).encode()
    }

    /// Signs, sends, and reads the answer.
    pub fn send(&self, method: &str, target: &str, body: &str) -> Response {
        self.sign(method, target, body.as_bytes()).send()
    }

    /// The JSON of an answer that must be 200.
    #[track_caller]
    pub fn ok(&self, method: &str, target: &str, body: &str) -> Value {
        let answer = self.send(method, target, body);
        assert_eq!(answer.status, 200, "{method} {target}: {}", answer.text());
        assert_eq!(answer.header("content-type"), Some("application/json"));
        serde_json::from_slice(&answer.body).unwrap()
    }
}

impl Signed {
    /// Sends it on a new connection.
    pub fn send(&self) -> Response {
        let length = self.body.len().to_string();
        let mut headers = vec![("Host", "site.test")];
        let own = self.headers.iter();
        headers.extend(own.map(|(name, value)| (&**name, &**value)));
        if !self.body.is_empty() {
            headers.push(("Content-Length", &length));
        }
        let bytes = render(&self.method, &self.target, &headers, &self.body);
        let mut connection = Connection::open(self.addr, PATIENCE).unwrap();
        connection
            .request(&self.method, &bytes)
            .unwrap_or_else(|error| panic!("{} {}: {error}", self.method, self.target))
    }

    pub fn header(&mut self, name: &str) -> &mut String {
        let found = self.headers.iter_mut().find(|(known, _)| known == name);
        &mut found.unwrap().1
    }

    pub fn without(mut self, name: &str) -> Signed {
        self.headers.retain(|(known, _)| known != name);
        self
    }
}

/// A path of a route's template.
pub fn path_of(template: &str) -> String {
    let values = [
        ("{collection}", "things"),
        ("{item}", "1"),
        ("{name}", "hello"),
        ("{contact}", "00000000-0000-4000-8000-000000000000"),
        ("{id}", "1"),
        ("{activity}", "1"),
        ("{label}", "custom.vip"),
    ];
    let fill = |path: String, (name, value): &(&str, &str)| path.replace(name, value);
    let path = values.iter().fold(template.to_owned(), fill);
    assert!(!path.contains('{'), "{path}");
    path
}

/// Asserts the shape of an error, and its status and code.
#[track_caller]
pub fn expect_error(answer: &Response, status: u16, code: &str) -> Value {
    let json: Value = serde_json::from_slice(&answer.body)
        .unwrap_or_else(|_| panic!("no JSON: {} {}", answer.status, answer.text()));
    let found = (answer.status, json["code"].as_str().unwrap_or_default());
    assert_eq!(found, (status, code), "{}", answer.text());
    assert_eq!(json["errorCode"], u64::from(status), "{}", answer.text());
    assert!(
        json["message"]
            .as_str()
            .is_some_and(|text| !text.is_empty()),
        "{json}"
    );
    assert!(
        json["wixErrorCode"]
            .as_i64()
            .is_some_and(|number| number < 0),
        "{json}"
    );
    assert_eq!(
        json["requestId"].as_str(),
        answer.header("x-velodrome-request-id")
    );
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("x-velodrome-error"), Some(code));
    json
}
