//! Several changes of a contact at once, as operations on its JSON (`add`, `replace`, `remove`, `test`
//! of RFC 6902). The original's own form was never published.

use serde_json::Value;

use super::book::Crm;
use super::contact::Contact;
use super::draft::Draft;
use super::edit::Expected;
use super::error::CrmError;
use super::fields::Fields;
use super::limits::PATCH_MAX;

impl Crm {
    /// Applies operations to a contact, all of them or none.
    ///
    /// # Errors
    /// As [`Crm::edit`]; or an operation cannot be applied, and which is said.
    pub async fn patch(
        &self,
        id: &str,
        expected: Expected,
        operations: &Value,
    ) -> Result<Contact, CrmError> {
        let Some(operations) = operations.as_array() else {
            return Err(CrmError::contact(
                "A patch is an array of operations: [{\"op\": \"replace\", \"path\": \"/name/first\", \"value\": \"..\"}].",
            ));
        };
        if operations.len() > PATCH_MAX {
            let message = format!("A patch has at most {PATCH_MAX} operations.");
            return Err(CrmError::contact(message));
        }
        self.edit(id, expected, |contact, now| {
            let mut json = contact.to_json(Fields::ALL);
            for (index, operation) in operations.iter().enumerate() {
                apply(&mut json, operation).map_err(|reason| {
                    CrmError::contact(format!("Operation {index} of the patch: {reason}."))
                })?;
            }
            Draft::read(&json)?.replace(contact, now)
        })
        .await
    }
}

fn apply(json: &mut Value, operation: &Value) -> Result<(), String> {
    let text = |member: &str| operation.get(member).and_then(Value::as_str);
    let op = text("op").ok_or("it has no \"op\"")?;
    let path = text("path").ok_or("it has no \"path\"")?;
    let (parent, last) = path
        .rsplit_once('/')
        .ok_or_else(|| format!("{path:?} is no JSON pointer"))?;
    let name = last.replace("~1", "/").replace("~0", "~");
    let value = || operation.get("value").cloned().ok_or("it has no \"value\"");
    let missing = || format!("there is nothing at {path:?}");
    if op == "test" {
        let found = json.pointer(path).ok_or_else(missing)?;
        return match *found == value()? {
            true => Ok(()),
            false => Err(format!("the value at {path:?} is another")),
        };
    }
    match (op, json.pointer_mut(parent).ok_or_else(missing)?) {
        ("add" | "replace", Value::Object(members)) => {
            members.insert(name, value()?);
            Ok(())
        }
        ("remove", Value::Object(members)) => members.remove(&name).map(drop).ok_or_else(missing),
        ("add", Value::Array(elements)) => {
            let place = match name.as_str() {
                "-" => elements.len(),
                place => place.parse().map_err(|_| missing())?,
            };
            if place > elements.len() {
                return Err(missing());
            }
            elements.insert(place, value()?);
            Ok(())
        }
        ("replace" | "remove", Value::Array(elements)) => {
            let place: usize = name.parse().map_err(|_| missing())?;
            let element = elements.get_mut(place).ok_or_else(missing)?;
            if op == "replace" {
                *element = value()?;
            } else {
                elements.remove(place);
            }
            Ok(())
        }
        ("add" | "replace" | "remove", _) => Err(missing()),
        _ => Err(format!("{op:?} is none of add, replace, remove, test")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn operations_change_what_they_point_at() {
        let mut json = json!({"name": {"first": "A"}, "emails": [{"id": 1}]});
        for operation in [
            json!({"op": "test", "path": "/name/first", "value": "A"}),
            json!({"op": "replace", "path": "/name/first", "value": "B"}),
            json!({"op": "add", "path": "/emails/-", "value": {"email": "x@y"}}),
            json!({"op": "remove", "path": "/emails/0"}),
            json!({"op": "add", "path": "/a~1b", "value": 1}),
        ] {
            apply(&mut json, &operation).unwrap();
        }
        let wanted = json!({"name": {"first": "B"}, "emails": [{"email": "x@y"}], "a/b": 1});
        assert_eq!(json, wanted);
        for (operation, said) in [
            (json!({"path": "/a"}), "no \"op\""),
            (json!({"op": "add"}), "no \"path\""),
            (json!({"op": "add", "path": "/a"}), "no \"value\""),
            (json!({"op": "move", "path": "/a", "from": "/b"}), "none of"),
            (json!({"op": "remove", "path": "/emails/7"}), "nothing at"),
            (
                json!({"op": "add", "path": "/emails/7", "value": 1}),
                "nothing at",
            ),
            (
                json!({"op": "test", "path": "/name/first", "value": "A"}),
                "is another",
            ),
            (
                json!({"op": "add", "path": "", "value": 1}),
                "no JSON pointer",
            ),
        ] {
            let error = apply(&mut json, &operation).unwrap_err();
            assert!(error.contains(said), "{error}");
        }
    }
}
