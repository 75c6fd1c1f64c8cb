//! `backend/jobs.config`: the files that its jobs name become parts, and what is wrong is told.

use std::path::{Path, PathBuf};

use velodrome_model::build::{Diagnostic, Severity};
use velodrome_model::jobs::{Job, Mistake, Place, parse};

use crate::diagnose;
use crate::ledger::{Ledger, Notes};
use crate::limits;
use crate::parts::{JOB, Part};
use crate::paths::SitePaths;
use crate::resolve::probe;

/// Name of the file in the backend folder.
const FILE: &str = "jobs.config";

/// The jobs of one site.
#[derive(Debug, Default)]
pub(crate) struct Jobs {
    /// `jobs.config` as people see it, and its text.
    file: String,
    text: String,
    jobs: Vec<Found>,
}

#[derive(Debug)]
struct Found {
    job: Job,
    place: Place,
    /// The file with the function.
    file: PathBuf,
}

impl Jobs {
    /// Reads the file, if there is one. What is wrong with it goes into the ledger.
    pub(crate) fn read(paths: &SitePaths, ledger: &Ledger) -> Jobs {
        let path = paths.backend.join(FILE);
        let Ok(bytes) = read_bounded(&path) else {
            return Jobs::default();
        };
        let mut notes = ledger.notes();
        notes.inputs.insert(path.clone());
        let mut jobs = Jobs {
            file: paths.show(&path),
            text: String::from_utf8_lossy(&bytes).into_owned(),
            jobs: Vec::new(),
        };
        let parsed = parse(&jobs.text);
        for mistake in &parsed.mistakes {
            notes.findings.push(jobs.diagnostic("INVALID_JOB", mistake));
        }
        for (job, place) in parsed.jobs {
            match probe::find_file(&paths.backend.join(&job.location)) {
                Some(file) if !is_list_of_values(&file) => {
                    jobs.jobs.push(Found { job, place, file });
                }
                _ => {
                    let mistake = Mistake {
                        severity: Severity::Error,
                        offset: place.location,
                        message: format!("there is no file {} in the backend folder", job.location),
                        hint: Some("functionLocation is a path below the backend folder, such as \"/reports.js\"".into()),
                    };
                    notes
                        .findings
                        .push(jobs.diagnostic("JOB_FILE_NOT_FOUND", &mistake));
                }
            }
        }
        jobs
    }

    /// The parts that its files are, each once.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for found in &self.jobs {
            let name = format!("{JOB}{}", found.job.location);
            if !parts.iter().any(|part| part.name == name) {
                let file = found.file.clone();
                parts.push(Part {
                    name,
                    file,
                    lazy: true,
                });
            }
        }
        parts
    }

    /// What is wrong when all files are known: functions that nobody exports.
    pub(crate) fn check(&self, notes: &Notes) -> Vec<Diagnostic> {
        let missing = self.jobs.iter().filter_map(|found| {
            let id = found.file.to_str()?;
            let job = &found.job;
            let hint = diagnose::lacks_export(notes, id, &job.function)?;
            Some(self.diagnostic(
                "JOB_FUNCTION_NOT_FOUND",
                &Mistake {
                    severity: Severity::Error,
                    offset: found.place.function,
                    message: format!("{} exports no function \"{}\"", job.location, job.function),
                    hint: hint.or_else(|| {
                        Some(format!(
                            "write: export function {}() {{ .. }}",
                            job.function
                        ))
                    }),
                },
            ))
        });
        missing.collect()
    }

    /// The jobs themselves.
    pub(crate) fn into_jobs(self) -> Vec<Job> {
        self.jobs.into_iter().map(|found| found.job).collect()
    }

    fn diagnostic(&self, code: &str, mistake: &Mistake) -> Diagnostic {
        // A byte order mark is no column.
        let mark = if self.text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        let text = &self.text[mark..];
        diagnose::at(
            &self.file,
            text,
            mistake.offset.saturating_sub(mark),
            code,
            mistake,
        )
    }
}

fn is_list_of_values(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "json")
}

fn read_bounded(path: &Path) -> std::io::Result<Vec<u8>> {
    if std::fs::metadata(path)?.len() > limits::FILE_BYTES_MAX {
        return Err(std::io::Error::other("the file is too large"));
    }
    std::fs::read(path)
}
