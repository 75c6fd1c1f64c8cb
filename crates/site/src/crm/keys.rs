//! The keys by which contacts are found: emails without regard to case, phones by their digits, labels,
//! sessions. A contact is linked to its keys in the store, whose index finds it by any of them.

use sha2::{Digest, Sha256};

/// The field of contacts that links them to their keys.
pub(super) const LINK: &str = "$lookup";

/// The key of an email address.
pub(super) fn email(address: &str) -> String {
    format!("e:{}", address.trim().to_lowercase())
}

/// The key of a phone number; none when it has no digit.
pub(super) fn phone(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty()).then(|| format!("p:{digits}"))
}

/// The key of a label.
pub(super) fn label(id: &str) -> String {
    format!("l:{id}")
}

/// The key of a visitor's session. Its token is not kept.
pub(super) fn session(token: &str) -> String {
    let digest = Sha256::digest(token.as_bytes());
    format!("s:{}", data_encoding::BASE64URL_NOPAD.encode(&digest[..18]))
}

/// A phone number as `+` and digits; the `+` only where it was written. None when it has no digit.
pub(super) fn normalized_phone(number: &str) -> Option<String> {
    let mut normalized = String::with_capacity(number.len());
    push_normalized_phone(number, &mut normalized).then_some(normalized)
}

/// Appends what [`normalized_phone`] gives; false when that is nothing.
pub(super) fn push_normalized_phone(number: &str, out: &mut String) -> bool {
    let start = out.len();
    if number.trim_start().starts_with('+') {
        out.push('+');
    }
    let digits = out.len();
    out.extend(number.chars().filter(char::is_ascii_digit));
    let has_digits = out.len() > digits;
    if !has_digits {
        out.truncate(start);
    }
    has_digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_normalized_as_published() {
        assert_eq!(
            normalized_phone("+1-415-639-5555").as_deref(),
            Some("+14156395555")
        );
        assert_eq!(normalized_phone("(03) 555 12"), Some("0355512".to_owned()));
        assert_eq!(normalized_phone("none"), None);
    }

    #[test]
    fn spellings_of_one_thing_have_one_key() {
        assert_eq!(email(" Zoe@Wix.COM"), email("zoe@wix.com"));
        assert_eq!(phone("+1 (415) 639"), phone("1415639"));
        assert_eq!(phone("-"), None);
        assert_ne!(session("a"), session("b"));
        assert!(!session("token").contains("token"));
    }
}
