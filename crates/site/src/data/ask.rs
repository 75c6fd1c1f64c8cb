//! One operation on one collection: for whom, and with what.

use super::permissions::{Access, Rights};
use super::reserved;
use super::service::{DataService, Opened};
use super::step::Step;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use velodrome_model::data::{DataError, Options, Wde};
use velodrome_store::{Action, Session, StoreError, Write, Written};

/// The data as one thread has it open.
pub(crate) struct Here {
    pub(crate) service: Arc<DataService>,
    pub(crate) opened: Opened,
    pub(crate) session: Box<dyn Session>,
}

/// One operation. Cheap to clone: what goes on later has its own.
#[derive(Clone)]
pub(super) struct Ask {
    pub(super) here: Rc<Here>,
    pub(super) collection: Rc<str>,
    options: Options,
    began: Instant,
}

impl Ask {
    pub(super) fn new(here: &Rc<Here>, collection: &str, options: Options) -> Ask {
        Ask {
            here: Rc::clone(here),
            collection: collection.into(),
            options,
            began: Instant::now(),
        }
    }

    pub(super) fn service(&self) -> &DataService {
        &self.here.service
    }

    pub(super) fn session(&self) -> &dyn Session {
        &*self.here.session
    }

    /// What the caller may do to this collection.
    pub(super) fn rights(&self) -> Rights {
        self.rights_to(&self.collection)
    }

    /// What the caller may do to another one.
    pub(super) fn rights_to(&self, collection: &str) -> Rights {
        let service = self.service();
        let permissions = service
            .declared(collection)
            .map(|declared| declared.permissions)
            .unwrap_or_default();
        let strict = service.collections.strict_permissions;
        Rights::new(permissions, strict, self.options)
    }

    /// # Errors
    /// WDE0025, or WDE0027.
    pub(super) fn check(&self, access: Access) -> Result<(), DataError> {
        self.check_existence()?;
        self.rights().check(access, &self.collection)
    }

    /// # Errors
    /// WDE0001 without a name, WDE0025 for a collection that would have to exist.
    pub(super) fn check_existence(&self) -> Result<(), DataError> {
        if self.collection.is_empty() {
            let message = "Collection name must be a string that is not empty.";
            return Err(DataError::new(Wde::COLLECTION_NOT_STRING, message));
        }
        if reserved::is_reserved(&self.collection) {
            return Err(reserved::refused(&self.collection));
        }
        if self.may_create() || self.session().has_collection(&self.collection) {
            return Ok(());
        }
        Err(DataError::new(
            Wde::COLLECTION_DOES_NOT_EXIST,
            format!(
                "The {0} collection does not exist. A collection is made by [collections.\"{0}\"] in velodrome.toml or by an import; with strict_collections = false, by its first document.",
                self.collection
            ),
        ))
    }

    /// Whether a write may make the collection.
    pub(super) fn may_create(&self) -> bool {
        !self.service().strict || self.service().declared(&self.collection).is_some()
    }

    /// For operations of many steps, each of which the store gives its own time.
    ///
    /// # Errors
    /// WDE0028.
    pub(super) fn check_time(&self) -> Result<(), DataError> {
        let time_ms_max = self.service().limits.data_time_ms_max;
        if self.began.elapsed().as_millis() <= u128::from(time_ms_max) {
            return Ok(());
        }
        let message = format!("Operation time limit exceeded: it took more than {time_ms_max} ms.");
        Err(DataError::new(Wde::TIMED_OUT, message))
    }

    /// Writes, after whatever has to happen to the collection before.
    pub(super) fn write(&self, action: Action) -> Step<Written> {
        let ask = self.clone();
        let time_max = Duration::from_millis(self.service().limits.data_time_ms_max);
        let ready = self.here.opened.declaring.ready(&self.collection, time_max);
        ready.then(move |()| {
            let write = Write {
                collection: ask.collection.to_string(),
                create: ask.may_create(),
                owner: ask.here.opened.visitor.to_string(),
                action,
            };
            ask.session().write(write).into()
        })
    }
}

/// For an answer that does not belong to what was written.
pub(super) fn confused(action: &str) -> StoreError {
    StoreError::failed(format!("{action}: the store gave another kind of answer"))
}
