//! Backend events: which of the handlers in `backend/events.js` are ever called.
//!
//! The names are those of the public Velo reference: the module, an underscore, the event.

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Something is new.
    Created,
    /// Something was changed.
    Updated,
    /// Something is gone.
    Deleted,
}

/// To what it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventSubject {
    /// A document of a collection.
    DataItem,
    /// A contact.
    Contact,
}

/// The handlers that are called.
pub const RAISED: [(EventSubject, EventKind, &str); 6] = [
    (
        EventSubject::DataItem,
        EventKind::Created,
        "wixData_onDataItemCreated",
    ),
    (
        EventSubject::DataItem,
        EventKind::Updated,
        "wixData_onDataItemUpdated",
    ),
    (
        EventSubject::DataItem,
        EventKind::Deleted,
        "wixData_onDataItemDeleted",
    ),
    (
        EventSubject::Contact,
        EventKind::Created,
        "wixCrm_onContactCreated",
    ),
    (
        EventSubject::Contact,
        EventKind::Updated,
        "wixCrm_onContactUpdated",
    ),
    (
        EventSubject::Contact,
        EventKind::Deleted,
        "wixCrm_onContactDeleted",
    ),
];

/// The handler of an event.
pub fn handler_of(subject: EventSubject, kind: EventKind) -> &'static str {
    let found = RAISED
        .iter()
        .find(|(of, what, _)| (*of, *what) == (subject, kind));
    found.map_or("", |(.., name)| name)
}

/// What a handler is for; `None` for names that are never called.
pub fn raised(name: &str) -> Option<(EventSubject, EventKind)> {
    let found = RAISED.iter().find(|(.., handler)| *handler == name);
    found.map(|(subject, kind, _)| (*subject, *kind))
}

/// Whether a name is that of some event of the platform, raised here or not: `wixStores_onOrderPaid`.
pub fn looks_like_handler(name: &str) -> bool {
    let Some((module, event)) = name.split_once("_on") else {
        return false;
    };
    module.starts_with("wix")
        && event.starts_with(|first: char| first.is_ascii_uppercase())
        && event.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handlers_are_known_by_their_names() {
        for (subject, kind, name) in RAISED {
            assert_eq!(raised(name), Some((subject, kind)));
            assert_eq!(handler_of(subject, kind), name);
            assert!(looks_like_handler(name));
        }
        assert!(
            looks_like_handler("wixStores_onOrderPaid")
                && raised("wixStores_onOrderPaid").is_none()
        );
        assert!(
            !looks_like_handler("helper_on")
                && !looks_like_handler("on")
                && !looks_like_handler("wix_once")
        );
    }
}
