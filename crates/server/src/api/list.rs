//! Lists of items: from the parameters or the cursor of a request to a query.
//!
//! A cursor holds what the list was asked for and a place in its order, so that clients may send it
//! alone. A place is not a number of items: what is inserted or removed elsewhere shifts nothing.

use super::authenticate::Authenticated;
use super::code::ApiCode;
use super::error::ApiError;
use super::page::{place, scope};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Write as _;
use velodrome_model::cursor::{CursorError, CursorParameter, Direction};
use velodrome_model::data::{Place, Query, Seek, Value as Tree};

/// Items of a page when nothing is said. Source: documentation.
const PAGE_SIZE_DEFAULT: u16 = 25;
/// The most that may be asked for. Source: documentation.
const PAGE_SIZE_MAX: u16 = 500;

/// What a request asks for.
pub(super) struct Asked {
    /// The list in its canonical form, as a cursor carries it.
    pub(super) list: String,
    pub(super) page_size: u16,
    pub(super) direction: Direction,
    /// Where to begin; at the start without one.
    pub(super) place: Option<Place>,
    pub(super) issued_at_ms: i64,
}

/// Reads a request's parameters; `endpoint` is its path, `now_ms` when it came, `list` what it asks for
/// in a canonical form, if it asks. `agree` says whether that may be sent beside a cursor that has the
/// other.
pub(super) fn read(
    caller: &Authenticated,
    endpoint: &str,
    now_ms: i64,
    list: Option<String>,
    agree: fn(&str, &str) -> bool,
) -> Result<Asked, ApiError> {
    let page_size = page_size(caller.parameter("pageSize"))?;
    let sealed = match CursorParameter::read(caller.parameter("cursor")) {
        CursorParameter::Start => {
            return Ok(Asked {
                list: list.unwrap_or_else(|| EVERYTHING.to_owned()),
                page_size: page_size.unwrap_or(PAGE_SIZE_DEFAULT),
                direction: Direction::Next,
                place: None,
                issued_at_ms: now_ms,
            });
        }
        CursorParameter::End => {
            let message = "The cursor 0 stands for no further page. Start again without a cursor; \
                 for clients that ask for it all the same, make the application with --cursor-end null.";
            return Err(ApiError::new(ApiCode::CursorEnd, message));
        }
        CursorParameter::Sealed(text) => text,
    };
    let keys = caller.applications().cursor_keys();
    let content = keys.open(&scope(caller, endpoint), sealed, now_ms)?;
    if list.is_some_and(|list| !agree(&list, &content.filter)) {
        let message = "What is listed is in the cursor. Leave such parameters out, or send them as with the first page.";
        return Err(ApiError::new(ApiCode::CursorMismatch, message));
    }
    let place = place(&content.position).ok_or_else(|| ApiError::from(CursorError::Tampered))?;
    Ok(Asked {
        list: content.filter,
        page_size: page_size.unwrap_or(content.page_size),
        direction: content.direction,
        place: Some(place),
        issued_at_ms: content.issued_at_ms,
    })
}

/// Lists of which every part counts.
pub(super) fn same(sent: &str, sealed: &str) -> bool {
    sent == sealed
}

fn page_size(text: Option<&str>) -> Result<Option<u16>, ApiError> {
    let Some(text) = text else { return Ok(None) };
    let size = text.parse().ok();
    match size.filter(|size| (1..=PAGE_SIZE_MAX).contains(size)) {
        Some(size) => Ok(Some(size)),
        None => Err(bad(format!(
            "pageSize must be a number from 1 to {PAGE_SIZE_MAX}."
        ))),
    }
}

fn bad(message: impl Into<String>) -> ApiError {
    ApiError::new(ApiCode::BadParameter, message)
}

/// The canonical form of a list that nothing is said of.
const EVERYTHING: &str = "{}";

/// Filter, order and fields in one canonical form: the JSON of a query. `None` when nothing of it
/// was sent.
pub(super) fn of_items(caller: &Authenticated) -> Result<Option<String>, ApiError> {
    let mut query = String::from("{");
    if let Some(filter) = caller.parameter("filter") {
        let value = Tree::parse(filter).map_err(|error| bad(format!("filter is {error}.")))?;
        query.push_str("\"filter\":");
        value.to_json(&mut query);
        query.push(',');
    }
    if let Some(sort) = caller.parameter("sort") {
        let keys: Vec<Value> = names(sort, "sort")?
            .into_iter()
            .map(|name| match name.strip_prefix('-') {
                Some(field) => json!({"field": field, "order": "desc"}),
                None => json!({"field": name, "order": "asc"}),
            })
            .collect();
        // Writing to a string cannot fail.
        let _ = write!(query, "\"sort\":{},", Value::Array(keys));
    }
    if let Some(fields) = caller.parameter("fields") {
        let _ = write!(query, "\"fields\":{},", json!(names(fields, "fields")?));
    }
    if query.len() == 1 {
        return Ok(None);
    }
    query.pop();
    query.push('}');
    Ok(Some(query))
}

/// The names in a list with commas.
fn names<'t>(text: &'t str, parameter: &str) -> Result<Vec<&'t str>, ApiError> {
    let names: Vec<&str> = text.split(',').map(str::trim).collect();
    if names
        .iter()
        .any(|name| name.trim_start_matches('-').is_empty())
    {
        return Err(bad(format!(
            "{parameter} must be names of fields with commas between them."
        )));
    }
    Ok(names)
}

impl Asked {
    /// The query that finds the page, and one item more: whether there is a further page.
    pub(super) fn query(&self) -> Result<Query, ApiError> {
        let mut query = Query::parse(&self.list)?;
        query.limit = self.limit();
        query.seek = self.seek();
        Ok(query)
    }

    /// What is listed, as [`read`] was given it.
    pub(super) fn wanted<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        serde_json::from_str(&self.list).map_err(|error| {
            ApiError::from(CursorError::Tampered)
                .with_reason(format!("a cursor carries another kind of list: {error}"))
        })
    }

    /// Documents to look for: one more than the page has.
    pub(super) fn limit(&self) -> u64 {
        u64::from(self.page_size) + 1
    }

    /// From where.
    pub(super) fn seek(&self) -> Option<Seek> {
        self.place.clone().map(|place| Seek {
            place,
            backwards: self.direction == Direction::Previous,
        })
    }
}
