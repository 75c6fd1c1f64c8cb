//! The JSON of queries and aggregations; see [`super::parse_filter`] for that of filters.

use super::aggregate::{Aggregate, Fold};
use super::error::{DataError, Wde};
use super::json;
use super::limits::{LIST_MAX, PAGE_MAX};
use super::parse_filter;
use super::path::Path;
use super::query::{Include, Query, SortKey};
use super::value::Value;

type Result<T> = std::result::Result<T, DataError>;

/// Reads JSON that must be an object; `what` names it in messages.
pub(super) fn object(json: &str, what: &str) -> Result<Vec<(String, Value)>> {
    match Value::parse(json) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(other) => refuse(
            Wde::FILTER_NOT_OBJECT,
            format!("{what} should be an object. Got {} instead.", shown(&other)),
        ),
        Err(error) => {
            let too_deep = error.problem == json::TOO_DEEP;
            let wde = if too_deep {
                Wde::FILTER_TOO_DEEP
            } else {
                Wde::INVALID_ARGUMENTS
            };
            refuse(wde, format!("{what} is {error}."))
        }
    }
}

pub(super) fn refuse<T>(wde: Wde, message: impl Into<String>) -> Result<T> {
    Err(DataError::new(wde, message))
}

/// A value as it may stand in a message: its JSON, shortened.
pub(super) fn shown(value: &Value) -> String {
    let mut json = String::new();
    value.to_json(&mut json);
    match json.char_indices().nth(80) {
        Some((cut, _)) => format!("{}..", &json[..cut]),
        None => json,
    }
}

pub(super) fn query_text(json: &str) -> Result<Query> {
    query(object(json, "The query")?)
}

pub(super) fn query(members: Vec<(String, Value)>) -> Result<Query> {
    let mut query = Query::default();
    for (name, value) in members {
        match name.as_str() {
            "filter" => query.filter = parse_filter::filter(&value)?,
            "sort" => query.sort = sort(value)?,
            "skip" => query.skip = skip(&value)?,
            "limit" => query.limit = limit(&value)?,
            "fields" => query.fields = paths(value, "fields")?,
            "include" => query.include = include(value)?,
            "total" => query.total = flag(&value, "total")?,
            _ => return unknown("query", &name),
        }
    }
    Ok(query)
}

pub(super) fn aggregate_text(json: &str) -> Result<Aggregate> {
    let mut aggregate = Aggregate::default();
    for (name, value) in object(json, "The aggregation")? {
        match name.as_str() {
            "filter" => aggregate.filter = parse_filter::filter(&value)?,
            "group" => aggregate.group = paths(value, "group")?,
            "folds" => aggregate.folds = folds(value)?,
            "count" => aggregate.count = flag(&value, "count")?,
            "having" => aggregate.having = parse_filter::filter(&value)?,
            "sort" => aggregate.sort = sort(value)?,
            "skip" => aggregate.skip = skip(&value)?,
            "limit" => aggregate.limit = limit(&value)?,
            _ => return unknown("aggregation", &name),
        }
    }
    Ok(aggregate)
}

fn unknown<T>(what: &str, name: &str) -> Result<T> {
    let name = shown(&Value::String(name.to_owned()));
    refuse(
        Wde::INVALID_ARGUMENTS,
        format!("The {what} has a member {name}, which means nothing."),
    )
}

fn flag(value: &Value, name: &str) -> Result<bool> {
    match value {
        Value::Bool(flag) => Ok(*flag),
        other => refuse(
            Wde::OPTIONS,
            format!(
                "{name} should be true or false. Got {} instead.",
                shown(other)
            ),
        ),
    }
}

/// Elements of a list that may not be endless.
fn list(value: Value, name: &str, wde: Wde) -> Result<Vec<Value>> {
    match value {
        Value::Array(elements) if elements.len() <= LIST_MAX => Ok(elements),
        Value::Array(elements) => refuse(
            Wde::INVALID_ARGUMENTS,
            format!(
                "{name} has {} elements, at most {LIST_MAX} are allowed.",
                elements.len()
            ),
        ),
        other => refuse(
            wde,
            format!("{name} should be an array. Got {} instead.", shown(&other)),
        ),
    }
}

fn paths(value: Value, name: &str) -> Result<Vec<Path>> {
    list(value, name, Wde::FIELD_NOT_STRING)?
        .iter()
        .map(path)
        .collect()
}

pub(super) fn path(value: &Value) -> Result<Path> {
    match value {
        Value::String(text) => Path::parse(text),
        other => refuse(
            Wde::FIELD_NOT_STRING,
            format!(
                "The name of a field must be a string. Got {} instead.",
                shown(other)
            ),
        ),
    }
}

fn sort(value: Value) -> Result<Vec<SortKey>> {
    list(value, "sort", Wde::SORT_NOT_ARRAY)?
        .iter()
        .map(sort_key)
        .collect()
}

fn sort_key(value: &Value) -> Result<SortKey> {
    let Value::Object(members) = value else {
        return refuse(
            Wde::SORT_KEY_NOT_OBJECT,
            format!(
                "sort should hold objects only. Got {} instead.",
                shown(value)
            ),
        );
    };
    let known = members
        .iter()
        .all(|(name, _)| matches!(name.as_str(), "field" | "order"));
    let descending = match value.get("order") {
        None => Some(false),
        Some(Value::String(order)) => match order.as_str() {
            "asc" => Some(false),
            "desc" => Some(true),
            _ => None,
        },
        Some(_) => None,
    };
    match (value.get("field"), descending) {
        (Some(field @ Value::String(_)), Some(descending)) if known => Ok(SortKey {
            path: path(field)?,
            descending,
        }),
        _ => refuse(
            Wde::SORT_KEY,
            format!(
                "sort should hold {{\"field\": name, \"order\": \"asc\" or \"desc\"}}. Got {} instead.",
                shown(value)
            ),
        ),
    }
}

fn include(value: Value) -> Result<Vec<Include>> {
    let one = |value: &Value| match value {
        Value::String(_) => Ok(Include {
            path: path(value)?,
            limit: None,
        }),
        _ => {
            let limit = value.get("limit").map(limit).transpose()?;
            Ok(Include {
                path: path(value.get("field").unwrap_or(&Value::Null))?,
                limit,
            })
        }
    };
    list(value, "include", Wde::FIELD_NOT_STRING)?
        .iter()
        .map(one)
        .collect()
}

fn folds(value: Value) -> Result<Vec<(String, Fold, Path)>> {
    list(value, "folds", Wde::INVALID_ARGUMENTS)?
        .iter()
        .map(fold)
        .collect()
}

fn fold(value: &Value) -> Result<(String, Fold, Path)> {
    let text = |name| match value.get(name) {
        Some(Value::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let op = match text("op") {
        Some("sum") => Some(Fold::Sum),
        Some("avg") => Some(Fold::Avg),
        Some("min") => Some(Fold::Min),
        Some("max") => Some(Fold::Max),
        _ => None,
    };
    let (Some(key), Some(op), Some(field)) = (text("key"), op, text("field")) else {
        return refuse(
            Wde::INVALID_ARGUMENTS,
            format!(
                "folds should hold {{\"key\": name, \"op\": \"sum\", \"avg\", \"min\" or \"max\", \"field\": name}}. \
                 Got {} instead.",
                shown(value)
            ),
        );
    };
    if field.is_empty() || key.is_empty() {
        return refuse(
            Wde::AGGREGATE_FIELD_EMPTY,
            "The name of an aggregated field is empty.",
        );
    }
    if field.ends_with('.') {
        return refuse(
            Wde::AGGREGATE_FIELD_DOT,
            format!("The name of an aggregated field must not end with a dot: [{field}]."),
        );
    }
    if key.starts_with('$') {
        return refuse(
            Wde::FIELD_NAME,
            format!("Field names must not start with $: [{key}]."),
        );
    }
    Ok((key.to_owned(), op, Path::parse(field)?))
}

pub(super) fn skip(value: &Value) -> Result<u64> {
    whole(value, "skip", 0, Wde::SKIP_NEGATIVE)
}

pub(super) fn limit(value: &Value) -> Result<u64> {
    let limit = whole(value, "limit", 1, Wde::LIMIT_NOT_POSITIVE)?;
    if limit > PAGE_MAX {
        return refuse(
            Wde::LIMIT_TOO_LARGE,
            format!("limit cannot exceed {PAGE_MAX}. Got {limit}."),
        );
    }
    Ok(limit)
}

/// A whole number from `least` on.
fn whole(value: &Value, name: &str, least: u64, below: Wde) -> Result<u64> {
    let Value::Number(number) = value else {
        return refuse(
            Wde::NOT_A_NUMBER,
            format!("{name} must be a number. Got {} instead.", shown(value)),
        );
    };
    #[expect(clippy::cast_precision_loss, reason = "a small constant")]
    if *number < least as f64 {
        return refuse(
            below,
            format!("{name} must be at least {least}. Got {}.", shown(value)),
        );
    }
    if number.fract() != 0.0 || *number > 9_007_199_254_740_991.0 {
        return refuse(
            Wde::NOT_AN_INTEGER,
            format!("{name} must be an integer. Got {} instead.", shown(value)),
        );
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole and in range"
    )]
    Ok(*number as u64)
}
