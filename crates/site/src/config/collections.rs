//! What a site may say of its collections: who may do what, which fields are indexed, what a
//! field refers to. None of it is needed; data works without a word.

use std::collections::BTreeMap;

/// Everything said of collections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collections {
    /// Whether a collection must exist before it is written; `None` leaves it to the mode.
    pub(super) strict: Option<bool>,
    /// Whether what no permission was declared for needs the administrator's.
    pub strict_permissions: bool,
    /// The declared collections by name. A declared collection exists.
    pub declared: BTreeMap<String, Collection>,
}

/// `[collections.NAME]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collection {
    /// The name that people see; otherwise it is that of the collection.
    pub display_name: Option<String>,
    /// The least role for each kind of operation.
    pub permissions: Permissions,
    /// Dotted paths of fields that have an index.
    pub indexes: Vec<String>,
    /// Dotted paths of fields of which no two documents may have the same value.
    pub unique: Vec<String>,
    /// What is known of fields, by name.
    pub fields: BTreeMap<String, Field>,
}

/// The least role that an operation needs; `None` where nothing was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// get, query, count, distinct, aggregate and questions about references.
    pub read: Option<Role>,
    /// New documents.
    pub insert: Option<Role>,
    /// Changes to documents and their references.
    pub update: Option<Role>,
    /// The removal of documents.
    pub remove: Option<Role>,
}

/// Who may do something, by Wix's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Everybody.
    Anyone,
    /// Whoever is logged in.
    SiteMember,
    /// Whoever is logged in, with documents of their own.
    SiteMemberAuthor,
    /// The site's owner.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 4] = [
        Role::Anyone,
        Role::SiteMember,
        Role::SiteMemberAuthor,
        Role::Admin,
    ];

    /// Wix's name of the role.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Anyone => "ANYONE",
            Role::SiteMember => "SITE_MEMBER",
            Role::SiteMemberAuthor => "SITE_MEMBER_AUTHOR",
            Role::Admin => "ADMIN",
        }
    }
}

/// `[collections.NAME.fields.FIELD]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// One of [`FIELD_TYPES`]. Documents are not checked against it.
    pub kind: Option<&'static str>,
    /// The collection whose documents the field refers to.
    pub references: Option<String>,
    /// Whether the field refers to many documents, as `insertReference` makes it.
    pub multiple: bool,
}

/// Wix's types of fields.
pub const FIELD_TYPES: &[&str] = &[
    "TEXT",
    "NUMBER",
    "DATE",
    "DATETIME",
    "TIME",
    "BOOLEAN",
    "URL",
    "IMAGE",
    "DOCUMENT",
    "VIDEO",
    "AUDIO",
    "MEDIA_GALLERY",
    "RICH_TEXT",
    "RICH_CONTENT",
    "ADDRESS",
    "PAGE_LINK",
    "LANGUAGE",
    "REFERENCE",
    "MULTI_REFERENCE",
    "OBJECT",
    "ARRAY",
    "ARRAY_STRING",
    "ARRAY_DOCUMENT",
    "ANY",
];
