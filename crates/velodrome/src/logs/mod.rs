//! The log: lines of functions' consoles and of requests, to stderr, in one of two forms.
//!
//! Whoever answers requests must not wait for a terminal or a pipe. A line is formatted straight
//! into a buffer of its thread; a thread of the log's own writes what has gathered a few
//! milliseconds later. When that cannot keep up, further lines are counted and the count is said.

mod escape;
mod json;
mod logger;
mod number;
mod pretty;
mod queue;
mod time;
mod writer;

use std::io;
use std::time::{SystemTime, UNIX_EPOCH};

use velodrome_model::limits::Limits;

pub(crate) use escape::plain;
pub(crate) use logger::Logger;

use json::Json;
use pretty::Pretty;

/// A time as `2026-01-31T23:59:58.123Z`, from milliseconds since 1970.
pub(crate) fn timestamp(time_ms: u64) -> String {
    let mut text = Vec::new();
    time::Seconds::default().push_timestamp(&mut text, time_ms);
    String::from_utf8(text).expect("digits and signs")
}

/// How lines look.
enum Format {
    Pretty(Pretty),
    Json(Json),
}

/// Starts the log of this process on stderr. `site_url` is the `siteUrl` of the JSON form, empty
/// when it is not known.
///
/// # Errors
/// The system has no thread to give.
pub(crate) fn start(json_logs: bool, limits: &Limits, site_url: &str) -> io::Result<Logger> {
    let format = if json_logs {
        let started = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let process = (started.as_nanos() as u64) ^ (u64::from(std::process::id()) << 40);
        Format::Json(Json::new(site_url, process))
    } else {
        Format::Pretty(Pretty::new(crate::report::wants_colour()))
    };
    Logger::start(format, limits.log_queue_lines_max, io::stderr())
}
