//! One walk over an item's text, which checks it and copies it without white space, the system
//! fields taken out. No tree is made, the stack does not grow with the nesting, and numbers keep the
//! digits they came with.

use std::borrow::Cow;

use super::date;
use super::error::{DataError, Wde};
use super::item::Item;
use super::json;
use super::lexer::Lexer;
use super::limits::{ITEM_BYTES_MAX, ITEM_DEPTH_MAX};
use super::text;
use super::value::{JsonError, Value};

/// Why an item was not copied.
pub(super) enum Refusal {
    Data(DataError),
    Json(JsonError),
    /// A name occurs twice in one object; the one-pass copy cannot take the first back.
    Repeated,
}

impl From<JsonError> for Refusal {
    fn from(error: JsonError) -> Refusal {
        Refusal::Json(error)
    }
}

/// Copies an item's text.
pub(super) fn copy(wire: &str) -> Result<Item, Refusal> {
    Copy::new(wire).item()
}

fn refuse<T>(wde: Wde, message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::Data(DataError::new(wde, message)))
}

/// An object being copied: its names so far, or an array.
enum Open<'a> {
    Object(Vec<Cow<'a, str>>),
    Array,
}

struct Copy<'a> {
    lexer: Lexer<'a>,
    out: String,
    /// What the current value stands in, below the item itself.
    open: Vec<Open<'a>>,
}

impl<'a> Copy<'a> {
    fn new(wire: &'a str) -> Copy<'a> {
        let capacity = wire.len().min(ITEM_BYTES_MAX);
        Copy {
            lexer: Lexer::new(wire),
            out: String::with_capacity(capacity),
            open: Vec::new(),
        }
    }

    fn item(mut self) -> Result<Item, Refusal> {
        if !self.lexer.take(b'{') {
            return refuse(Wde::ITEM_NOT_OBJECT, "The item is not an object.");
        }
        let mut item = Item::default();
        let mut names = Vec::new();
        self.out.push('{');
        if !self.lexer.take(b'}') {
            loop {
                let (raw, name) = self.name()?;
                self.member(&mut item, raw, &name)?;
                names.push(name);
                if !self.lexer.take(b',') {
                    break;
                }
            }
            self.lexer.expect(b'}', "a comma or } is expected")?;
        }
        self.lexer.end()?;
        self.out.push('}');
        no_repetition(&names)?;
        item.object = self.out;
        Ok(item)
    }

    fn member(&mut self, item: &mut Item, raw: &str, name: &str) -> Result<(), Refusal> {
        match name {
            "_id" => match json::value(&mut self.lexer)? {
                Value::String(id) if !id.is_empty() => item.id = Some(id),
                _ => {
                    return refuse(
                        Wde::ID_NOT_STRING,
                        "The item's _id must be a string that is not empty.",
                    );
                }
            },
            "_owner" => {
                item.owner = match json::value(&mut self.lexer)? {
                    Value::String(owner) if !owner.is_empty() => Some(owner),
                    _ => None,
                }
            }
            "_createdDate" => item.created_ms = system_date(&json::value(&mut self.lexer)?),
            "_updatedDate" => item.updated_ms = system_date(&json::value(&mut self.lexer)?),
            _ => {
                append_member(raw, "", &mut self.out);
                self.value()?;
            }
        }
        Ok(())
    }

    /// A member's name, as it is written and decoded.
    fn name(&mut self) -> Result<(&'a str, Cow<'a, str>), Refusal> {
        let raw = self.lexer.string()?;
        let name = text::unescape(raw);
        self.lexer.expect(b':', "a colon is expected")?;
        if name.starts_with('$') {
            return refuse(
                Wde::FIELD_NAME,
                format!("Field names must not start with $: [{}].", shortened(&name)),
            );
        }
        Ok((raw, name))
    }

    /// Copies one value, with all that is in it.
    fn value(&mut self) -> Result<(), Refusal> {
        loop {
            match self.lexer.peek() {
                Some(b'{') => {
                    self.lexer.take(b'{');
                    if self.opened_object()? {
                        continue;
                    }
                }
                Some(b'[') => {
                    self.lexer.take(b'[');
                    self.opened(Open::Array)?;
                    self.out.push('[');
                    if self.lexer.take(b']') {
                        self.closed(b']')?;
                    } else {
                        continue;
                    }
                }
                Some(b'"') => {
                    let content = self.lexer.string()?;
                    self.out.push('"');
                    self.out.push_str(content);
                    self.out.push('"');
                }
                Some(b't' | b'f' | b'n') => self.out.push_str(self.lexer.word()?),
                _ => self.out.push_str(self.lexer.number()?),
            }
            if !self.next()? {
                return Ok(());
            }
        }
    }

    /// After `{`: whether a value comes next. Otherwise it was a date or an empty object.
    fn opened_object(&mut self) -> Result<bool, Refusal> {
        if self.lexer.take(b'}') {
            self.opened(Open::Object(Vec::new()))?;
            self.out.push('{');
            self.closed(b'}')?;
            return Ok(false);
        }
        let raw = self.lexer.string()?;
        let name = text::unescape(raw);
        if name == "$date" {
            self.date()?;
            return Ok(false);
        }
        self.opened(Open::Object(Vec::new()))?;
        self.out.push('{');
        self.in_object(raw, name)?;
        Ok(true)
    }

    /// A name was read: its colon and what is to be remembered of it.
    fn in_object(&mut self, raw: &'a str, name: Cow<'a, str>) -> Result<(), Refusal> {
        self.lexer.expect(b':', "a colon is expected")?;
        if name.starts_with('$') {
            return refuse(
                Wde::FIELD_NAME,
                format!("Field names must not start with $: [{}].", shortened(&name)),
            );
        }
        self.out.push('"');
        self.out.push_str(raw);
        self.out.push_str("\":");
        if let Some(Open::Object(names)) = self.open.last_mut() {
            names.push(name);
        }
        Ok(())
    }

    fn date(&mut self) -> Result<(), Refusal> {
        self.lexer.expect(b':', "a colon is expected")?;
        let ms = json::date_ms(&json::value(&mut self.lexer)?);
        match ms {
            Some(ms) if self.lexer.take(b'}') => {
                json::write_date(ms, &mut self.out);
                Ok(())
            }
            _ => refuse(
                Wde::FIELD_NAME,
                "Field names must not start with $: $date may only stand alone in an object, \
                 with whole milliseconds since 1970 or an ISO date.",
            ),
        }
    }

    fn opened(&mut self, what: Open<'a>) -> Result<(), Refusal> {
        self.open.push(what);
        if self.open.len() > ITEM_DEPTH_MAX {
            return refuse(
                Wde::ITEM_TOO_DEEP,
                format!(
                    "The item is nested too deep: at most {ITEM_DEPTH_MAX} levels are allowed."
                ),
            );
        }
        Ok(())
    }

    fn closed(&mut self, bracket: u8) -> Result<(), Refusal> {
        self.out.push(char::from(bracket));
        match self.open.pop() {
            Some(Open::Object(names)) => no_repetition(&names),
            _ => Ok(()),
        }
    }

    /// After a value: closes what ends with it; whether another value comes.
    fn next(&mut self) -> Result<bool, Refusal> {
        if self.out.len() > ITEM_BYTES_MAX {
            return Err(Refusal::Data(too_large(self.out.len())));
        }
        loop {
            let in_array = match self.open.last() {
                None => return Ok(false),
                Some(Open::Array) => true,
                Some(Open::Object(_)) => false,
            };
            if self.lexer.take(b',') {
                self.out.push(',');
                if !in_array {
                    let raw = self.lexer.string()?;
                    self.in_object(raw, text::unescape(raw))?;
                }
                return Ok(true);
            }
            if in_array {
                self.lexer.expect(b']', "a comma or ] is expected")?;
                self.closed(b']')?;
            } else {
                self.lexer.expect(b'}', "a comma or } is expected")?;
                self.closed(b'}')?;
            }
        }
    }
}

fn system_date(value: &Value) -> Option<i64> {
    match value {
        Value::Date(ms) => Some(*ms),
        Value::Number(ms) => date::from_number(*ms),
        Value::String(text) => date::parse_iso(text),
        _ => None,
    }
}

/// Names up to this many are compared with one another; more are sorted.
const FEW: usize = 16;

fn no_repetition(names: &[Cow<'_, str>]) -> Result<(), Refusal> {
    let repeated = if names.len() <= FEW {
        names
            .iter()
            .enumerate()
            .any(|(index, name)| names[..index].contains(name))
    } else {
        let mut sorted: Vec<&str> = names.iter().map(|name| &**name).collect();
        sorted.sort_unstable();
        sorted.windows(2).any(|pair| pair[0] == pair[1])
    };
    if repeated {
        Err(Refusal::Repeated)
    } else {
        Ok(())
    }
}

/// A name as it may stand in a message.
fn shortened(name: &str) -> String {
    name.chars().take(60).collect()
}

/// Appends a member to an object without its closing brace.
pub(super) fn append_member(raw_name: &str, value: &str, out: &mut String) {
    if out.len() > 1 {
        out.push(',');
    }
    out.push('"');
    out.push_str(raw_name);
    out.push_str("\":");
    out.push_str(value);
}

pub(super) fn too_large(bytes: usize) -> DataError {
    DataError::new(
        Wde::ITEM_TOO_LARGE,
        format!(
            "The item is too large: its JSON has {bytes} bytes or more, at most {ITEM_BYTES_MAX} are allowed."
        ),
    )
}
