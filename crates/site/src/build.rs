//! How a site asks to be built, and every way in which a build can give no answer.
//!
//! The bundler may exhaust its stack on hostile input, so the real builder runs it in a child
//! process; tests put a plain function here. What is wrong with the site's own files is not a
//! failure: it is in the output's diagnostics.

use std::fmt;
use std::future::Future;

use velodrome_model::build::{BuildInput, BuildOutput, Diagnostic, Severity};

/// Turns a site's folder into one script.
pub trait Builder {
    /// Builds the site once. Dropping the future gives the build up.
    fn build(&self, input: BuildInput) -> impl Future<Output = Result<BuildOutput, BuildFailure>>;
}

/// Why a build gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuildFailure {
    /// The bundler's process could not be started or spoken to.
    Start {
        /// What the system said.
        reason: String,
    },
    /// The bundler was stopped at `build_time_ms_max`.
    TimedOut {
        /// The limit, in milliseconds.
        time_ms_max: u64,
    },
    /// The bundler was ended by a signal, as it is when its stack overflows.
    Crashed {
        /// Number of the signal.
        signal: i32,
        /// The end of what it said on its error output.
        said: String,
    },
    /// The bundler ended by itself without an answer.
    Exited {
        /// Its exit code.
        code: i32,
        /// The end of what it said on its error output.
        said: String,
    },
    /// The answer is longer than `script_bytes_max` allows.
    TooLarge {
        /// The limit, in bytes.
        bytes_max: u64,
    },
    /// The answer is not the JSON that was agreed on.
    BadAnswer {
        /// What is wrong with it.
        reason: String,
    },
}

impl BuildFailure {
    /// The stable code, as in a [`Diagnostic`].
    pub fn code(&self) -> &'static str {
        match self {
            BuildFailure::Start { .. } => "BUNDLER_NOT_STARTED",
            BuildFailure::TimedOut { .. } => "BUILD_TIME",
            BuildFailure::Crashed { .. } | BuildFailure::Exited { .. } => "BUNDLER_CRASHED",
            BuildFailure::TooLarge { .. } => "SCRIPT_TOO_LARGE",
            BuildFailure::BadAnswer { .. } => "BUNDLER_CONFUSED",
        }
    }

    /// The failure as one error of the site, so that it is shown where all others are.
    pub fn to_diagnostic(&self) -> Diagnostic {
        let hint = match self {
            BuildFailure::TimedOut { .. } => {
                Some("raise build_time_ms_max in [limits] of velodrome.toml")
            }
            BuildFailure::TooLarge { .. } => {
                Some("raise script_bytes_max in [limits] of velodrome.toml")
            }
            BuildFailure::Crashed { .. } | BuildFailure::Exited { .. } => Some(
                "thousands of nested brackets or a very long chain of operators in one file can do this",
            ),
            BuildFailure::Start { .. } | BuildFailure::BadAnswer { .. } => None,
        };
        Diagnostic {
            severity: Severity::Error,
            code: self.code().to_owned(),
            message: self.to_string(),
            file: None,
            line: 0,
            column: 0,
            hint: hint.map(str::to_owned),
            frame: None,
        }
    }

    /// The failure in the form of a build that failed, for callers that treat both alike.
    pub fn into_output(self) -> BuildOutput {
        BuildOutput {
            diagnostics: vec![self.to_diagnostic()],
            ..BuildOutput::default()
        }
    }
}

impl fmt::Display for BuildFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildFailure::Start { reason } => write!(f, "the bundler could not run: {reason}"),
            BuildFailure::TimedOut { time_ms_max } => {
                write!(f, "the build was stopped after {time_ms_max} ms")
            }
            BuildFailure::Crashed { signal, said } => {
                write!(f, "the bundler crashed (signal {signal}), file unknown")?;
                quote(f, said)
            }
            BuildFailure::Exited { code, said } => {
                write!(f, "the bundler gave up (exit code {code}), file unknown")?;
                quote(f, said)
            }
            BuildFailure::TooLarge { bytes_max } => {
                write!(f, "the built script is longer than {bytes_max} bytes")
            }
            BuildFailure::BadAnswer { reason } => {
                write!(f, "the bundler's answer makes no sense: {reason}")
            }
        }
    }
}

impl std::error::Error for BuildFailure {}

/// Adds the last line that is not empty.
fn quote(f: &mut fmt::Formatter<'_>, said: &str) -> fmt::Result {
    match said.lines().rev().find(|line| !line.trim().is_empty()) {
        Some(line) => write!(f, ": {}", line.trim()),
        None => Ok(()),
    }
}
