//! From what was found to a page with cursors.

use super::authenticate::Authenticated;
use super::code::ApiCode;
use super::error::ApiError;
use super::list::Asked;
use data_encoding::BASE64URL_NOPAD;
use std::fmt::Write as _;
use velodrome_model::cursor::{
    CURSOR_NONCE_BYTES, CursorContent, CursorScope, CursorTooLong, Direction, Position,
};
use velodrome_model::data::Place;
use velodrome_site::apps::CursorEnd;
use velodrome_site::data::List;

/// Room for what precedes the documents of a page.
const HEAD_BYTES: usize = 1024;

impl Asked {
    /// The page; `show` appends a document as clients see it.
    pub(super) fn page(
        &self,
        caller: &Authenticated,
        endpoint: &str,
        found: &List,
        show: impl Fn(&str, &mut String) -> Result<(), ApiError>,
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
        // What is shown of documents is about as long as they are.
        let bytes = found.documents.bytes();
        let mut page = String::with_capacity(bytes + bytes / 8 + HEAD_BYTES);
        // Writing to a string cannot fail.
        let _ = write!(
            page,
            "{{\"total\":{},\"pageSize\":{},\"previousCursor\":{},\"nextCursor\":{},\"results\":[",
            found.total,
            self.page_size,
            seal(ends.previous, Direction::Previous)?,
            seal(ends.next, Direction::Next)?,
        );
        let documents = found.documents.iter().skip(shown.start).take(shown.len());
        for (index, document) in documents.enumerate() {
            if index > 0 {
                page.push(',');
            }
            show(document, &mut page)?;
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

/// The place that a position stands for; none of other kinds than [`position`] makes.
pub(super) fn place(position: &Position) -> Option<Place> {
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

/// Whom a cursor is for.
pub(super) fn scope<'a>(caller: &'a Authenticated, endpoint: &'a str) -> CursorScope<'a> {
    let application = caller.application();
    CursorScope {
        application: &application.id,
        instance: &application.instance,
        endpoint,
    }
}
