//! Lists of contacts: from what a client asks for to a query, through the keys where it names some.

use serde::{Deserialize, Serialize};
use velodrome_model::data::{Condition, Filter, Path, Query, Seek, Set, Test, Value};

use super::book::Crm;
use super::error::CrmError;
use super::keys;
use super::limits::FOUND_MAX;
use super::{CONTACTS, PartKind};
use crate::data::List;

/// Which contacts. As JSON it is what a cursor carries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContactList {
    /// With this email, without regard to case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// With this phone number; its digits count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// With this first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// With this last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// With any of these labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// With an email of any of these statuses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<String>,
    /// What to show of each, as it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<String>,
}

impl Crm {
    /// Contacts, newest first, at most `limit` from a place on.
    ///
    /// # Errors
    /// The data failed.
    pub async fn contacts(
        &self,
        list: &ContactList,
        limit: u64,
        seek: Option<Seek>,
    ) -> Result<List, CrmError> {
        let query = Query {
            filter: self.filter(list).await?,
            limit,
            seek,
            ..Query::default()
        };
        self.page(CONTACTS, query).await
    }

    async fn filter(&self, list: &ContactList) -> Result<Filter, CrmError> {
        let mut all = Vec::new();
        let email = list.email.as_deref().map(keys::email);
        // A number without a digit is nobody's.
        let phone = |number: &str| keys::phone(number).unwrap_or_else(|| "p:".to_owned());
        let phone = list.phone.as_deref().map(phone);
        for key in email.into_iter().chain(phone) {
            all.push(self.with_any(vec![key]).await?);
        }
        if !list.labels.is_empty() {
            let labels = list.labels.iter().map(|id| keys::label(id)).collect();
            all.push(self.with_any(labels).await?);
        }
        for (field, name) in [("name.first", &list.first), ("name.last", &list.last)] {
            if let Some(name) = name {
                all.push(is(field, Test::Eq(Value::String(name.clone())))?);
            }
        }
        if !list.statuses.is_empty() {
            let field = format!("{}.emailStatus", PartKind::Email.list());
            all.push(is(&field, Test::HasSome(set(&list.statuses)))?);
        }
        Ok(match all.len() {
            0 => Filter::All,
            _ => Filter::And(all),
        })
    }

    /// Those with any of these keys: by id where they are few, else whoever has them.
    pub(super) async fn with_any(&self, keys: Vec<String>) -> Result<Filter, CrmError> {
        let found = self.with_keys(&keys, FOUND_MAX + 1).await?;
        if found.len() as u64 <= FOUND_MAX {
            return is("_id", Test::HasSome(set(&found)));
        }
        is("lookup", Test::HasSome(set(&keys)))
    }
}

pub(super) fn is(field: &str, test: Test) -> Result<Filter, CrmError> {
    let path = Path::parse(field)?;
    Ok(Filter::Is(Condition { path, test }))
}

pub(super) fn set(texts: &[String]) -> Set {
    Set::new(texts.iter().cloned().map(Value::String))
}
