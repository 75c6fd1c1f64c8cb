//! What parameters of paths and queries mean and how they look.

use serde_json::{Value, json};

/// A parameter of a path, by the name that the template gives it.
pub(super) fn of_path(name: &str) -> Option<Value> {
    let about = match name {
        "activity" => "An activity's id.",
        "contact" => "A contact's id.",
        "id" => "The id of a part of the contact.",
        "label" => "A label's id.",
        "collection" => "A collection's id.",
        "item" => "An item's _id.",
        "name" => "A function's name, as in /_functions/NAME.",
        _ => return None,
    };
    Some(json!({
        "name": name, "in": "path", "required": true, "description": about,
        "schema": {"type": "string", "minLength": 1},
    }))
}

/// A parameter of a query.
pub(super) fn of_query(name: &str) -> Option<Value> {
    let text = || json!({"type": "string"});
    let (about, required, schema) = match name {
        "cursor" => (
            "A cursor of another page; -1, or none, begins a list.",
            false,
            text(),
        ),
        "pageSize" => (
            "Items of a page, 25 unless another number is said.",
            false,
            json!({"type": "integer", "minimum": 1, "maximum": 500}),
        ),
        "filter" => (
            "A filter in JSON, such as {\"age\": {\"$gte\": 18}}.",
            false,
            text(),
        ),
        "sort" => (
            "Names of fields with commas between them, - before one that descends.",
            false,
            text(),
        ),
        "fields" => (
            "Names of the fields to give, with commas between them.",
            false,
            text(),
        ),
        "email" => (
            "The contact's email, without regard to case.",
            false,
            text(),
        ),
        "phone" => ("The contact's phone number, by its digits.", false, text()),
        "name.first" | "firstName" => ("The contact's first name, exactly.", false, text()),
        "name.last" | "lastName" => ("The contact's last name, exactly.", false, text()),
        "labels" | "tag" => (
            "Ids of labels with commas between them, of which the contact has one.",
            false,
            text(),
        ),
        "status" => (
            "Whom is asked for: those to whom may be written again and again, or now and then.",
            false,
            json!({"type": "string", "enum": ["optIn", "notSet"]}),
        ),
        "modifiedAt" => (
            "The contact's modifiedAt as it was read: the change is refused when it is another by now.",
            false,
            json!({"type": "string", "format": "date-time"}),
        ),
        "activityTypes" => (
            "Types of activities with commas between them.",
            false,
            text(),
        ),
        "from" | "until" => (
            "A time, itself included. Not looked at beside a cursor.",
            false,
            json!({"type": "string", "format": "date-time"}),
        ),
        "scope" => (
            "Activities of the whole site, or those that the application posted.",
            false,
            json!({"type": "string", "enum": ["site", "app"]}),
        ),
        "userSessionToken" => ("The session in which the activity was met.", false, text()),
        "operation" => (
            "What is done with each item.",
            true,
            json!({"type": "string", "enum": ["insert", "update", "save", "remove"]}),
        ),
        _ => return None,
    };
    Some(json!({
        "name": name, "in": "query", "required": required, "description": about, "schema": schema,
    }))
}

/// The parameter that every route takes.
pub(super) fn version() -> Value {
    json!({
        "name": "version", "in": "query", "required": false,
        "description": "Signed, and otherwise not looked at.",
        "schema": {"type": "string", "default": "1.0.0"},
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ROUTES;

    #[test]
    fn every_parameter_is_described() {
        for route in ROUTES {
            for name in route.parameters.into_iter().flatten() {
                assert!(of_query(name).is_some(), "{name} of {}", route.template);
            }
            for segment in route.template.split('/') {
                if let Some(name) = segment.strip_prefix('{') {
                    let name = name.trim_end_matches('}');
                    assert!(of_path(name).is_some(), "{name} in {}", route.template);
                }
            }
        }
    }
}
