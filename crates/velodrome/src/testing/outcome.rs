//! What became of tests, as values that every reporter reads.

use std::path::Path;

use serde::Deserialize;

use crate::place::place_of;

/// What became of one test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Passed,
    Failed,
    Skipped,
    Todo,
}

/// A place in the site's own files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// One thing that went wrong.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// The hook that failed, where it was no test.
    pub(crate) hook: Option<String>,
    /// With the error's name in front, unless it is an expectation.
    pub(crate) message: String,
    pub(crate) place: Option<Place>,
    /// The lines around the place.
    pub(crate) code_frame: Option<String>,
    /// `at f (file:line:column)`
    pub(crate) frames: Vec<String>,
}

/// One test that was met.
#[derive(Clone, Debug)]
pub(crate) struct TestOutcome {
    pub(crate) suites: Vec<String>,
    pub(crate) name: String,
    pub(crate) state: State,
    pub(crate) failures: Vec<Failure>,
    /// What the site logged meanwhile.
    pub(crate) logs: Vec<String>,
    pub(crate) took_ms: u64,
}

impl TestOutcome {
    /// `suite > test`
    pub(crate) fn full_name(&self) -> String {
        let mut names = self.suites.clone();
        names.push(self.name.clone());
        names.join(" > ")
    }
}

/// One file.
#[derive(Clone, Debug)]
pub(crate) struct FileOutcome {
    /// Relative to the site.
    pub(crate) file: String,
    pub(crate) tests: Vec<TestOutcome>,
    /// What went wrong outside of tests: the file does not load, an `afterAll` failed.
    pub(crate) failures: Vec<Failure>,
    pub(crate) logs: Vec<String>,
    pub(crate) took_ms: u64,
}

impl FileOutcome {
    pub(crate) fn count(&self, state: State) -> usize {
        self.tests.iter().filter(|test| test.state == state).count()
    }

    pub(crate) fn has_failed(&self) -> bool {
        !self.failures.is_empty() || self.count(State::Failed) > 0
    }
}

/// An error as `runtime/js/velo/testing/run.js` describes it.
#[derive(Debug, Deserialize)]
pub(super) struct Told {
    name: String,
    message: String,
    frames: Vec<String>,
    cause: Option<String>,
    #[serde(default)]
    hook: Option<String>,
}

impl Told {
    pub(super) fn into_failure(self, site_dir: &Path) -> Failure {
        let is_expectation = self.name == "AssertionError";
        let mut message = match self.name.as_str() {
            _ if is_expectation => self.message,
            "" => self.message,
            name => format!("{name}: {}", self.message),
        };
        if let Some(cause) = self.cause {
            message.push_str(&format!("\ncause: {cause}"));
        }
        Failure {
            hook: self.hook,
            ..Failure::at(message, self.frames, site_dir)
        }
    }
}

/// Longest file that is shown in part, in bytes.
const FILE_BYTES_MAX: u64 = 4 << 20;

impl Failure {
    /// A failure without a place.
    pub(super) fn plain(message: String) -> Failure {
        Failure {
            hook: None,
            message,
            place: None,
            code_frame: None,
            frames: Vec::new(),
        }
    }

    /// A failure at the first of these frames that is in the site's own files.
    pub(super) fn at(message: String, mut frames: Vec<String>, site_dir: &Path) -> Failure {
        // What the bundler put around the site's modules is nobody's source.
        frames.retain(|frame| !frame.contains("velodrome-site:"));
        let mut places = frames.iter().filter_map(|frame| place_of(frame));
        let place = places.find_map(|(file, line, column)| {
            let is_own = !file.contains("node_modules/") && !file.contains(':');
            let text = is_own.then(|| read(&site_dir.join(file))).flatten()?;
            let frame = velodrome_bundle::code_frame(&text, line, column);
            Some((
                Place {
                    file: file.to_owned(),
                    line,
                    column,
                },
                frame,
            ))
        });
        let (place, code_frame) = place.unzip();
        Failure {
            hook: None,
            message,
            place,
            code_frame: code_frame.flatten(),
            frames,
        }
    }
}

fn read(path: &Path) -> Option<String> {
    let size = std::fs::metadata(path).ok()?.len();
    (size <= FILE_BYTES_MAX).then(|| std::fs::read_to_string(path).ok())?
}
