//! Which targets are the API's, and how they may be shown.

use std::borrow::Cow;
use velodrome_model::signing::{PlusReading, QueryPairs, decode_component};

/// The path from `/v1` on, when it is the API's; `prefix` is the path of the site's `base_url`.
pub(crate) fn within<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    let is_ours = |path: &str| {
        path.strip_prefix("/v1")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if is_ours(path) {
        return Some(path);
    }
    path.strip_prefix(prefix)
        .filter(|rest| !prefix.is_empty() && is_ours(rest))
}

/// A target for the log. With its signature a request could be sent again, as long as its time
/// lasts, by whoever reads the log.
pub(crate) fn redacted(target: &str) -> Cow<'_, str> {
    let Some((path, query)) = target.split_once('?') else {
        return Cow::Borrowed(target);
    };
    if !QueryPairs::new(query).any(|(name, _)| is_secret(name)) {
        return Cow::Borrowed(target);
    }
    let pieces = QueryPairs::new(query).map(|(name, value)| match value {
        _ if is_secret(name) => format!("{name}=redacted"),
        "" => name.to_owned(),
        value => format!("{name}={value}"),
    });
    let pieces: Vec<String> = pieces.collect();
    Cow::Owned(format!("{path}?{}", pieces.join("&")))
}

/// Signatures, and what stands for a visitor's session.
fn is_secret(name: &str) -> bool {
    let secrets = ["signature", "x-wix-signature", "usersessiontoken"];
    decode_component(name, PlusReading::Space).is_ok_and(|name| {
        secrets
            .iter()
            .any(|secret| name.eq_ignore_ascii_case(secret))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_segments_are_ours() {
        assert_eq!(within("/v1", ""), Some("/v1"));
        assert_eq!(within("/v1/a", ""), Some("/v1/a"));
        assert_eq!(within("/my/v1/a", "/my"), Some("/v1/a"));
        for path in ["/", "/v10", "/v1a/b", "/x/v1", "/V1/a", "/myv1"] {
            assert_eq!(within(path, ""), None, "{path}");
            assert_eq!(within(path, "/my"), None, "{path}");
        }
    }

    #[test]
    fn signatures_are_not_shown_however_they_are_spelt() {
        let shown = redacted("/v1/a?b=1&signature=abc&Signatur%65=d&c");
        assert_eq!(shown, "/v1/a?b=1&signature=redacted&Signatur%65=redacted&c");
        assert_eq!(redacted("/v1/a?x=signature"), "/v1/a?x=signature");
        let shown = redacted("/v1/activities?userSessionToken=abc");
        assert_eq!(shown, "/v1/activities?userSessionToken=redacted");
        assert_eq!(redacted("/v1/a"), "/v1/a");
    }
}
