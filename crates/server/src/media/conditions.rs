//! Whether who asks has the file already (RFC 9110, 13). Files never change, so their hash is a strong
//! validator and the only one that is looked at.

use crate::http1::Head;

/// The entity tag of a file with this hash.
pub(super) fn entity_tag(hash: &str) -> String {
    format!("\"{}\"", hash.get(..32).unwrap_or(hash))
}

/// Whether `If-None-Match` names the file.
pub(super) fn is_known(head: &Head<'_>, tag: &str) -> bool {
    let fields = head.fields();
    let mut fields = fields.filter(|(name, _)| name.eq_ignore_ascii_case("if-none-match"));
    fields.any(|(_, value)| {
        value.split(',').any(|item| {
            let item = item.trim();
            item == "*" || item.strip_prefix("W/").unwrap_or(item) == tag
        })
    })
}

/// The `Range` field, unless `If-Range` means another file.
pub(super) fn range<'h>(head: &Head<'h>, tag: &str) -> Option<&'h str> {
    match head.field("if-range") {
        Some(validator) if validator.trim() != tag => None,
        _ => head.field("range"),
    }
}
