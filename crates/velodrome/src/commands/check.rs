//! `velodrome check`: what is wrong with a site, and which routes it has.

use std::process::ExitCode;

use velodrome_model::build::{Diagnostic, Severity};
use velodrome_site::config::Mode;

use super::routes::{self, Route};
use super::site::{Stop, build, finish, open, print};
use crate::cli::CheckArgs;
use crate::{exit, report};

pub(crate) fn run(args: &CheckArgs) -> ExitCode {
    finish(check(args))
}

fn check(args: &CheckArgs) -> Result<(), Stop> {
    let site = open(&args.site)?;
    let output = build(&site, &site.config.limits(Mode::Dev))?;
    report::diagnostics(&output.diagnostics);
    let routes = if output.has_errors() {
        Err(None)
    } else {
        routes::of(&site, &output).map_err(|error| Some(*error))
    };
    match routes {
        Ok(routes) => list(&routes, &output.diagnostics),
        Err(load_error) => {
            let load_error = load_error.as_slice();
            report::diagnostics(load_error);
            report::note(summary(&[&output.diagnostics, load_error].concat()));
            Err(Stop(exit::FAILURE))
        }
    }
}

fn list(routes: &[Route], found: &[Diagnostic]) -> Result<(), Stop> {
    print(&routes::render(routes))?;
    if routes.is_empty() {
        report::note("the site has no route: export a function such as get_hello");
    }
    let count = plural(routes.len(), "route");
    report::note(match found.is_empty() {
        true => count,
        false => format!("{count}, {}", summary(found)),
    });
    Ok(())
}

/// `1 error, 2 warnings`
fn summary(found: &[Diagnostic]) -> String {
    let words = [(Severity::Error, "error"), (Severity::Warning, "warning")];
    let counts = words.map(|(severity, word)| {
        let count = found
            .iter()
            .filter(|found| found.severity == severity)
            .count();
        (count > 0).then(|| plural(count, word))
    });
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
