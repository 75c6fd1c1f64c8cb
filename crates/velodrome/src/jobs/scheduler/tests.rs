//! Jobs under a clock that the test moves.

use super::*;
use std::sync::atomic::{AtomicI64, AtomicUsize};
use std::sync::mpsc::{Receiver, Sender, channel};
use velodrome_model::log::{AccessLine, LogSink};
use velodrome_site::config::{Config, Mode};
use velodrome_site::lanes::{Lanes, NoRevisions};

const HOUR_MS: i64 = 3_600_000;
const START_MS: i64 = 1_767_225_600_000;
/// Nothing here takes long; a machine that is busy may.
const PATIENCE: Duration = Duration::from_secs(60);

/// Gives each line to the test.
struct Lines(Mutex<Sender<String>>);

impl LogSink for Lines {
    fn line(&self, line: LogLine) {
        let name = line.function.unwrap_or_default();
        let _over = self
            .0
            .lock()
            .expect("no panic")
            .send(format!("{name}: {}", line.message));
    }

    fn access(&self, _: &AccessLine<'_>) {}
}

struct Test {
    scheduler: Scheduler,
    now_ms: Arc<AtomicI64>,
    lines: Receiver<String>,
    book: JobBook,
    _dir: tempfile::TempDir,
}

static RELEASES: AtomicUsize = AtomicUsize::new(1);

/// A release in whose script `body` is the function of the job `a.js#f`.
fn release(body: &str) -> Arc<Release> {
    let number = RELEASES.fetch_add(1, Ordering::Relaxed) as u64;
    Arc::new(Release {
        number,
        id: format!("release-{number}").into(),
        script: format!("(async (vd) => {{ vd.part('job:a.js', async () => ({{ f: async () => {{ {body} }} }}), true); vd.part('functions', {{}}); }})").into(),
        source_map: r#"{"version":3,"sources":[],"names":[],"mappings":""}"#.into(),
    })
}

fn job(schedule: &str) -> Job {
    Job {
        location: "a.js".to_owned(),
        function: "f".to_owned(),
        description: String::new(),
        schedule: schedule.to_owned(),
    }
}

impl Test {
    fn new(config: &str) -> Test {
        velodrome_engine::open().expect("JavaScriptCore is installed");
        let dir = tempfile::tempdir().expect("a folder");
        let (sender, lines) = channel();
        let config =
            Config::parse(config, &velodrome_site::config::Surroundings::default()).expect("valid");
        let site = Site::new(
            config,
            Mode::Serve,
            Lanes::new(Box::new(NoRevisions)),
            Arc::new(Lines(Mutex::new(sender))),
            Arc::from([]),
        )
        .with_data(dir.path());
        let now_ms = Arc::new(AtomicI64::new(START_MS));
        let clock = Arc::clone(&now_ms);
        let book = JobBook::new(dir.path(), 100);
        let scheduler = Scheduler::new(
            Arc::new(site),
            book.clone(),
            "serve",
            Arc::new(move || clock.load(Ordering::Acquire)),
        );
        Test {
            scheduler,
            now_ms,
            lines,
            book,
            _dir: dir,
        }
    }

    /// Runs the jobs from now on, as if they had been there before.
    fn set(&self, release: Arc<Release>, schedule: &str) {
        let jobs = vec![job(schedule)];
        let came = self
            .book
            .claim("serve", 1, &jobs, START_MS)
            .expect("claimed");
        assert_eq!(came, []);
        self.scheduler.set(Plan::new(release, jobs));
    }

    fn go_to(&self, hours: i64, ms: i64) {
        self.now_ms
            .store(START_MS + hours * HOUR_MS + ms, Ordering::Release);
        self.scheduler.look_now();
    }

    /// The lines up to one with this in it.
    fn lines(&self, part: &str) -> Vec<String> {
        let until = Instant::now() + PATIENCE;
        let mut lines = Vec::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("no line with {part:?} in {lines:?}")
            };
            let is_it = line.contains(part);
            lines.push(line);
            if is_it {
                return lines;
            }
        }
    }

    fn history(&self) -> Vec<Run> {
        self.book.history().expect("readable")
    }
}

/// Runs the job once under this configuration; gives its entry in the history.
fn once(config: &str, body: &str) -> Run {
    let test = Test::new(config);
    test.set(release(body), "0 * * * *");
    test.go_to(1, 10);
    test.lines("the job begins");
    test.scheduler.end(PATIENCE);
    let history = test.history();
    assert_eq!(history.len(), 1, "{history:?}");
    history.into_iter().next().expect("one")
}

#[test]
fn a_job_runs_at_its_moment_with_the_release_of_that_time() {
    let test = Test::new("");
    test.set(release("console.log('one')"), "0 * * * *");
    test.set(release("console.log('two')"), "0 * * * *");
    test.go_to(1, 10);
    let lines = test.lines("the job ended after");
    assert!(
        lines.iter().any(|line| line == "job:a.js#f: two"),
        "{lines:?}"
    );
    assert!(!lines.iter().any(|line| line.ends_with("one")), "{lines:?}");
    test.go_to(2, 0);
    test.lines("two");
    test.scheduler.end(PATIENCE);
    let runs: Vec<_> = test
        .history()
        .iter()
        .map(|run| (run.outcome, run.scheduled_ms))
        .collect();
    let wanted = [1, 2].map(|hour| (RunOutcome::Done, Some(START_MS + hour * HOUR_MS)));
    assert_eq!(runs, wanted);
}

#[test]
fn what_fails_is_told_and_kept() {
    let run = once("", "throw new Error('no network')");
    assert_eq!(
        (run.outcome, run.message.as_str()),
        (RunOutcome::Failed, "no network")
    );
}

#[test]
fn a_job_has_limits_of_its_own() {
    let run = once(
        "[limits]\njob_wall_time_ms_max = 50\n",
        "await new Promise(() => {})",
    );
    assert!(run.message.contains("job_wall_time_ms_max"), "{run:?}");
    let run = once("[limits]\njob_cpu_time_ms_max = 50\n", "for (;;);");
    assert!(run.message.starts_with("CPU_LIMIT"), "{run:?}");
    let body = "const began = Date.now(); while (Date.now() - began < 100);";
    let run = once("[limits]\ncpu_time_ms_max = 20\n", body);
    assert_eq!(run.outcome, RunOutcome::Done, "{run:?}");
}

#[test]
fn a_job_has_the_rights_of_an_administrator_to_its_end() {
    let config = "[collections.vault.permissions]\ninsert = \"ADMIN\"\n";
    let body =
        "const data = vd.module('wix-data'); await null; await data.insert('vault', { a: 1 });";
    assert_eq!(once(config, body).outcome, RunOutcome::Done);
}

#[test]
fn a_run_does_not_begin_while_the_one_before_goes_on() {
    let test = Test::new("");
    let running = test.book.begin("a.js#f").expect("readable").expect("free");
    test.set(release("console.log('ran')"), "0 * * * *");
    test.go_to(1, 10);
    test.lines("is skipped: the run before it still goes on");
    drop(running);
    test.go_to(2, 10);
    test.lines("the job ended after");
    test.scheduler.end(PATIENCE);
    let outcomes: Vec<_> = test.history().iter().map(|run| run.outcome).collect();
    assert_eq!(outcomes, [RunOutcome::Skipped, RunOutcome::Done]);
}

#[test]
fn runs_that_nobody_could_begin_are_told() {
    let test = Test::new("");
    test.now_ms
        .store(START_MS + 3 * HOUR_MS + HOUR_MS / 2, Ordering::Release);
    test.set(release("console.log('ran')"), "0 * * * *");
    let lines = test.lines("missed");
    let wanted = "job:a.js#f: 3 runs of this job were missed, from 2026-01-01T01:00:00.000Z on";
    assert!(lines[0].starts_with(wanted), "{lines:?}");
    test.scheduler.end(PATIENCE);
    assert_eq!(test.history()[0].outcome, RunOutcome::Missed);
}

#[test]
fn a_site_without_jobs_has_no_thread() {
    let test = Test::new("");
    test.scheduler.set(Plan::new(release(""), Vec::new()));
    assert!(test.scheduler.thread.lock().expect("no panic").is_none());
    test.scheduler.end(PATIENCE);
}
