//! JSON to trees and back.

use super::value::{JsonError, Value};

pub(super) fn parse(_json: &str) -> Result<Value, JsonError> {
    Ok(Value::Null)
}

pub(super) fn write(_value: &Value, _out: &mut String) {}
