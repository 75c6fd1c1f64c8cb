//! A plan in words, for people who ask why a query is slow. The query is run for it, as long as it
//! may take: how much was looked at says more than any estimate.

use std::sync::Arc;
use std::time::Instant;

use velodrome_model::data::Query;

use super::choose::{self, Strategy, Total};
use crate::answer::Plan;
use crate::sqlite::read::error::ReadError;
use crate::sqlite::read::reader::Reader;
use crate::sqlite::read::walk::{IndexWalk, Walk};
use crate::sqlite::shared::Shared;

impl Reader {
    /// How a query is answered.
    pub(crate) fn explain(
        &self,
        shared: &Arc<Shared>,
        name: &str,
        query: &Query,
    ) -> Result<Plan, ReadError> {
        let plan = self.within(shared, name, |collection| {
            let strategy = choose::choose(self, collection, query)?;
            let mut plan = describe(&strategy, query);
            let started = Instant::now();
            let page = self.follow(collection, query, &strategy)?;
            let took = started.elapsed();
            plan.notes.push(format!(
                "looked at {} of {} documents and gave {}, in {:.1} ms",
                self.examined(),
                self.documents(collection)?,
                page.documents.len(),
                took.as_secs_f64() * 1e3
            ));
            Ok(plan)
        })?;
        Ok(plan.unwrap_or_else(|| Plan {
            access: format!("nothing: there is no collection [{name}]"),
            inline: true,
            ..Plan::default()
        }))
    }
}

fn describe(strategy: &Strategy, query: &Query) -> Plan {
    let mut notes = Vec::new();
    if !strategy.exact {
        notes.push("each candidate is compared with the filter".to_owned());
    }
    if strategy.sort {
        notes.push("all that match are sorted before the first is given".to_owned());
    }
    if let Some(total) = total(&strategy.total) {
        notes.push(total.to_owned());
    }
    if query.skip > 0 {
        notes.push(format!("{} documents are passed over", query.skip));
    }
    Plan {
        access: access(&strategy.walk),
        index: match &strategy.walk {
            Walk::Index(index) => Some(index.field.clone()),
            _ => None,
        },
        sorts: strategy.sort,
        inline: strategy.inline,
        notes,
    }
}

fn access(walk: &Walk) -> String {
    match walk {
        Walk::Ids(ids) if ids.len() == 1 => "by id".to_owned(),
        Walk::Ids(ids) => format!("by {} ids", ids.len()),
        Walk::Table => "every document".to_owned(),
        Walk::Created {
            from_ms: i64::MIN,
            to_ms: i64::MAX,
            newest_first: true,
        } => "the default order".to_owned(),
        Walk::Created { newest_first, .. } => {
            let end = if *newest_first { "newest" } else { "oldest" };
            format!("documents of a time of creation, the {end} first")
        }
        Walk::From { seek, .. } => {
            let side = if seek.backwards { "before" } else { "after" };
            format!("the default order, {side} a place")
        }
        Walk::Index(index) => through(index),
    }
}

fn through(index: &IndexWalk) -> String {
    let field = &index.field;
    let end = if index.backwards {
        ", from the last to the first"
    } else {
        ""
    };
    match index.ranges.as_slice() {
        [range] if range.is_point() => format!("one value in the index on [{field}]"),
        [range] if range.is_everything() => format!("all of the index on [{field}]{end}"),
        [_] => format!("a range of the index on [{field}]{end}"),
        ranges => format!("{} ranges of the index on [{field}]{end}", ranges.len()),
    }
}

fn total(total: &Total) -> Option<&'static str> {
    match total {
        Total::Unasked => None,
        Total::All => Some("the total is the number of all documents"),
        Total::Index(..) => Some("the total is counted in the index"),
        Total::Created(_) => Some("the total is counted in the default order's index"),
        Total::Counted => Some("the total is counted document by document"),
    }
}
