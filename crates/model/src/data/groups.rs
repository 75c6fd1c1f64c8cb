//! The groups of an aggregation: documents go in one after the other, rows come out.

use std::collections::HashMap;

use super::aggregate::Aggregate;
use super::filter::{Condition, Filter};
use super::fold_state::FoldState;
use super::identity;
use super::path::Path;
use super::query::SortKey;
use super::reader::{self, Raw, is_system_date};
use super::sort;
use super::text;

/// The groups of an aggregation in the making.
pub struct Groups<'a> {
    aggregate: &'a Aggregate,
    /// By identity of the values that make the group.
    groups: HashMap<Vec<u8>, Group>,
    identity: Vec<u8>,
    bytes: usize,
}

struct Group {
    /// The JSON of each value that makes the group.
    values: Vec<String>,
    folds: Vec<FoldState>,
    count: u64,
}

/// Rows of an aggregation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Each row's JSON, read as a stored form is.
    pub rows: Vec<String>,
    /// Whether there are further ones past the limit.
    pub more: bool,
}

impl<'a> Groups<'a> {
    /// No documents seen yet.
    pub fn new(aggregate: &'a Aggregate) -> Groups<'a> {
        Groups {
            aggregate,
            groups: HashMap::new(),
            identity: Vec::new(),
            bytes: 0,
        }
    }

    /// Takes in a document that has passed the aggregation's filter.
    pub fn add(&mut self, stored: &str) {
        self.identity.clear();
        for path in &self.aggregate.group {
            identity::append(reader::find(stored, path), &mut self.identity);
        }
        if !self.groups.contains_key(&self.identity) {
            let group = Group::new(self.aggregate, stored);
            self.bytes += self.identity.len() + group.bytes();
            self.groups.insert(self.identity.clone(), group);
        }
        let group = self
            .groups
            .get_mut(&self.identity)
            .expect("it was put there when it was absent");
        group.count += 1;
        for (fold, (_, _, path)) in group.folds.iter_mut().zip(&self.aggregate.folds) {
            if let Some(raw) = reader::find(stored, path) {
                fold.add(raw);
            }
        }
    }

    /// How many groups there are so far.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether no group was met yet.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Bytes that the groups so far take, about: for the caller's bound.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The rows that pass `having`, in order, of the page asked for. Rows that the order does not
    /// tell apart come by what makes their group.
    pub fn finish(self) -> Rows {
        let keys = RowKeys(self.aggregate);
        let having = keys.filter(&self.aggregate.having);
        let order: Vec<SortKey> = self
            .aggregate
            .sort
            .iter()
            .map(|key| keys.sort_key(key))
            .collect();
        let rows = self
            .groups
            .into_iter()
            .map(|(identity, group)| (identity, group.row(self.aggregate)));
        let mut rows: Vec<(Vec<u8>, Vec<u8>, String)> = rows
            .filter(|(_, row)| having.matches(row))
            .map(|(identity, row)| (sort::composite(&row, &order), identity, row))
            .collect();
        rows.sort_unstable();
        let skip = usize::try_from(self.aggregate.skip).unwrap_or(usize::MAX);
        let limit = usize::try_from(self.aggregate.limit).unwrap_or(usize::MAX);
        let more = rows.len().saturating_sub(skip) > limit;
        Rows {
            rows: rows
                .into_iter()
                .skip(skip)
                .take(limit)
                .map(|(_, _, row)| row)
                .collect(),
            more,
        }
    }
}

impl Group {
    fn new(aggregate: &Aggregate, stored: &str) -> Group {
        let json = |path: &Path| {
            let mut json = String::new();
            reader::find(stored, path)
                .unwrap_or(Raw::of("null"))
                .write(&mut json);
            json
        };
        Group {
            values: aggregate.group.iter().map(json).collect(),
            folds: aggregate
                .folds
                .iter()
                .map(|(_, fold, _)| FoldState::new(*fold))
                .collect(),
            count: 0,
        }
    }

    fn bytes(&self) -> usize {
        let values: usize = self.values.iter().map(String::len).sum();
        values + self.folds.len() * size_of::<FoldState>() + size_of::<Group>()
    }

    /// No group: `_id` is `"0"`. One field: `_id` is its value, which is not repeated. Several:
    /// `_id` is an object of them, and they are repeated.
    fn row(&self, aggregate: &Aggregate) -> String {
        let mut row = String::from("{\"_id\":");
        match self.values.as_slice() {
            [] => row.push_str("\"0\""),
            [value] => row.push_str(value),
            values => {
                row.push('{');
                for (index, (path, value)) in aggregate.group.iter().zip(values).enumerate() {
                    if index > 0 {
                        row.push(',');
                    }
                    append_member(path.as_str(), value, &mut row);
                }
                row.push('}');
                for (path, value) in aggregate.group.iter().zip(values) {
                    row.push(',');
                    append_member(path.as_str(), top_level(path.as_str(), value), &mut row);
                }
            }
        }
        if aggregate.count {
            row.push_str(",\"count\":");
            row.push_str(&self.count.to_string());
        }
        for (fold, (key, _, _)) in self.folds.iter().zip(&aggregate.folds) {
            let mut value = String::new();
            fold.write(&mut value);
            row.push(',');
            append_member(key, top_level(key, &value), &mut row);
        }
        row.push('}');
        row
    }
}

fn append_member(name: &str, value: &str, out: &mut String) {
    text::quote(name, out);
    out.push(':');
    out.push_str(value);
}

/// A value as it stands at the top level, where system dates are plain numbers.
fn top_level<'v>(name: &str, value: &'v str) -> &'v str {
    let number = value
        .strip_prefix("{\"$date\":")
        .and_then(|rest| rest.strip_suffix('}'));
    number.filter(|_| is_system_date(name)).unwrap_or(value)
}

/// What `having` and `sort` call the members of rows.
struct RowKeys<'a>(&'a Aggregate);

impl RowKeys<'_> {
    /// The only field that makes groups is `_id` in the rows, and is found under its name too.
    fn path(&self, path: &Path) -> Path {
        let is_fold = self.0.folds.iter().any(|(key, _, _)| key == path.as_str());
        match self.0.group.as_slice() {
            [only] if only == path && !is_fold => Path::literal("_id"),
            _ => path.clone(),
        }
    }

    fn sort_key(&self, key: &SortKey) -> SortKey {
        SortKey {
            path: self.path(&key.path),
            descending: key.descending,
        }
    }

    fn filter(&self, filter: &Filter) -> Filter {
        let all = |parts: &[Filter]| parts.iter().map(|part| self.filter(part)).collect();
        match filter {
            Filter::All => Filter::All,
            Filter::And(parts) => Filter::And(all(parts)),
            Filter::Or(parts) => Filter::Or(all(parts)),
            Filter::Not(part) => Filter::Not(Box::new(self.filter(part))),
            Filter::Is(Condition { path, test }) => Filter::Is(Condition {
                path: self.path(path),
                test: test.clone(),
            }),
        }
    }
}
