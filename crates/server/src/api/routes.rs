//! The table of routes: what is answered, tested and documented is what is here.

use velodrome_model::signing::{PlusReading, decode_component};
use velodrome_site::apps::{Access, Area, Scope};
use velodrome_site::crm::{Facet, PartKind};

use super::operation::Operation;

/// One route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// The method.
    pub method: &'static str,
    /// The path, each `{name}` standing for one segment that is not empty.
    pub template: &'static str,
    /// What an application needs for it. A batch needs what its operations need.
    pub scope: Option<Scope>,
    /// Parameters of the query, besides `version` and credentials; `None` for any.
    pub parameters: Option<&'static [&'static str]>,
    /// What it does.
    pub operation: Operation,
}

impl Route {
    /// Whether something may be changed.
    pub fn may_write(&self) -> bool {
        self.scope.is_none_or(|scope| scope.access == Access::Write)
    }
}

const READ: Scope = Scope::new(Area::Collections, Access::Read);
const WRITE: Scope = Scope::new(Area::Collections, Access::Write);
const SEE: Scope = Scope::new(Area::Contacts, Access::Read);
const EDIT: Scope = Scope::new(Area::Contacts, Access::Write);
const FOLLOW: Scope = Scope::new(Area::Activities, Access::Read);
const POST: Scope = Scope::new(Area::Activities, Access::Write);
const SITE: Scope = Scope::new(Area::Sites, Access::Read);
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
        scope: Some(scope),
        parameters: Some(parameters),
        operation,
    }
}

/// A change of a contact, which says what it believes of it.
const fn edit(method: &'static str, template: &'static str, operation: Operation) -> Route {
    route(method, template, EDIT, MODIFIED, operation)
}

const fn add(template: &'static str, kind: PartKind) -> Route {
    edit("POST", template, Operation::AddPart(kind))
}

const fn replace(template: &'static str, kind: PartKind) -> Route {
    edit("PUT", template, Operation::ReplacePart(kind))
}

const fn remove(template: &'static str, kind: PartKind) -> Route {
    edit("DELETE", template, Operation::RemovePart(kind))
}

const fn function(method: &'static str) -> Route {
    Route {
        method,
        template: "/v1/functions/{name}",
        scope: Some(CALL),
        parameters: None,
        operation: Operation::CallFunction,
    }
}

const CONTACTS: &str = "/v1/contacts";
const CONTACT: &str = "/v1/contacts/{contact}";
const CONTACT_ACTIVITIES: &str = "/v1/contacts/{contact}/activities";
const EMAIL: &str = "/v1/contacts/{contact}/email/{id}";
const PHONE: &str = "/v1/contacts/{contact}/phone/{id}";
const ADDRESS: &str = "/v1/contacts/{contact}/address/{id}";
const URL: &str = "/v1/contacts/{contact}/url/{id}";
const DATE: &str = "/v1/contacts/{contact}/date/{id}";
const NOTE: &str = "/v1/contacts/{contact}/note/{id}";
const CUSTOM: &str = "/v1/contacts/{contact}/custom/{id}";
const ACTIVITIES: &str = "/v1/activities";
const LABELS: &str = "/v1/labels";
const LABEL: &str = "/v1/labels/{label}";
const COLLECTIONS: &str = "/v1/collections";
const COLLECTION: &str = "/v1/collections/{collection}";
const ITEMS: &str = "/v1/collections/{collection}/items";
const BULK: &str = "/v1/collections/{collection}/items/bulk";
const ITEM: &str = "/v1/collections/{collection}/items/{item}";
const LIST: &[&str] = &["cursor", "fields", "filter", "pageSize", "sort"];
/// `tag`, `firstName` and `lastName` are what older clients send.
const FIND: &[&str] = &[
    "cursor",
    "email",
    "fields",
    "firstName",
    "labels",
    "lastName",
    "name.first",
    "name.last",
    "pageSize",
    "phone",
    "tag",
];
const MODIFIED: &[&str] = &["modifiedAt"];
const PAGE: &[&str] = &["cursor", "pageSize"];
const PERIOD: &[&str] = &["from", "scope", "until"];
const DONE: &[&str] = &[
    "activityTypes",
    "cursor",
    "from",
    "pageSize",
    "scope",
    "until",
];

/// Every route.
pub const ROUTES: &[Route] = &[
    route("GET", CONTACTS, SEE, FIND, Operation::ListContacts),
    route("POST", CONTACTS, EDIT, &[], Operation::CreateContact),
    route("PUT", CONTACTS, EDIT, &[], Operation::UpsertContact),
    route(
        "GET",
        "/v1/contacts/subscribers",
        SEE,
        &["cursor", "pageSize", "status"],
        Operation::ListSubscribers,
    ),
    route(
        "GET",
        "/v1/contacts/mailinglist",
        SEE,
        &["cursor", "pageSize", "status"],
        Operation::ListSubscribers,
    ),
    route("GET", CONTACT, SEE, &["fields"], Operation::GetContact),
    edit("PUT", CONTACT, Operation::ReplaceContact),
    edit("PATCH", CONTACT, Operation::PatchContact),
    edit("DELETE", CONTACT, Operation::RemoveContact),
    edit(
        "PUT",
        "/v1/contacts/{contact}/name",
        Operation::SetFacet(Facet::Name),
    ),
    edit(
        "PUT",
        "/v1/contacts/{contact}/company",
        Operation::SetFacet(Facet::Company),
    ),
    edit(
        "PUT",
        "/v1/contacts/{contact}/picture",
        Operation::SetFacet(Facet::Picture),
    ),
    add("/v1/contacts/{contact}/email", PartKind::Email),
    replace(EMAIL, PartKind::Email),
    remove(EMAIL, PartKind::Email),
    add("/v1/contacts/{contact}/phone", PartKind::Phone),
    replace(PHONE, PartKind::Phone),
    remove(PHONE, PartKind::Phone),
    add("/v1/contacts/{contact}/address", PartKind::Address),
    replace(ADDRESS, PartKind::Address),
    remove(ADDRESS, PartKind::Address),
    add("/v1/contacts/{contact}/url", PartKind::Url),
    replace(URL, PartKind::Url),
    remove(URL, PartKind::Url),
    add("/v1/contacts/{contact}/date", PartKind::Date),
    replace(DATE, PartKind::Date),
    remove(DATE, PartKind::Date),
    add("/v1/contacts/{contact}/note", PartKind::Note),
    replace(NOTE, PartKind::Note),
    remove(NOTE, PartKind::Note),
    add("/v1/contacts/{contact}/custom", PartKind::Custom),
    replace(CUSTOM, PartKind::Custom),
    remove(CUSTOM, PartKind::Custom),
    edit(
        "PUT",
        "/v1/contacts/{contact}/email/{id}/subscription",
        Operation::Subscribe,
    ),
    route(
        "GET",
        CONTACT_ACTIVITIES,
        FOLLOW,
        DONE,
        Operation::ListContactActivities,
    ),
    route(
        "POST",
        CONTACT_ACTIVITIES,
        POST,
        &[],
        Operation::PostContactActivity,
    ),
    route("GET", ACTIVITIES, FOLLOW, DONE, Operation::ListActivities),
    route(
        "POST",
        ACTIVITIES,
        POST,
        &["userSessionToken"],
        Operation::PostActivity,
    ),
    route(
        "GET",
        "/v1/activities/types",
        FOLLOW,
        &[],
        Operation::ListActivityTypes,
    ),
    route(
        "GET",
        "/v1/activities/{activity}",
        FOLLOW,
        &[],
        Operation::GetActivity,
    ),
    route(
        "GET",
        "/v1/insights/activities/summary",
        FOLLOW,
        PERIOD,
        Operation::Summarize,
    ),
    route(
        "GET",
        "/v1/insights/contacts/{contact}/activities/summary",
        FOLLOW,
        PERIOD,
        Operation::SummarizeContact,
    ),
    route("GET", LABELS, SEE, PAGE, Operation::ListLabels),
    route("POST", LABELS, EDIT, &[], Operation::CreateLabel),
    route("GET", LABEL, SEE, &[], Operation::GetLabel),
    route("PUT", LABEL, EDIT, &[], Operation::ChangeLabel),
    route("DELETE", LABEL, EDIT, &[], Operation::RemoveLabel),
    route(
        "POST",
        "/v1/labels/{label}/contacts",
        EDIT,
        &[],
        Operation::LabelContacts,
    ),
    route(
        "DELETE",
        "/v1/labels/{label}/contacts/{contact}",
        EDIT,
        &[],
        Operation::UnlabelContact,
    ),
    route("GET", "/v1/sites/site", SITE, &[], Operation::GetSite),
    route(
        "GET",
        "/v1/sites/site/pages",
        SITE,
        &[],
        Operation::ListPages,
    ),
    route(
        "GET",
        "/v1/sites/site/settings",
        SITE,
        &[],
        Operation::GetSettings,
    ),
    route("GET", "/v1/redirects", SITE, &[], Operation::ListRedirects),
    Route {
        method: "POST",
        template: "/v1/batch",
        scope: None,
        parameters: Some(&[]),
        operation: Operation::Batch,
    },
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

/// What a signed request is held against whose address has no such method: nothing but its signature.
pub(super) const NO_METHOD: Route = Route {
    method: "",
    template: "",
    scope: None,
    parameters: None,
    operation: Operation::CallFunction,
};

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
        let scope = route
            .scope
            .map_or("those of its operations".to_owned(), |scope| {
                format!("`{scope}`")
            });
        let (method, template) = (route.method, route.template);
        format!("| {method} | `{template}` | {scope} | {parameters} |")
    }
}
