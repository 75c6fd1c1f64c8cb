//! Summaries: how many activities of which type, of the site or of one contact.

use serde_json::{Map, Value, json};
use velodrome_model::data::limits::PAGE_MAX;
use velodrome_model::data::{Aggregate, Fold, Path, SortKey};
use velodrome_model::timestamp;
use velodrome_store::Rows;

use super::ACTIVITIES;
use super::activities::ActivityList;
use super::book::Crm;
use super::error::CrmError;

/// From when until when, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Period {
    /// The first of it.
    from_ms: i64,
    /// The last of it.
    until_ms: i64,
}

impl Crm {
    /// `{activityTypes: [{activityType, total, from, until}], total, from, until}`: of each type the
    /// number and the times of the first and the last, by type. The whole's times are those that were
    /// asked for, otherwise those of the first and last of all; `from` is 1970 where there is none.
    ///
    /// # Errors
    /// The data failed, or there are more than 1000 types.
    pub async fn summary(&self, list: &ActivityList) -> Result<Value, CrmError> {
        let rows = self.by_type(list).await?;
        let mut total = 0;
        let mut whole: Option<Period> = None;
        let mut types = Vec::new();
        for row in rows.documents.iter() {
            let row: Map<String, Value> = serde_json::from_str(row).unwrap_or_default();
            let count = row.get("count").and_then(Value::as_u64).unwrap_or_default();
            let period = Period {
                from_ms: time(row.get("from")),
                until_ms: time(row.get("until")),
            };
            total += count;
            whole = Some(whole.map_or(period, |whole| Period {
                from_ms: whole.from_ms.min(period.from_ms),
                until_ms: whole.until_ms.max(period.until_ms),
            }));
            types.push(json!({
                "activityType": row.get("_id"),
                "total": count,
                "from": timestamp::format_utc(period.from_ms),
                "until": timestamp::format_utc(period.until_ms),
            }));
        }
        let from_ms = list.from_ms.or(whole.map(|whole| whole.from_ms));
        let until_ms = list.until_ms.or(whole.map(|whole| whole.until_ms));
        let mut json = json!({
            "activityTypes": types,
            "total": total,
            "from": timestamp::format_utc(from_ms.unwrap_or_default()),
        });
        if let Some(ms) = until_ms {
            json["until"] = json!(timestamp::format_utc(ms));
        }
        Ok(json)
    }

    async fn by_type(&self, list: &ActivityList) -> Result<Rows, CrmError> {
        let created = Path::parse("_createdDate")?;
        let by_type = Path::parse("activityType")?;
        let aggregate = Aggregate {
            filter: list.filter()?,
            group: vec![by_type.clone()],
            folds: vec![
                ("from".to_owned(), Fold::Min, created.clone()),
                ("until".to_owned(), Fold::Max, created),
            ],
            count: true,
            sort: vec![SortKey {
                path: by_type,
                descending: false,
            }],
            limit: PAGE_MAX,
            ..Aggregate::default()
        };
        let here = self.here().await?;
        let rows = here.session.aggregate(ACTIVITIES, aggregate).get().await;
        rows.map_err(|error| self.told(error))
    }
}

/// A time as aggregations give it: a number, or a date.
fn time(json: Option<&Value>) -> i64 {
    let ms = json.and_then(|json| json.as_i64().or_else(|| json.get("$date")?.as_i64()));
    ms.unwrap_or_default()
}
