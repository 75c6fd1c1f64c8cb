//! Taking the texts of JavaScript apart, where a part goes on as the text it is.

use velodrome_model::data::{DataError, Value, Wde};

/// The texts of an array's elements. What is wrong inside an element is for whoever reads it.
///
/// # Errors
/// WDE0005: the text is not an array.
pub(super) fn elements(json: &str) -> Result<Vec<&str>, DataError> {
    let inner = json
        .trim_matches(is_space)
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .ok_or_else(|| {
            let message = "The items of a bulk operation must be an array.";
            DataError::new(Wde::ITEMS_NOT_OBJECTS, message)
        })?;
    if inner.trim_matches(is_space).is_empty() {
        return Ok(Vec::new());
    }
    Ok(split(inner, b',')
        .map(|text| text.trim_matches(is_space))
        .collect())
}

/// An object's members, each with the text of its value.
pub(super) struct Members<'a>(Vec<(String, &'a str)>);

/// Takes an object apart.
///
/// # Errors
/// WDE0056: the text is not an object.
pub(super) fn members(json: &str) -> Result<Members<'_>, DataError> {
    let wrong = || {
        DataError::new(
            Wde::FILTER_NOT_OBJECT,
            "The operation's argument is not an object.",
        )
    };
    let inner = json
        .trim_matches(is_space)
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .ok_or_else(wrong)?;
    let mut members = Vec::new();
    if inner.trim_matches(is_space).is_empty() {
        return Ok(Members(members));
    }
    for member in split(inner, b',') {
        let name = split(member, b':').next().unwrap_or_default();
        let value = member.get(name.len() + 1..).ok_or_else(wrong)?;
        let Ok(Value::String(name)) = Value::parse(name.trim_matches(is_space)) else {
            return Err(wrong());
        };
        members.push((name, value.trim_matches(is_space)));
    }
    Ok(Members(members))
}

impl<'a> Members<'a> {
    /// The text of a member's value; a `null` is none.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        let found = self.0.iter().rev().find(|(member, _)| member == name);
        found.map(|(_, text)| *text).filter(|text| *text != "null")
    }

    /// A member's value.
    ///
    /// # Errors
    /// WDE0056: it is not JSON.
    pub(super) fn value(&self, name: &str) -> Result<Option<Value>, DataError> {
        let parse = |text| {
            Value::parse(text).map_err(|error| {
                DataError::new(Wde::FILTER_NOT_OBJECT, format!("\"{name}\" is {error}."))
            })
        };
        self.text(name).map(parse).transpose()
    }

    /// A member that must be a string and not empty.
    ///
    /// # Errors
    /// WDE0003.
    pub(super) fn string(&self, name: &str) -> Result<String, DataError> {
        match self.value(name)? {
            Some(Value::String(text)) if !text.is_empty() => Ok(text),
            _ => {
                let message = format!("\"{name}\" must be a string that is not empty.");
                Err(DataError::new(Wde::FIELD_NOT_STRING, message))
            }
        }
    }
}

/// Appends a string as JSON.
pub(super) fn push_string(out: &mut String, text: &str) {
    Value::String(text.to_owned()).to_json(out);
}

/// Appends an array of strings as JSON.
pub(super) fn push_strings<'t>(out: &mut String, texts: impl IntoIterator<Item = &'t str>) {
    out.push('[');
    for (index, text) in texts.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        push_string(out, text);
    }
    out.push(']');
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// The pieces between separators that are in no string and no brackets.
fn split(json: &str, separator: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(json);
    std::iter::from_fn(move || {
        let text = rest?;
        let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
        for (at, byte) in text.bytes().enumerate() {
            if in_string {
                in_string = escaped || byte != b'"';
                escaped = !escaped && byte == b'\\';
                continue;
            }
            match byte {
                b'"' => in_string = true,
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ if byte == separator && depth == 0 => {
                    rest = Some(&text[at + 1..]);
                    return Some(&text[..at]);
                }
                _ => {}
            }
        }
        rest = None;
        Some(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_the_texts_between_the_commas_of_the_array() {
        let json = r#" [ {"a":"],\"[,"} , [1,[2,3]],"\\", 4 ] "#;
        let found = elements(json).expect("an array");
        assert_eq!(found, [r#"{"a":"],\"[,"}"#, "[1,[2,3]]", r#""\\""#, "4"]);
        assert!(elements(" [ ] ").expect("an array").is_empty());
        assert!(elements("{}").is_err() && elements("[1").is_err() && elements("").is_err());
    }

    #[test]
    fn members_are_found_by_their_decoded_names() {
        let found = members(r#"{"a\u0062": {"x:,":1} , "c":null,"d":"e"}"#).expect("an object");
        assert_eq!(found.text("ab"), Some(r#"{"x:,":1}"#));
        assert_eq!(found.text("c"), None);
        assert_eq!(found.string("d").as_deref(), Ok("e"));
        assert!(found.string("c").is_err() && found.string("ab").is_err());
        assert!(
            members("[]").is_err() && members(r#"{"a"}"#).is_err() && members("{1:2}").is_err()
        );
        assert!(members("{}").expect("an object").text("a").is_none());
    }
}
