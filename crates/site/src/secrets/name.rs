//! What a secret may be called (reference of `wix-secrets-backend.v2`), and how long its parts may be.

use super::error::SecretsError;

/// Longest name, in characters.
const NAME_CHARS_MAX: usize = 100;
/// So much of a name that cannot be one is repeated, in characters.
const SHOWN_CHARS_MAX: usize = 8;
/// Longest description, in characters.
const DESCRIPTION_CHARS_MAX: usize = 1000;
/// Beginning of names that the platform keeps for itself.
const RESERVED: &str = "wix";

/// Checks a name.
pub(super) fn check_name(name: &str) -> Result<(), SecretsError> {
    let is_foreign = |c: char| !(c.is_ascii_alphanumeric() || "_+=-@#$".contains(c));
    let reason = if name.is_empty() {
        "it is empty"
    } else if name.chars().count() > NAME_CHARS_MAX {
        "it has more than 100 characters"
    } else if name.contains(is_foreign) {
        "only letters, digits and _+=-@#$ are allowed"
    } else if name.starts_with(RESERVED) {
        "names that begin with \"wix\" are reserved"
    } else {
        return Ok(());
    };
    // Somebody may have typed the value here: what cannot be a name is not repeated in full.
    let mut shown: String = name.chars().take(SHOWN_CHARS_MAX).collect();
    if shown.len() < name.len() {
        shown.push_str("..");
    }
    Err(SecretsError::Name { shown, reason })
}

/// Checks a description.
pub(super) fn check_description(description: &str) -> Result<(), SecretsError> {
    if description.chars().count() > DESCRIPTION_CHARS_MAX {
        return Err(SecretsError::Description);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_documented() {
        for name in ["a", "STRIPE_KEY", "a+b=c-d@e#f$g", "0", "Wix", "my_wix"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        for name in ["", "a b", "wixKey", "wix", "ä", "a.b", "a\n", "a/b"] {
            assert!(check_name(name).is_err(), "{name}");
        }
        assert!(check_name(&"x".repeat(NAME_CHARS_MAX)).is_ok());
        assert!(check_name(&"x".repeat(NAME_CHARS_MAX + 1)).is_err());
    }
}
