//! Who may do what.
//!
//! Callers of HTTP functions are anonymous, so of the declared roles only "everybody" includes
//! them. `suppressAuth` and `elevate` lift every check: they are the site's own code speaking.

use crate::config::{Permissions, Role};
use velodrome_model::data::{DataError, Options, Wde};

/// What an operation does to a collection, as far as permissions go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Insert,
    Update,
    Remove,
}

impl Access {
    const fn as_str(self) -> &'static str {
        match self {
            Access::Read => "read",
            Access::Insert => "insert",
            Access::Update => "update",
            Access::Remove => "remove",
        }
    }
}

/// The rules of one collection for one caller.
#[derive(Clone, Copy)]
pub(super) struct Rights {
    permissions: Permissions,
    /// Whether silence means the administrator.
    strict: bool,
    /// Whether nothing is checked.
    lifted: bool,
}

impl Rights {
    pub(super) fn new(permissions: Permissions, strict: bool, options: Options) -> Rights {
        Rights {
            permissions,
            strict,
            lifted: options.contains(Options::SUPPRESS_AUTH) || options.contains(Options::ADMIN),
        }
    }

    /// Whether the caller may.
    pub(super) fn allow(&self, access: Access) -> bool {
        self.lifted
            || match self.role(access) {
                Some(role) => role == Role::Anyone,
                None => !self.strict,
            }
    }

    /// Whether members may, each with what is their own.
    pub(super) fn is_for_authors(&self, access: Access) -> bool {
        self.role(access) == Some(Role::SiteMemberAuthor)
    }

    /// Whether this is the site's owner, or code that speaks for them.
    pub(super) fn are_lifted(&self) -> bool {
        self.lifted
    }

    /// # Errors
    /// WDE0027.
    pub(super) fn check(&self, access: Access, collection: &str) -> Result<(), DataError> {
        if self.allow(access) {
            return Ok(());
        }
        let reason = match self.role(access) {
            Some(role) => format!(
                "permissions.{} of the collection is \"{}\" and the caller is anonymous",
                access.as_str(),
                role.as_str()
            ),
            None => format!(
                "strict_permissions is set and the collection has no permissions.{}",
                access.as_str()
            ),
        };
        Err(refused(access.as_str(), collection, &reason))
    }

    fn role(&self, access: Access) -> Option<Role> {
        match access {
            Access::Read => self.permissions.read,
            Access::Insert => self.permissions.insert,
            Access::Update => self.permissions.update,
            Access::Remove => self.permissions.remove,
        }
    }
}

/// WDE0027 for what the caller may not do.
pub(super) fn refused(action: &str, collection: &str, reason: &str) -> DataError {
    DataError::new(
        Wde::PERMISSION_DENIED,
        format!(
            "The current user does not have permissions to {action} on the {collection} collection: {reason}. Backend code passes suppressAuth: true, or goes through elevate."
        ),
    )
}
