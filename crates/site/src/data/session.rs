//! The data as one thread asks for it: from the numbers and texts of JavaScript to operations, and
//! back to a text.

use super::ask::{Ask, Here};
use super::service::DataService;
use super::step::Step;
use super::{bulk, definitions, links, read, write};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use velodrome_model::data::{DataError, DataOp, Options, Wde};
use velodrome_runtime::{DataCall, HostReply};
use velodrome_store::StoreError;

/// A thread's way to the site's data. Nothing is opened before the first call.
pub struct DataSession {
    service: Arc<DataService>,
    here: RefCell<Option<Rc<Here>>>,
}

impl DataSession {
    /// A session for the thread that calls.
    pub fn new(service: Arc<DataService>) -> DataSession {
        DataSession {
            service,
            here: RefCell::default(),
        }
    }

    /// Does what JavaScript asks for. The reply is JSON, or `!` and an error as JSON.
    pub fn call(&self, call: DataCall<'_>) -> HostReply {
        let service = Arc::clone(&self.service);
        match self.run(call) {
            Step::Now(result) => HostReply::Now(text(&service, result)),
            Step::Later(rest) => {
                HostReply::Later(Box::pin(async move { text(&service, rest.await) }))
            }
        }
    }

    /// What JavaScript is told before it asks: who the caller is, and what was declared.
    pub fn declarations(&self, administrator: bool) -> String {
        let user = self.here().ok().map(|here| here.opened.visitor.to_string());
        definitions::declarations(&self.service, user.as_deref(), administrator)
    }

    pub(super) fn run(&self, call: DataCall<'_>) -> Step<String> {
        let here = match self.here() {
            Ok(here) => here,
            Err(error) => return Step::failed(error),
        };
        let ask = Ask::new(&here, call.collection, Options(call.options));
        let argument = call.argument;
        let Some(op) = DataOp::from_number(call.op) else {
            let message = format!("There is no operation {}.", call.op);
            return Step::failed(DataError::new(Wde::INTERNAL, message));
        };
        let step = match op {
            DataOp::Get => read::get(&ask, argument),
            DataOp::Query => read::query(&ask, argument),
            DataOp::Count => read::count(&ask, argument),
            DataOp::Distinct => read::distinct(&ask, argument),
            DataOp::Aggregate => read::aggregate(&ask, argument),
            DataOp::Insert => write::insert(&ask, argument),
            DataOp::Update => write::update(&ask, argument),
            DataOp::Save => write::save(&ask, argument),
            DataOp::Remove => write::remove(&ask, argument),
            DataOp::Truncate => write::truncate(&ask),
            DataOp::BulkInsert => bulk::insert(&ask, argument),
            DataOp::BulkUpdate => bulk::update(&ask, argument),
            DataOp::BulkSave => bulk::save(&ask, argument),
            DataOp::BulkRemove => bulk::remove(&ask, argument),
            DataOp::InsertReference => links::insert(&ask, argument),
            DataOp::RemoveReference => links::remove(&ask, argument),
            DataOp::ReplaceReferences => links::replace(&ask, argument),
            DataOp::IsReferenced => links::is_referenced(&ask, argument),
            DataOp::QueryReferenced => links::query(&ask, argument),
            DataOp::Collections => definitions::collections(&ask),
        };
        step.unwrap_or_else(Step::failed)
    }

    /// What the caller is told of an error; what is wrong with us or the machine goes into the log.
    pub(crate) fn tell(&self, error: &StoreError) -> DataError {
        self.service.events.failed(error);
        error.external().clone()
    }

    pub(crate) fn here(&self) -> Result<Rc<Here>, StoreError> {
        if let Some(here) = &*self.here.borrow() {
            return Ok(Rc::clone(here));
        }
        let opened = self.service.open()?;
        let here = Rc::new(Here {
            service: Arc::clone(&self.service),
            session: opened.store.session(),
            opened,
        });
        *self.here.borrow_mut() = Some(Rc::clone(&here));
        Ok(here)
    }
}

/// The reply's text; what is wrong with us or the machine goes into the log.
fn text(service: &DataService, result: Result<String, StoreError>) -> String {
    let error = match result {
        Ok(text) => return text,
        Err(error) => error,
    };
    service.events.failed(&error);
    format!("!{}", error.external().to_json())
}

/// The reply where a site has no data at all.
pub(crate) fn no_data() -> String {
    let message = "The site's data is not available here.";
    format!("!{}", DataError::new(Wde::INTERNAL, message).to_json())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Mode};
    use std::path::Path;
    use std::sync::Mutex;
    use velodrome_model::log::{AccessLine, LogLine, LogSink};

    #[derive(Default)]
    struct Lines(Mutex<Vec<String>>);

    impl LogSink for Lines {
        fn line(&self, line: LogLine) {
            self.0.lock().expect("no panic").push(line.message);
        }

        fn access(&self, _: &AccessLine<'_>) {}
    }

    #[test]
    fn a_full_disk_is_said_to_the_code_and_once_to_the_operator() {
        let lines = Arc::new(Lines::default());
        let (config, logs) = (Config::default(), Arc::clone(&lines) as Arc<dyn LogSink>);
        let service = DataService::new(Path::new("/nowhere"), &config, Mode::Dev, logs);
        let full = || StoreError::Failed {
            external: DataError::new(Wde::QUOTA_EXCEEDED, "The disk is full."),
            internal: "/nowhere/data.sqlite: database or disk is full".to_owned(),
        };
        let reply = text(&service, Err(full()));
        let said: serde_json::Value =
            serde_json::from_str(reply.strip_prefix('!').expect("an error")).expect("JSON");
        let wanted = serde_json::json!({
            "code": "WD_DATABASE_QUOTA_EXCEEDED",
            "wde": "WDE0091",
            "message": "WDE0091: The disk is full.",
        });
        assert_eq!(said, wanted);
        assert_eq!(text(&service, Err(full())), reply);
        let event = velodrome_store::StoreEvent::WriteFailed {
            error: full(),
            writes: 3,
        };
        service.events.tell(event);
        let said = lines.0.lock().expect("no panic");
        let wanted = "the site's data: /nowhere/data.sqlite: database or disk is full";
        assert_eq!(*said, [wanted]);
    }

    #[test]
    fn a_refusal_is_the_business_of_the_code_alone() {
        let lines = Arc::new(Lines::default());
        let (config, logs) = (Config::default(), Arc::clone(&lines) as Arc<dyn LogSink>);
        let service = DataService::new(Path::new("/nowhere"), &config, Mode::Dev, logs);
        let refused = StoreError::refused(Wde::ITEM_DOES_NOT_EXIST, "There is no \"x\".");
        let reply = text(&service, Err(refused));
        assert!(
            reply.starts_with("!{") && reply.contains("WDE0073"),
            "{reply}"
        );
        assert!(lines.0.lock().expect("no panic").is_empty());
    }
}
