//! What a filter says about the columns that every collection has: `_id` and `_createdDate`.

use velodrome_model::data::{Condition, Filter, SortKey, Test, Value};

/// The field that the default order goes by.
pub(crate) const CREATED: &str = "_createdDate";
const ID: &str = "_id";

/// The only ids that can match; nothing when the filter does not say.
pub(crate) fn ids(filter: &Filter) -> Option<Vec<&str>> {
    match filter {
        Filter::Is(Condition { path, test }) if path.as_str() == ID => match test {
            Test::Eq(Value::String(id)) => Some(vec![id]),
            Test::HasSome(values) => values
                .iter()
                .map(|value| match value {
                    Value::String(id) => Some(id.as_str()),
                    _ => None,
                })
                .collect(),
            _ => None,
        },
        Filter::And(parts) => parts.iter().find_map(ids),
        Filter::Or(parts) => {
            let lists: Option<Vec<Vec<&str>>> = parts.iter().map(ids).collect();
            lists.map(|lists| lists.concat())
        }
        _ => None,
    }
}

/// When matching documents were created, in milliseconds, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Created {
    pub from_ms: i64,
    pub to_ms: i64,
    /// Whether nothing else is asked.
    pub exact: bool,
}

impl Created {
    /// Any time.
    pub const ANY: Created = Created {
        from_ms: i64::MIN,
        to_ms: i64::MAX,
        exact: true,
    };

    /// What `filter` says.
    pub fn of(filter: &Filter) -> Created {
        let mut bounds = Created::ANY;
        bounds.narrow(filter);
        bounds
    }

    /// Whether it leaves anything out.
    pub fn is_bound(&self) -> bool {
        self.from_ms != i64::MIN || self.to_ms != i64::MAX
    }

    fn narrow(&mut self, filter: &Filter) {
        match filter {
            Filter::All => {}
            Filter::And(parts) => parts.iter().for_each(|part| self.narrow(part)),
            Filter::Is(Condition { path, test }) if path.as_str() == CREATED => match test {
                Test::Eq(Value::Date(ms)) => self.within(*ms, *ms),
                Test::Gt(Value::Date(ms)) => self.within(ms.saturating_add(1), i64::MAX),
                Test::Ge(Value::Date(ms)) => self.within(*ms, i64::MAX),
                Test::Lt(Value::Date(ms)) => self.within(i64::MIN, ms.saturating_sub(1)),
                Test::Le(Value::Date(ms)) => self.within(i64::MIN, *ms),
                Test::Between(Value::Date(from), Value::Date(to)) => {
                    self.within(*from, to.saturating_sub(1));
                }
                _ => self.exact = false,
            },
            _ => self.exact = false,
        }
    }

    fn within(&mut self, from_ms: i64, to_ms: i64) {
        self.from_ms = self.from_ms.max(from_ms);
        self.to_ms = self.to_ms.min(to_ms);
    }
}

/// Whether an order is that by creation, and if so whether newest first.
pub(crate) fn by_created(sort: &[SortKey]) -> Option<bool> {
    match sort {
        [] => Some(true),
        [key] if key.path.as_str() == CREATED => Some(key.descending),
        _ => None,
    }
}
