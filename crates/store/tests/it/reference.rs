//! What questions mean, said again as plainly as possible: trees, loops, no index. The store is
//! compared with this.

use std::cmp::Ordering;

use velodrome_model::data::Value;

/// A document as the reference keeps it.
#[derive(Clone, Debug)]
pub struct Document {
    pub id: String,
    /// As the store gave it.
    pub stored: String,
    pub created_ms: i64,
    /// The how manieth it was.
    pub order: u64,
    pub tree: Value,
}

/// A question about documents.
#[derive(Clone, Debug)]
pub enum Question {
    And(Vec<Question>),
    Or(Vec<Question>),
    Not(Box<Question>),
    Is(String, Test),
}

/// A question about a field.
#[derive(Clone, Debug)]
pub enum Test {
    Eq(Value),
    Ne(Value),
    Gt(Value),
    Ge(Value),
    Lt(Value),
    Le(Value),
    Between(Value, Value),
    Contains(String),
    StartsWith(String),
    HasSome(Vec<Value>),
    HasAll(Vec<Value>),
    Empty,
    NotEmpty,
}

impl Document {
    /// A document by its stored form.
    pub fn new(stored: &str, order: u64) -> Document {
        let Ok(Value::Object(mut members)) = Value::parse(stored) else {
            panic!("no document: {stored}");
        };
        for (name, value) in &mut members {
            if let ("_createdDate" | "_updatedDate", Value::Number(ms)) = (name.as_str(), &*value) {
                *value = Value::Date(*ms as i64);
            }
        }
        let tree = Value::Object(members);
        let id = match tree.get("_id") {
            Some(Value::String(id)) => id.clone(),
            other => panic!("no id: {other:?}"),
        };
        let created_ms = match tree.get("_createdDate") {
            Some(Value::Date(ms)) => *ms,
            other => panic!("no date: {other:?}"),
        };
        Document {
            id,
            stored: stored.to_owned(),
            created_ms,
            order,
            tree,
        }
    }

    /// Newest first.
    pub fn by_default(&self, other: &Document) -> Ordering {
        (other.created_ms, other.order).cmp(&(self.created_ms, self.order))
    }

    /// All values at a path.
    pub fn all(&self, path: &str) -> Vec<&Value> {
        match self.tree.get(path) {
            Some(value) => vec![value],
            None => below(&self.tree, &path.split('.').collect::<Vec<_>>()),
        }
    }

    /// The value that stands for the document in an order.
    pub fn one(&self, path: &str) -> &Value {
        if let Some(value) = self.tree.get(path) {
            return value;
        }
        let mut at = &self.tree;
        for name in path.split('.') {
            at = match at {
                Value::Array(elements) => match name.parse::<usize>() {
                    Ok(index) => elements.get(index).unwrap_or(&Value::Null),
                    Err(_) => return at,
                },
                at => at.get(name).unwrap_or(&Value::Null),
            };
        }
        at
    }
}

fn below<'v>(at: &'v Value, path: &[&str]) -> Vec<&'v Value> {
    let Some((name, rest)) = path.split_first() else {
        return vec![at];
    };
    let mut found = Vec::new();
    match at {
        Value::Object(_) => found.extend(at.get(name)),
        Value::Array(elements) => {
            if let Ok(index) = name.parse::<usize>() {
                found.extend(elements.get(index));
            }
            found.extend(elements.iter().filter_map(|element| element.get(name)));
        }
        _ => {}
    }
    found
        .into_iter()
        .flat_map(|value| below(value, rest))
        .collect()
}

impl Question {
    /// The answer.
    pub fn holds(&self, document: &Document) -> bool {
        match self {
            Question::And(parts) => parts.iter().all(|part| part.holds(document)),
            Question::Or(parts) => parts.iter().any(|part| part.holds(document)),
            Question::Not(part) => !part.holds(document),
            Question::Is(path, test) => test.holds(&document.all(path)),
        }
    }

    /// As people write it.
    pub fn json(&self) -> String {
        let list = |parts: &[Question]| {
            let parts: Vec<String> = parts.iter().map(Question::json).collect();
            format!("[{}]", parts.join(","))
        };
        match self {
            Question::And(parts) => format!("{{\"$and\":{}}}", list(parts)),
            Question::Or(parts) => format!("{{\"$or\":{}}}", list(parts)),
            Question::Not(part) => format!("{{\"$not\":{}}}", part.json()),
            Question::Is(path, test) => {
                format!("{{{}:{}}}", serde_json::json!(path), test.json())
            }
        }
    }
}

impl Test {
    fn holds(&self, values: &[&Value]) -> bool {
        let flat = values.iter().flat_map(|value| match value {
            Value::Array(elements) => elements.iter().collect::<Vec<_>>(),
            value => vec![*value],
        });
        let some = |test: &dyn Fn(&Value) -> bool| flat.clone().any(test);
        let ordered = |value: &Value, operand: &Value, wanted: &dyn Fn(Ordering) -> bool| {
            rank(value) == rank(operand) && wanted(compare(value, operand))
        };
        let empty = values.iter().all(|value| **value == Value::Null);
        match self {
            Test::Eq(operand) => {
                (*operand == Value::Null && empty)
                    || values.iter().any(|value| same(value, operand))
                    || some(&|value| same(value, operand))
            }
            Test::Ne(operand) => !Test::Eq(operand.clone()).holds(values),
            Test::Gt(operand) => some(&|value| ordered(value, operand, &Ordering::is_gt)),
            Test::Ge(operand) => some(&|value| ordered(value, operand, &Ordering::is_ge)),
            Test::Lt(operand) => some(&|value| ordered(value, operand, &Ordering::is_lt)),
            Test::Le(operand) => some(&|value| ordered(value, operand, &Ordering::is_le)),
            Test::Between(from, to) => some(&|value| {
                ordered(value, from, &Ordering::is_ge) && ordered(value, to, &Ordering::is_lt)
            }),
            Test::Contains(part) => {
                some(&|value| folded(value).is_some_and(|text| text.contains(&fold(part))))
            }
            Test::StartsWith(start) => {
                some(&|value| folded(value).is_some_and(|text| text.starts_with(&fold(start))))
            }
            Test::HasSome(operands) => operands
                .iter()
                .any(|operand| some(&|value| same(value, operand))),
            Test::HasAll(operands) => operands
                .iter()
                .all(|operand| some(&|value| same(value, operand))),
            Test::Empty => empty,
            Test::NotEmpty => !empty,
        }
    }

    fn json(&self) -> String {
        let list = |values: &[Value]| {
            let values: Vec<String> = values.iter().map(json).collect();
            format!("[{}]", values.join(","))
        };
        let text = |text: &str| serde_json::json!(text).to_string();
        let (operator, operand) = match self {
            Test::Eq(value) => ("$eq", json(value)),
            Test::Ne(value) => ("$ne", json(value)),
            Test::Gt(value) => ("$gt", json(value)),
            Test::Ge(value) => ("$gte", json(value)),
            Test::Lt(value) => ("$lt", json(value)),
            Test::Le(value) => ("$lte", json(value)),
            Test::Between(from, to) => ("$between", format!("[{},{}]", json(from), json(to))),
            Test::Contains(part) => ("$contains", text(part)),
            Test::StartsWith(start) => ("$startsWith", text(start)),
            Test::HasSome(values) => ("$hasSome", list(values)),
            Test::HasAll(values) => ("$hasAll", list(values)),
            Test::Empty => ("$empty", "true".to_owned()),
            Test::NotEmpty => ("$empty", "false".to_owned()),
        };
        format!("{{\"{operator}\":{operand}}}")
    }
}

fn folded(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(fold(text)),
        _ => None,
    }
}

/// Folds the case of the letters that the tests use.
fn fold(text: &str) -> String {
    text.to_lowercase().replace('ß', "ss")
}

pub fn json(value: &Value) -> String {
    let mut out = String::new();
    value.to_json(&mut out);
    out
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Number(_) => 1,
        Value::String(_) => 2,
        Value::Object(_) => 3,
        Value::Array(_) => 4,
        Value::Bool(_) => 5,
        Value::Date(_) => 6,
    }
}

/// The order of values; objects are all alike, and so are arrays.
pub fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one.partial_cmp(other).expect("no number is NaN")
        }
        (Value::String(one), Value::String(other)) => one.encode_utf16().cmp(other.encode_utf16()),
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        (Value::Date(one), Value::Date(other)) => one.cmp(other),
        _ => rank(one).cmp(&rank(other)),
    }
}

/// Whether values are the same.
pub fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(_)) => {
            let Value::Object(others) = other else {
                return false;
            };
            one.len() == others.len()
                && one
                    .iter()
                    .all(|(name, value)| other.get(name).is_some_and(|other| same(value, other)))
        }
        _ => rank(one) == rank(other) && compare(one, other).is_eq(),
    }
}
