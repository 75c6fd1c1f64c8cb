//! What a webhook can be told of, and by which changes of documents it comes about.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use velodrome_store::ChangeKind;

use crate::crm::{ACTIVITIES, CONTACTS};

/// Longest name of a collection in a filter, in bytes.
const COLLECTION_BYTES_MAX: usize = 512;

/// Events that a webhook wants to know of, as written by people: `contacts`, `contacts/created`,
/// `activities/posted`, `items/orders`, `items/orders/deleted`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum EventFilter {
    /// Contacts: of one kind of change, or all.
    Contacts(Option<Kind>),
    /// New activities.
    ActivitiesPosted,
    /// Items of a collection: of one kind of change, or all.
    Items {
        /// The collection.
        collection: String,
        /// The kind.
        kind: Option<Kind>,
    },
}

/// What can happen, in the words of event types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// New.
    Created,
    /// Changed.
    Updated,
    /// Gone.
    Deleted,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Created, Kind::Updated, Kind::Deleted];

    const fn as_str(self) -> &'static str {
        match self {
            Kind::Created => "created",
            Kind::Updated => "updated",
            Kind::Deleted => "deleted",
        }
    }

    fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

impl From<ChangeKind> for Kind {
    fn from(kind: ChangeKind) -> Kind {
        match kind {
            ChangeKind::Inserted => Kind::Created,
            ChangeKind::Updated => Kind::Updated,
            ChangeKind::Removed => Kind::Deleted,
        }
    }
}

impl EventFilter {
    /// The collection whose changes may be such events.
    pub fn collection(&self) -> &str {
        match self {
            EventFilter::Contacts(_) => CONTACTS,
            EventFilter::ActivitiesPosted => ACTIVITIES,
            EventFilter::Items { collection, .. } => collection,
        }
    }

    fn wants(&self, collection: &str, kind: Kind) -> bool {
        let wanted = match self {
            EventFilter::Contacts(wanted) => *wanted,
            EventFilter::ActivitiesPosted => Some(Kind::Created),
            EventFilter::Items { kind, .. } => *kind,
        };
        self.collection() == collection && wanted.is_none_or(|wanted| wanted == kind)
    }
}

impl FromStr for EventFilter {
    type Err = String;

    fn from_str(text: &str) -> Result<EventFilter, String> {
        let unknown = || {
            format!(
                "\"{text}\" is no event; there are contacts (contacts/created, contacts/updated, \
                 contacts/deleted), activities/posted, and items/COLLECTION with or without \
                 /created, /updated or /deleted behind it"
            )
        };
        let (area, rest) = match text.split_once('/') {
            Some((area, rest)) => (area, Some(rest)),
            None => (text, None),
        };
        match (area, rest) {
            ("contacts", None) => Ok(EventFilter::Contacts(None)),
            ("contacts", Some(kind)) => {
                let kind = Kind::parse(kind).ok_or_else(unknown)?;
                Ok(EventFilter::Contacts(Some(kind)))
            }
            ("activities", None | Some("posted")) => Ok(EventFilter::ActivitiesPosted),
            ("items", Some(rest)) => {
                // A collection's name may have slashes in it.
                let last = rest
                    .rsplit_once('/')
                    .and_then(|(name, kind)| Some((name, Kind::parse(kind)?)));
                let (collection, kind) = match last {
                    Some((name, kind)) => (name, Some(kind)),
                    None => (rest, None),
                };
                let is_name = !collection.is_empty()
                    && collection.len() <= COLLECTION_BYTES_MAX
                    && !collection.starts_with('$')
                    && !collection.contains(char::is_control);
                let items = EventFilter::Items {
                    collection: collection.to_owned(),
                    kind,
                };
                is_name.then_some(items).ok_or_else(unknown)
            }
            _ => Err(unknown()),
        }
    }
}

impl fmt::Display for EventFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            EventFilter::Contacts(kind) => {
                f.write_str("contacts")?;
                kind
            }
            EventFilter::ActivitiesPosted => return f.write_str("activities/posted"),
            EventFilter::Items { collection, kind } => {
                write!(f, "items/{collection}")?;
                kind
            }
        };
        kind.map_or(Ok(()), |kind| write!(f, "/{}", kind.as_str()))
    }
}

impl TryFrom<String> for EventFilter {
    type Error = String;

    fn try_from(text: String) -> Result<EventFilter, String> {
        text.parse()
    }
}

impl From<EventFilter> for String {
    fn from(filter: EventFilter) -> String {
        filter.to_string()
    }
}

/// The events that one webhook wants to know of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Events(pub Vec<EventFilter>);

impl Events {
    /// Whether a change is one of them.
    pub(super) fn want(&self, collection: &str, kind: Kind) -> bool {
        self.0.iter().any(|filter| filter.wants(collection, kind))
    }
}

impl fmt::Display for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, filter) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{filter}")?;
        }
        Ok(())
    }
}

/// What a changed document is, to receivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Contact,
    Activity,
    Item,
}

impl Subject {
    pub fn of(collection: &str) -> Subject {
        match collection {
            CONTACTS => Subject::Contact,
            ACTIVITIES => Subject::Activity,
            _ => Subject::Item,
        }
    }

    /// The value of `x-wix-event-type`.
    pub fn event_type(self, kind: Kind) -> String {
        match self {
            Subject::Contact => format!("/contacts/{}", kind.as_str()),
            Subject::Activity => "/activities/posted".to_owned(),
            Subject::Item => format!("/items/{}", kind.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(text: &str) -> EventFilter {
        text.parse().expect(text)
    }

    #[test]
    fn filters_are_shown_as_they_are_written() {
        for text in [
            "contacts",
            "contacts/created",
            "activities/posted",
            "items/orders",
            "items/orders/deleted",
            "items/Import/2026/updated",
            "items/Import/2026",
        ] {
            assert_eq!(filter(text).to_string(), text);
        }
        assert_eq!(filter("activities"), EventFilter::ActivitiesPosted);
    }

    #[test]
    fn what_is_no_event_is_refused() {
        for text in [
            "",
            "contacts/",
            "contacts/posted",
            "activities/created",
            "items",
            "items/",
            "items/$contacts",
            "sites",
            "items/a\nb",
        ] {
            let why = text.parse::<EventFilter>().expect_err(text);
            assert!(why.contains("activities/posted"));
        }
    }

    #[test]
    fn a_filter_wants_its_own_kind_of_change_in_its_own_collection() {
        let wants = |text: &str, collection: &str, kind| filter(text).wants(collection, kind);
        assert!(wants("contacts", CONTACTS, Kind::Deleted));
        assert!(wants("contacts/created", CONTACTS, Kind::Created));
        assert!(!wants("contacts/created", CONTACTS, Kind::Updated));
        assert!(!wants("contacts", ACTIVITIES, Kind::Created));
        assert!(wants("activities/posted", ACTIVITIES, Kind::Created));
        assert!(!wants("activities/posted", ACTIVITIES, Kind::Deleted));
        assert!(wants("items/orders", "orders", Kind::Updated));
        assert!(!wants("items/orders/deleted", "orders", Kind::Updated));
        assert!(!wants("items/orders", "Orders", Kind::Updated));
    }
}
