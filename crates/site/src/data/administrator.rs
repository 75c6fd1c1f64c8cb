//! The data as programs of the site's owner ask for it, which are not JavaScript: with every right,
//! with places in an order instead of pages by number, and with errors as values.
//!
//! No VM is entered here: that the site's hooks run is the caller's business.

use super::ask::{Ask, confused};
use super::permissions::Access;
use super::reserved::is_reserved;
use super::session::DataSession;
use super::step::Step;
use super::{link_filter, write};
use velodrome_model::data::{DataError, DataOp, Options, Place, Query, Wde};
use velodrome_runtime::DataCall;
use velodrome_store::{Action, Documents, Page, StoreError, Written};

/// A part of a list.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Documents in their stored form.
    pub documents: Documents,
    /// Where each stands.
    pub places: Vec<Place>,
    /// How many match in all.
    pub total: u64,
}

impl DataSession {
    /// Does an operation with the owner's rights; argument and reply are those of [`DataOp`].
    ///
    /// # Errors
    /// The operation was refused, or failed; what is only the operator's business is in the log.
    pub async fn administer(
        &self,
        op: DataOp,
        collection: &str,
        argument: &str,
    ) -> Result<String, DataError> {
        let call = DataCall {
            op: op as u8,
            collection,
            argument,
            options: Options::ADMIN.0,
        };
        self.settle(self.run(call)).await
    }

    /// The documents of a query with their places and the total. The query's own `places` and
    /// `total` are not looked at; references are not included.
    ///
    /// # Errors
    /// As [`DataSession::administer`]; a collection that does not exist is WDE0025 in every mode.
    pub async fn list(&self, collection: &str, query: Query) -> Result<List, DataError> {
        let step = self.list_step(collection, query);
        self.settle(step.unwrap_or_else(Step::failed)).await
    }

    /// Changes some members of an item and gives its stored form; a member that is `null` is removed.
    ///
    /// # Errors
    /// As [`DataSession::administer`].
    pub async fn patch(
        &self,
        collection: &str,
        id: &str,
        changes: &str,
    ) -> Result<String, DataError> {
        let step = self.patch_step(collection, id, changes);
        self.settle(step.unwrap_or_else(Step::failed)).await
    }

    /// # Errors
    /// WDE0025: there is no such collection. Reading one that a write may yet make finds nothing
    /// elsewhere; who asks for it by its address is told.
    pub fn check_collection(&self, collection: &str) -> Result<(), DataError> {
        let ask = self.ask(collection).map_err(|error| self.tell(&error))?;
        if is_there(&ask) {
            return Ok(());
        }
        Err(no_collection(collection))
    }

    fn ask(&self, collection: &str) -> Result<Ask, StoreError> {
        Ok(Ask::new(&self.here()?, collection, Options::ADMIN))
    }

    fn list_step(&self, collection: &str, mut query: Query) -> Result<Step<List>, StoreError> {
        let ask = self.ask(collection)?;
        ask.check(Access::Read)?;
        if !is_there(&ask) {
            return Err(no_collection(collection).into());
        }
        query.places = true;
        query.total = true;
        query.include.clear();
        let filter = std::mem::take(&mut query.filter);
        let step = link_filter::resolve(&ask, filter).then(move |filter| {
            query.filter = filter;
            Step::from(ask.session().query(&ask.collection, query))
        });
        Ok(step.map(|page: Page| List {
            documents: page.documents,
            places: page.places,
            total: page.total.unwrap_or_default(),
        }))
    }

    fn patch_step(
        &self,
        collection: &str,
        id: &str,
        changes: &str,
    ) -> Result<Step<String>, StoreError> {
        let ask = self.ask(collection)?;
        ask.check(Access::Update)?;
        let action = Action::Patch {
            id: id.to_owned(),
            changes: write::item(&ask, changes)?,
        };
        Ok(ask.write(action).then(|written| match written {
            Written::Item(stored) => Step::done(stored),
            _ => Step::failed(confused("patch")),
        }))
    }

    async fn settle<T: 'static>(&self, step: Step<T>) -> Result<T, DataError> {
        let result = match step {
            Step::Now(result) => result,
            Step::Later(rest) => rest.await,
        };
        result.map_err(|error| self.tell(&error))
    }
}

fn is_there(ask: &Ask) -> bool {
    !is_reserved(&ask.collection)
        && (ask.service().declared(&ask.collection).is_some()
            || ask.session().has_collection(&ask.collection))
}

fn no_collection(name: &str) -> DataError {
    let message = format!("The {name} collection does not exist.");
    DataError::new(Wde::COLLECTION_DOES_NOT_EXIST, message)
}
