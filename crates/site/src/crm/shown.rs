//! A stored contact as lists show it, without making a contact of it: nearly every member is shown in
//! the very text in which it is stored, so it is only cut out, which costs a small part of reading and
//! writing it. [`Contact::to_json`] says what it must look like.

use velodrome_model::data::DataError;
use velodrome_model::timestamp;

use super::contact::Contact;
use super::fields::Fields;
use super::keys;
use super::part::PartKind;

/// Members of a stored contact that are shown as they are: as clients know them, as they are stored,
/// and what is shown of a contact without.
const AS_STORED: [(&str, &str, Option<&str>); 4] = [
    ("name", "name", Some("{}")),
    ("company", "company", Some("{}")),
    ("picture", "picture", None),
    ("tags", "labels", Some("[]")),
];

/// Appends a stored contact as clients see it.
///
/// # Errors
/// The data is damaged.
pub fn append_shown(stored: &str, fields: Fields, out: &mut String) -> Result<(), DataError> {
    let start = out.len();
    if append_cut(stored, fields, out).is_none() {
        // Either it is damaged, or it was written in a way that is not ours.
        out.truncate(start);
        out.push_str(&Contact::read(stored)?.to_json(fields).to_string());
    }
    Ok(())
}

fn append_cut(stored: &str, fields: Fields, out: &mut String) -> Option<()> {
    let found = Found::in_contact(stored)?;
    let created_ms: i64 = found.get("_createdDate")?.parse().ok()?;
    let modified_ms: i64 = found.get("modifiedAt")?.parse().ok()?;
    let modified_ms = modified_ms.max(created_ms);
    out.push_str("{\"id\":");
    out.push_str(found.get("_id")?);
    for (name, ms) in [("createdAt", created_ms), ("modifiedAt", modified_ms)] {
        out.push_str(",\"");
        out.push_str(name);
        out.push_str("\":\"");
        out.push_str(&timestamp::format_utc(ms));
        out.push('"');
    }
    let mut push = |name: &str, value: &str| {
        out.push_str(",\"");
        out.push_str(name);
        out.push_str("\":");
        out.push_str(value);
    };
    for (name, member, default) in AS_STORED {
        if let Some(value) = found.get(member).or(default)
            && fields.show(name)
        {
            push(name, value);
        }
    }
    if fields.show("links") {
        push("links", "[]");
    }
    for kind in PartKind::ALL
        .into_iter()
        .filter(|kind| fields.show(kind.list()))
    {
        let parts = found.get(kind.list()).unwrap_or("[]");
        if kind == PartKind::Phone {
            push(kind.list(), &with_normalized(parts)?);
        } else {
            push(kind.list(), parts);
        }
    }
    out.push('}');
    Some(())
}

/// Phones with what their digits say.
fn with_normalized(phones: &str) -> Option<String> {
    let mut out = String::with_capacity(2 * phones.len());
    let mut scanner = Scanner::within(phones)?;
    out.push('[');
    while let Some(phone) = scanner.value()? {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(phone.strip_suffix('}')?);
        let mut members = Scanner::within(phone)?;
        while let Some((name, value)) = members.member()? {
            if name == "phone" {
                let number: String = serde_json::from_str(value).ok()?;
                if let Some(normalized) = keys::normalized_phone(&number) {
                    out.push_str(",\"normalizedPhone\":\"");
                    out.push_str(&normalized);
                    out.push('"');
                }
            }
        }
        out.push('}');
    }
    out.push(']');
    Some(out)
}

/// The members of a stored contact that are shown, cut out.
struct Found<'a>([Option<&'a str>; Found::NAMES.len()]);

impl<'a> Found<'a> {
    const NAMES: [&'static str; 14] = [
        "_id",
        "_createdDate",
        "modifiedAt",
        "name",
        "company",
        "picture",
        "labels",
        "emails",
        "phones",
        "addresses",
        "urls",
        "dates",
        "notes",
        "custom",
    ];

    fn in_contact(stored: &'a str) -> Option<Found<'a>> {
        let mut found = Found([None; Found::NAMES.len()]);
        let mut scanner = Scanner::within(stored)?;
        while let Some((name, value)) = scanner.member()? {
            if let Some(place) = Found::NAMES.iter().position(|known| *known == name) {
                found.0[place] = Some(value);
            }
        }
        Some(found)
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        let place = Found::NAMES.iter().position(|known| *known == name)?;
        self.0[place]
    }
}

/// Cuts compact JSON, as the store keeps it, into values. What it is not made for it refuses (the
/// outer `None`); that the inside of a value is well formed is the store's business.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    is_first: bool,
}

impl<'a> Scanner<'a> {
    /// The inside of an object or array.
    fn within(text: &'a str) -> Option<Scanner<'a>> {
        let is_whole = (text.starts_with('{') && text.ends_with('}'))
            || (text.starts_with('[') && text.ends_with(']'));
        is_whole.then(|| Scanner {
            text: &text[..text.len() - 1],
            at: 1,
            is_first: true,
        })
    }

    /// The next member's name and value; the inner `None` after the last.
    fn member(&mut self) -> Option<Option<(&'a str, &'a str)>> {
        if !self.advance()? {
            return Some(None);
        }
        let name = self.cut()?;
        let name = name.strip_prefix('"')?.strip_suffix('"')?;
        if self.text.as_bytes().get(self.at) != Some(&b':') {
            return None;
        }
        self.at += 1;
        Some(Some((name, self.cut()?)))
    }

    /// The next element; the inner `None` after the last.
    fn value(&mut self) -> Option<Option<&'a str>> {
        if !self.advance()? {
            return Some(None);
        }
        self.cut().map(Some)
    }

    /// Past the comma, if one is due; false at the end.
    fn advance(&mut self) -> Option<bool> {
        match self.text.as_bytes().get(self.at) {
            None => return Some(false),
            Some(b',') if !self.is_first => self.at += 1,
            Some(_) if self.is_first => {}
            Some(_) => return None,
        }
        self.is_first = false;
        Some(true)
    }

    fn cut(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut depth = 0usize;
        loop {
            match bytes.get(self.at) {
                Some(b'"') => self.skip_string()?,
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                Some(b',' | b':') if depth == 0 => break,
                Some(byte) if !byte.is_ascii_whitespace() => self.at += 1,
                None if depth == 0 => break,
                _ => return None,
            }
        }
        (self.at > start).then(|| &self.text[start..self.at])
    }

    fn skip_string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            let rest = self.text.as_bytes().get(self.at..)?;
            let found = rest
                .iter()
                .position(|&byte| byte == b'"' || byte == b'\\')?;
            self.at += found + 1;
            if rest[found] == b'"' {
                return Some(());
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn shown(stored: &str, fields: Fields) -> Value {
        let mut out = String::new();
        append_shown(stored, fields, &mut out).unwrap();
        serde_json::from_str(&out).unwrap()
    }

    fn stored() -> Value {
        json!({
            "_id": "a\"b", "_createdDate": 1_700_000_000_123_i64, "modifiedAt": 5, "revision": 3, "partId": 9,
            "name": {"first": "J\u{fc}r\"gen\\", "last": "[{,:}]"}, "picture": "x", "labels": ["custom.vip", "a,b"],
            "emails": [{"id": 1, "email": "a@b.c", "emailStatus": "recurring", "tag": "work"}],
            "phones": [
                {"id": 2, "phone": "+49-30 \u{5555}\" 1", "tag": "main"}, {"id": 3, "phone": "none", "tag": "}"},
            ],
            "notes": [{"id": 4, "content": "\\\"}]"}], "lookup": ["e:a@b.c"], "velo": {"locale": "de", "deep": [[{}]]},
        })
    }

    #[test]
    fn it_is_what_a_contact_that_was_read_shows() {
        let minimal = json!({"_id": "x", "_createdDate": 1, "modifiedAt": 2, "revision": 0, "partId": 0, "lookup": []});
        for document in [stored(), minimal] {
            let text = document.to_string();
            for fields in [
                Fields::ALL,
                Fields::parse("NAME,PHONES").unwrap(),
                Fields::parse("LINKS,COMPANY,NOTES").unwrap(),
            ] {
                assert!(append_cut(&text, fields, &mut String::new()).is_some());
                let expected = Contact::read(&text).unwrap().to_json(fields);
                assert_eq!(shown(&text, fields), expected, "{text}");
            }
        }
    }

    #[test]
    fn other_spellings_are_read_the_long_way() {
        let text = serde_json::to_string_pretty(&stored()).unwrap();
        assert!(append_cut(&text, Fields::ALL, &mut String::new()).is_none());
        let expected = Contact::read(&text).unwrap().to_json(Fields::ALL);
        assert_eq!(shown(&text, Fields::ALL), expected);
    }

    #[test]
    fn what_is_damaged_is_said_to_be() {
        let text = stored().to_string();
        for damaged in ["", "{", "null", "{\"_id\":", &text[..text.len() - 3]] {
            let mut out = "kept".to_owned();
            assert!(
                append_shown(damaged, Fields::ALL, &mut out).is_err(),
                "{damaged}"
            );
            assert_eq!(out, "kept");
        }
    }
}
