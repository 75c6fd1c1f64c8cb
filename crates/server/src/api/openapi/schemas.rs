//! The shapes of bodies and results, by name.

use serde_json::{Value, json};

use super::contact_schemas;

pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// A page of a list whose results have this shape. Source of the members: documentation.
pub(super) fn page_of(shape: &str) -> Value {
    json!({
        "type": "object",
        "required": ["total", "pageSize", "previousCursor", "nextCursor", "results"],
        "properties": {
            "total": {"type": "integer", "minimum": 0},
            "pageSize": {"type": "integer", "minimum": 0},
            "previousCursor": reference("Cursor"),
            "nextCursor": reference("Cursor"),
            "results": {"type": "array", "items": reference(shape)},
        },
    })
}

/// Every shape.
pub(super) fn schemas() -> Value {
    let mut all = contact_schemas::schemas();
    if let (Value::Object(all), Value::Object(own)) = (&mut all, of_site()) {
        all.extend(own);
    }
    all
}

/// Those of the site's own collections and functions, and of all errors.
fn of_site() -> Value {
    json!({
        "Anything": {"description": "Whatever the function takes or answers."},
        "Cursor": {
            "description": "A cursor; 0, or null for applications made with --cursor-end null, when there is no such page.",
            "oneOf": [{"type": "string"}, {"const": 0}, {"type": "null"}],
        },
        "Error": {
            "type": "object",
            "required": ["errorCode", "message", "wixErrorCode", "code", "requestId"],
            "properties": {
                "errorCode": {"description": "The HTTP status.", "type": "integer"},
                "message": {"type": "string", "minLength": 1},
                "wixErrorCode": {"type": "integer", "exclusiveMaximum": 0},
                "code": {"description": "Stable; what programs match on.", "type": "string"},
                "requestId": {"type": "string"},
                "wde": {"description": "The code of wix-data.", "type": "string"},
                "functionCode": {"type": "string"},
            },
        },
        "ProtocolError": {
            "description": "What is no request to any address of this server.",
            "type": "object",
        },
        "Collection": {
            "description": "A collection's definition.",
            "type": "object",
            "required": ["_id"],
            "properties": {"_id": {"type": "string"}},
        },
        "CollectionPage": page_of("Collection"),
        "Item": {
            "description": "An item as wix-data knows it; dates are {\"$date\": \"..\"}.",
            "type": "object",
            "properties": {"_id": {"type": "string"}},
        },
        "ItemPage": page_of("Item"),
        "NewItem": {
            "type": "object",
            "properties": {"_id": {"type": "string"}},
            "examples": [{"title": "a", "n": 1}],
        },
        "ItemPatch": {
            "description": "Members that are null are removed.",
            "type": "object",
        },
        "BulkBody": {
            "description": "Items; for remove, ids.",
            "type": "array",
            "maxItems": 1000,
            "items": {"oneOf": [{"type": "object"}, {"type": "string"}]},
        },
        "BulkResult": {
            "type": "object",
            "required": ["inserted", "updated", "removed", "skipped", "errors"],
            "properties": {
                "inserted": {"type": "integer"},
                "updated": {"type": "integer"},
                "removed": {"type": "integer"},
                "skipped": {"type": "integer"},
                "insertedItemIds": {"type": "array", "items": {"type": "string"}},
                "updatedItemIds": {"type": "array", "items": {"type": "string"}},
                "removedItemIds": {"type": "array", "items": {"type": "string"}},
                "errors": {"type": "array", "items": {"type": "object"}},
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ROUTES;
    use crate::api::openapi::describe::describe;

    #[test]
    fn every_shape_that_is_named_is_there_and_used() {
        let schemas = schemas();
        let known: Vec<&String> = schemas.as_object().unwrap().keys().collect();
        let mut used: Vec<String> = vec!["Error".to_owned(), "ProtocolError".to_owned()];
        for route in ROUTES {
            let described = describe(route.operation);
            used.extend(described.body.map(str::to_owned));
            used.push(described.result.to_owned());
        }
        let text = schemas.to_string();
        for piece in text.split("#/components/schemas/").skip(1) {
            used.extend(piece.split('"').next().map(str::to_owned));
        }
        for name in &used {
            assert!(known.contains(&name), "{name} is nowhere");
        }
        for name in known {
            assert!(used.contains(name), "nothing uses {name}");
        }
    }
}
