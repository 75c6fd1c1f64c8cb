//! Operations that change nothing.

use super::ask::Ask;
use super::permissions::Access;
use super::step::Step;
use super::{include, link_filter, wire};
use std::fmt::Write as _;
use velodrome_model::data::{Aggregate, DataError, Path, Query, Wde};
use velodrome_store::{Documents, Page};

/// What an operation begins with: a refusal at once, or its course.
pub(super) type Course = Result<Step<String>, DataError>;

pub(super) fn get(ask: &Ask, id: &str) -> Course {
    ask.check(Access::Read)?;
    if id.is_empty() {
        let message = "Item ID must be a string that is not empty.";
        return Err(DataError::new(Wde::ID_NOT_STRING, message));
    }
    let step = Step::from(ask.session().get(&ask.collection, id));
    Ok(step.map(|found| found.unwrap_or_else(|| "null".to_owned())))
}

pub(super) fn query(ask: &Ask, argument: &str) -> Course {
    ask.check(Access::Read)?;
    let mut query = Query::parse(argument)?;
    let included = include::take(&mut query);
    let asked = ask.clone();
    let step = link_filter::resolve(ask, std::mem::take(&mut query.filter)).then(move |filter| {
        query.filter = filter;
        asked.session().query(&asked.collection, query).into()
    });
    let asked = ask.clone();
    let step = step.then(move |page: Page| {
        let total = page.total;
        include::replace(&asked, page.documents, included).map(move |full| (full, total))
    });
    Ok(step.map(|(full, total)| page_json(full.documents, total, full.partial)))
}

pub(super) fn count(ask: &Ask, argument: &str) -> Course {
    ask.check(Access::Read)?;
    let query = Query::parse(argument)?;
    let asked = ask.clone();
    let step = link_filter::resolve(ask, query.filter)
        .then(move |filter| Step::from(asked.session().count(&asked.collection, filter)));
    Ok(step.map(|count| count.to_string()))
}

pub(super) fn distinct(ask: &Ask, argument: &str) -> Course {
    ask.check(Access::Read)?;
    let parts = wire::members(argument)?;
    let field = Path::parse(&parts.string("field")?)?;
    let mut query = Query::parse(parts.text("query").unwrap_or("{}"))?;
    let asked = ask.clone();
    let step = link_filter::resolve(ask, std::mem::take(&mut query.filter)).then(move |filter| {
        query.filter = filter;
        Step::from(asked.session().distinct(&asked.collection, field, query))
    });
    Ok(step.map(|page| page_json(page.documents, page.total, false)))
}

pub(super) fn aggregate(ask: &Ask, argument: &str) -> Course {
    ask.check(Access::Read)?;
    let mut aggregate = Aggregate::parse(argument)?;
    let filter = std::mem::take(&mut aggregate.filter);
    let asked = ask.clone();
    let step = link_filter::resolve(ask, filter).then(move |filter| {
        aggregate.filter = filter;
        Step::from(asked.session().aggregate(&asked.collection, aggregate))
    });
    Ok(step.map(|rows| {
        let more = rows.more;
        format!(
            "{{\"items\":{},\"more\":{more}}}",
            rows.documents.into_json_array()
        )
    }))
}

/// `{"items":[..],"length":n,"total":n,"partial":true}`.
pub(super) fn page_json(items: Documents, total: Option<u64>, partial: bool) -> String {
    let length = items.len();
    let items = items.into_json_array();
    let mut json = String::with_capacity(items.len() + 80);
    json.push_str("{\"items\":");
    json.push_str(&items);
    // Writing to a string cannot fail.
    let _ = write!(json, ",\"length\":{length}");
    if let Some(total) = total {
        let _ = write!(json, ",\"total\":{total}");
    }
    if partial {
        json.push_str(",\"partial\":true");
    }
    json.push('}');
    json
}
