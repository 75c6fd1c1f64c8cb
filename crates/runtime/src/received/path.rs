//! `request.path`: the segments after the function's name.

use super::json::push_string;
use super::percent::decode_all;
use velodrome_model::compat::Compat;

/// Appends the array for the rest of the path as sent, with its leading slash ("" when there is
/// none), as JSON. A segment with an ill-formed escape stays as it was sent.
pub(crate) fn path(raw: &str, compat: &Compat, out: &mut String) {
    out.push('[');
    if let Some(mut rest) = raw.strip_prefix('/') {
        if compat.trailing_slash == "drop" {
            rest = rest.trim_end_matches('/');
        }
        if !rest.is_empty() || compat.trailing_slash != "drop" {
            push_segments(rest, compat.path_decoding == "decode", out);
        }
    }
    out.push(']');
}

fn push_segments(rest: &str, decodes: bool, out: &mut String) {
    for (at, segment) in rest.split('/').enumerate() {
        if at > 0 {
            out.push(',');
        }
        if decodes {
            push_string(out, &decode_all(segment));
        } else {
            push_string(out, segment);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_split_and_decoded() {
        let mut compat = Compat::default();
        let written = |raw: &str, compat: &Compat| {
            let mut out = String::new();
            path(raw, compat, &mut out);
            out
        };
        for (raw, expected) in [
            ("", "[]"),
            ("/", "[]"),
            ("/a", r#"["a"]"#),
            ("/a//b/", r#"["a","","b"]"#),
            ("//", "[]"),
            ("//a", r#"["","a"]"#),
            ("/a%2Fb/%zz", r#"["a/b","%zz"]"#),
        ] {
            assert_eq!(written(raw, &compat), expected, "{raw}");
        }
        compat.trailing_slash = "keep";
        compat.path_decoding = "raw";
        assert_eq!(written("/a%20b/", &compat), r#"["a%20b",""]"#);
        assert_eq!(written("/", &compat), r#"[""]"#);
        assert_eq!(written("", &compat), "[]");
    }
}
