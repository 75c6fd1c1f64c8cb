//! Secrets: files, changes, what a running process sees, what nobody sees.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use velodrome_model::log::{AccessLine, LogLine, LogSink};
use velodrome_runtime::{HostReply, ServiceCall};
use velodrome_site::config::Mode;
use velodrome_site::sealed::{KeySource, SecretText};
use velodrome_site::secrets::{
    Change, NewSecret, RedactedLog, Redactor, SECRETS_BYTES_MAX, SECRETS_MAX, SecretsError,
    SecretsService, VALUE_BYTES_MAX, Vault,
};
use velodrome_site::services::Service;

const NOW_MS: u64 = 1_700_000_000_000;
const VALUE: &str = "sk_live_4eC39HqLyjW";

/// A log that keeps its lines.
#[derive(Default)]
struct Lines(Mutex<Vec<String>>);

impl LogSink for Lines {
    fn line(&self, line: LogLine) {
        self.0.lock().expect("no panic").push(line.message);
    }

    fn access(&self, line: &AccessLine<'_>) {
        let target = line.target.to_owned();
        self.0.lock().expect("no panic").push(target);
    }
}

impl Lines {
    fn taken(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("no panic"))
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn vault(dir: &Path) -> Vault {
    Vault::open(dir, KeySource::File)
}

fn new(name: &str, value: &str) -> NewSecret {
    NewSecret {
        name: name.to_owned(),
        value: SecretText::new(value.to_owned()),
        description: String::new(),
    }
}

fn set(dir: &Path, name: &str, value: &str) {
    vault(dir).set(vec![new(name, value)], NOW_MS).expect("set");
}

struct Serving {
    service: SecretsService,
    redactor: Arc<Redactor>,
    lines: Arc<Lines>,
}

fn serving(dir: &Path, mode: Mode) -> Serving {
    let (redactor, lines): (Arc<Redactor>, Arc<Lines>) = Default::default();
    let log: Arc<dyn LogSink> = Arc::clone(&lines) as _;
    let service = SecretsService::open(dir, KeySource::File, mode, log, Arc::clone(&redactor));
    Serving {
        service,
        redactor,
        lines,
    }
}

impl Serving {
    fn ask(&self, operation: &str, argument: Value) -> Result<Value, (String, String)> {
        let argument = argument.to_string();
        let reply = self.service.call(ServiceCall {
            service: "secrets",
            operation,
            argument: &argument,
            elevated: false,
        });
        let reply = match reply {
            HostReply::Now(reply) => reply,
            HostReply::Later(future) => tokio::runtime::Builder::new_current_thread()
                .build()
                .expect("a runtime")
                .block_on(future),
        };
        let parse = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        let text = |value: &Value| value.as_str().expect("a string").to_owned();
        match reply.strip_prefix('!') {
            Some(error) => {
                let error = parse(error);
                Err((text(&error["code"]), text(&error["message"])))
            }
            None => Ok(parse(&reply)),
        }
    }

    fn get(&self, name: &str) -> Result<Value, String> {
        self.ask("get", json!({ "name": name }))
            .map_err(|(code, _)| code)
    }
}

fn code<T>(result: Result<T, SecretsError>) -> &'static str {
    result.err().map_or("none", |error| error.code())
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn a_change_is_seen_by_the_next_question() {
    let dir = folder();
    let site = serving(dir.path(), Mode::Serve);
    assert_eq!(site.get("KEY"), Err("SECRET_NOT_FOUND".to_owned()));
    for value in ["one", "two", "three"] {
        set(dir.path(), "KEY", value);
        assert_eq!(site.get("KEY"), Ok(json!(value)));
    }
    vault(dir.path()).delete_named("KEY").expect("deleted");
    assert_eq!(site.get("KEY"), Err("SECRET_NOT_FOUND".to_owned()));
}

#[test]
fn looking_makes_no_file_and_neither_does_deleting_what_is_not_there() {
    let dir = folder();
    let data = dir.path().join("data");
    let site = serving(&data, Mode::Dev);
    site.service.learn();
    assert_eq!(site.ask("list", Value::Null), Ok(json!([])));
    assert_eq!(code(vault(&data).delete_named("KEY")), "SECRET_NOT_FOUND");
    assert!(!data.exists());
    assert!(site.lines.taken().is_empty());
}

#[test]
fn files_are_for_their_owner_and_hold_neither_names_nor_values() {
    let dir = folder();
    set(dir.path(), "STRIPE_KEY", VALUE);
    for name in ["secrets", "secrets.lock", "keys/secrets.key"] {
        let metadata = fs::metadata(dir.path().join(name)).expect("it is there");
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600, "{name}");
        let bytes = fs::read(dir.path().join(name)).expect("readable");
        assert!(
            !holds(&bytes, VALUE) && !holds(&bytes, "STRIPE_KEY"),
            "{name}"
        );
    }
}

#[test]
fn what_cannot_be_a_secret_changes_nothing() {
    let dir = folder();
    let vault = vault(dir.path());
    let id = vault.create(new("KEY", "old"), NOW_MS).expect("made");
    assert_eq!(
        code(vault.create(new("KEY", "new"), NOW_MS)),
        "SECRET_EXISTS"
    );
    let both = vec![new("KEY", "new"), new("wrong name", "x")];
    assert_eq!(code(vault.set(both, NOW_MS)), "SECRET_NAME_INVALID");
    let long = "x".repeat(VALUE_BYTES_MAX + 1);
    assert_eq!(
        code(vault.set(vec![new("KEY", &long)], NOW_MS)),
        "SECRET_VALUE_INVALID"
    );
    vault.create(new("OTHER", "x"), NOW_MS).expect("made");
    let renamed = Change {
        name: Some("OTHER".to_owned()),
        ..Change::default()
    };
    assert_eq!(code(vault.update(&id, renamed, NOW_MS)), "SECRET_EXISTS");
    let described = Change {
        description: Some("x".repeat(1001)),
        ..Change::default()
    };
    assert_eq!(
        code(vault.update(&id, described, NOW_MS)),
        "SECRET_DESCRIPTION_INVALID"
    );
    assert_eq!(
        serving(dir.path(), Mode::Serve).get("KEY"),
        Ok(json!("old"))
    );
}

#[test]
fn there_are_so_many_and_so_much() {
    let dir = folder();
    let vault = vault(dir.path());
    let many = |count: usize| (0..count).map(|number| new(&format!("N{number}"), "value"));
    assert_eq!(
        code(vault.set(many(SECRETS_MAX + 1).collect(), NOW_MS)),
        "SECRETS_TOO_MANY"
    );
    let long = "x".repeat(VALUE_BYTES_MAX);
    let full = SECRETS_BYTES_MAX / VALUE_BYTES_MAX;
    let large = |count: usize| {
        (0..count)
            .map(|number| new(&format!("N{number}"), &long))
            .collect()
    };
    assert_eq!(code(vault.set(large(full + 1), NOW_MS)), "SECRETS_TOO_MANY");
    assert_eq!(vault.set(large(full), NOW_MS).ok(), Some(full));
}

#[test]
fn secrets_that_cannot_be_read_are_said_once_in_the_log_and_without_paths_to_code() {
    let dir = folder();
    set(dir.path(), "KEY", VALUE);
    fs::remove_file(dir.path().join("keys/secrets.key")).expect("removed");
    let site = serving(dir.path(), Mode::Serve);
    for _ in 0..3 {
        let (code, message) = site.ask("get", json!({"name": "KEY"})).expect_err("no key");
        assert_eq!(code, "SECRETS_UNAVAILABLE");
        assert_eq!(
            message,
            "the site's secrets cannot be read; the log says why"
        );
    }
    let lines = site.lines.taken();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].contains("the key of the secrets is missing"),
        "{lines:?}"
    );
    assert!(lines[0].contains("keys/secrets.key"), "{lines:?}");
}

#[test]
fn the_file_for_development_is_followed_and_not_read_in_production() {
    let dir = folder();
    let file = dir.path().join("secrets.env");
    fs::write(&file, "KEY=one\n").expect("written");
    let dev = serving(dir.path(), Mode::Dev);
    assert_eq!(dev.get("KEY"), Ok(json!("one")));
    fs::write(&file, "KEY='another one'\nMORE=x\n").expect("written");
    assert_eq!(dev.get("KEY"), Ok(json!("another one")));
    assert_eq!(dev.get("MORE"), Ok(json!("x")));
    fs::write(&file, "KEY='never closed\n").expect("written");
    let (code, message) = dev.ask("get", json!({"name": "KEY"})).expect_err("broken");
    assert_eq!(code, "SECRETS_ENV_INVALID");
    assert!(
        message.ends_with("secrets.env: line 1: the closing quote is missing"),
        "{message}"
    );
    set(dir.path(), "KEY", "sealed");
    assert_eq!(dev.get("KEY"), Ok(json!("sealed")));
    let live = serving(dir.path(), Mode::Serve);
    assert_eq!(live.get("MORE"), Err("SECRET_NOT_FOUND".to_owned()));
}

#[test]
fn what_a_process_has_read_leaves_its_log() {
    let dir = folder();
    set(dir.path(), "STRIPE_KEY", VALUE);
    let site = serving(dir.path(), Mode::Serve);
    site.service.learn();
    let kept: Arc<Lines> = Arc::default();
    let log = RedactedLog::new(Arc::clone(&kept) as _, Arc::clone(&site.redactor));
    let access = AccessLine {
        time_ms: NOW_MS,
        method: "GET",
        target: "/_functions/x?key=sk_live_4eC39HqLyjW&a=1",
        status: 200,
        wall_us: 0,
        cpu_us: 0,
        request_id: "r",
        code: None,
        function: None,
        revision: 1,
    };
    log.access(&access);
    assert_eq!(kept.taken(), ["/_functions/x?key=[secret: STRIPE_KEY]&a=1"]);
    // A value that was replaced may still be in a variable of the site.
    set(dir.path(), "STRIPE_KEY", "another-value");
    assert_eq!(site.get("STRIPE_KEY"), Ok(json!("another-value")));
    log.access(&AccessLine {
        target: "sk_live_4eC39HqLyjW another-value",
        ..access
    });
    assert_eq!(kept.taken(), ["[secret: STRIPE_KEY] [secret: STRIPE_KEY]"]);
}

#[test]
fn nothing_that_is_printed_for_debugging_shows_a_value() {
    let dir = folder();
    let secret = new("KEY", VALUE);
    set(dir.path(), "KEY", VALUE);
    let list = vault(dir.path()).list().expect("readable");
    let site = serving(dir.path(), Mode::Serve);
    let shown = format!("{secret:?} {list:?} {:?}", site.redactor);
    assert!(!shown.contains(VALUE), "{shown}");
    let wrong = site.ask("create", json!({"name": 5, "value": VALUE}));
    assert!(!format!("{wrong:?}").contains(VALUE), "{wrong:?}");
}
