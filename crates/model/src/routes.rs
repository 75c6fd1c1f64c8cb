//! Which exported function answers which request.
//!
//! Velo's rule (reference of wix-http-functions): an export `<prefix>_<name>` answers at
//! `/_functions/<name>`; `use_<name>` answers every method that has no export of its own.
//! The name is what follows the first underscore, verbatim and case-sensitive.

use std::collections::HashMap;

/// A method that an export's prefix can name, plus HEAD, which the GET handler answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// `get_`
    Get,
    /// `post_`
    Post,
    /// `put_`
    Put,
    /// `delete_`
    Delete,
    /// `options_`
    Options,
    /// No prefix: runs the GET handler.
    Head,
}

impl Verb {
    /// The verb of an HTTP method, `None` for methods Velo does not know (PATCH, TRACE, ..).
    pub fn of_method(method: &str) -> Option<Verb> {
        Some(match method {
            "GET" => Verb::Get,
            "POST" => Verb::Post,
            "PUT" => Verb::Put,
            "DELETE" => Verb::Delete,
            "OPTIONS" => Verb::Options,
            "HEAD" => Verb::Head,
            _ => return None,
        })
    }
}

/// The prefixes of exports, in the order of [`Handlers`]' table.
const PREFIXES: [(&str, &str); 6] = [
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("delete", "DELETE"),
    ("options", "OPTIONS"),
    ("use", ""),
];
const USE: usize = 5;

/// An export of the site's `http-functions` that answers requests: its place in the list given to [`Routes::new`].
pub type HandlerIndex = u32;

/// What the exports of one name are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Handlers([Option<HandlerIndex>; 6]);

/// The route table of one release.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    names: HashMap<String, Handlers>,
}

/// What [`Routes::find`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// This export answers.
    Handler(HandlerIndex),
    /// The name exists, but nothing answers this method.
    WrongMethod,
    /// No export has this name.
    Unknown,
}

/// Splits an export's name into prefix and function name, `None` when it is no route.
pub fn split_export(export: &str) -> Option<(&str, &str)> {
    let (prefix, name) = export.split_once('_')?;
    (PREFIXES.iter().any(|(known, _)| *known == prefix) && !name.is_empty())
        .then_some((prefix, name))
}

impl Routes {
    /// Builds the table from the names of the exported functions; others than routes are left out.
    pub fn new<'a>(exports: impl IntoIterator<Item = &'a str>) -> Routes {
        let mut names: HashMap<String, Handlers> = HashMap::new();
        for (index, export) in exports.into_iter().enumerate() {
            let Some((prefix, name)) = split_export(export) else {
                continue;
            };
            let place = PREFIXES
                .iter()
                .position(|(known, _)| *known == prefix)
                .expect("split_export knows the prefix");
            names.entry(name.to_owned()).or_default().0[place] = HandlerIndex::try_from(index).ok();
        }
        Routes { names }
    }

    /// Finds who answers `verb` at `name`; the exact prefix wins over `use_`.
    pub fn find(&self, name: &str, verb: Option<Verb>) -> Found {
        let Some(handlers) = self.names.get(name) else {
            return Found::Unknown;
        };
        let Some(verb) = verb else {
            return Found::WrongMethod;
        };
        let exact = match verb {
            Verb::Get | Verb::Head => handlers.0[0],
            Verb::Post => handlers.0[1],
            Verb::Put => handlers.0[2],
            Verb::Delete => handlers.0[3],
            Verb::Options => handlers.0[4],
        };
        exact
            .or(handlers.0[USE])
            .map_or(Found::WrongMethod, Found::Handler)
    }

    /// The value of `Allow` for `name`: methods with a handler, with HEAD when `head` is set and GET is there.
    pub fn allow(&self, name: &str, head: bool) -> String {
        let Some(handlers) = self.names.get(name) else {
            return String::new();
        };
        let any = handlers.0[USE].is_some();
        let mut allowed = Vec::with_capacity(6);
        for (place, (_, method)) in PREFIXES.iter().enumerate().take(USE) {
            if any || handlers.0[place].is_some() {
                allowed.push(*method);
                if place == 0 && head {
                    allowed.push("HEAD");
                }
            }
        }
        allowed.join(", ")
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no route at all.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_split_at_the_first_underscore_only() {
        assert_eq!(
            split_export("post_reports_create"),
            Some(("post", "reports_create"))
        );
        assert_eq!(split_export("use_get_x"), Some(("use", "get_x")));
        for not_a_route in [
            "patch_x", "data_get", "get_", "get", "_x", "helper", "GET_x", "push_x",
        ] {
            assert_eq!(split_export(not_a_route), None, "{not_a_route}");
        }
    }

    #[test]
    fn the_exact_prefix_wins_over_use() {
        let routes = Routes::new(["helper", "use_x", "post_x", "get_y", "default"]);
        assert_eq!(routes.find("x", Some(Verb::Post)), Found::Handler(2));
        assert_eq!(routes.find("x", Some(Verb::Get)), Found::Handler(1));
        assert_eq!(routes.find("x", Some(Verb::Head)), Found::Handler(1));
        assert_eq!(routes.find("x", None), Found::WrongMethod);
        assert_eq!(routes.find("y", Some(Verb::Head)), Found::Handler(3));
        assert_eq!(routes.find("y", Some(Verb::Options)), Found::WrongMethod);
        assert_eq!(routes.find("Y", Some(Verb::Get)), Found::Unknown);
        assert_eq!(routes.allow("y", true), "GET, HEAD");
        assert_eq!(routes.allow("x", false), "GET, POST, PUT, DELETE, OPTIONS");
        assert_eq!(routes.len(), 2);
    }
}
