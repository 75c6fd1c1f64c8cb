//! `request.headers`: names in lower case, values without the white space around them.

use super::fields::{Again, Fields};
use std::borrow::Cow;
use velodrome_model::compat::Compat;

/// Appends the object for these field lines (`name: value CRLF` each) as JSON.
pub(crate) fn headers(lines: &str, compat: &Compat, out: &mut String) {
    let again = match compat.repeated_header {
        "last" => Again::Last,
        _ => Again::Join,
    };
    let mut fields = Fields::new(again);
    for line in lines.split("\r\n") {
        if let Some((name, value)) = line.split_once(':') {
            fields.add(lower(name), value.trim_matches([' ', '\t']).into());
        }
    }
    fields.write(out);
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        name.to_ascii_lowercase().into()
    } else {
        name.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_lowered_and_repetitions_joined() {
        let mut compat = Compat::default();
        let lines = "Host: a.b\r\nX-A:  1 \r\ncookie: a=1\r\nx-a:2\r\nCookie: b=2\r\nx-e:\r\n";
        let mut out = String::new();
        headers(lines, &compat, &mut out);
        assert_eq!(
            out,
            r#"{"host":"a.b","x-a":"1, 2","cookie":"a=1; b=2","x-e":""}"#
        );
        compat.repeated_header = "last";
        out.clear();
        headers("a: 1\r\na: 2\r\n", &compat, &mut out);
        assert_eq!(out, r#"{"a":"2"}"#);
        out.clear();
        headers("", &compat, &mut out);
        assert_eq!(out, "{}");
    }
}
