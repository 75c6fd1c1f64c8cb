//! Activities: posted for a contact, listed newest first.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use velodrome_model::data::{Filter, Query, Seek, Test, Value as Tree};
use velodrome_store::{Action, Written};

use super::ACTIVITIES;
use super::activity::{NewActivity, Posted, StoredActivity};
use super::book::Crm;
use super::contact_list::{is, set};
use super::edit::Expected;
use super::error::{CrmError, CrmFault};
use super::reconcile;
use crate::data::List;

/// Which activities. As JSON it is what a cursor carries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ActivityList {
    /// Of any of these types; of all when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// At this time or later, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_ms: Option<i64>,
    /// At this time or before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<i64>,
    /// Posted by this application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<String>,
    /// Of this contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

impl ActivityList {
    pub(super) fn filter(&self) -> Result<Filter, CrmError> {
        let text = |text: &String| Tree::String(text.clone());
        let mut all = Vec::new();
        if !self.types.is_empty() {
            all.push(is("activityType", Test::HasSome(set(&self.types)))?);
        }
        if let Some(ms) = self.from_ms {
            all.push(is("_createdDate", Test::Ge(Tree::Date(ms)))?);
        }
        if let Some(ms) = self.until_ms {
            all.push(is("_createdDate", Test::Le(Tree::Date(ms)))?);
        }
        if let Some(id) = &self.application {
            all.push(is("applicationId", Test::Eq(text(id)))?);
        }
        if let Some(id) = &self.contact {
            all.push(is("contactId", Test::Eq(text(id)))?);
        }
        Ok(match all.len() {
            0 => Filter::All,
            _ => Filter::And(all),
        })
    }
}

impl Crm {
    /// Activities, newest first, at most `limit` from a place on, in their stored form; see
    /// [`Crm::activity_of`].
    ///
    /// # Errors
    /// The data failed.
    pub async fn activities(
        &self,
        list: &ActivityList,
        limit: u64,
        seek: Option<Seek>,
    ) -> Result<List, CrmError> {
        let query = Query {
            filter: list.filter()?,
            limit,
            seek,
            ..Query::default()
        };
        self.page(ACTIVITIES, query).await
    }

    /// The activity of a stored form, as clients see it.
    ///
    /// # Errors
    /// The data is damaged.
    pub fn activity_of(&self, stored: &str) -> Result<Value, CrmError> {
        Ok(StoredActivity::read(stored)?.to_json())
    }

    /// The activity of this id, as clients see it.
    ///
    /// # Errors
    /// There is none, or the data failed.
    pub async fn activity(&self, id: &str) -> Result<Value, CrmError> {
        match self.get(ACTIVITIES, id).await? {
            Some(stored) => self.activity_of(&stored),
            None => Err(CrmError::Fault(
                CrmFault::ActivityNotFound,
                format!("There is no activity {id:?}."),
            )),
        }
    }

    /// Posts an activity of whoever its `contactUpdate` means, else of whoever was met in the session,
    /// else of somebody new.
    ///
    /// # Errors
    /// The contact cannot be what the activity says, or the data failed.
    pub async fn post(
        &self,
        activity: NewActivity,
        session_token: Option<&str>,
        application: &str,
    ) -> Result<Posted, CrmError> {
        if activity.contact.is_empty() && session_token.is_none() {
            return Err(CrmError::activity(
                "Whose activity it is, neither \"contactUpdate\" nor the parameter userSessionToken says.",
            ));
        }
        let (contact, _) = self.merge(activity.contact.clone(), session_token).await?;
        self.record(activity, contact.id, application).await
    }

    /// Posts an activity of a contact, which has then what it lacked of `contactUpdate`.
    ///
    /// # Errors
    /// There is no such contact, or as [`Crm::post`].
    pub async fn post_of(
        &self,
        contact: &str,
        activity: NewActivity,
        application: &str,
    ) -> Result<Posted, CrmError> {
        let known = self.contact(contact).await?;
        let update = &activity.contact;
        let mut filled = known.clone();
        reconcile::fill(&mut filled, update, &super::book::now().1)?;
        if filled != known {
            self.edit(contact, Expected::Anything, |contact, now| {
                reconcile::fill(contact, update, now)
            })
            .await?;
        }
        self.record(activity, known.id, application).await
    }

    async fn record(
        &self,
        activity: NewActivity,
        contact_id: String,
        application: &str,
    ) -> Result<Posted, CrmError> {
        let mut stored = activity.stored;
        stored.contact_id = contact_id;
        stored.application_id = application.to_owned();
        let insert = Action::Insert(stored.to_item(activity.created_ms)?);
        match self.write(ACTIVITIES, None, vec![insert]).await? {
            Some(Written::Item(json)) => Ok(Posted {
                activity_id: StoredActivity::read(&json)?.id,
                contact_id: stored.contact_id,
            }),
            _ => Err(CrmError::contended()),
        }
    }
}
