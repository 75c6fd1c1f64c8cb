//! The JSON of filters, after MongoDB's: `{"age": {"$gt": 3}, "name": "x", "$or": [..]}`.
//!
//! `and` within `and` and `or` within `or` are flattened, so that a chain made by a loop is not as
//! deep as it is long.

use super::error::{DataError, Wde};
use super::filter::{Condition, Filter, Test};
use super::fold::Folded;
use super::limits::{FILTER_DEPTH_MAX, FILTER_TESTS_MAX, ITEM_DEPTH_MAX};
use super::order;
use super::parse::{object, refuse, shown};
use super::path::Path;
use super::reader::Kind;
use super::set::Set;
use super::value::Value;

type Result<T> = std::result::Result<T, DataError>;

pub(super) fn filter_text(json: &str) -> Result<Filter> {
    filter(&Value::Object(object(json, "The filter")?))
}

pub(super) fn filter(value: &Value) -> Result<Filter> {
    let mut reader = Reader { tests: 0, level: 0 };
    reader.filter(value)
}

struct Reader {
    /// Conditions and operands so far.
    tests: usize,
    /// How many `and`, `or` and `not` are around what is being read.
    level: usize,
}

impl Reader {
    fn filter(&mut self, value: &Value) -> Result<Filter> {
        let Value::Object(members) = value else {
            return refuse(
                Wde::FILTER_NOT_OBJECT,
                format!(
                    "A filter should be an object. Got {} instead.",
                    shown(value)
                ),
            );
        };
        let mut parts = Vec::new();
        for (name, value) in members {
            match name.as_str() {
                "$and" => flatten_and(self.filters(name, value)?, &mut parts),
                "$or" => parts.push(any_of(self.filters(name, value)?)),
                "$not" => parts.push(Filter::Not(Box::new(self.negated(value)?))),
                "$regex" => return refuse(Wde::REGEX, "The operator $regex is not allowed."),
                _ => flatten_and(vec![self.field(&Path::parse(name)?, value)?], &mut parts),
            }
        }
        Ok(all_of(parts))
    }

    /// The parts of an `and` or an `or`. One in another of its kind gives its parts to that one
    /// without a level of its own.
    fn filters(&mut self, operator: &str, value: &Value) -> Result<Vec<Filter>> {
        self.enter()?;
        let mut waiting = vec![array(operator, value)?.iter()];
        let mut filters = Vec::new();
        while let Some(parts) = waiting.last_mut() {
            match parts.next() {
                None => drop(waiting.pop()),
                Some(Value::Object(members)) if matches!(members.as_slice(), [(name, _)] if name == operator) =>
                {
                    waiting.push(array(operator, &members[0].1)?.iter());
                }
                Some(part) => filters.push(self.filter(part)?),
            }
        }
        self.level -= 1;
        Ok(filters)
    }

    fn negated(&mut self, value: &Value) -> Result<Filter> {
        self.enter()?;
        let filter = match value {
            Value::Array(parts) if parts.len() == 1 => self.filter(&parts[0]),
            Value::Array(parts) => refuse(
                Wde::FILTER_NOT_ARRAY,
                format!("$not should have one filter. Got {} instead.", parts.len()),
            ),
            other => self.filter(other),
        };
        self.level -= 1;
        filter
    }

    fn enter(&mut self) -> Result<()> {
        self.level += 1;
        if self.level > FILTER_DEPTH_MAX {
            return refuse(
                Wde::FILTER_TOO_DEEP,
                format!(
                    "The filter is nested too deep: at most {FILTER_DEPTH_MAX} levels are allowed."
                ),
            );
        }
        Ok(())
    }

    /// What is asked of one field: operators, or a value that it should equal.
    fn field(&mut self, path: &Path, value: &Value) -> Result<Filter> {
        let is = |test| {
            Filter::Is(Condition {
                path: path.clone(),
                test,
            })
        };
        match value {
            Value::Object(members) if members.iter().any(|(name, _)| name.starts_with('$')) => {
                let mut tests = Vec::with_capacity(members.len());
                for (operator, operand) in members {
                    tests.push(is(self.test(operator, operand)?));
                }
                Ok(all_of(tests))
            }
            _ => {
                self.count(1)?;
                Ok(is(Test::Eq(plain(value)?.clone())))
            }
        }
    }

    fn test(&mut self, operator: &str, operand: &Value) -> Result<Test> {
        self.count(1)?;
        Ok(match operator {
            "$eq" => Test::Eq(plain(operand)?.clone()),
            "$ne" => Test::Ne(plain(operand)?.clone()),
            "$gt" => Test::Gt(ordered(operator, operand)?),
            "$gte" => Test::Ge(ordered(operator, operand)?),
            "$lt" => Test::Lt(ordered(operator, operand)?),
            "$lte" => Test::Le(ordered(operator, operand)?),
            "$between" => between(operand)?,
            "$contains" => Test::Contains(string(operator, operand)?),
            "$startsWith" => Test::StartsWith(string(operator, operand)?),
            "$endsWith" => Test::EndsWith(string(operator, operand)?),
            "$hasSome" => Test::HasSome(self.set(operator, operand)?),
            "$hasAll" => Test::HasAll(self.set(operator, operand)?),
            "$empty" | "$isEmpty" => match operand {
                Value::Bool(true) => Test::Empty,
                Value::Bool(false) => Test::NotEmpty,
                other => {
                    return refuse(
                        Wde::INVALID_ARGUMENTS,
                        format!(
                            "{operator} should be true or false. Got {} instead.",
                            shown(other)
                        ),
                    );
                }
            },
            "$regex" => return refuse(Wde::REGEX, "The operator $regex is not allowed."),
            _ => return unknown(operator),
        })
    }

    fn set(&mut self, operator: &str, value: &Value) -> Result<Set> {
        let values = array(operator, value)?;
        self.count(values.len())?;
        match values.iter().find(|value| !is_ordered(value)) {
            Some(other) => refuse(
                Wde::SET_ITEM,
                format!(
                    "{operator} should hold only dates, numbers and strings. Got {} instead.",
                    shown(other)
                ),
            ),
            None => Ok(Set::new(values.iter().cloned())),
        }
    }

    fn count(&mut self, tests: usize) -> Result<()> {
        self.tests += tests;
        if self.tests > FILTER_TESTS_MAX {
            return refuse(
                Wde::INVALID_ARGUMENTS,
                format!(
                    "The filter has more than {FILTER_TESTS_MAX} conditions and values: ask in smaller parts."
                ),
            );
        }
        Ok(())
    }
}

fn all_of(mut parts: Vec<Filter>) -> Filter {
    match parts.len() {
        0 => Filter::All,
        1 => parts.swap_remove(0),
        _ => Filter::And(parts),
    }
}

fn flatten_and(filters: Vec<Filter>, parts: &mut Vec<Filter>) {
    for filter in filters {
        match filter {
            Filter::All => {}
            Filter::And(inner) => parts.extend(inner),
            other => parts.push(other),
        }
    }
}

fn any_of(filters: Vec<Filter>) -> Filter {
    let mut parts = Vec::with_capacity(filters.len());
    for filter in filters {
        match filter {
            Filter::All => return Filter::All,
            Filter::Or(inner) => parts.extend(inner),
            other => parts.push(other),
        }
    }
    if parts.len() == 1 {
        parts.swap_remove(0)
    } else {
        Filter::Or(parts)
    }
}

fn unknown<T>(operator: &str) -> Result<T> {
    refuse(
        Wde::INVALID_ARGUMENTS,
        format!(
            "{} is not an operator. A field takes $eq, $ne, $gt, $gte, $lt, $lte, $between, $contains, $startsWith, \
             $endsWith, $hasSome, $hasAll or $empty.",
            shown(&Value::String(operator.to_owned()))
        ),
    )
}

fn array<'v>(operator: &str, value: &'v Value) -> Result<&'v [Value]> {
    match value {
        Value::Array(values) => Ok(values),
        other => refuse(
            Wde::FILTER_NOT_ARRAY,
            format!(
                "{operator} should be an array. Got {} instead.",
                shown(other)
            ),
        ),
    }
}

fn string(operator: &str, value: &Value) -> Result<Folded> {
    match value {
        Value::String(text) => Ok(Folded::from(text.as_str())),
        other => refuse(
            Wde::FILTER_NOT_STRING,
            format!(
                "{operator} should be a string. Got {} instead.",
                shown(other)
            ),
        ),
    }
}

fn is_ordered(value: &Value) -> bool {
    matches!(order::kind(value), Kind::Number | Kind::String | Kind::Date)
}

fn ordered(operator: &str, value: &Value) -> Result<Value> {
    if is_ordered(value) {
        return Ok(value.clone());
    }
    refuse(
        Wde::FILTER_NOT_ORDERED,
        format!(
            "{operator} should be a date, number or string. Got {} instead.",
            shown(value)
        ),
    )
}

fn between(value: &Value) -> Result<Test> {
    let [from, to] = array("$between", value)? else {
        return refuse(
            Wde::FILTER_NOT_ARRAY,
            format!(
                "$between should have two values. Got {} instead.",
                shown(value)
            ),
        );
    };
    let (from, to) = (ordered("$between", from)?, ordered("$between", to)?);
    if order::kind(&from) != order::kind(&to) {
        return refuse(
            Wde::TYPES_DIFFER,
            format!(
                "$between should have two values of one type. Got {} and {}.",
                shown(&from),
                shown(&to)
            ),
        );
    }
    Ok(Test::Between(from, to))
}

/// A value to be equal to: anything that an item could hold.
fn plain(value: &Value) -> Result<&Value> {
    match refused_in(value, ITEM_DEPTH_MAX) {
        None => Ok(value),
        Some(Refused::Name(name)) => unknown(name),
        Some(Refused::Depth) => refuse(
            Wde::FILTER_TOO_DEEP,
            format!(
                "A value in the filter is nested deeper than the {ITEM_DEPTH_MAX} levels of an item."
            ),
        ),
    }
}

enum Refused<'v> {
    /// A name that starts with `$`.
    Name(&'v str),
    Depth,
}

fn refused_in(value: &Value, levels: usize) -> Option<Refused<'_>> {
    match value {
        Value::Array(_) | Value::Object(_) if levels == 0 => Some(Refused::Depth),
        Value::Array(elements) => elements
            .iter()
            .find_map(|element| refused_in(element, levels - 1)),
        Value::Object(members) => members.iter().find_map(|(name, member)| {
            let named = name.starts_with('$').then_some(Refused::Name(name));
            named.or_else(|| refused_in(member, levels - 1))
        }),
        _ => None,
    }
}
