//! What operations take, give, and refuse, beyond what is the same for all.

use crate::api::ApiCode::{self, *};
use crate::api::Operation;
use velodrome_site::crm::{Facet, PartKind};

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
const OF_PAGE: &[ApiCode] = &[
    ContactNotFound,
    BadParameter,
    CursorMalformed,
    CursorKeyUnknown,
    CursorForeign,
    CursorExpired,
    CursorEnd,
    CursorMismatch,
    CursorTooLong,
];
const OF_CONTACT: &[ApiCode] = &[ContactNotFound, BadParameter];
const OF_NEW_CONTACT: &[ApiCode] = &[ContactRefused, BadBody];
const OF_EDIT: &[ApiCode] = &[
    ContactNotFound,
    ContactPartNotFound,
    ContactChanged,
    ContactRefused,
    BadBody,
    BadParameter,
];
const OF_ACTIVITY: &[ApiCode] = &[ContactNotFound, ContactRefused, ActivityRefused, BadBody];
const OF_LABEL: &[ApiCode] = &[
    LabelNotFound,
    LabelRefused,
    ContactNotFound,
    ContactRefused,
    BadBody,
];
const OF_SUMMARY: &[ApiCode] = &[ContactNotFound, BadParameter];
const OF_BATCH: &[ApiCode] = &[BadBody, BadParameter];
const OF_FUNCTION: &[ApiCode] = &[NotFound, MethodNotAllowed, FunctionFailed, FunctionTimedOut];

/// What is said of this operation.
pub(super) fn describe(operation: Operation) -> Description {
    match operation {
        Operation::ListContacts => gives("List contacts", "ContactPage", OF_PAGE),
        Operation::ListSubscribers => gives(
            "List contacts to whom may be written",
            "SubscriberPage",
            OF_PAGE,
        ),
        Operation::CreateContact => takes(
            "Add a contact; with version 2.0.0, reconcile it with those known",
            "NewContact",
            "CreatedContact",
            OF_NEW_CONTACT,
        ),
        Operation::UpsertContact => takes(
            "Find a contact by email or phone, or make one",
            "ContactKey",
            "ContactId",
            OF_NEW_CONTACT,
        ),
        Operation::GetContact => gives("Get a contact", "Contact", OF_CONTACT),
        Operation::ReplaceContact => {
            takes("Replace a contact whole", "NewContact", "Contact", OF_EDIT)
        }
        Operation::PatchContact => takes(
            "Change a contact by operations of RFC 6902",
            "JsonPatch",
            "Contact",
            OF_EDIT,
        ),
        Operation::RemoveContact => gives("Remove a contact", "Contact", OF_EDIT),
        Operation::SetFacet(facet) => takes(
            "Replace a contact's name, company or picture",
            facet_shape(facet),
            "Contact",
            OF_EDIT,
        ),
        Operation::AddPart(kind) => takes(
            "Add a part to a contact",
            part_shape(kind),
            "Contact",
            OF_EDIT,
        ),
        Operation::ReplacePart(kind) => takes(
            "Replace a part of a contact",
            part_shape(kind),
            "Contact",
            OF_EDIT,
        ),
        Operation::RemovePart(_) => gives("Remove a part of a contact", "Contact", OF_EDIT),
        Operation::Subscribe => takes(
            "Say what may be sent to an email address",
            "Subscription",
            "Contact",
            OF_EDIT,
        ),
        Operation::ListContactActivities => {
            gives("List a contact's activities", "ActivityPage", OF_PAGE)
        }
        Operation::PostContactActivity => takes(
            "Post an activity of a contact",
            "NewActivity",
            "PostedActivity",
            OF_ACTIVITY,
        ),
        Operation::ListActivities => gives("List activities", "ActivityPage", OF_PAGE),
        Operation::PostActivity => takes(
            "Post an activity",
            "NewActivity",
            "PostedActivity",
            OF_ACTIVITY,
        ),
        Operation::ListActivityTypes => gives(
            "List the documented types of activities",
            "ActivityTypes",
            &[],
        ),
        Operation::GetActivity => gives("Get an activity", "Activity", &[ActivityNotFound]),
        Operation::Summarize => gives("Count activities by type", "Summary", OF_SUMMARY),
        Operation::SummarizeContact => gives(
            "Count a contact's activities by type",
            "Summary",
            OF_SUMMARY,
        ),
        Operation::ListLabels => gives("List labels", "LabelPage", OF_PAGE),
        Operation::CreateLabel => takes("Add a label", "NewLabel", "LabelId", OF_LABEL),
        Operation::GetLabel => gives("Get a label", "Label", OF_LABEL),
        Operation::ChangeLabel => takes(
            "Rename or describe a label",
            "LabelChange",
            "Label",
            OF_LABEL,
        ),
        Operation::RemoveLabel => gives("Remove a label", "Label", OF_LABEL),
        Operation::LabelContacts => takes(
            "Give a label to contacts",
            "LabelledContacts",
            "AffectedContacts",
            OF_LABEL,
        ),
        Operation::UnlabelContact => {
            gives("Take a label from a contact", "AffectedContacts", OF_LABEL)
        }
        Operation::GetSite => gives("Get the site's address and status", "Site", &[]),
        Operation::ListPages => gives("List the site's pages", "SitePages", &[]),
        Operation::GetSettings => gives("Get the site's settings", "SiteSettings", &[]),
        Operation::ListRedirects => gives("List the site's redirects", "Redirects", &[]),
        Operation::Batch => takes(
            "Send several requests in one",
            "Batch",
            "BatchResult",
            OF_BATCH,
        ),
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

const fn facet_shape(facet: Facet) -> &'static str {
    match facet {
        Facet::Name => "Name",
        Facet::Company => "Company",
        Facet::Picture => "Picture",
    }
}

const fn part_shape(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Email => "Email",
        PartKind::Phone => "Phone",
        PartKind::Address => "Address",
        PartKind::Url => "Url",
        PartKind::Date => "Date",
        PartKind::Note => "Note",
        PartKind::Custom => "CustomField",
    }
}
