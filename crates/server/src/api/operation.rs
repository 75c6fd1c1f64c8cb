//! What routes do.

use velodrome_site::crm::{Facet, PartKind};

/// What a route does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A page of contacts.
    ListContacts,
    /// A page of the contacts to whom may be written.
    ListSubscribers,
    /// A new contact, or one reconciled with those known.
    CreateContact,
    /// The contact with an email or phone number.
    UpsertContact,
    /// One contact.
    GetContact,
    /// A contact replaced whole.
    ReplaceContact,
    /// Several changes of a contact.
    PatchContact,
    /// A contact removed.
    RemoveContact,
    /// The name, company or picture of a contact replaced.
    SetFacet(Facet),
    /// An email, phone, .. added.
    AddPart(PartKind),
    /// An email, phone, .. replaced.
    ReplacePart(PartKind),
    /// An email, phone, .. removed.
    RemovePart(PartKind),
    /// What may be sent to an email address.
    Subscribe,
    /// A page of a contact's activities.
    ListContactActivities,
    /// A new activity of a contact.
    PostContactActivity,
    /// A page of activities.
    ListActivities,
    /// A new activity.
    PostActivity,
    /// The documented types of activities.
    ListActivityTypes,
    /// One activity.
    GetActivity,
    /// How many activities of which type.
    Summarize,
    /// How many activities of which type a contact has.
    SummarizeContact,
    /// A page of labels.
    ListLabels,
    /// A new label.
    CreateLabel,
    /// One label.
    GetLabel,
    /// A label renamed.
    ChangeLabel,
    /// A label removed.
    RemoveLabel,
    /// A label given to contacts.
    LabelContacts,
    /// A label taken from a contact.
    UnlabelContact,
    /// The site's address and status.
    GetSite,
    /// The site's pages.
    ListPages,
    /// The site's settings.
    GetSettings,
    /// The site's redirects.
    ListRedirects,
    /// Several requests in one.
    Batch,
    /// Definitions of all collections.
    ListCollections,
    /// Definition of one.
    GetCollection,
    /// A page of items.
    ListItems,
    /// One item.
    GetItem,
    /// A new item.
    InsertItem,
    /// An item replaced whole.
    ReplaceItem,
    /// Some members of an item replaced.
    PatchItem,
    /// An item removed.
    RemoveItem,
    /// Many items at once.
    BulkItems,
    /// A function of the site.
    CallFunction,
}
