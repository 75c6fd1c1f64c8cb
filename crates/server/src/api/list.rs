//! Pages of items: from the parameters or the cursor of a request to a query, and from what was
//! found to a page with cursors.
//!
//! A cursor holds what the list was asked for and a place in its order, so that clients may send it
//! alone. A place is not a number of items: what is inserted or removed elsewhere shifts nothing.

use super::authenticate::Authenticated;
use super::code::ApiCode;
use super::error::ApiError;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use std::fmt::Write as _;
use velodrome_model::cursor::{
    CURSOR_NONCE_BYTES, CursorContent, CursorParameter, CursorScope, CursorTooLong, Direction,
    Position,
};
use velodrome_model::data::{Place, Query, Seek, public};
use velodrome_site::apps::CursorEnd;
use velodrome_site::data::List;

/// Items of a page when nothing is said. Source: documentation.
const PAGE_SIZE_DEFAULT: u16 = 25;
/// The most that may be asked for. Source: documentation.
const PAGE_SIZE_MAX: u16 = 500;

/// What a request asks for.
pub(super) struct Asked {
    /// The list in its canonical form, as a cursor carries it.
    list: String,
    page_size: u16,
    direction: Direction,
    /// Where to begin; at the start without one.
    place: Option<Place>,
    issued_at_ms: i64,
}

/// Reads a request's parameters; `endpoint` is its path, `now_ms` when it came.
pub(super) fn read(caller: &Authenticated, endpoint: &str, now_ms: i64) -> Result<Asked, ApiError> {
    let page_size = page_size(caller.parameter("pageSize"))?;
    let list = list(caller)?;
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
    if list.is_some_and(|list| list != content.filter) {
        let message = "filter, sort and fields are in the cursor. Leave them out, or send them as with the first page.";
        return Err(ApiError::new(ApiCode::CursorMismatch, message));
    }
    let place = place(&content.position)
        .ok_or_else(|| ApiError::from(velodrome_model::cursor::CursorError::Tampered))?;
    Ok(Asked {
        list: content.filter,
        page_size: page_size.unwrap_or(content.page_size),
        direction: content.direction,
        place: Some(place),
        issued_at_ms: content.issued_at_ms,
    })
}

fn scope<'a>(caller: &'a Authenticated, endpoint: &'a str) -> CursorScope<'a> {
    let application = caller.application();
    CursorScope {
        application: &application.id,
        instance: &application.instance,
        endpoint,
    }
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
fn list(caller: &Authenticated) -> Result<Option<String>, ApiError> {
    let mut query = String::from("{");
    if let Some(filter) = caller.parameter("filter") {
        let value = velodrome_model::data::Value::parse(filter)
            .map_err(|error| bad(format!("filter is {error}.")))?;
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
        query.limit = u64::from(self.page_size) + 1;
        query.seek = self.place.clone().map(|place| Seek {
            place,
            backwards: self.direction == Direction::Previous,
        });
        Ok(query)
    }

    /// The page.
    pub(super) fn page(
        &self,
        caller: &Authenticated,
        endpoint: &str,
        found: List,
    ) -> Result<String, ApiError> {
        let backwards = self.direction == Direction::Previous;
        let size = usize::from(self.page_size);
        let has_more = found.documents.len() > size;
        // The one too many lies farthest from where the page was asked from.
        let first = usize::from(backwards && has_more);
        let shown = first..(first + size).min(found.documents.len());
        let places = &found.places[shown.clone()];
        let ends = Ends {
            previous: places
                .first()
                .filter(|_| self.place.is_some() && (has_more || !backwards))
                .cloned()
                .or_else(|| self.emptied(Direction::Previous, places)),
            next: places
                .last()
                .filter(|_| has_more || backwards)
                .cloned()
                .or_else(|| self.emptied(Direction::Next, places)),
        };
        let seal = |place: Option<Place>, direction| {
            place.map_or_else(
                || Ok(end(caller)),
                |place| self.seal(caller, endpoint, &place, direction),
            )
        };
        let mut page = String::with_capacity(1024);
        // Writing to a string cannot fail.
        let _ = write!(
            page,
            "{{\"total\":{},\"pageSize\":{},\"previousCursor\":{},\"nextCursor\":{},\"results\":[",
            found.total,
            self.page_size,
            seal(ends.previous, Direction::Previous)?,
            seal(ends.next, Direction::Next)?,
        );
        for (index, document) in found.documents[shown].iter().enumerate() {
            if index > 0 {
                page.push(',');
            }
            public::document(document, &mut page);
        }
        page.push_str("]}");
        Ok(page)
    }

    /// The way back from a page that turned out to be empty: just beyond the place it was asked
    /// from, so that the item that stands there is met again.
    fn emptied(&self, direction: Direction, places: &[Place]) -> Option<Place> {
        let place = self.place.as_ref().filter(|_| places.is_empty())?;
        let sequence = match (self.direction, direction) {
            (Direction::Next, Direction::Previous) => place.sequence.saturating_sub(1),
            (Direction::Previous, Direction::Next) => place.sequence.saturating_add(1),
            _ => return None,
        };
        Some(Place {
            sequence,
            ..place.clone()
        })
    }

    fn seal(
        &self,
        caller: &Authenticated,
        endpoint: &str,
        place: &Place,
        direction: Direction,
    ) -> Result<String, ApiError> {
        let content = CursorContent {
            filter: self.list.clone(),
            page_size: self.page_size,
            direction,
            position: position(place),
            issued_at_ms: self.issued_at_ms,
        };
        let mut nonce = [0; CURSOR_NONCE_BYTES];
        getrandom::fill(&mut nonce).expect("the system has randomness once it is up");
        let keys = caller.applications().cursor_keys();
        let sealed = keys.seal(&scope(caller, endpoint), &content, nonce);
        let cursor = sealed.map_err(|error: CursorTooLong| {
            let message = format!("The page cannot have a cursor: {error}. Shorten filter and fields, or sort by a field with shorter values.");
            ApiError::new(ApiCode::CursorTooLong, message)
        })?;
        Ok(format!("\"{cursor}\""))
    }
}

/// Where the pages beside one begin.
struct Ends {
    previous: Option<Place>,
    next: Option<Place>,
}

/// What stands for no further page.
pub(super) fn end(caller: &Authenticated) -> String {
    match caller.application().cursor_end {
        CursorEnd::Zero => "0".to_owned(),
        CursorEnd::Null => "null".to_owned(),
    }
}

fn position(place: &Place) -> Position {
    let Place {
        keys,
        created_ms,
        sequence,
    } = place;
    if keys.is_empty() {
        return Position::Sequence {
            created_ms: *created_ms,
            sequence: *sequence,
        };
    }
    let keys = BASE64URL_NOPAD.encode(keys);
    Position::Keys(format!("{keys} {created_ms} {sequence}"))
}

fn place(position: &Position) -> Option<Place> {
    match position {
        Position::Sequence {
            created_ms,
            sequence,
        } => Some(Place {
            keys: Vec::new(),
            created_ms: *created_ms,
            sequence: *sequence,
        }),
        Position::Keys(text) => {
            let mut parts = text.split(' ');
            Some(Place {
                keys: BASE64URL_NOPAD.decode(parts.next()?.as_bytes()).ok()?,
                created_ms: parts.next()?.parse().ok()?,
                sequence: parts.next()?.parse().ok()?,
            })
        }
        Position::Id { .. } => None,
    }
}
