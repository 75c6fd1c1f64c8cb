//! `velodrome check`: what is wrong with a site, and which routes it has.

use std::process::ExitCode;

use velodrome_model::build::Severity;
use velodrome_site::config::Mode;

use super::routes;
use super::site::{Stop, build, finish, open, print};
use crate::cli::CheckArgs;
use crate::{exit, report};

pub(crate) fn run(args: &CheckArgs) -> ExitCode {
    finish(check(args))
}

fn check(args: &CheckArgs) -> Result<(), Stop> {
    let site = open(&args.site)?;
    let output = build(&site.layout, &site.config.limits(Mode::Dev))?;
    report::diagnostics(&output.diagnostics);
    let count = |severity| {
        output
            .diagnostics
            .iter()
            .filter(|found| found.severity == severity)
            .count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors > 0 {
        report::note(format_args!(
            "{}, {}",
            plural(errors, "error"),
            plural(warnings, "warning")
        ));
        return Err(Stop(exit::FAILURE));
    }
    let routes = routes::of(&site.layout, &output);
    print(&routes::render(&routes))?;
    if routes.is_empty() {
        report::note("the site has no route: export a function such as get_hello");
    }
    let warned = match warnings {
        0 => String::new(),
        _ => format!(", {}", plural(warnings, "warning")),
    };
    report::note(format_args!("{}{warned}", plural(routes.len(), "route")));
    Ok(())
}

fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
