//! The kinds of import a site can write.

use super::builtins::is_builtin;

/// What the text of an import asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Specifier<'a> {
    /// `backend/x`: a file below the backend folder.
    Backend(&'a str),
    /// `public/x`: a file below the public folder.
    Public(&'a str),
    /// `./x`, `../x`: a file relative to the one that imports it.
    Relative(&'a str),
    /// A part of Node, by its name without `node:`.
    Builtin(&'a str),
    /// A module of the platform: `wix-*`, `@wix/*`, `@velo/*`; `velodrome:*`.
    Platform(&'a str),
    /// `https://..`, `data:..`: no file.
    Url,
    /// An installed package, or a `#name` that a package defines for itself.
    Package(&'a str),
}

/// Reads an import's text.
pub(crate) fn classify(text: &str) -> Specifier<'_> {
    if let Some(rest) = text.strip_prefix("backend/") {
        return Specifier::Backend(rest);
    }
    if let Some(rest) = text.strip_prefix("public/") {
        return Specifier::Public(rest);
    }
    if is_relative(text) {
        return Specifier::Relative(text);
    }
    if let Some(name) = text.strip_prefix("node:") {
        return Specifier::Builtin(name);
    }
    if is_builtin(text) {
        return Specifier::Builtin(text);
    }
    // The runtime's own, for tests of sites.
    if text.starts_with("velodrome:") {
        return Specifier::Platform(text);
    }
    if text.starts_with("wix-") || text.starts_with("@wix/") || text.starts_with("@velo/") {
        return Specifier::Platform(text);
    }
    if has_scheme(text) {
        return Specifier::Url;
    }
    Specifier::Package(text)
}

/// The package that `text` names: `a` of `a/b`, `@a/b` of `@a/b/c`.
pub(crate) fn package_name(text: &str) -> &str {
    let parts = if text.starts_with('@') { 2 } else { 1 };
    match text.match_indices('/').nth(parts - 1) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

fn is_relative(text: &str) -> bool {
    matches!(text, "." | "..")
        || text.starts_with("./")
        || text.starts_with("../")
        || text.starts_with('/')
}

fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_told_apart() {
        for (text, expected) in [
            ("backend/a/b.jsw", Specifier::Backend("a/b.jsw")),
            ("public/a", Specifier::Public("a")),
            ("./a", Specifier::Relative("./a")),
            ("..", Specifier::Relative("..")),
            ("node:test", Specifier::Builtin("test")),
            ("fs/promises", Specifier::Builtin("fs/promises")),
            ("wix-data.v2", Specifier::Platform("wix-data.v2")),
            ("@velo/x-backend", Specifier::Platform("@velo/x-backend")),
            ("https://x.org/a.js", Specifier::Url),
            ("buffer/", Specifier::Package("buffer/")),
            ("lodash/get", Specifier::Package("lodash/get")),
            ("#own", Specifier::Package("#own")),
            ("backend", Specifier::Package("backend")),
        ] {
            assert_eq!(classify(text), expected, "{text}");
        }
    }

    #[test]
    fn package_names_end_at_their_first_folder() {
        assert_eq!(package_name("a/b/c"), "a");
        assert_eq!(package_name("@a/b/c"), "@a/b");
        assert_eq!(package_name("@a/b"), "@a/b");
        assert_eq!(package_name("a"), "a");
    }
}
