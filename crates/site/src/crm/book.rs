//! A thread's way to the contacts: what every operation needs of the store.

use std::rc::Rc;

use velodrome_model::data::{Item, Path, Query};
use velodrome_model::timestamp;
use velodrome_store::{Action, Guard, IndexDeclaration, Page, StoreError, Write, Written};

use super::error::CrmError;
use super::label;
use super::{ACTIVITIES, CONTACTS, LABELS};
use crate::data::{DataSession, Here, List, now_ms};

/// The contacts of a site, and what belongs to them, for the thread that made it.
#[derive(Clone)]
pub struct Crm {
    data: Rc<DataSession>,
}

/// The indexes of the collections.
const INDEXES: [(&str, &[&str]); 3] = [
    (CONTACTS, &["name.first", "name.last"]),
    (ACTIVITIES, &["contactId"]),
    (LABELS, &[]),
];

impl Crm {
    /// The contacts in this data. Nothing is opened yet.
    pub fn new(data: Rc<DataSession>) -> Crm {
        Crm { data }
    }

    /// The data, opened, with the collections there.
    pub(super) async fn here(&self) -> Result<Rc<Here>, CrmError> {
        let here = self.data.here().map_err(|error| self.told(error))?;
        let made = here.service.contacts.get_or_try_init(|| make(&here)).await;
        made.map_err(|error| self.told(error))?;
        Ok(here)
    }

    /// What the caller is told of a failure.
    pub(super) fn told(&self, error: StoreError) -> CrmError {
        CrmError::Data(self.data.tell(&error))
    }

    pub(super) async fn get(&self, collection: &str, id: &str) -> Result<Option<String>, CrmError> {
        let here = self.here().await?;
        let found = here.session.get(collection, id).get().await;
        found.map_err(|error| self.told(error))
    }

    /// Writes; `None` when the guard does not hold.
    pub(super) async fn write(
        &self,
        collection: &str,
        guard: Option<Guard>,
        actions: Vec<Action>,
    ) -> Result<Option<Written>, CrmError> {
        let here = self.here().await?;
        let write = Write {
            collection: collection.to_owned(),
            create: true,
            owner: here.opened.visitor.to_string(),
            action: Action::Together { guard, actions },
        };
        match here.session.write(write).get().await {
            Ok(Written::Stale) => Ok(None),
            Ok(written) => Ok(Some(written)),
            Err(error) => Err(self.told(error)),
        }
    }

    /// A page of a query, with the places of its documents and the total.
    pub(super) async fn page(&self, collection: &str, mut query: Query) -> Result<List, CrmError> {
        query.places = true;
        query.total = true;
        let here = self.here().await?;
        let page = here.session.query(collection, query).get().await;
        let page: Page = page.map_err(|error| self.told(error))?;
        Ok(List {
            documents: page.documents,
            places: page.places,
            total: page.total.unwrap_or_default(),
        })
    }

    /// The ids of the contacts with any of these keys, at most `limit`.
    pub(super) async fn with_keys(
        &self,
        keys: &[String],
        limit: u64,
    ) -> Result<Vec<String>, CrmError> {
        let here = self.here().await?;
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let found = here
            .session
            .linking(CONTACTS, super::keys::LINK, &keys, limit);
        found.get().await.map_err(|error| self.told(error))
    }
}

/// Now, and as parts of contacts write it.
pub(super) fn now() -> (i64, String) {
    let now_ms = now_ms();
    (now_ms, timestamp::format_utc(now_ms))
}

/// What links a contact to its keys. The keys are said to be of the contacts' own collection: no
/// document elsewhere that has such an id takes the link along when it is removed.
pub(super) fn link(id: &str, keys: Vec<String>) -> Action {
    Action::Relink {
        field: super::keys::LINK.to_owned(),
        from: id.to_owned(),
        to: keys,
        target: Some(CONTACTS.to_owned()),
    }
}

/// Makes the collections with their indexes, and the labels that every site has.
async fn make(here: &Here) -> Result<(), StoreError> {
    for (collection, fields) in INDEXES {
        let declare = |field: &&str| {
            let field = Path::parse(field)?;
            Ok::<_, velodrome_model::data::DataError>(IndexDeclaration {
                field,
                unique: false,
            })
        };
        let wanted: Vec<_> = fields.iter().map(declare).collect::<Result<_, _>>()?;
        let store = &here.opened.store;
        store.declare_indexes(collection, &wanted).get().await?;
    }
    let items: Result<Vec<Item>, _> = label::system()
        .iter()
        .map(label::StoredLabel::to_item)
        .collect();
    let write = Write {
        collection: LABELS.to_owned(),
        create: true,
        owner: here.opened.visitor.to_string(),
        action: Action::Bulk(velodrome_store::Bulk::Insert(items?)),
    };
    // Those that are there already are skipped.
    here.session.write(write).get().await.map(drop)
}
