//! Contacts and what belongs to them: activities, labels, summaries.
//!
//! They are documents of reserved collections in the site's own store, one each, written like any
//! others. Two ways lead here: the signed API, and the module `wix-crm-backend` of the site's code.
//! Start with [`Crm`]; [`Contact`] is what is stored.

mod activities;
mod activity;
mod book;
mod contact;
mod contact_list;
mod create;
mod draft;
mod edit;
mod error;
mod fields;
mod insights;
mod keys;
mod label;
mod labels;
mod limits;
mod part;
mod patch;
mod reconcile;
mod service;
mod shown;
mod velo_info;
mod velo_query;

pub use activities::ActivityList;
pub use activity::{ACTIVITY_TYPES, NewActivity, Posted};
pub use book::Crm;
pub use contact::Contact;
pub use contact_list::ContactList;
pub use draft::Draft;
pub use edit::{Expected, Facet};
pub use error::{CrmError, CrmFault};
pub use fields::Fields;
pub use label::Label;
pub use part::{Part, PartKind};
pub use reconcile::Reconciled;
pub(crate) use service::NAME as SERVICE;
pub use shown::append_shown;

/// The collection of contacts. A watcher of it sees each as one document.
pub const CONTACTS: &str = "$contacts";
/// The collection of activities; `activityType` and `contactId` are members of each.
pub const ACTIVITIES: &str = "$activities";
/// The collection of labels.
pub const LABELS: &str = "$labels";
