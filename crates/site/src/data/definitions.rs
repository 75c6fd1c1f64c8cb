//! Collections as they describe themselves: to JavaScript before it asks, and to code that reads
//! definitions (`wix-data.v2`). The names are those of Wix's collection object.

use super::ask::Ask;
use super::read::Course;
use super::reserved::is_reserved;
use super::service::DataService;
use super::step::Step;
use crate::config::{Collection, Field, Permissions, Role};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use velodrome_model::data::{DataError, Wde};
use velodrome_store::{CollectionInfo, IndexInfo, LinkField};

/// Operators of queries, by the names of definitions.
const OPERATORS: [&str; 12] = [
    "EQ",
    "NE",
    "GT",
    "GTE",
    "LT",
    "LTE",
    "CONTAINS",
    "STARTS_WITH",
    "ENDS_WITH",
    "HAS_SOME",
    "HAS_ALL",
    "EXISTS",
];

/// What can be done with documents, by the names of definitions.
const OPERATIONS: [&str; 19] = [
    "AGGREGATE",
    "BULK_INSERT",
    "BULK_REMOVE",
    "BULK_SAVE",
    "BULK_UPDATE",
    "COUNT",
    "DISTINCT",
    "FIND",
    "GET",
    "INSERT",
    "INSERT_REFERENCE",
    "IS_REFERENCED",
    "QUERY_REFERENCED",
    "REMOVE",
    "REMOVE_REFERENCE",
    "REPLACE_REFERENCES",
    "SAVE",
    "TRUNCATE",
    "UPDATE",
];

/// The fields that every document has, with their names for people and their types.
const SYSTEM_FIELDS: [(&str, &str, &str); 4] = [
    ("_id", "ID", "TEXT"),
    ("_createdDate", "Created Date", "DATETIME"),
    ("_updatedDate", "Updated Date", "DATETIME"),
    ("_owner", "Owner", "TEXT"),
];

/// `{"identity":{"userId","userRole"},"collections":{name:{"fields":{field:{"references","multiple"}}}}}`.
pub(super) fn declarations(
    service: &DataService,
    user: Option<&str>,
    administrator: bool,
) -> String {
    let field = |field: &Field| json!({"references": field.references, "multiple": field.multiple});
    let declared = &service.collections.declared;
    let collections: BTreeMap<&str, Value> = declared
        .iter()
        .map(|(name, collection)| {
            let fields: BTreeMap<_, _> = collection
                .fields
                .iter()
                .map(|(name, declared)| (name, field(declared)))
                .collect();
            (name.as_str(), json!({ "fields": fields }))
        })
        .collect();
    let identity = if administrator {
        json!({"userId": null, "userRole": "siteOwner"})
    } else {
        json!({"userId": user, "userRole": "anonymous"})
    };
    json!({"identity": identity, "collections": collections}).to_string()
}

/// The definition of one collection, or, without a name, an array of those of all by name.
pub(super) fn collections(ask: &Ask) -> Course {
    let found = Step::from(ask.session().collections());
    let ask = ask.clone();
    Ok(found.then(move |stored: Vec<CollectionInfo>| {
        let declared = &ask.service().collections.declared;
        let stored: BTreeMap<&str, &CollectionInfo> = stored
            .iter()
            .filter(|collection| !is_reserved(&collection.name))
            .map(|collection| (collection.name.as_str(), collection))
            .collect();
        let define = |name: &str| {
            let links = ask.session().link_fields(name);
            let indexes = stored.get(name).map_or(&[][..], |found| &found.indexes);
            definition(&ask, name, indexes, &links)
        };
        if ask.collection.is_empty() {
            let declared = declared.keys().map(String::as_str);
            let names: BTreeSet<&str> = stored.keys().copied().chain(declared).collect();
            let all: Vec<Value> = names.into_iter().map(define).collect();
            return Step::done(Value::Array(all).to_string());
        }
        if !stored.contains_key(&*ask.collection) && !declared.contains_key(&*ask.collection) {
            let message = format!("The {} collection does not exist.", ask.collection);
            return Step::failed(DataError::new(Wde::COLLECTION_DOES_NOT_EXIST, message));
        }
        Step::done(define(&ask.collection).to_string())
    }))
}

fn definition(ask: &Ask, name: &str, indexes: &[IndexInfo], links: &[LinkField]) -> Value {
    let silent = Collection::default();
    let declared = ask.service().declared(name).unwrap_or(&silent);
    let system = SYSTEM_FIELDS
        .iter()
        .map(|(key, shown, kind)| field_json(key, shown, kind, true, None));
    let said = declared.fields.iter().map(|(key, field)| {
        let target = field.references.as_deref();
        field_json(key, key, kind_of(field), false, target)
    });
    let linked = links
        .iter()
        .filter(|link| !declared.fields.contains_key(&link.field))
        .map(|link| {
            let target = link.target.as_deref();
            field_json(&link.field, &link.field, "MULTI_REFERENCE", false, target)
        });
    let indexes = indexes.iter().map(
        |index| json!({"field": index.field, "unique": index.unique, "automatic": index.automatic}),
    );
    json!({
        "_id": name,
        "displayName": declared.display_name.as_deref().unwrap_or(name),
        "collectionType": "NATIVE",
        "fields": said.chain(linked).chain(system).collect::<Vec<_>>(),
        "permissions": permissions_json(ask, declared.permissions),
        "capabilities": {
            "dataOperations": OPERATIONS,
            "collectionOperations": [],
        },
        "indexes": indexes.collect::<Vec<_>>(),
        "pagingModes": ["OFFSET"],
        "maxPageSize": 1000,
    })
}

fn kind_of(field: &Field) -> &'static str {
    match field.kind {
        Some(kind) => kind,
        None if field.multiple => "MULTI_REFERENCE",
        None if field.references.is_some() => "REFERENCE",
        None => "ANY",
    }
}

fn field_json(key: &str, shown: &str, kind: &str, system: bool, target: Option<&str>) -> Value {
    let is_multiple = kind == "MULTI_REFERENCE";
    let mut json = json!({
        "key": key,
        "displayName": shown,
        "type": kind,
        "systemField": system,
        "encrypted": false,
        "capabilities": {
            "sortable": !is_multiple,
            "queryOperators": if is_multiple { &OPERATORS[9..11] } else { &OPERATORS[..] },
        },
    });
    if let Some(target) = target {
        let about = if is_multiple {
            "multiReference"
        } else {
            "reference"
        };
        json["typeMetadata"] = json!({ about: { "referencedCollectionId": target } });
    }
    json
}

/// What silence means is said too.
fn permissions_json(ask: &Ask, permissions: Permissions) -> Value {
    let silent = if ask.service().collections.strict_permissions {
        Role::Admin
    } else {
        Role::Anyone
    };
    let role = |role: Option<Role>| role.unwrap_or(silent).as_str();
    json!({
        "read": role(permissions.read),
        "insert": role(permissions.insert),
        "update": role(permissions.update),
        "remove": role(permissions.remove),
    })
}
