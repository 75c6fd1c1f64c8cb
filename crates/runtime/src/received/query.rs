//! `request.query`: keys and values decoded, `+` is a space, a bare key is "". A key sent several
//! times gives an array, unless the site's flags say otherwise.

use super::fields::{Again, Fields};
use super::percent::decode_lossy;
use std::borrow::Cow;
use velodrome_model::compat::Compat;

const RESERVED: [&str; 3] = ["rc", "siteRevision", "branchId"];

/// Appends the object for what follows the question mark, as sent, as JSON.
pub(crate) fn query(raw: &str, compat: &Compat, out: &mut String) {
    let again = match compat.repeated_query {
        "first" => Again::First,
        "last" => Again::Last,
        _ => Again::Array,
    };
    let strips = compat.reserved_query == "strip";
    let mut fields = Fields::new(again);
    for pair in raw.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let key = decode(key);
        if !(strips && RESERVED.contains(&&*key)) {
            fields.add(key, decode(value));
        }
    }
    fields.write(out);
}

fn decode(text: &str) -> Cow<'_, str> {
    if text.contains('+') {
        decode_lossy(&text.replace('+', " ")).into_owned().into()
    } else {
        decode_lossy(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_and_repetitions_kept() {
        let mut compat = Compat::default();
        let written = |raw: &str, compat: &Compat| {
            let mut out = String::new();
            query(raw, compat, &mut out);
            out
        };
        assert_eq!(written("", &compat), "{}");
        assert_eq!(
            written("limit=10&after=a%20b+c&&flag&=x&a=1&a=2&a=3", &compat),
            r#"{"limit":"10","after":"a b c","flag":"","":"x","a":["1","2","3"]}"#
        );
        assert_eq!(
            written("__proto__=1&q=%22%5C%0A&r=%ff%", &compat),
            "{\"__proto__\":\"1\",\"q\":\"\\\"\\\\\\u000a\",\"r\":\"\u{fffd}%\"}"
        );
        assert_eq!(written("rc=1", &compat), r#"{"rc":"1"}"#);
        compat.reserved_query = "strip";
        compat.repeated_query = "first";
        assert_eq!(written("rc=1&a=1&a=2", &compat), r#"{"a":"1"}"#);
        compat.repeated_query = "last";
        assert_eq!(written("a=1&a=2", &compat), r#"{"a":"2"}"#);
    }
}
