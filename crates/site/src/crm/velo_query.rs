//! Queries of `wix-crm-backend`: its names of fields, as those of stored contacts.

use std::future::Future;
use std::pin::Pin;

use serde::Deserialize;
use serde_json::Value;
use velodrome_model::data::limits::PAGE_MAX;
use velodrome_model::data::{Condition, Filter, Path, Query, SortKey, Test, Value as Tree};

use super::book::Crm;
use super::error::CrmError;
use super::velo_info::encoded;
use super::{CONTACTS, keys};
use crate::data::List;

/// Fields by which contacts may be asked for, and where they are stored. Source: reference ("Sort,
/// Filter, and Search").
const FIELDS: &[(&str, &str)] = &[
    ("_id", "_id"),
    ("_createdDate", "_createdDate"),
    ("_updatedDate", "_updatedDate"),
    ("lastActivity.activityDate", "_createdDate"),
    ("primaryInfo.email", "emails.0.email"),
    ("primaryInfo.phone", "phones.0.phone"),
    ("info.name.first", "name.first"),
    ("info.name.last", "name.last"),
    ("info.emails.email", "emails.email"),
    ("info.phones.phone", "phones.phone"),
    ("info.addresses.street", "addresses.address"),
    ("info.addresses.city", "addresses.city"),
    ("info.addresses.subdivision", "addresses.region"),
    ("info.addresses.country", "addresses.country"),
    ("info.company", "company.name"),
    ("info.jobTitle", "company.role"),
    ("info.birthdate", "velo.birthdate"),
    ("info.locale", "velo.locale"),
    ("info.labelKeys", "labels"),
];
/// Before the key of an extended field.
const EXTENDED: &str = "info.extendedFields.";
/// Fields of labels.
const LABEL_FIELDS: &[(&str, &str)] = &[
    ("key", "_id"),
    ("displayName", "name"),
    ("_createdDate", "_createdDate"),
    ("_updatedDate", "_updatedDate"),
];

/// What is asked for.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// JSON of a filter as wix-data writes it.
    #[serde(default)]
    filter: Option<Box<str>>,
    #[serde(default)]
    sort: Vec<Key>,
    #[serde(default)]
    skip: u64,
    limit: u64,
}

#[derive(Deserialize)]
struct Key {
    field: String,
    order: String,
}

impl Asked {
    pub(super) fn read(argument: &Value) -> Result<Asked, CrmError> {
        serde_json::from_value(argument.clone())
            .map_err(|error| CrmError::contact(format!("The query cannot be read: {error}.")))
    }

    fn query(&self, fields: &[(&str, &str)]) -> Result<Query, CrmError> {
        let sort = self.sort.iter().map(|key| {
            Ok(SortKey {
                path: stored(fields, &key.field)?,
                descending: key.order == "desc",
            })
        });
        Ok(Query {
            sort: sort.collect::<Result<_, CrmError>>()?,
            skip: self.skip,
            limit: self.limit.clamp(1, PAGE_MAX),
            ..Query::default()
        })
    }
}

impl Crm {
    /// Contacts by a query of the module.
    pub(super) async fn ask(&self, asked: &Asked) -> Result<List, CrmError> {
        let mut query = asked.query(FIELDS)?;
        if let Some(filter) = &asked.filter {
            query.filter = self.translated(Filter::parse(filter)?).await?;
        }
        self.page(CONTACTS, query).await
    }

    /// Labels by a query of the module.
    pub(super) async fn ask_labels(&self, asked: &Asked) -> Result<List, CrmError> {
        self.page(super::LABELS, asked.query(LABEL_FIELDS)?).await
    }

    /// The same filter of stored contacts. What is asked to be equal to an email or phone number is
    /// looked up by its key.
    fn translated(
        &self,
        filter: Filter,
    ) -> Pin<Box<dyn Future<Output = Result<Filter, CrmError>> + '_>> {
        Box::pin(async move {
            match filter {
                Filter::All => Ok(Filter::All),
                Filter::And(parts) => Ok(Filter::And(self.each(parts).await?)),
                Filter::Or(parts) => Ok(Filter::Or(self.each(parts).await?)),
                Filter::Not(part) => {
                    let part = self.translated(*part).await?;
                    Ok(Filter::Not(Box::new(part)))
                }
                Filter::Is(condition) => self.condition(condition).await,
            }
        })
    }

    async fn each(&self, parts: Vec<Filter>) -> Result<Vec<Filter>, CrmError> {
        let mut translated = Vec::with_capacity(parts.len());
        for part in parts {
            translated.push(self.translated(part).await?);
        }
        Ok(translated)
    }

    async fn condition(&self, condition: Condition) -> Result<Filter, CrmError> {
        let Condition { path, test } = condition;
        let asked = path.as_str().to_owned();
        let own = Filter::Is(Condition {
            path: stored(FIELDS, &asked)?,
            test: test.clone(),
        });
        let key = match (&*asked, &test) {
            ("info.emails.email" | "primaryInfo.email", Test::Eq(Tree::String(text))) => {
                Some(keys::email(text))
            }
            ("info.phones.phone" | "primaryInfo.phone", Test::Eq(Tree::String(text))) => {
                keys::phone(text)
            }
            _ => None,
        };
        match key {
            Some(key) => {
                let found = self.with_any(vec![key]).await?;
                Ok(Filter::And(vec![found, own]))
            }
            None => Ok(own),
        }
    }
}

/// Where a field is stored.
fn stored(fields: &[(&str, &str)], asked: &str) -> Result<Path, CrmError> {
    if let Some(key) = asked.strip_prefix(EXTENDED) {
        return Ok(Path::parse(&format!(
            "velo.extendedFields.{}",
            encoded(key)
        ))?);
    }
    match fields.iter().find(|(known, _)| *known == asked) {
        Some((_, stored)) => Ok(Path::parse(stored)?),
        None => {
            let known: Vec<&str> = fields.iter().map(|(known, _)| *known).collect();
            Err(CrmError::contact(format!(
                "There is no field {asked:?} to query by. Known are {}.",
                known.join(", ")
            )))
        }
    }
}
