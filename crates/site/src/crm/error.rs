//! Why there is no result, as values: each has a code of its own in the API.

use std::fmt;

use velodrome_model::data::DataError;

/// What is wrong with what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrmFault {
    /// There is no such contact.
    ContactNotFound,
    /// The contact was changed since the time that the caller names.
    ContactChanged,
    /// Another contact has one of the email addresses.
    ContactExists,
    /// The contact, or a part of it, cannot be as it is given.
    ContactRefused,
    /// The contact has no part of this kind and id.
    PartNotFound,
    /// There is no such activity.
    ActivityNotFound,
    /// The activity cannot be as it is given.
    ActivityRefused,
    /// There is no such label.
    LabelNotFound,
    /// The label cannot be as it is given, or is one of the server's own.
    LabelRefused,
    /// So many others changed the same thing that this change never had its turn.
    Contended,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CrmError {
    /// What was asked cannot be done.
    Fault(CrmFault, String),
    /// The data refused it, or failed.
    Data(DataError),
}

impl CrmError {
    /// For a body about a contact that cannot be so.
    pub fn refused_contact(message: impl Into<String>) -> CrmError {
        CrmError::contact(message)
    }

    /// For a body about a label that cannot be so.
    pub fn refused_label(message: impl Into<String>) -> CrmError {
        CrmError::label(message)
    }

    pub(super) fn contact_not_found(id: &str) -> CrmError {
        CrmError::Fault(
            CrmFault::ContactNotFound,
            format!("There is no contact {id:?}."),
        )
    }

    pub(super) fn contact(message: impl Into<String>) -> CrmError {
        CrmError::Fault(CrmFault::ContactRefused, message.into())
    }

    pub(super) fn activity(message: impl Into<String>) -> CrmError {
        CrmError::Fault(CrmFault::ActivityRefused, message.into())
    }

    pub(super) fn label(message: impl Into<String>) -> CrmError {
        CrmError::Fault(CrmFault::LabelRefused, message.into())
    }

    pub(super) fn contended() -> CrmError {
        CrmError::Fault(
            CrmFault::Contended,
            "Too many change the same contact at once. The request may be sent again.".to_owned(),
        )
    }
}

impl From<DataError> for CrmError {
    fn from(error: DataError) -> CrmError {
        CrmError::Data(error)
    }
}

impl fmt::Display for CrmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CrmError::Fault(_, message) => f.write_str(message),
            CrmError::Data(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CrmError {}
