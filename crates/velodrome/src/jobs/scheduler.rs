//! The thread that begins jobs when their moments come.
//!
//! It is started with the first release that has jobs: a site without any pays nothing. The time is
//! looked at again at least twice a minute, because clocks are set and laptops sleep.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::{Notify, watch};
use tokio::task::LocalSet;
use velodrome_model::jobs::{Cron, Job};
use velodrome_model::log::{LogLine, Severity};
use velodrome_model::timestamp::format_utc;
use velodrome_runtime::{Activity, Release, RunLoop};
use velodrome_server::{Site, Watched};
use velodrome_site::jobs::{Came, JobBook, JobError, Run, RunOutcome, Trigger};

use super::run::{Ended, Ids, perform, settings};

/// Longest time between two looks at the clock.
const LOOK_AGAIN: Duration = Duration::from_secs(30);
/// As for threads that serve: deep recursion ends in a RangeError well before this does.
const STACK_BYTES: usize = 8 << 20;

/// Tells the time, in milliseconds since 1970.
pub(crate) type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// What is to run.
#[derive(Clone, Default)]
pub(crate) struct Plan {
    /// `None` while there is nothing to run.
    pub(crate) release: Option<Arc<Release>>,
    pub(crate) jobs: Arc<[Job]>,
    ending: bool,
}

impl Plan {
    pub(crate) fn new(release: Arc<Release>, jobs: Vec<Job>) -> Plan {
        Plan {
            release: Some(release),
            jobs: jobs.into(),
            ending: false,
        }
    }
}

/// Begins the jobs of one site in this process.
pub(crate) struct Scheduler {
    site: Arc<Site>,
    book: JobBook,
    mode: &'static str,
    clock: Clock,
    plan: watch::Sender<Plan>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Scheduler {
    /// A scheduler with nothing to do. `mode` ("dev", "serve") keeps what was done apart.
    pub(crate) fn new(
        site: Arc<Site>,
        book: JobBook,
        mode: &'static str,
        clock: Clock,
    ) -> Scheduler {
        Scheduler {
            site,
            book,
            mode,
            clock,
            plan: watch::Sender::new(Plan::default()),
            thread: Mutex::default(),
        }
    }

    /// Runs these jobs of this release from now on; what runs goes on.
    pub(crate) fn set(&self, plan: Plan) {
        let starts = !plan.jobs.is_empty();
        self.plan.send_replace(plan);
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if thread.is_some() || !starts {
            return;
        }
        match self.start() {
            Ok(started) => *thread = Some(started),
            Err(error) => say(
                &self.site,
                Severity::Error,
                None,
                0,
                format!("jobs: no thread: {error}"),
            ),
        }
    }

    /// Has the clock looked at now.
    #[cfg(test)]
    fn look_now(&self) {
        self.plan.send_modify(|_| {});
    }

    fn start(&self) -> std::io::Result<JoinHandle<()>> {
        let (site, book, mode) = (Arc::clone(&self.site), self.book.clone(), self.mode);
        let (clock, plans) = (Arc::clone(&self.clock), self.plan.subscribe());
        std::thread::Builder::new()
            .name("jobs".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build();
                let runtime = match runtime {
                    Ok(runtime) => runtime,
                    Err(error) => {
                        return say(
                            &site,
                            Severity::Error,
                            None,
                            0,
                            format!("jobs: no event loop: {error}"),
                        );
                    }
                };
                let activity = Arc::new(Activity::default());
                let number = Arc::new(AtomicU32::new(0));
                number.store(
                    velodrome_server::this_thread().unwrap_or(0),
                    Ordering::Release,
                );
                site.watched.add(Watched {
                    activity: Arc::clone(&activity),
                    thread: number,
                    cpu_time_ms_max: site.limits.job_cpu_time_ms_max,
                });
                let thread = Rc::new(Thread {
                    run_loop: RunLoop::for_this_thread(),
                    site,
                    book,
                    mode,
                    clock,
                    activity,
                    ids: Ids::default(),
                    running: Cell::new(0),
                    ended: Notify::new(),
                    trouble: RefCell::default(),
                });
                LocalSet::new().block_on(&runtime, thread.follow(plans));
            })
    }

    /// Begins no further job, and waits for those that run until `deadline` has passed.
    pub(crate) fn end(&self, deadline: Duration) {
        self.plan.send_modify(|plan| plan.ending = true);
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(thread) = thread else { return };
        let until = Instant::now() + deadline;
        while !thread.is_finished() && Instant::now() < until {
            std::thread::park_timeout(Duration::from_millis(5));
        }
    }
}

/// What the thread has.
struct Thread {
    run_loop: RunLoop,
    site: Arc<Site>,
    book: JobBook,
    mode: &'static str,
    clock: Clock,
    activity: Arc<Activity>,
    ids: Ids,
    running: Cell<usize>,
    /// A run has ended.
    ended: Notify,
    /// What was said last of the book.
    trouble: RefCell<String>,
}

impl Thread {
    async fn follow(self: Rc<Self>, mut plans: watch::Receiver<Plan>) {
        loop {
            let plan = plans.borrow_and_update().clone();
            if plan.ending {
                break;
            }
            let wait = self.look(&plan);
            tokio::select! {
                changed = plans.changed() => if changed.is_err() { break },
                () = tokio::time::sleep(wait) => {}
            }
        }
        while self.running.get() > 0 {
            self.ended.notified().await;
        }
    }

    /// Begins what is due; gives how long until there may be more.
    fn look(self: &Rc<Self>, plan: &Plan) -> Duration {
        let Some(release) = &plan.release else {
            return LOOK_AGAIN;
        };
        let now_ms = (self.clock)();
        match self
            .book
            .claim(self.mode, release.number, &plan.jobs, now_ms)
        {
            Ok(came) => {
                self.trouble.borrow_mut().clear();
                came.into_iter().for_each(|came| self.begin(release, came));
            }
            Err(error) => self.tell_trouble(&error),
        }
        let next = plan.jobs.iter().filter_map(|job| {
            let cron: Cron = job.schedule.parse().ok()?;
            cron.next_after(now_ms)
        });
        let wait_ms = next.min().map_or(i64::MAX, |next| next - now_ms);
        Duration::from_millis(wait_ms.max(1) as u64).min(LOOK_AGAIN)
    }

    fn begin(self: &Rc<Self>, release: &Arc<Release>, came: Came) {
        let Came { job, due } = came;
        if due.missed > 0 {
            let first = due.first_missed_ms.map(format_utc).unwrap_or_default();
            let message = format!(
                "{} of this job {} missed, from {first} on: no process was there in time",
                match due.missed {
                    1 => "1 run".to_owned(),
                    count => format!("{count} runs"),
                },
                if due.missed == 1 { "was" } else { "were" },
            );
            self.say(Severity::Warning, &job, None, release, message);
        }
        let Some(scheduled_ms) = due.run_ms else {
            return;
        };
        let (thread, release) = (Rc::clone(self), Arc::clone(release));
        self.running.set(self.running.get() + 1);
        tokio::task::spawn_local(async move {
            thread.run(&release, &job, scheduled_ms).await;
            thread.running.set(thread.running.get() - 1);
            thread.ended.notify_one();
        });
    }

    async fn run(&self, release: &Arc<Release>, job: &Job, scheduled_ms: i64) {
        let started_ms = (self.clock)();
        let mut run = Run {
            id: self.ids.next(started_ms),
            job: job.name(),
            trigger: Trigger::Schedule,
            release: release.number,
            scheduled_ms: Some(scheduled_ms),
            started_ms,
            ended_ms: None,
            outcome: RunOutcome::Running,
            cpu_us: 0,
            message: String::new(),
        };
        let _running = match self.book.begin(&run.job) {
            Ok(Some(running)) => running,
            Ok(None) => {
                "the run before it still goes on".clone_into(&mut run.message);
                run.outcome = RunOutcome::Skipped;
                run.ended_ms = Some(started_ms);
                let message = format!(
                    "the run of {} is skipped: {}",
                    format_utc(scheduled_ms),
                    run.message
                );
                self.say(Severity::Warning, job, Some(&run.id), release, message);
                return self.record(run);
            }
            Err(error) => return self.tell_trouble(&error),
        };
        self.record(run.clone());
        self.say(
            Severity::Info,
            job,
            Some(&run.id),
            release,
            "the job begins".to_owned(),
        );
        let settings = settings(&self.site, Arc::clone(&self.activity));
        let Ended {
            outcome,
            message,
            cpu_us,
        } = perform(&self.run_loop, settings, Arc::clone(release), job, &run.id).await;
        let ended_ms = (self.clock)();
        let took_ms = ended_ms - started_ms;
        let (severity, said) = match outcome {
            RunOutcome::Done => (Severity::Info, format!("the job ended after {took_ms} ms")),
            _ => (
                Severity::Error,
                format!("the job failed after {took_ms} ms: {message}"),
            ),
        };
        self.say(severity, job, Some(&run.id), release, said);
        self.record(Run {
            outcome,
            message,
            cpu_us,
            ended_ms: Some(ended_ms),
            ..run
        });
    }

    fn record(&self, run: Run) {
        if let Err(error) = self.book.record(run) {
            self.tell_trouble(&error);
        }
    }

    /// What keeps the book from being kept is said once until it is over.
    fn tell_trouble(&self, error: &JobError) {
        let message = format!("jobs: {}: {error}", error.code());
        if *self.trouble.borrow() != message {
            say(&self.site, Severity::Error, None, 0, message.clone());
            *self.trouble.borrow_mut() = message;
        }
    }

    fn say(
        &self,
        severity: Severity,
        job: &Job,
        id: Option<&str>,
        release: &Release,
        message: String,
    ) {
        let of = Some((format!("job:{}", job.name()), id.map(str::to_owned)));
        say(&self.site, severity, of, release.number, message);
    }
}

fn say(
    site: &Site,
    severity: Severity,
    of: Option<(String, Option<String>)>,
    revision: u64,
    message: String,
) {
    let (function, request_id) = of.unzip();
    site.logs.line(LogLine {
        time_ms: u64::try_from(super::run::now_ms()).unwrap_or_default(),
        severity,
        function,
        request_id: request_id.flatten(),
        position: None,
        message,
        revision,
    });
}

#[cfg(test)]
mod tests;
