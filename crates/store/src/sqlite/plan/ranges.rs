//! What a filter says about one field, as ranges of that field's index keys.
//!
//! Ranges only choose candidates: whether a document matches is always decided by the filter itself.
//! So they may be too wide, never too narrow. Where they are neither, `exact` says so, and an index
//! can count without reading a document.

use velodrome_model::data::{Condition, Filter, Path, Test, Value, key};

use crate::sqlite::function::KEY_BYTES_MAX;

/// Above every key.
const END: [u8; 1] = [0xff];

/// Keys from `from` on and before `to`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct KeyRange {
    pub from: Vec<u8>,
    pub to: Vec<u8>,
}

impl KeyRange {
    /// This one key.
    pub fn point(key: Vec<u8>) -> KeyRange {
        let to = after(&key);
        KeyRange { from: key, to }
    }

    /// The key under which all arrays stand, and what lies behind them.
    pub fn arrays() -> KeyRange {
        KeyRange::point(vec![key::ARRAY])
    }

    /// Every key there is.
    pub fn all() -> KeyRange {
        KeyRange {
            from: Vec::new(),
            to: END.to_vec(),
        }
    }

    /// Whether it holds every key.
    pub fn is_everything(&self) -> bool {
        *self == KeyRange::all()
    }

    /// Whether it holds one key only.
    pub fn is_point(&self) -> bool {
        self.to.len() == self.from.len() + 1 && self.to == after(&self.from)
    }
}

/// A restriction of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ranges {
    /// Keys that are not arrays', in order, without overlaps.
    pub plain: Vec<KeyRange>,
    /// Whether arrays may match; which do, only the documents tell.
    pub arrays: bool,
    /// Whether the filter holds for exactly those documents whose key is in `plain`, arrays apart.
    pub exact: bool,
}

impl Ranges {
    /// All of them, arrays included, in the order of keys.
    pub fn in_order(&self) -> Vec<KeyRange> {
        let mut list = self.plain.clone();
        if self.arrays {
            list.push(KeyRange::arrays());
        }
        list.sort();
        list
    }

    fn of(mut plain: Vec<KeyRange>, arrays: bool, exact: bool) -> Ranges {
        plain.retain(|range| range.from < range.to);
        plain.sort();
        let mut merged: Vec<KeyRange> = Vec::with_capacity(plain.len());
        for range in plain {
            match merged.last_mut() {
                Some(last) if range.from <= last.to => last.to = range.to.max(last.to.clone()),
                _ => merged.push(range),
            }
        }
        Ranges {
            plain: merged,
            arrays,
            exact,
        }
    }

    /// What lies in both. Lists may be long, so each is gone through once.
    fn and(&self, other: &Ranges) -> Ranges {
        let (mut ones, mut others) = (self.plain.iter(), other.plain.iter());
        let mut both = Vec::new();
        let mut pair = (ones.next(), others.next());
        while let (Some(one), Some(other)) = pair {
            both.push(KeyRange {
                from: one.from.clone().max(other.from.clone()),
                to: one.to.clone().min(other.to.clone()),
            });
            pair = if one.to < other.to {
                (ones.next(), Some(other))
            } else {
                (Some(one), others.next())
            };
        }
        Ranges::of(both, self.arrays && other.arrays, self.exact && other.exact)
    }

    /// The same for an index whose keys are cut.
    fn cut(self) -> Ranges {
        let mut exact = self.exact;
        let plain = self
            .plain
            .into_iter()
            .map(|mut range| {
                if range.from.len() >= KEY_BYTES_MAX {
                    range.from.truncate(KEY_BYTES_MAX);
                    exact = false;
                }
                if range.to.len() >= KEY_BYTES_MAX {
                    range.to.truncate(KEY_BYTES_MAX);
                    range.to.push(0);
                    exact = false;
                }
                range
            })
            .collect();
        Ranges::of(plain, self.arrays, exact)
    }
}

/// What `filter` says about `path`; nothing when it does not restrict it.
pub(crate) fn of_field(filter: &Filter, path: &Path) -> Option<Ranges> {
    if may_be_place(path) {
        return None;
    }
    let (ranges, covered) = of_tree(filter, path);
    ranges.map(|ranges| {
        let mut ranges = ranges.cut();
        ranges.exact &= covered;
        ranges
    })
}

/// Whether a name of the path may be the place of an array's element: the key is that element's then,
/// but the filter also looks for members of that name.
fn may_be_place(path: &Path) -> bool {
    let mut inner = path.segments().iter().skip(1);
    inner.any(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The restriction, and whether nothing else is asked than what it says.
fn of_tree(filter: &Filter, path: &Path) -> (Option<Ranges>, bool) {
    match filter {
        Filter::All => (None, true),
        Filter::Not(_) => (None, false),
        Filter::Is(condition) => match of_condition(condition, path) {
            Some(ranges) => (Some(ranges), true),
            None => (None, false),
        },
        Filter::And(parts) => {
            let mut all: Option<Ranges> = None;
            let mut covered = true;
            for part in parts {
                let (ranges, whole) = of_tree(part, path);
                covered &= whole;
                all = match (all, ranges) {
                    (Some(one), Some(two)) => Some(one.and(&two)),
                    (one, two) => one.or(two),
                };
            }
            (all, covered)
        }
        Filter::Or(parts) => {
            let (mut plain, mut arrays, mut exact, mut covered) = (Vec::new(), false, true, true);
            for part in parts {
                let (ranges, whole) = of_tree(part, path);
                covered &= whole;
                let Some(ranges) = ranges else {
                    return (None, false);
                };
                plain.extend(ranges.plain);
                arrays |= ranges.arrays;
                exact &= ranges.exact;
            }
            (Some(Ranges::of(plain, arrays, exact)), covered)
        }
    }
}

fn of_condition(condition: &Condition, path: &Path) -> Option<Ranges> {
    if condition.path != *path {
        return None;
    }
    match &condition.test {
        Test::Eq(value) => Some(points(std::slice::from_ref(value))),
        Test::HasSome(values) => Some(points(values)),
        Test::HasAll(values) => {
            let mut ranges = points(&values[..values.len().min(1)]);
            ranges.exact &= values.len() <= 1;
            Some(ranges)
        }
        Test::Gt(value) => of_type(value, |key, range| range.from = after(&key)),
        Test::Ge(value) => of_type(value, |key, range| range.from = key),
        Test::Lt(value) => of_type(value, |key, range| range.to = key),
        Test::Le(value) => of_type(value, |key, range| range.to = after(&key)),
        Test::Between(from, to) => {
            let from = of_type(from, |key, range| range.from = key)?;
            let to = of_type(to, |key, range| range.to = key)?;
            Some(from.and(&to))
        }
        // A path may pass through arrays, whose key then says nothing about what they hold.
        Test::Empty => {
            let through = path.segments().len() > 1;
            Some(Ranges::of(vec![KeyRange::point(Vec::new())], through, true))
        }
        Test::NotEmpty => {
            let arrays = KeyRange::arrays();
            let before = KeyRange {
                from: after(&[]),
                to: arrays.from,
            };
            let behind = KeyRange {
                from: arrays.to,
                to: END.to_vec(),
            };
            Some(Ranges::of(vec![before, behind], true, true))
        }
        Test::Ne(_) | Test::Contains(_) | Test::StartsWith(_) | Test::EndsWith(_) => None,
    }
}

fn points(values: &[Value]) -> Ranges {
    let mut exact = true;
    let mut plain = Vec::with_capacity(values.len());
    for value in values {
        match value {
            Value::Array(_) => {}
            Value::Object(_) => {
                exact = false;
                plain.extend(key::encode_value(value).map(KeyRange::point));
            }
            _ => plain.push(KeyRange::point(
                key::encode_value(value).unwrap_or_default(),
            )),
        }
    }
    Ranges::of(plain, true, exact)
}

/// The keys of a value's type, narrowed by `narrow`. Types that have no order restrict nothing.
fn of_type(value: &Value, narrow: impl FnOnce(Vec<u8>, &mut KeyRange)) -> Option<Ranges> {
    if !matches!(
        value,
        Value::Number(_) | Value::String(_) | Value::Date(_) | Value::Bool(_)
    ) {
        return None;
    }
    let key = key::encode_value(value)?;
    let tag = *key.first()?;
    let mut range = KeyRange {
        from: vec![tag],
        to: vec![tag + 1],
    };
    narrow(key, &mut range);
    Some(Ranges::of(vec![range], true, true))
}

/// The key that comes next.
fn after(key: &[u8]) -> Vec<u8> {
    let mut next = Vec::with_capacity(key.len() + 1);
    next.extend_from_slice(key);
    next.push(0);
    next
}
