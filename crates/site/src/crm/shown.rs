//! A stored contact as lists show it, without making a contact of it: nearly every member is shown in
//! the very text in which it is stored, so it is only cut out, which costs a small part of reading and
//! writing it. [`Contact::to_json`] says what it must look like.

use std::ops::Range;

use velodrome_model::data::reader::{DocumentMembers, members};
use velodrome_model::data::{DataError, Raw};
use velodrome_model::timestamp;

use super::contact::Contact;
use super::fields::Fields;
use super::keys;

/// Members that clients see beside ids and times, and what they see of a contact without.
const SHOWN: [(&str, &str); 12] = [
    ("name", r#","name":{}"#),
    ("company", r#","company":{}"#),
    ("picture", ""),
    ("tags", r#","tags":[]"#),
    ("links", r#","links":[]"#),
    ("emails", r#","emails":[]"#),
    ("phones", r#","phones":[]"#),
    ("addresses", r#","addresses":[]"#),
    ("urls", r#","urls":[]"#),
    ("dates", r#","dates":[]"#),
    ("notes", r#","notes":[]"#),
    ("custom", r#","custom":[]"#),
];
const TAGS: usize = 3;
const PHONES: usize = 6;

/// The place in [`SHOWN`] of what the stored member of this name is shown as. Spelt out, because it is
/// asked for every member of every contact.
fn place_of(stored: &str) -> Option<usize> {
    Some(match stored {
        "name" => 0,
        "company" => 1,
        "picture" => 2,
        "labels" => TAGS,
        "emails" => 5,
        "phones" => PHONES,
        "addresses" => 7,
        "urls" => 8,
        "dates" => 9,
        "notes" => 10,
        "custom" => 11,
        _ => return None,
    })
}

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
    let mut members = members(stored);
    append_head(&mut members, out)?;
    let mut met = [false; SHOWN.len()];
    // What is shown as it is stored and not yet copied: neighbours are copied in one piece.
    let mut run = 0..0;
    loop {
        let start = members.at();
        let Some((name, value)) = members.next() else {
            break;
        };
        let Some(place) = place_of(&name) else {
            continue;
        };
        met[place] = true;
        if !fields.show(SHOWN[place].0) {
            continue;
        }
        if !matches!(place, TAGS | PHONES) && run.end == start {
            run.end = members.at();
            continue;
        }
        append_run(stored, &run, out);
        run = members.at()..members.at();
        match place {
            TAGS => {
                out.push_str(",\"tags\":");
                out.push_str(value.text());
            }
            PHONES => append_phones(value, out)?,
            _ => run.start = start,
        }
    }
    append_run(stored, &run, out);
    for (met, (name, absent)) in met.into_iter().zip(SHOWN) {
        if !met && fields.show(name) {
            out.push_str(absent);
        }
    }
    out.push('}');
    members.is_done().then_some(())
}

/// What every contact is shown with. It stands before the rest in what the store writes.
fn append_head(members: &mut DocumentMembers<'_>, out: &mut String) -> Option<()> {
    let (mut id, mut created_ms, mut modified_ms) = (None, None, None);
    while id.is_none() || created_ms.is_none() || modified_ms.is_none() {
        let (name, value) = members.next()?;
        match &*name {
            "_id" => id = Some(value.text()),
            "_createdDate" => created_ms = Some(value.as_date_ms()?),
            "modifiedAt" => modified_ms = Some(value.text().parse::<i64>().ok()?),
            other if place_of(other).is_some() => return None,
            _ => {}
        }
    }
    out.push_str("{\"id\":");
    out.push_str(id?);
    out.push_str(",\"createdAt\":\"");
    timestamp::push_utc(created_ms?, out);
    out.push_str("\",\"modifiedAt\":\"");
    timestamp::push_utc(modified_ms.max(created_ms)?, out);
    out.push('"');
    Some(())
}

/// Members from the first one's name to where the next member begins, after a comma or brace.
fn append_run(stored: &str, run: &Range<usize>, out: &mut String) {
    if !run.is_empty() {
        out.push(',');
        out.push_str(&stored[run.start..run.end - 1]);
    }
}

/// Phones with what their digits say.
fn append_phones(phones: Raw<'_>, out: &mut String) -> Option<()> {
    out.push_str(",\"phones\":[");
    for (index, phone) in phones.elements().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(phone.text().strip_suffix('}')?);
        if let Some(number) = phone.member("phone").and_then(|number| number.as_str()) {
            let end = out.len();
            out.push_str(",\"normalizedPhone\":\"");
            if keys::push_normalized_phone(&number, out) {
                out.push('"');
            } else {
                out.truncate(end);
            }
        }
        out.push('}');
    }
    out.push(']');
    Some(())
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
