//! Which function a path names, in which of the site's two worlds.

/// Which code of the site is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Surface {
    /// `/_functions`: what was published.
    Production,
    /// `/_functions-dev`: the working tree.
    Development,
}

/// A path below one of the two surfaces. Everything is as sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionPath<'p> {
    /// Which surface.
    pub surface: Surface,
    /// The path up to the surface's name, without the slash after it.
    pub base_path: &'p str,
    /// The first segment after it; empty when there is none.
    pub name: &'p str,
    /// What follows the name, with the slash between; empty when there is none.
    pub sub_path: &'p str,
}

/// Reads a path. `prefix` is the path of the site's `base_url` (`/mysite`, or empty), which may
/// stand before the surface.
pub fn parse<'p>(path: &'p str, prefix: &str) -> Option<FunctionPath<'p>> {
    parse_after(path, 0).or_else(|| {
        let rest = path.strip_prefix(prefix)?;
        (!prefix.is_empty() && rest.starts_with('/')).then(|| parse_after(path, prefix.len()))?
    })
}

fn parse_after(path: &str, start: usize) -> Option<FunctionPath<'_>> {
    let rest = path.get(start..)?.strip_prefix("/_functions")?;
    let (surface, rest) = match rest.strip_prefix("-dev") {
        Some(rest) => (Surface::Development, rest),
        None => (Surface::Production, rest),
    };
    if !(rest.is_empty() || rest.starts_with('/')) {
        return None;
    }
    let base_path = &path[..path.len() - rest.len()];
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let (name, sub_path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Some(FunctionPath {
        surface,
        base_path,
        name,
        sub_path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(path: &str, prefix: &str) -> Option<(Surface, String, String, String)> {
        parse(path, prefix).map(|found| {
            (
                found.surface,
                found.base_path.to_owned(),
                found.name.to_owned(),
                found.sub_path.to_owned(),
            )
        })
    }

    #[test]
    fn a_path_is_base_name_and_rest() {
        let found = |surface, base: &str, name: &str, sub: &str| {
            Some((surface, base.to_owned(), name.to_owned(), sub.to_owned()))
        };
        use Surface::{Development, Production};
        assert_eq!(
            parts("/_functions/a", ""),
            found(Production, "/_functions", "a", "")
        );
        assert_eq!(
            parts("/_functions/a/b//c/", ""),
            found(Production, "/_functions", "a", "/b//c/")
        );
        assert_eq!(
            parts("/_functions/a/", ""),
            found(Production, "/_functions", "a", "/")
        );
        assert_eq!(
            parts("/_functions-dev/a/b", ""),
            found(Development, "/_functions-dev", "a", "/b")
        );
        assert_eq!(
            parts("/_functions", ""),
            found(Production, "/_functions", "", "")
        );
        assert_eq!(
            parts("/my/_functions/a", "/my"),
            found(Production, "/my/_functions", "a", "")
        );
        assert_eq!(
            parts("/_functions/a", "/my"),
            found(Production, "/_functions", "a", "")
        );
        for elsewhere in [
            "/",
            "/_functionsx/a",
            "/my/_functions/a",
            "/_functions-devx",
            "/x/_functions/a",
        ] {
            assert_eq!(parts(elsewhere, ""), None, "{elsewhere}");
        }
        assert_eq!(parts("/myx/_functions/a", "/my"), None);
    }
}
