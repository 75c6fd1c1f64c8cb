//! The shapes of contacts, activities, labels and what else the original API had.

use serde_json::{Value, json};

use super::schemas::{page_of, reference};

fn text() -> Value {
    json!({"type": "string"})
}

fn time() -> Value {
    json!({"type": "string", "format": "date-time"})
}

/// An object with these members, of which the first ones are needed.
fn object(required: &[&str], properties: &Value) -> Value {
    json!({"type": "object", "required": required, "properties": properties})
}

/// The same as clients may send it: a member that is null counts as one that is left out.
fn given(required: &[&str], properties: &Value) -> Value {
    let mut properties = properties.clone();
    let optional = properties.as_object_mut().into_iter().flatten();
    for (_, shape) in optional.filter(|(name, _)| !required.contains(&name.as_str())) {
        *shape = or_null(shape);
    }
    object(required, &properties)
}

fn or_null(shape: &Value) -> Value {
    json!({"anyOf": [shape, {"type": "null"}]})
}

/// A part of a contact. Its id is the server's.
fn part(required: &[&str], mut properties: Value) -> Value {
    properties["id"] = json!({"type": "integer", "minimum": 0});
    given(required, &properties)
}

/// Every shape.
pub(super) fn schemas() -> Value {
    let mut all = contacts();
    for more in [parts(), activities(), labels(), site()] {
        if let (Value::Object(all), Value::Object(more)) = (&mut all, more) {
            all.extend(more);
        }
    }
    all
}

fn contacts() -> Value {
    let list_of = |shape: &str| json!({"type": "array", "items": reference(shape)});
    let said = json!({
        "name": reference("Name"),
        "company": reference("Company"),
        "picture": text(),
        "emails": list_of("Email"),
        "phones": list_of("Phone"),
        "addresses": list_of("Address"),
        "urls": list_of("Url"),
        "dates": list_of("Date"),
        "notes": list_of("Note"),
        "custom": list_of("CustomField"),
    });
    let mut whole = said.clone();
    whole["id"] = text();
    whole["createdAt"] = time();
    whole["modifiedAt"] = time();
    whole["tags"] = json!({"type": "array", "items": text()});
    whole["links"] = json!({"type": "array"});
    json!({
        "NewContact": given(&[], &said),
        "Contact": object(&["id", "modifiedAt"], &whole),
        "ContactPage": page_of("Contact"),
        "ContactId": object(&["contactId"], &json!({"contactId": text()})),
        "ContactKey": {
            "type": "object",
            "properties": {
                "email": or_null(&text()), "phone": or_null(&text()), "userSessionToken": or_null(&text()),
            },
            "anyOf": [{"required": ["email"]}, {"required": ["phone"]}, {"required": ["userSessionToken"]}],
        },
        "CreatedContact": {"oneOf": [reference("ContactId"), reference("Reconciled")]},
        "Reconciled": object(&["contact", "details"], &json!({
            "contact": reference("Contact"),
            "details": {"type": "object"},
        })),
        "Subscriber": object(&["id", "name", "emails"], &json!({
            "id": text(),
            "name": reference("Name"),
            "emails": list_of("Email"),
        })),
        "SubscriberPage": page_of("Subscriber"),
        "JsonPatch": {
            "type": "array",
            "items": object(&["op", "path"], &json!({
                "op": {"type": "string", "enum": ["add", "replace", "remove", "test"]},
                "path": text(),
                "value": true,
            })),
        },
    })
}

fn parts() -> Value {
    let tagged = |name: &str| part(&[name], json!({"tag": text(), name: text()}));
    let status = json!({"type": "string", "enum": ["optOut", "transactional", "recurring"]});
    json!({
        "Name": given(&[], &json!({
            "prefix": text(), "first": text(), "middle": text(), "last": text(), "suffix": text(),
        })),
        "Company": given(&[], &json!({"role": text(), "name": text()})),
        "Picture": {"oneOf": [text(), object(&["picture"], &json!({"picture": text()}))]},
        "Email": part(&["email"], json!({"tag": text(), "email": text(), "emailStatus": status})),
        "Phone": tagged("phone"),
        "Address": part(&[], json!({
            "tag": text(), "address": text(), "neighborhood": text(), "city": text(),
            "region": text(), "country": text(), "postalCode": text(),
        })),
        "Url": tagged("url"),
        "Date": part(&["date"], json!({"tag": text(), "date": time()})),
        "Note": part(&["content"], json!({"content": text(), "modifiedAt": time()})),
        "CustomField": part(&["field"], json!({"field": text(), "value": text()})),
        "Subscription": object(&["status"], &json!({"status": status})),
    })
}

fn activities() -> Value {
    let details = given(
        &[],
        &json!({"summary": text(), "additionalInfoUrl": text()}),
    );
    json!({
        "NewActivity": given(&["activityType", "activityInfo"], &json!({
            "activityType": {"type": "string", "examples": ["contact/contact-form"]},
            "activityInfo": {"type": "object"},
            "createdAt": time(),
            "activityLocationUrl": text(),
            "activityDetails": details,
            "contactUpdate": reference("NewContact"),
        })),
        "Activity": object(&["id", "createdAt", "activityType"], &json!({
            "id": text(),
            "createdAt": time(),
            "activityType": text(),
            "activityInfo": {"type": "object"},
            "activityLocationUrl": text(),
            "activityDetails": details,
        })),
        "ActivityPage": page_of("Activity"),
        "PostedActivity": object(&["activityId", "contactId"], &json!({
            "activityId": text(), "contactId": text(),
        })),
        "ActivityTypes": object(&["types"], &json!({"types": {"type": "array", "items": text()}})),
        "Summary": object(&["activityTypes", "total", "from"], &json!({
            "total": {"type": "integer", "minimum": 0},
            "from": time(),
            "until": time(),
            "activityTypes": {"type": "array", "items": object(&["activityType", "total", "from"], &json!({
                "activityType": text(),
                "total": {"type": "integer", "minimum": 1},
                "from": time(),
                "until": time(),
            }))},
        })),
    })
}

fn labels() -> Value {
    json!({
        "NewLabel": given(&["name"], &json!({
            "name": {"type": "string", "minLength": 1, "maxLength": 50}, "description": text(),
        })),
        "LabelChange": {"oneOf": [text(), given(&[], &json!({"name": text(), "description": text()}))]},
        "LabelId": object(&["labelId"], &json!({"labelId": text()})),
        "Label": object(&["id", "name", "totalMembers", "labelType"], &json!({
            "id": text(),
            "createdAt": time(),
            "name": text(),
            "description": or_null(&text()),
            "totalMembers": {"type": "integer", "minimum": 0},
            "labelType": {"type": "string", "enum": ["system", "userDefined"]},
        })),
        "LabelPage": page_of("Label"),
        "LabelledContacts": given(&["data"], &json!({
            "dataType": {"type": "string", "enum": ["CONTACTS", "LABELS"]},
            "data": {"type": "array", "items": text(), "maxItems": 1000},
        })),
        "AffectedContacts": object(&["affectedContacts"], &json!({
            "affectedContacts": {"type": "integer", "minimum": 0},
        })),
    })
}

fn site() -> Value {
    json!({
        "Site": object(&["url", "status"], &json!({
            "url": text(), "status": {"type": "string", "enum": ["published", "unpublished"]},
        })),
        "SitePages": object(&["siteUrl", "pages"], &json!({
            "siteUrl": reference("Site"),
            "pages": {"type": "array", "items": object(&["path", "title", "isHidden"], &json!({
                "path": text(), "title": text(), "isHidden": {"type": "boolean"},
                "wixPageId": text(), "appPageId": text(),
            }))},
        })),
        "SiteSettings": object(&["title", "publishStatus", "domainInfo", "localization"], &json!({
            "title": text(),
            "publishStatus": object(&["isPublished"], &json!({"isPublished": {"type": "boolean"}})),
            "domainInfo": {"type": "array", "items": {"type": "object"}},
            "localization": {"type": "object"},
            "locationInfo": {"type": "array"},
        })),
        "Redirects": object(&["redirects"], &json!({
            "redirects": {"type": "array", "items": object(&[], &json!({
                "id": text(), "name": text(), "description": text(), "target": text(),
            }))},
        })),
        "Batch": given(&["operations"], &json!({
            "operations": {"type": "array", "maxItems": 100, "items": given(
                &["id", "method", "relativeUrl"],
                &json!({
                    "id": text(),
                    // Another one is that operation's mistake, not the batch's.
                    "method": {"type": "string", "examples": ["GET", "POST", "PUT", "PATCH", "DELETE"]},
                    "relativeUrl": {"type": "string", "examples": ["/v1/contacts?version=1.0.0"]},
                    "body": text(),
                }),
            )},
            "modifiedAt": time(),
            "failurePolicy": {"type": "string", "enum": ["STOP_ON_FAILURE", "IGNORE_FAILURE"]},
        })),
        "BatchResult": object(&["operations"], &json!({
            "operations": {"type": "array", "items": object(&["id", "responseCode", "body"], &json!({
                "id": text(), "method": text(), "relativeUrl": text(),
                "responseCode": {"type": "integer"}, "body": text(),
            }))},
        })),
    })
}
