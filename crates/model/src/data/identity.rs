//! Values as bytes that are equal when the values are, arrays and objects with all that is in them:
//! what makes a group, and what `distinct` gives once.

use super::key;
use super::reader::{Kind, Raw};

/// Appends the identity of a value; missing and null are the same. The recursion is as deep as the
/// document, whose parser has bounded it.
pub(super) fn append(raw: Option<Raw<'_>>, out: &mut Vec<u8>) {
    let Some(raw) = raw else {
        out.push(0);
        return;
    };
    if !key::append(raw, out) {
        out.push(0);
    }
    match raw.kind() {
        Kind::Array => {
            for element in raw.elements() {
                out.push(1);
                append(Some(element), out);
            }
            out.push(0);
        }
        Kind::Object => {
            let mut members: Vec<_> = raw.members().collect();
            members.sort_by(|one, other| one.0.cmp(&other.0));
            for (name, member) in members {
                out.push(1);
                out.extend(name.len().to_be_bytes());
                out.extend(name.as_bytes());
                append(Some(member), out);
            }
            out.push(0);
        }
        _ => {}
    }
}
