//! What is known of a data directory's jobs, in one small file that is replaced whole.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use velodrome_model::jobs::{Cron, Due, Job, look};

use super::error::{JobError, at};
use super::run::{Run, RunOutcome, Trigger};
use super::running::{self, Running};
use crate::data::prepare_dir;
use crate::file_lock::{FileLock, NotLocked};

/// Folder in the data directory.
const FOLDER: &str = "jobs";
/// The file in it.
const FILE: &str = "book.json";
/// How long another process may keep the book.
const LOCK_WAIT_MS_MAX: u64 = 5000;
/// Longest file, in bytes.
const BYTES_MAX: u64 = 64 << 20;
const FORMAT: u32 = 1;

#[derive(Debug, Default, Serialize, Deserialize)]
struct Content {
    format: u32,
    /// By mode and job.
    #[serde(default)]
    seen: BTreeMap<String, Seen>,
    /// The oldest first.
    #[serde(default)]
    runs: Vec<Run>,
}

/// Up to when a job's moments are settled.
#[derive(Debug, Serialize, Deserialize)]
struct Seen {
    schedule: String,
    ms: i64,
}

/// What came of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// The job.
    pub job: Job,
    /// The moments.
    pub due: Due,
}

/// The book of one data directory. Nothing is read or written before it is asked.
#[derive(Clone, Debug)]
pub struct JobBook {
    data_dir: PathBuf,
    runs_max: usize,
}

impl JobBook {
    /// The book of this data directory, which keeps at most `runs_max` runs.
    pub fn new(data_dir: &Path, runs_max: u64) -> JobBook {
        JobBook {
            data_dir: data_dir.to_owned(),
            runs_max: usize::try_from(runs_max).unwrap_or(usize::MAX),
        }
    }

    /// Settles the moments up to `now_ms` of jobs that a mode ("dev", "serve") runs, and gives those
    /// that came: whoever is given a run is the only one. Missed moments go into the history. A job
    /// that is new, or has new times, begins now.
    ///
    /// # Errors
    /// The book cannot be read or written.
    pub fn claim(
        &self,
        mode: &str,
        release: u64,
        jobs: &[Job],
        now_ms: i64,
    ) -> Result<Vec<Came>, JobError> {
        let mut came = Vec::new();
        self.change(|book| {
            let prefix = format!("{mode}:");
            let known: Vec<String> = jobs.iter().map(|job| key(mode, job)).collect();
            let before = book.seen.len();
            book.seen
                .retain(|key, _| !key.starts_with(&prefix) || known.contains(key));
            let mut changed = before != book.seen.len();
            for job in jobs {
                let Ok(cron) = job.schedule.parse::<Cron>() else {
                    continue;
                };
                let seen = book.seen.entry(key(mode, job)).or_insert_with(|| Seen {
                    schedule: String::new(),
                    ms: now_ms,
                });
                if seen.schedule != job.schedule {
                    *seen = Seen {
                        schedule: job.schedule.clone(),
                        ms: now_ms,
                    };
                    changed = true;
                }
                let due = look(&cron, seen.ms, now_ms);
                let Some(newest) = due.newest_ms else {
                    continue;
                };
                seen.ms = newest;
                changed = true;
                if due.missed > 0 {
                    book.runs.push(missed(job, release, &due, now_ms));
                }
                came.push(Came {
                    job: job.clone(),
                    due,
                });
            }
            changed
        })?;
        Ok(came)
    }

    /// Makes the job ours; `None` when it runs already, here or elsewhere. Earlier runs whose process
    /// is gone are noted as lost.
    ///
    /// # Errors
    /// The book cannot be read or written.
    pub fn begin(&self, job: &str) -> Result<Option<Running>, JobError> {
        let dir = self.prepare()?;
        let Some(running) = running::take(&dir, job)? else {
            return Ok(None);
        };
        self.change(|book| {
            let lost = book
                .runs
                .iter_mut()
                .filter(|run| run.job == job && run.outcome == RunOutcome::Running);
            let mut any = false;
            for run in lost {
                run.outcome = RunOutcome::Lost;
                run.message = "the process that ran it ended".to_owned();
                any = true;
            }
            any
        })?;
        Ok(Some(running))
    }

    /// Keeps a run; one with the same id is replaced.
    ///
    /// # Errors
    /// The book cannot be read or written.
    pub fn record(&self, run: Run) -> Result<(), JobError> {
        let run = run.bounded();
        self.change(|book| {
            match book.runs.iter_mut().rev().find(|known| known.id == run.id) {
                Some(known) => *known = run,
                None => book.runs.push(run),
            }
            true
        })
    }

    /// The runs that are kept, the oldest first.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn history(&self) -> Result<Vec<Run>, JobError> {
        Ok(self.read()?.runs)
    }

    fn dir(&self) -> PathBuf {
        self.data_dir.join(FOLDER)
    }

    fn prepare(&self) -> Result<PathBuf, JobError> {
        let dir = self.dir();
        at("making", &self.data_dir, prepare_dir(&self.data_dir))?;
        at("making", &dir, fs::create_dir_all(&dir))?;
        Ok(dir)
    }

    /// Reads, has `f` change it, and writes it when `f` says that it did.
    fn change(&self, f: impl FnOnce(&mut Content) -> bool) -> Result<(), JobError> {
        let dir = self.prepare()?;
        let path = dir.join("lock");
        let _lock = FileLock::take(&path, LOCK_WAIT_MS_MAX).map_err(|why| match why {
            NotLocked::Busy => JobError::Locked { path: path.clone() },
            NotLocked::Failed(doing, error) => JobError::Io {
                doing,
                path: path.clone(),
                error,
            },
        })?;
        let mut content = self.read()?;
        if !f(&mut content) {
            return Ok(());
        }
        let surplus = content.runs.len().saturating_sub(self.runs_max);
        content.runs.drain(..surplus);
        content.format = FORMAT;
        write_whole(&dir, &content)
    }

    fn read(&self) -> Result<Content, JobError> {
        let path = self.dir().join(FILE);
        let bytes = match crate::bounded::read(&path, BYTES_MAX) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Content::default()),
            read => at("reading", &path, read)?,
        };
        let content: Content =
            serde_json::from_slice(&bytes).map_err(|error| JobError::Damaged {
                path: path.clone(),
                reason: error.to_string(),
            })?;
        if content.format > FORMAT {
            let reason = format!(
                "its format is {}, this version reads {FORMAT}",
                content.format
            );
            return Err(JobError::Damaged { path, reason });
        }
        Ok(content)
    }
}

fn key(mode: &str, job: &Job) -> String {
    format!("{mode}:{}@{}", job.name(), job.schedule)
}

fn missed(job: &Job, release: u64, due: &Due, now_ms: i64) -> Run {
    let first_ms = due.first_missed_ms.unwrap_or(now_ms);
    Run {
        id: format!("missed-{}-{first_ms}", job.name()),
        job: job.name(),
        trigger: Trigger::Schedule,
        release,
        scheduled_ms: Some(first_ms),
        started_ms: now_ms,
        ended_ms: Some(now_ms),
        outcome: RunOutcome::Missed,
        cpu_us: 0,
        message: match due.missed {
            1 => "no process was there in time".to_owned(),
            count => format!("{count} runs: no process was there in time"),
        },
    }
}

/// Readers see the old content or the new. Nothing is lost by a crash but the newest entry.
fn write_whole(dir: &Path, content: &Content) -> Result<(), JobError> {
    let unfinished = dir.join(".new-book.json");
    let bytes = serde_json::to_vec(content).expect("a book has only strings and numbers");
    let written = fs::File::create(&unfinished).and_then(|mut file| {
        io::Write::write_all(&mut file, &bytes)?;
        file.sync_all()
    });
    at("writing", &unfinished, written)?;
    let path = dir.join(FILE);
    at("writing", &path, fs::rename(&unfinished, &path))
}
