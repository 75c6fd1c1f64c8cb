//! The document, put together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use velodrome_model::signing::CredentialName;

use super::describe::{self, describe};
use super::{PATH, parameters, schemas};
use crate::api::ApiCode;
use crate::api::routes::{ROUTES, Route};
use crate::http1::Fault;

/// Faults of HTTP that an ordinary request can run into before anybody knows what it asks for.
const FAULTS: &[Fault] = &[Fault::TargetTooLong, Fault::HeadersTooLarge];

/// The whole document; `prefix` is the path of the site's `base_url`.
pub(super) fn document(prefix: &str) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Velodrome's signed HTTP API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Requests are signed with HMAC-SHA256 over method, path, the values of all parameters and x-wix-* headers, and the body: see http-api.md in the documentation.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": if prefix.is_empty() { "/" } else { prefix }}],
        "security": [],
        "paths": paths(),
        "components": {"schemas": schemas::schemas(), "securitySchemes": credentials()},
    })
}

fn paths() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    let mut ids = BTreeSet::new();
    for route in ROUTES {
        let path = paths
            .entry(route.template)
            .or_insert_with(|| Value::Object(Map::new()));
        path[route.method.to_ascii_lowercase()] = operation(route, &mut ids);
    }
    paths.insert(PATH.to_owned(), json!({"get": own_operation()}));
    Value::Object(paths)
}

fn operation(route: &Route, ids: &mut BTreeSet<String>) -> Value {
    let said = describe(route.operation);
    let mut described = json!({
        "operationId": id(route, ids),
        "summary": said.summary,
        "tags": [area(route)],
        "parameters": parameters_of(route),
        "responses": responses(route, said.result, said.codes),
        "security": security(route),
    });
    if let Some(body) = said.body {
        described["requestBody"] = json!({
            "required": route.parameters.is_some(),
            "content": {"application/json": {"schema": reference(body)}},
        });
    }
    described
}

fn own_operation() -> Value {
    json!({
        "operationId": "getOpenApi",
        "summary": "Get this document",
        "tags": ["openapi"],
        "security": [],
        "responses": {"200": {
            "description": "This document.",
            "content": {"application/json": {"schema": {"type": "object"}}},
        }},
    })
}

fn parameters_of(route: &Route) -> Vec<Value> {
    let segments = route.template.split('/');
    let names = segments.filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
    let of_path = names.filter_map(parameters::of_path);
    let queries = route.parameters.into_iter().flatten();
    let of_query = queries.filter_map(|name| parameters::of_query(name));
    of_path
        .chain(of_query)
        .chain([parameters::version()])
        .collect()
}

/// The result, and for each status the codes that come with it.
fn responses(route: &Route, result: &str, own: &[ApiCode]) -> Value {
    let mut by_status: BTreeMap<u16, BTreeMap<&str, &str>> = BTreeMap::new();
    for code in describe::ALWAYS.iter().chain(own) {
        let row = code.row();
        let codes = by_status.entry(row.status).or_default();
        codes.insert(row.text, row.about);
    }
    let mut responses = Map::new();
    for (status, codes) in by_status {
        responses.insert(status.to_string(), refusal(&codes));
    }
    for fault in FAULTS {
        let said = json!({
            "description": format!("`{}`: {}", fault.code(), fault.message()),
            "content": {"application/json": {"schema": reference("ProtocolError")}},
        });
        responses.insert(fault.status().to_string(), said);
    }
    let content = json!({"application/json": {"schema": reference(result)}});
    if route.parameters.is_none() {
        let about = "What the function answers, whatever its status and type.";
        responses.insert("default".to_owned(), json!({"description": about}));
    } else {
        let done = json!({"description": "It is done.", "content": content});
        responses.insert("200".to_owned(), done);
    }
    Value::Object(responses)
}

fn refusal(codes: &BTreeMap<&str, &str>) -> Value {
    let lines: Vec<String> = codes
        .iter()
        .map(|(code, about)| format!("`{code}`: {about}"))
        .collect();
    let known: Vec<&&str> = codes.keys().collect();
    json!({
        "description": lines.join("\n\n"),
        "content": {"application/json": {"schema": {
            "allOf": [reference("Error"), {"properties": {"code": {"enum": known}}}],
        }}},
    })
}

/// Credentials in headers, or in the query: all four of one kind.
fn security(route: &Route) -> Value {
    let needed: Vec<String> = route.scope.iter().map(ToString::to_string).collect();
    let of = |suffix: &str| {
        let all = CredentialName::ALL
            .iter()
            .map(|name| (format!("{}{suffix}", name.query()), json!(needed)));
        Value::Object(all.collect())
    };
    json!([of("-header"), of("-query")])
}

fn credentials() -> Value {
    let mut schemes = Map::new();
    for name in CredentialName::ALL {
        for (place, called) in [("header", name.header()), ("query", name.query())] {
            let scheme = json!({"type": "apiKey", "in": place, "name": called});
            schemes.insert(format!("{}-{place}", name.query()), scheme);
        }
    }
    Value::Object(schemes)
}

fn area(route: &Route) -> &'static str {
    route.scope.map_or("batch", |scope| scope.area.name())
}

/// `listItems` of `ListItems`; where several routes do the same, with what sets them apart.
fn id(route: &Route, ids: &mut BTreeSet<String>) -> String {
    let said = format!("{:?}", route.operation);
    let mut id: String = said.chars().filter(char::is_ascii_alphanumeric).collect();
    if let Some(first) = id.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    if ids.contains(&id) {
        let method = route.method.to_ascii_lowercase();
        let last = route
            .template
            .rsplit('/')
            .find(|part| !part.starts_with('{'));
        id = format!("{id}-{method}-{}", last.unwrap_or_default());
    }
    ids.insert(id.clone());
    id
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_in_it_with_an_id_of_its_own() {
        let document = document("/my/site");
        assert_eq!(document["servers"][0]["url"], "/my/site");
        let mut ids = BTreeSet::new();
        for route in ROUTES {
            let method = route.method.to_ascii_lowercase();
            let operation = &document["paths"][route.template][method];
            assert!(operation["summary"].is_string(), "{}", route.template);
            let id = operation["operationId"].as_str().unwrap().to_owned();
            assert!(ids.insert(id), "{operation}");
            assert!(operation["responses"]["403"].is_object());
        }
    }
}
