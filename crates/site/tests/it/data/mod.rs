//! A site's data as its code asks for it, on a real store in a folder of its own.

mod bulk;
mod definitions;
mod filters;
mod include;
mod opening;
mod operations;
mod permissions;
mod references;
mod strictness;
mod trouble;

use serde_json::{Value, json};
use std::cell::RefCell;
use std::path::Path;
use std::sync::{Arc, Mutex};
use velodrome_model::data::{DataOp, Options};
use velodrome_model::log::{AccessLine, LogLine, LogSink};
use velodrome_runtime::{DataCall, HostReply};
use velodrome_site::config::{Config, Mode, Surroundings};
use velodrome_site::data::{DataService, DataSession};

/// Nobody in particular.
const ANYONE: Options = Options(0);

/// Keeps what is logged.
#[derive(Default)]
struct Lines(Mutex<Vec<String>>);

impl LogSink for Lines {
    fn line(&self, line: LogLine) {
        let text = format!("{} {}", line.severity.as_str(), line.message);
        self.0.lock().expect("no panic while locked").push(text);
    }

    fn access(&self, _: &AccessLine<'_>) {}
}

/// A site's data, and a thread that asks for it.
struct Site {
    service: Arc<DataService>,
    session: RefCell<DataSession>,
    logs: Arc<Lines>,
    runtime: tokio::runtime::Runtime,
    dir: tempfile::TempDir,
}

/// What an operation gave: a value, or the error's number.
type Outcome = Result<Value, String>;

impl Site {
    fn dev(config: &str) -> Site {
        Site::new(Mode::Dev, config)
    }

    fn new(mode: Mode, config: &str) -> Site {
        let dir = tempfile::tempdir().expect("a folder");
        Site::in_dir(dir, mode, config)
    }

    fn in_dir(dir: tempfile::TempDir, mode: Mode, config: &str) -> Site {
        let logs = Arc::new(Lines::default());
        let service = service(dir.path(), mode, config, &logs);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime");
        Site {
            session: RefCell::new(DataSession::new(Arc::clone(&service))),
            service,
            logs,
            runtime,
            dir,
        }
    }

    /// The same folder under another configuration, as after a new process took over.
    fn again(self, mode: Mode, config: &str) -> Site {
        let Site {
            service,
            session,
            dir,
            ..
        } = self;
        drop((session, service));
        Site::in_dir(dir, mode, config)
    }

    fn text(&self, op: DataOp, collection: &str, argument: &str, options: Options) -> String {
        let call = DataCall {
            op: op as u8,
            collection,
            argument,
            options: options.0,
        };
        let reply = self.session.borrow().call(call);
        match reply {
            HostReply::Now(text) => text,
            HostReply::Later(rest) => self.runtime.block_on(rest),
        }
    }

    fn call(&self, op: DataOp, collection: &str, argument: &str, options: Options) -> Outcome {
        let text = self.text(op, collection, argument, options);
        let parse = |text: &str| -> Value { serde_json::from_str(text).expect("a reply is JSON") };
        match text.strip_prefix('!') {
            None => Ok(parse(&text)),
            Some(error) => {
                let error = parse(error);
                let message = error["message"].as_str().expect("a message");
                let number = error["wde"].as_str().expect("a number");
                assert!(message.starts_with(&format!("{number}: ")), "{message}");
                Err(number.to_owned())
            }
        }
    }

    /// As anybody, with JSON.
    fn ask(&self, op: DataOp, collection: &str, argument: Value) -> Outcome {
        self.call(op, collection, &argument.to_string(), ANYONE)
    }

    fn insert(&self, collection: &str, item: Value) -> Value {
        self.ask(DataOp::Insert, collection, item)
            .expect("inserted")
    }

    fn get(&self, collection: &str, id: &str) -> Value {
        self.call(DataOp::Get, collection, id, ANYONE)
            .expect("a reply")
    }

    /// The items of a query.
    fn find(&self, collection: &str, query: Value) -> Vec<Value> {
        let page = self.ask(DataOp::Query, collection, query).expect("a page");
        page["items"].as_array().expect("items").clone()
    }

    fn logs(&self) -> Vec<String> {
        self.logs.0.lock().expect("no panic while locked").clone()
    }

    fn has_logged(&self, part: &str) -> bool {
        self.logs().iter().any(|line| line.contains(part))
    }
}

fn service(dir: &Path, mode: Mode, config: &str, logs: &Arc<Lines>) -> Arc<DataService> {
    let config = Config::parse(config, &Surroundings::default()).expect("a configuration");
    let logs = Arc::clone(logs) as Arc<dyn LogSink>;
    Arc::new(DataService::new(dir, &config, mode, logs))
}

fn ids(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|item| item["_id"].as_str().expect("an id"))
        .collect()
}

/// An argument of the calls for references.
fn link(field: &str, from: &str, to: &[&str]) -> Value {
    json!({"field": field, "from": from, "to": to})
}
