//! What operations take, give, and refuse, beyond what is the same for all.

use crate::api::ApiCode::{self, *};
use crate::api::Operation;

/// What is said of an operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Description {
    /// One line.
    pub(super) summary: &'static str,
    /// The shape of its body; `None` when it takes none.
    pub(super) body: Option<&'static str>,
    /// The shape of its result.
    pub(super) result: &'static str,
    /// Codes of its own.
    pub(super) codes: &'static [ApiCode],
}

const fn gives(
    summary: &'static str,
    result: &'static str,
    codes: &'static [ApiCode],
) -> Description {
    Description {
        summary,
        body: None,
        result,
        codes,
    }
}

const fn takes(
    summary: &'static str,
    body: &'static str,
    result: &'static str,
    codes: &'static [ApiCode],
) -> Description {
    Description {
        summary,
        body: Some(body),
        result,
        codes,
    }
}

/// Codes that every signed request may get.
pub(super) const ALWAYS: &[ApiCode] = &[
    NotSigned,
    NotAccepted,
    Insecure,
    ScopeMissing,
    UnknownParameter,
    BadRequest,
    BodyTooLarge,
    RequestTimeout,
    RateLimited,
    Overloaded,
    Internal,
    DataTimedOut,
];

const OF_COLLECTION: &[ApiCode] = &[CollectionNotFound, DataRefused];
const OF_ITEM: &[ApiCode] = &[CollectionNotFound, ItemNotFound, DataRefused];
const OF_CHANGE: &[ApiCode] = &[
    CollectionNotFound,
    ItemNotFound,
    ItemExists,
    DataRefused,
    BadBody,
];
const OF_NEW: &[ApiCode] = &[CollectionNotFound, ItemExists, DataRefused, BadBody];
const OF_BULK: &[ApiCode] = &[CollectionNotFound, DataRefused, BadBody, BadParameter];
const OF_LIST: &[ApiCode] = &[
    CollectionNotFound,
    DataRefused,
    BadParameter,
    CursorMalformed,
    CursorKeyUnknown,
    CursorForeign,
    CursorExpired,
    CursorEnd,
    CursorMismatch,
    CursorTooLong,
];
const OF_FUNCTION: &[ApiCode] = &[NotFound, MethodNotAllowed, FunctionFailed, FunctionTimedOut];

/// What is said of this operation.
pub(super) fn describe(operation: Operation) -> Description {
    match operation {
        Operation::ListCollections => gives("List the site's collections", "CollectionPage", &[]),
        Operation::GetCollection => {
            gives("Get a collection's definition", "Collection", OF_COLLECTION)
        }
        Operation::ListItems => gives("List the items of a collection", "ItemPage", OF_LIST),
        Operation::GetItem => gives("Get an item", "Item", OF_ITEM),
        Operation::InsertItem => takes("Add an item", "NewItem", "Item", OF_NEW),
        Operation::ReplaceItem => takes("Replace an item whole", "NewItem", "Item", OF_CHANGE),
        Operation::PatchItem => takes("Replace members of an item", "ItemPatch", "Item", OF_CHANGE),
        Operation::RemoveItem => gives("Remove an item", "Item", OF_ITEM),
        Operation::BulkItems => takes(
            "Write many items, each for itself",
            "BulkBody",
            "BulkResult",
            OF_BULK,
        ),
        Operation::CallFunction => takes(
            "Call a function of the site",
            "Anything",
            "Anything",
            OF_FUNCTION,
        ),
    }
}
