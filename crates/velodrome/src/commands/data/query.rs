//! `velodrome data query` and `explain`.

use std::fmt::Write as _;
use std::io::IsTerminal;

use velodrome_model::data::{DataError, Filter, Path, Query, SortKey, public};
use velodrome_site::transfer::push_pretty;
use velodrome_store::Plan;

use super::open;
use crate::cli::data::{ExplainArgs, QueryArgs};
use crate::commands::site::{Stop, print};
use crate::logs::plain;
use crate::{exit, report};

pub(super) fn run(args: &QueryArgs) -> Result<(), Stop> {
    let query = query_of(args).map_err(|error| wrong(&error))?;
    let store = open::existing(&args.store)?;
    let session = open::session(&*store, &args.collection)?;
    if args.count {
        let count = session.count(&args.collection, query.filter).wait();
        return print(&format!("{}\n", count.map_err(open::failed)?));
    }
    let page = session.query(&args.collection, query).wait();
    let page = page.map_err(open::failed)?;
    print_documents(page.documents.iter().map(|stored| {
        let mut text = String::new();
        public::document(stored, &mut text);
        text
    }))
}

pub(super) fn explain(args: &ExplainArgs) -> Result<(), Stop> {
    let query = query_or_filter(&args.query).map_err(|error| wrong(&error))?;
    let store = open::existing(&args.store)?;
    let session = open::session(&*store, &args.collection)?;
    let plan = session.explain(&args.collection, query).wait();
    print(&words(&plan.map_err(open::failed)?))
}

/// Prints documents: for people on a terminal, else one per line.
pub(super) fn print_documents(documents: impl IntoIterator<Item = String>) -> Result<(), Stop> {
    let is_terminal = std::io::stdout().is_terminal();
    let mut text = String::new();
    for document in documents {
        if is_terminal {
            let mut pretty = String::new();
            push_pretty(&document, &mut pretty);
            text.push_str(&plain(&pretty));
        } else {
            text.push_str(&document);
        }
        text.push('\n');
    }
    print(&text)
}

fn wrong(error: &DataError) -> Stop {
    report::error(error);
    Stop(exit::USAGE)
}

fn query_of(args: &QueryArgs) -> Result<Query, DataError> {
    let filter = args.filter.as_deref().map(Filter::parse).transpose()?;
    let sort: Result<_, _> = args.sort.iter().map(|key| sort_key(key)).collect();
    let fields: Result<_, _> = args.fields.iter().map(|field| Path::parse(field)).collect();
    Ok(Query {
        filter: filter.unwrap_or(Filter::All),
        sort: sort?,
        skip: args.skip,
        limit: args.limit,
        fields: fields?,
        ..Query::default()
    })
}

fn sort_key(key: &str) -> Result<SortKey, DataError> {
    let (field, descending) = match key.rsplit_once(':') {
        Some((field, "desc")) => (field, true),
        Some((field, "asc")) => (field, false),
        _ => (key, false),
    };
    Ok(SortKey {
        path: Path::parse(field)?,
        descending,
    })
}

/// A whole query, or a filter alone.
fn query_or_filter(json: &str) -> Result<Query, DataError> {
    Query::parse(json).or_else(|error| {
        let filter = Filter::parse(json).map_err(|_| error)?;
        Ok(Query {
            filter,
            ..Query::default()
        })
    })
}

fn words(plan: &Plan) -> String {
    let mut text = format!("{}\n", plan.access);
    let index = plan.index.as_deref().unwrap_or("none");
    let order = if plan.sorts {
        "every match is read and sorted before the first is given"
    } else {
        "documents come in the order that was asked for"
    };
    let place = if plan.inline {
        "on the thread that asks"
    } else {
        "in the pool of readers"
    };
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "index: {}\norder: {order}\nruns:  {place}",
        plain(index)
    );
    for note in &plan.notes {
        let _ = writeln!(text, "note:  {}", plain(note));
    }
    text
}
