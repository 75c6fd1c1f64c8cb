//! What is logged, as values; how it looks on a terminal or as JSON is the binary's concern.
//!
//! The fields follow the shape of Wix's log entries, so that tools made for those can read ours.

/// How grave a console line is (`severity` in the JSON form).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// `console.debug`, `console.trace`.
    Debug,
    /// `console.log`, `console.info`.
    Info,
    /// `console.warn`, and what we warn of.
    Warning,
    /// `console.error`, uncaught errors.
    Error,
}

impl Severity {
    /// The name in the JSON form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Debug => "DEBUG",
            Severity::Info => "INFO",
            Severity::Warning => "WARNING",
            Severity::Error => "ERROR",
        }
    }
}

/// A place in the site's own source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePosition {
    /// Path relative to the site's folder.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
}

/// One line of a function's console, or one that we say about it.
#[derive(Clone, Debug)]
pub struct LogLine {
    /// Milliseconds since 1970.
    pub time_ms: u64,
    /// How grave.
    pub severity: Severity,
    /// The function whose request it belongs to, as `get_orders`; what else runs has its kind in front,
    /// as `job:reports.js#send`. `None` while loading or in a stray timer.
    pub function: Option<String>,
    /// The request it belongs to.
    pub request_id: Option<String>,
    /// Where in the source it was written.
    pub position: Option<SourcePosition>,
    /// The text; may have several lines.
    pub message: String,
    /// Number of the release that ran, or 0 in development.
    pub revision: u64,
}

/// One request that was answered.
#[derive(Clone, Debug)]
pub struct AccessLine<'a> {
    /// Milliseconds since 1970, when the request began.
    pub time_ms: u64,
    /// As sent.
    pub method: &'a str,
    /// Path with query, as sent.
    pub target: &'a str,
    /// Status of the answer.
    pub status: u16,
    /// From the complete head to the written answer, in microseconds.
    pub wall_us: u64,
    /// Time inside JavaScript, in microseconds.
    pub cpu_us: u64,
    /// The request's id.
    pub request_id: &'a str,
    /// The code when the answer is not the function's own.
    pub code: Option<&'static str>,
    /// The function that was called, as `get_orders`.
    pub function: Option<&'a str>,
    /// Number of the release that ran, or 0 in development.
    pub revision: u64,
}

/// Where log lines go. Producers never wait: a sink that cannot keep up counts what it drops.
pub trait LogSink: Send + Sync {
    /// A line of a function's console, or one about the site's code.
    fn line(&self, line: LogLine);

    /// A request that was answered.
    fn access(&self, line: &AccessLine<'_>);
}
