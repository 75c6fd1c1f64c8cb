//! Multi-references in files. They are no members of a stored document but links beside it, so a
//! public file writes them as `"field": {"$references": ["id", ..], "collection": "Y"}`: no document
//! can hold a name that begins so. Elsewhere they are arrays of ids, or of documents with ids.

use std::collections::BTreeMap;

use velodrome_model::data::Value;
use velodrome_store::References;

const MARK: &str = "$references";

/// Appends what a document refers to, to its public form.
pub(super) fn push(references: &[References], public: &mut String) {
    if references.is_empty() || public.pop() != Some('}') {
        return;
    }
    for field in references {
        if public.len() > 1 {
            public.push(',');
        }
        push_string(&field.field, public);
        public.push_str(":{\"");
        public.push_str(MARK);
        public.push_str("\":[");
        for (index, id) in field.to.iter().enumerate() {
            if index > 0 {
                public.push(',');
            }
            push_string(id, public);
        }
        public.push(']');
        if let Some(target) = &field.target {
            public.push_str(",\"collection\":");
            push_string(target, public);
        }
        public.push('}');
    }
    public.push('}');
}

fn push_string(text: &str, out: &mut String) {
    Value::String(text.to_owned()).to_json(out);
}

/// Fields that were declared to refer to many documents, with the collection of those.
pub type Multiple = BTreeMap<String, Option<String>>;

/// Whether a document may hold any; if not, it need not be looked at.
pub(super) fn may_be_in(json: &str, multiple: &Multiple) -> bool {
    !multiple.is_empty() || json.contains(MARK)
}

/// A document without its references, and those. `None` when it is no object: others say so.
///
/// # Errors
/// A field that refers holds something else.
pub(super) fn take(
    json: &str,
    multiple: &Multiple,
) -> Result<Option<(String, Vec<References>)>, String> {
    let Ok(Value::Object(members)) = Value::parse(json) else {
        return Ok(None);
    };
    let mut taken = Vec::new();
    let mut kept = Vec::with_capacity(members.len());
    for (name, value) in members {
        let declared = multiple.get(&name);
        if declared.is_none() && value.get(MARK).is_none() {
            kept.push((name, value));
            continue;
        }
        let target = match value.get("collection") {
            Some(Value::String(collection)) => Some(collection.clone()),
            _ => declared.cloned().flatten(),
        };
        let to = ids(&value).ok_or_else(|| format!("{name}: this is no list of references"))?;
        if !to.is_empty() {
            taken.push(References {
                field: name,
                to,
                target,
            });
        }
    }
    let mut rest = String::with_capacity(json.len());
    Value::Object(kept).to_json(&mut rest);
    Ok(Some((rest, taken)))
}

fn ids(value: &Value) -> Option<Vec<String>> {
    let list = value.get(MARK).unwrap_or(value);
    match list {
        Value::Null => Some(Vec::new()),
        Value::String(id) => Some(vec![id.clone()]),
        Value::Array(elements) => elements.iter().map(id).collect(),
        _ => None,
    }
}

fn id(element: &Value) -> Option<String> {
    match element {
        Value::String(id) => Some(id.clone()),
        Value::Object(_) => element.get("_id").and_then(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references(field: &str, to: &[&str], target: Option<&str>) -> References {
        References {
            field: field.to_owned(),
            to: to.iter().map(|id| (*id).to_owned()).collect(),
            target: target.map(str::to_owned),
        }
    }

    #[test]
    fn what_is_written_is_taken_out_again() {
        let all = [
            references("a \"b\"", &["1", "2"], Some("Y")),
            references("c", &["3"], None),
        ];
        for document in [r#"{"_id":"x","n":1}"#, "{}"] {
            let mut public = document.to_owned();
            push(&all, &mut public);
            assert!(may_be_in(&public, &Multiple::new()));
            let taken = take(&public, &Multiple::new());
            assert_eq!(taken, Ok(Some((document.to_owned(), all.to_vec()))));
        }
    }

    #[test]
    fn declared_fields_hold_ids_or_documents() {
        let multiple = Multiple::from([("m".to_owned(), Some("Y".to_owned()))]);
        let take = |json| take(json, &multiple);
        let found = take(r#"{"m":["1",{"_id":"2","t":0}],"n":[3]}"#);
        let wanted = references("m", &["1", "2"], Some("Y"));
        assert_eq!(found, Ok(Some((r#"{"n":[3]}"#.to_owned(), vec![wanted]))));
        let nothing = Ok(Some(("{}".to_owned(), Vec::new())));
        assert_eq!(take(r#"{"m":null}"#), nothing);
        assert_eq!(take(r#"{"m":[]}"#), nothing);
        assert_eq!(take("[]"), Ok(None));
        for wrong in [r#"{"m":7}"#, r#"{"m":[7]}"#, r#"{"m":[{}]}"#] {
            let error = take(wrong).expect_err("no references");
            assert_eq!(error, "m: this is no list of references");
        }
    }
}
