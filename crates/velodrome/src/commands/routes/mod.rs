//! Which routes a built site has: it is loaded as a server would load it, because exports are
//! values that exist only at run time, and then looked for in its files.

mod find;
mod load;

use std::fmt::Write as _;

use velodrome_model::build::{BuildOutput, Diagnostic};
use velodrome_model::routes::split_export;

use super::site::Opened;

/// One exported function that answers requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    /// `ANY` for `use_`.
    method: String,
    path: String,
    /// `file:line`, or the file alone when the function was not found in it.
    place: String,
}

/// The routes, by path.
///
/// # Errors
/// Why the site could not be loaded, as one of its errors.
pub(super) fn of(site: &Opened, output: &BuildOutput) -> Result<Vec<Route>, Box<Diagnostic>> {
    let sources = find::Sources::read(&site.layout, output);
    let base_path = site.config.base_url.as_ref().map_or("", |url| url.path());
    let mut routes: Vec<Route> = load::exports(site, output)?
        .iter()
        .filter_map(|export| {
            let (prefix, name) = split_export(export)?;
            Some(Route {
                method: match prefix {
                    "use" => "ANY".to_owned(),
                    _ => prefix.to_ascii_uppercase(),
                },
                path: format!("{base_path}/_functions/{name}"),
                place: sources.place_of(export),
            })
        })
        .collect();
    routes.sort_by(|one, other| (&one.path, &one.method).cmp(&(&other.path, &other.method)));
    Ok(routes)
}

/// The routes as a table.
pub(super) fn render(routes: &[Route]) -> String {
    let width = routes
        .iter()
        .map(|route| route.path.chars().count())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for Route {
        method,
        path,
        place,
    } in routes
    {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{method:7} {path:width$}  {place}");
    }
    text
}
