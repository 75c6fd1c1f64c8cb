//! Which parts of a contact a list shows.

use super::error::CrmError;

/// Names of parts, as lists ask for them. Source: documentation.
const NAMES: [&str; 10] = [
    "NAME",
    "COMPANY",
    "EMAILS",
    "PHONES",
    "ADDRESSES",
    "URLS",
    "DATES",
    "NOTES",
    "CUSTOM",
    "LINKS",
];

/// A choice of parts; ids and times are always shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields(u16);

impl Fields {
    /// Everything.
    pub const ALL: Fields = Fields(u16::MAX);

    /// Reads a list with commas.
    ///
    /// # Errors
    /// A name is none of those known.
    pub fn parse(text: &str) -> Result<Fields, CrmError> {
        text.split(',').try_fold(Fields(0), |fields, name| {
            let name = name.trim();
            match NAMES.iter().position(|known| *known == name) {
                Some(place) => Ok(Fields(fields.0 | 1 << place)),
                None => Err(CrmError::contact(format!(
                    "fields knows no {name:?}. Known are {}.",
                    NAMES.join(", ")
                ))),
            }
        })
    }

    /// Whether a member of a contact is among them.
    pub(super) fn show(self, member: &str) -> bool {
        // Mostly everything is: lists ask for each member of each contact.
        self == Fields::ALL
            || NAMES
                .iter()
                .position(|known| known.eq_ignore_ascii_case(member))
                .is_some_and(|place| self.0 & 1 << place != 0)
    }
}
