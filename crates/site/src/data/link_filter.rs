//! Conditions on multi-reference fields.
//!
//! Links are no part of a document, so a filter cannot see them. Which documents have them is asked
//! before, and the condition becomes one on their ids.

use super::ask::Ask;
use super::references;
use super::step::{Step, fold};
use velodrome_model::data::{Condition, DataError, Filter, Path, Test, Value, Wde};

/// Most documents that one condition may stand for.
const REFERRERS_MAX: u64 = 10_000;
/// Most documents that all conditions of a filter may stand for.
const REFERRERS_OF_ALL_MAX: usize = 100_000;

/// The filter with every condition on links made one on ids.
pub(super) fn resolve(ask: &Ask, filter: Filter) -> Step<Filter> {
    if filter == Filter::All {
        return Step::done(filter);
    }
    let fields = references::multiple(ask);
    if fields.is_empty() {
        return Step::done(filter);
    }
    let filter = simplify(filter, &fields);
    let mut questions = Vec::new();
    collect(&filter, &fields, &mut questions);
    if questions.is_empty() {
        return Step::done(filter);
    }
    let asked = ask.clone();
    let answers = fold(
        questions.into_iter(),
        Vec::new(),
        move |mut answers: Vec<Vec<String>>, (field, ids)| {
            let again = asked.clone();
            let most = usize::try_from(REFERRERS_MAX).unwrap_or(usize::MAX);
            let room = REFERRERS_OF_ALL_MAX - answers.iter().map(Vec::len).sum::<usize>();
            referrers(&asked, &field, &ids).then(move |found| {
                if found.len() > most.min(room) {
                    return Step::failed(too_many(&again, &field));
                }
                answers.push(found);
                Step::done(answers)
            })
        },
    );
    answers.map(move |answers| replace(filter, &fields, &mut answers.into_iter()))
}

/// The documents that refer to any of these: up to one more than there may be.
fn referrers(ask: &Ask, field: &str, ids: &[String]) -> Step<Vec<String>> {
    if let Err(error) = ask.check_time() {
        return Step::failed(error);
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let linking = ask.session();
    linking
        .linking(&ask.collection, field, &ids, REFERRERS_MAX + 1)
        .into()
}

fn too_many(ask: &Ask, field: &str) -> DataError {
    let message = format!(
        "More than {REFERRERS_MAX} items of the {} collection refer to these through {field}, or more than {REFERRERS_OF_ALL_MAX} through all conditions of the filter: ask for fewer, or page through them from the other side.",
        ask.collection
    );
    DataError::new(Wde::TIMED_OUT, message)
}

fn is_on(condition: &Condition, fields: &[String]) -> bool {
    fields.iter().any(|field| field == condition.path.as_str())
}

/// Every test of links that can be answered as a `HasSome`.
fn simplify(filter: Filter, fields: &[String]) -> Filter {
    let all = |filters: Vec<Filter>| {
        let simple = filters.into_iter().map(|filter| simplify(filter, fields));
        simple.collect::<Vec<_>>()
    };
    match filter {
        Filter::And(filters) => Filter::And(all(filters)),
        Filter::Or(filters) => Filter::Or(all(filters)),
        Filter::Not(filter) => Filter::Not(Box::new(simplify(*filter, fields))),
        Filter::Is(condition) if is_on(&condition, fields) => some_of(condition),
        other => other,
    }
}

fn some_of(Condition { path, test }: Condition) -> Filter {
    let some = |values: Vec<Value>| {
        let test = Test::HasSome(values.into());
        Filter::Is(Condition {
            path: path.clone(),
            test,
        })
    };
    match test {
        Test::Eq(value @ Value::String(_)) => some(vec![value]),
        Test::Ne(value @ Value::String(_)) => Filter::Not(Box::new(some(vec![value]))),
        Test::HasAll(values) if !values.is_empty() => Filter::And(
            values
                .iter()
                .map(|value| some(vec![value.clone()]))
                .collect(),
        ),
        test => Filter::Is(Condition { path, test }),
    }
}

/// The questions that a simple filter asks, in order.
fn collect(filter: &Filter, fields: &[String], questions: &mut Vec<(String, Vec<String>)>) {
    match filter {
        Filter::And(filters) | Filter::Or(filters) => filters
            .iter()
            .for_each(|filter| collect(filter, fields, questions)),
        Filter::Not(filter) => collect(filter, fields, questions),
        Filter::Is(condition) if is_on(condition, fields) => {
            if let Test::HasSome(values) = &condition.test {
                let ids = values.iter().filter_map(|value| match value {
                    Value::String(id) => Some(id.clone()),
                    _ => None,
                });
                questions.push((condition.path.as_str().to_owned(), ids.collect()));
            }
        }
        Filter::All | Filter::Is(_) => {}
    }
}

/// Puts the answers in, in the order of the questions.
fn replace(
    filter: Filter,
    fields: &[String],
    answers: &mut std::vec::IntoIter<Vec<String>>,
) -> Filter {
    let mut all = |filters: Vec<Filter>| {
        let replaced = filters
            .into_iter()
            .map(|filter| replace(filter, fields, answers));
        replaced.collect::<Vec<_>>()
    };
    match filter {
        Filter::And(filters) => Filter::And(all(filters)),
        Filter::Or(filters) => Filter::Or(all(filters)),
        Filter::Not(filter) => Filter::Not(Box::new(replace(*filter, fields, answers))),
        Filter::Is(condition)
            if is_on(&condition, fields) && matches!(condition.test, Test::HasSome(_)) =>
        {
            let ids = answers.next().unwrap_or_default();
            Filter::Is(Condition {
                path: Path::literal("_id"),
                test: Test::HasSome(ids.into_iter().map(Value::String).collect()),
            })
        }
        other => other,
    }
}
