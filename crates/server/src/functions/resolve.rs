//! Which release a request runs: the published one, the working tree, or an old revision.

use super::{FunctionPath, Surface};
use crate::caller::Caller;
use crate::error_answer::ErrorAnswer;
use crate::http1::Head;
use crate::worker::Worker;
use std::sync::Arc;
use velodrome_model::build::{Diagnostic, Severity};
use velodrome_model::code::Code;
use velodrome_runtime::Release;
use velodrome_site::config::DevEndpoints;
use velodrome_site::lanes::{Lane, Standing};

/// The release for this request.
pub(super) fn release(
    worker: &Worker,
    head: &Head<'_>,
    path: &FunctionPath<'_>,
    caller: &Caller,
) -> Result<Arc<Release>, ErrorAnswer> {
    if worker.is_dev() {
        return standing(worker, Lane::Development);
    }
    if path.surface == Surface::Development {
        allowed_to_test(worker, head, caller)?;
        // Like production, the testing endpoint exists once something was published.
        standing(worker, Lane::Production)?;
        return standing(worker, Lane::Development);
    }
    match head.query().and_then(revision) {
        None => standing(worker, Lane::Production),
        Some(number) => {
            allowed_to_test(worker, head, caller)?;
            // Before the first publication there are no revisions either.
            standing(worker, Lane::Production)?;
            let found = number
                .parse()
                .ok()
                .and_then(|number| worker.lanes().revision(number));
            found.ok_or_else(|| ErrorAnswer::of(Code::RevisionNotFound))
        }
    }
}

/// The working tree while developing, else what was published.
pub(super) fn in_force(worker: &Worker) -> Result<Arc<Release>, ErrorAnswer> {
    standing(
        worker,
        match worker.is_dev() {
            true => Lane::Development,
            false => Lane::Production,
        },
    )
}

/// In production the working tree is built when it is first asked for, which needs a publication.
pub(super) fn is_built_on_demand(worker: &Worker, path: &FunctionPath<'_>) -> bool {
    !worker.is_dev()
        && path.surface == Surface::Development
        && matches!(worker.standing(Lane::Development), Standing::Nothing)
        && !matches!(worker.standing(Lane::Production), Standing::Nothing)
}

/// The value of `siteRevision`, as sent.
fn revision(query: &str) -> Option<&str> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("siteRevision="))
}

/// The testing endpoint and old revisions are for callers on this machine, unless the site says otherwise.
pub(super) fn allowed_to_test(
    worker: &Worker,
    head: &Head<'_>,
    caller: &Caller,
) -> Result<(), ErrorAnswer> {
    let open = worker.config().serve.dev_endpoints == DevEndpoints::Public;
    if open || caller.is_local(head) {
        Ok(())
    } else {
        Err(ErrorAnswer::of(Code::NotFound))
    }
}

fn standing(worker: &Worker, lane: Lane) -> Result<Arc<Release>, ErrorAnswer> {
    match worker.standing(lane) {
        Standing::Ready(release) => Ok(release),
        Standing::Nothing => Err(ErrorAnswer::of(Code::SiteNotPublished)),
        Standing::Broken(diagnostics) => Err(build_failed(&diagnostics)),
    }
}

/// The working tree does not build: whoever works on it sees where.
fn build_failed(diagnostics: &[Diagnostic]) -> ErrorAnswer {
    let answer = ErrorAnswer::of(Code::BuildFailed);
    let Some(first) = diagnostics
        .iter()
        .find(|found| found.severity == Severity::Error)
    else {
        return answer;
    };
    let place = match &first.file {
        Some(file) => format!("{file}:{}:{}: ", first.line, first.column),
        None => String::new(),
    };
    let mut answer = answer.with_message(format!("{place}{}", first.message));
    answer.stack = first.frame.clone();
    answer
}
