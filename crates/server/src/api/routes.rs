//! The table of routes: what is answered, tested and documented is what is here.

use velodrome_model::signing::{PlusReading, decode_component};
use velodrome_site::apps::{Access, Area, Scope};

/// What a route does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Definitions of all collections.
    ListCollections,
    /// Definition of one.
    GetCollection,
    /// A page of items.
    ListItems,
    /// One item.
    GetItem,
    /// A new item.
    InsertItem,
    /// An item replaced whole.
    ReplaceItem,
    /// Some members of an item replaced.
    PatchItem,
    /// An item removed.
    RemoveItem,
    /// Many items at once.
    BulkItems,
    /// A function of the site.
    CallFunction,
}

/// One route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// The method.
    pub method: &'static str,
    /// The path, each `{name}` standing for one segment that is not empty.
    pub template: &'static str,
    /// What an application needs for it.
    pub scope: Scope,
    /// Parameters of the query, besides `version` and credentials; `None` for any.
    pub parameters: Option<&'static [&'static str]>,
    /// What it does.
    pub operation: Operation,
}

const READ: Scope = Scope::new(Area::Collections, Access::Read);
const WRITE: Scope = Scope::new(Area::Collections, Access::Write);
const CALL: Scope = Scope::new(Area::Functions, Access::Write);

const fn route(
    method: &'static str,
    template: &'static str,
    scope: Scope,
    parameters: &'static [&'static str],
    operation: Operation,
) -> Route {
    Route {
        method,
        template,
        scope,
        parameters: Some(parameters),
        operation,
    }
}

const fn function(method: &'static str) -> Route {
    Route {
        method,
        template: "/v1/functions/{name}",
        scope: CALL,
        parameters: None,
        operation: Operation::CallFunction,
    }
}

const COLLECTIONS: &str = "/v1/collections";
const COLLECTION: &str = "/v1/collections/{collection}";
const ITEMS: &str = "/v1/collections/{collection}/items";
const BULK: &str = "/v1/collections/{collection}/items/bulk";
const ITEM: &str = "/v1/collections/{collection}/items/{item}";
const LIST: &[&str] = &["cursor", "fields", "filter", "pageSize", "sort"];

/// Every route.
pub const ROUTES: &[Route] = &[
    route("GET", COLLECTIONS, READ, &[], Operation::ListCollections),
    route("GET", COLLECTION, READ, &[], Operation::GetCollection),
    route("GET", ITEMS, READ, LIST, Operation::ListItems),
    route("POST", ITEMS, WRITE, &[], Operation::InsertItem),
    route("POST", BULK, WRITE, &["operation"], Operation::BulkItems),
    route("GET", ITEM, READ, &[], Operation::GetItem),
    route("PUT", ITEM, WRITE, &[], Operation::ReplaceItem),
    route("PATCH", ITEM, WRITE, &[], Operation::PatchItem),
    route("DELETE", ITEM, WRITE, &[], Operation::RemoveItem),
    function("GET"),
    function("POST"),
    function("PUT"),
    function("DELETE"),
];

/// A route that was found, with what its path says.
#[derive(Clone, Debug)]
pub(super) struct Found<'h> {
    pub(super) route: &'static Route,
    /// The segments that the template leaves open, decoded, in order.
    pub(super) segments: Vec<std::borrow::Cow<'h, str>>,
}

/// Why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotFound {
    /// No route has this path.
    Path,
    /// Routes have, for these methods.
    Method(String),
}

/// The route of this method and path, which is as sent from `/v1` on.
pub(super) fn find<'h>(method: &str, path: &'h str) -> Result<Found<'h>, NotFound> {
    let mut allow: Vec<&str> = Vec::new();
    for route in ROUTES {
        let Some(segments) = matched(route.template, path) else {
            continue;
        };
        if route.method == method {
            return Ok(Found { route, segments });
        }
        if !allow.contains(&route.method) {
            allow.push(route.method);
        }
    }
    if allow.is_empty() {
        return Err(NotFound::Path);
    }
    Err(NotFound::Method(allow.join(", ")))
}

fn matched<'h>(template: &str, path: &'h str) -> Option<Vec<std::borrow::Cow<'h, str>>> {
    let mut segments = Vec::new();
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(segments),
            (Some(wanted), Some(given)) if wanted.starts_with('{') => {
                let segment = decode_component(given, PlusReading::Literal).ok()?;
                if segment.is_empty() {
                    return None;
                }
                segments.push(segment);
            }
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn paths_are_found_segment_by_segment() {
        let found = find("GET", "/v1/collections/a%2Fb/items/x+y").unwrap();
        assert_eq!(found.route.operation, Operation::GetItem);
        assert_eq!(found.segments, ["a/b", "x+y"]);
        let bulk = find("POST", "/v1/collections/a/items/bulk").unwrap();
        assert_eq!(bulk.route.operation, Operation::BulkItems);
        for path in [
            "/v1",
            "/v1/",
            "/v1/collections/",
            "/v1/collections//items",
            "/v1/Collections",
            "/v1/collections/%zz",
            "/v1/collections/a/items/b/c",
        ] {
            assert_eq!(find("GET", path).unwrap_err(), NotFound::Path, "{path}");
        }
        let wrong = find("PATCH", "/v1/collections/a/items").unwrap_err();
        assert_eq!(wrong, NotFound::Method("GET, POST".to_owned()));
    }

    #[test]
    fn the_documentation_has_this_table() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/http-api.md");
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let rows: Vec<String> = ROUTES.iter().map(row).collect();
        let is_row = |line: &&str| line.starts_with("| ") && line.contains("| `/v1/");
        let found: Vec<&str> = text.lines().filter(is_row).collect();
        assert_eq!(found, rows, "it must have:\n{}", rows.join("\n"));
    }

    fn row(route: &Route) -> String {
        let quoted = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            names.join(", ")
        };
        let parameters = route.parameters.map_or("any".to_owned(), quoted);
        format!(
            "| {} | `{}` | `{}` | {parameters} |",
            route.method, route.template, route.scope
        )
    }
}
