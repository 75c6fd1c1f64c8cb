//! The book of jobs: who runs what, what was missed, what is kept.

use std::path::Path;

use velodrome_model::jobs::Job;
use velodrome_site::jobs::{JobBook, Run, RunOutcome, Trigger};

const HOUR_MS: i64 = 3_600_000;
/// 1 January 2026, 00:00 UTC.
const START_MS: i64 = 1_767_225_600_000;

fn hourly(function: &str) -> Job {
    Job {
        location: "dir/a.js".to_owned(),
        function: function.to_owned(),
        description: String::new(),
        schedule: "0 * * * *".to_owned(),
    }
}

fn run(id: &str, outcome: RunOutcome) -> Run {
    Run {
        id: id.to_owned(),
        job: hourly("f").name(),
        trigger: Trigger::Manual,
        release: 1,
        scheduled_ms: None,
        started_ms: START_MS,
        ended_ms: None,
        outcome,
        cpu_us: 7,
        message: String::new(),
    }
}

fn book(dir: &Path) -> JobBook {
    JobBook::new(dir, 100)
}

/// The moments that are given to run, in hours since the start.
fn claim(book: &JobBook, mode: &str, jobs: &[Job], now_ms: i64) -> Vec<(String, Option<i64>, u32)> {
    let came = book.claim(mode, 1, jobs, now_ms).expect("claimed");
    came.into_iter()
        .map(|came| {
            let hour = came.due.run_ms.map(|ms| (ms - START_MS) / HOUR_MS);
            (came.job.function, hour, came.due.missed)
        })
        .collect()
}

#[test]
fn one_process_is_given_a_run_and_a_new_job_begins_with_its_next_moment() {
    let dir = tempfile::tempdir().expect("a folder");
    let (one, other) = (book(dir.path()), book(dir.path()));
    let jobs = [hourly("f"), hourly("g")];
    assert_eq!(claim(&one, "serve", &jobs[..1], START_MS + 1), []);
    let now = START_MS + HOUR_MS + 5;
    assert_eq!(
        claim(&one, "serve", &jobs, now),
        [("f".to_owned(), Some(1), 0)]
    );
    assert_eq!(claim(&other, "serve", &jobs, now + 1), []);
    let next = now + HOUR_MS;
    assert_eq!(claim(&other, "serve", &jobs, next).len(), 2);
    assert_eq!(claim(&one, "serve", &jobs, next), []);
}

#[test]
fn development_has_moments_of_its_own() {
    let dir = tempfile::tempdir().expect("a folder");
    let (book, jobs) = (book(dir.path()), [hourly("f")]);
    for mode in ["dev", "serve"] {
        assert_eq!(claim(&book, mode, &jobs, START_MS + 1), []);
    }
    for mode in ["dev", "serve"] {
        assert_eq!(
            claim(&book, mode, &jobs, START_MS + HOUR_MS).len(),
            1,
            "{mode}"
        );
    }
}

#[test]
fn new_times_are_no_reason_to_run_what_is_past() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = book(dir.path());
    assert_eq!(claim(&book, "serve", &[hourly("f")], START_MS + 1), []);
    let often = Job {
        schedule: "*/10 * * * *".to_owned(),
        ..hourly("f")
    };
    assert_eq!(claim(&book, "serve", &[often], START_MS + HOUR_MS / 2), []);
}

#[test]
fn missed_runs_are_kept_in_the_history() {
    let dir = tempfile::tempdir().expect("a folder");
    let (book, jobs) = (book(dir.path()), [hourly("f")]);
    claim(&book, "serve", &jobs, START_MS + 1);
    let late = START_MS + 3 * HOUR_MS + HOUR_MS / 2;
    assert_eq!(
        claim(&book, "serve", &jobs, late),
        [("f".to_owned(), None, 3)]
    );
    let history = book.history().expect("readable");
    let [missed] = &history[..] else {
        panic!("{history:?}")
    };
    assert_eq!(missed.outcome, RunOutcome::Missed);
    assert_eq!(missed.scheduled_ms, Some(START_MS + HOUR_MS));
    assert!(missed.message.starts_with("3 runs"), "{}", missed.message);
}

#[test]
fn a_job_that_runs_is_not_begun_again_until_it_has_ended() {
    let dir = tempfile::tempdir().expect("a folder");
    let (one, other) = (book(dir.path()), book(dir.path()));
    let name = hourly("f").name();
    let running = one.begin(&name).expect("readable").expect("free");
    assert!(other.begin(&name).expect("readable").is_none());
    assert!(other.begin("another#job").expect("readable").is_some());
    drop(running);
    assert!(other.begin(&name).expect("readable").is_some());
}

#[test]
fn a_run_whose_process_is_gone_is_lost() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = book(dir.path());
    book.record(run("1", RunOutcome::Running))
        .expect("recorded");
    let _running = book
        .begin(&hourly("f").name())
        .expect("readable")
        .expect("free");
    assert_eq!(
        book.history().expect("readable")[0].outcome,
        RunOutcome::Lost
    );
}

#[test]
fn the_history_is_bounded_and_a_run_has_one_entry() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = JobBook::new(dir.path(), 3);
    for id in ["1", "2", "3", "4"] {
        book.record(run(id, RunOutcome::Running)).expect("recorded");
        let long = Run {
            message: "é".repeat(10_000),
            ..run(id, RunOutcome::Failed)
        };
        book.record(long).expect("recorded");
    }
    let history = book.history().expect("readable");
    let ids: Vec<&str> = history.iter().map(|run| run.id.as_str()).collect();
    assert_eq!(ids, ["2", "3", "4"]);
    assert!(
        history
            .iter()
            .all(|run| run.outcome == RunOutcome::Failed && run.message.len() <= 2048)
    );
}

#[test]
fn a_damaged_book_is_told_and_kept() {
    let dir = tempfile::tempdir().expect("a folder");
    let book = book(dir.path());
    book.record(run("1", RunOutcome::Done)).expect("recorded");
    let file = dir.path().join("jobs/book.json");
    std::fs::write(&file, "{").expect("written");
    assert_eq!(book.history().expect_err("damaged").code(), "JOBS_DAMAGED");
    assert_eq!(
        book.claim("dev", 0, &[hourly("f")], 1)
            .expect_err("damaged")
            .code(),
        "JOBS_DAMAGED"
    );
    assert_eq!(std::fs::read_to_string(&file).expect("kept"), "{");
}
