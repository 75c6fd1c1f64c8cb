//! JSON to trees and back.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::date;
use super::lexer::Lexer;
use super::limits::VALUE_DEPTH_MAX;
use super::text;
use super::value::{JsonError, Value};

/// Objects with more members than this look for a repeated name with a table.
const FEW: usize = 16;

/// The problem of a text with more levels than are read.
pub(super) const TOO_DEEP: &str = "it is nested too deep";

enum Open {
    Array(Vec<Value>),
    Object(Vec<(String, Value)>, String),
}

pub(super) fn parse(json: &str) -> Result<Value, JsonError> {
    let mut lexer = Lexer::new(json);
    let value = value(&mut lexer)?;
    lexer.end()?;
    Ok(value)
}

/// The next value of `lexer`; what follows it is left.
pub(super) fn value(lexer: &mut Lexer<'_>) -> Result<Value, JsonError> {
    let mut open: Vec<Open> = Vec::new();
    loop {
        let mut done = match lexer.peek() {
            Some(b'{') => {
                lexer.take(b'{');
                if lexer.take(b'}') {
                    Value::Object(Vec::new())
                } else {
                    let name = name(lexer)?;
                    open.push(Open::Object(Vec::new(), name));
                    if open.len() > VALUE_DEPTH_MAX {
                        return lexer.fail(TOO_DEEP);
                    }
                    continue;
                }
            }
            Some(b'[') => {
                lexer.take(b'[');
                if lexer.take(b']') {
                    Value::Array(Vec::new())
                } else {
                    open.push(Open::Array(Vec::new()));
                    if open.len() > VALUE_DEPTH_MAX {
                        return lexer.fail(TOO_DEEP);
                    }
                    continue;
                }
            }
            _ => scalar(lexer)?,
        };
        // What is complete may complete what it stands in.
        loop {
            match open.pop() {
                None => return Ok(done),
                Some(Open::Array(mut elements)) => {
                    elements.push(done);
                    if lexer.take(b',') {
                        open.push(Open::Array(elements));
                        break;
                    }
                    lexer.expect(b']', "a comma or ] is expected")?;
                    done = Value::Array(elements);
                }
                Some(Open::Object(mut members, current)) => {
                    members.push((current, done));
                    if lexer.take(b',') {
                        let name = name(lexer)?;
                        open.push(Open::Object(members, name));
                        break;
                    }
                    lexer.expect(b'}', "a comma or } is expected")?;
                    done = object(members);
                }
            }
        }
    }
}

fn name(lexer: &mut Lexer<'_>) -> Result<String, JsonError> {
    let name = text::unescape(lexer.string()?).into_owned();
    lexer.expect(b':', "a colon is expected")?;
    Ok(name)
}

fn scalar(lexer: &mut Lexer<'_>) -> Result<Value, JsonError> {
    Ok(match lexer.peek() {
        Some(b'"') => Value::String(text::unescape(lexer.string()?).into_owned()),
        Some(b't' | b'f' | b'n') => match lexer.word()? {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => Value::Null,
        },
        _ => Value::Number(number(lexer.number()?)),
    })
}

/// The value of a number that has JSON's form; past the range of doubles it is infinite, as in
/// JavaScript.
pub(super) fn number(text: &str) -> f64 {
    text.parse().unwrap_or(0.0)
}

fn object(members: Vec<(String, Value)>) -> Value {
    if let [(name, value)] = members.as_slice()
        && name == "$date"
        && let Some(ms) = date_ms(value)
    {
        return Value::Date(ms);
    }
    Value::Object(without_repetition(members))
}

/// What `$date` may hold: whole milliseconds or an ISO text.
pub(super) fn date_ms(value: &Value) -> Option<i64> {
    match value {
        Value::Number(ms) => date::from_number(*ms),
        Value::String(text) => date::parse_iso(text),
        _ => None,
    }
}

/// The last of several members of one name wins, at the place of the first, as in JavaScript.
fn without_repetition(members: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let repeats = |index: usize| {
        members[..index]
            .iter()
            .any(|(name, _)| *name == members[index].0)
    };
    if members.len() <= FEW && !(1..members.len()).any(repeats) {
        return members;
    }
    let mut places: HashMap<String, usize> = HashMap::with_capacity(members.len());
    let mut kept: Vec<(String, Value)> = Vec::with_capacity(members.len());
    for (name, value) in members {
        match places.get(&name) {
            Some(place) => kept[*place].1 = value,
            None => {
                places.insert(name.clone(), kept.len());
                kept.push((name, value));
            }
        }
    }
    kept
}

pub(super) fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => write_number(*number, out),
        Value::String(content) => text::quote(content, out),
        Value::Date(ms) => write_date(*ms, out),
        Value::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(element, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (name, member)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                text::quote(name, out);
                out.push(':');
                write(member, out);
            }
            out.push('}');
        }
    }
}

/// Writing to a `String` does not fail.
const INFALLIBLE: &str = "a string takes everything";

pub(super) fn write_date(ms: i64, out: &mut String) {
    write!(out, "{{\"$date\":{ms}}}").expect(INFALLIBLE);
}

/// A number as JSON; null for what JSON has no number for.
pub(super) fn write_number(number: f64, out: &mut String) {
    if !number.is_finite() {
        out.push_str("null");
    } else if number.fract() == 0.0 && number.abs() < 1e15 {
        #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
        let whole = number as i64;
        write!(out, "{whole}").expect(INFALLIBLE);
    } else {
        // The shortest text that reads back as the same number, with an exponent where it is short.
        write!(out, "{number:?}").expect(INFALLIBLE);
    }
}
