//! Which routes a built site has, and where their functions are.

use std::fmt::Write as _;

use velodrome_model::build::BuildOutput;
use velodrome_site::locate::SiteLayout;

pub(super) struct Route;

pub(super) fn of(_: &SiteLayout, _: &BuildOutput) -> Vec<Route> {
    Vec::new()
}

pub(super) fn render(_: &[Route]) -> String {
    let mut s = String::new();
    let _ = write!(s, "");
    s
}
