//! One run of a job.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use velodrome_model::jobs::Job;
use velodrome_model::limits::Limits;
use velodrome_runtime::{
    Activity, Call, Instance, Invocation, Outcome, Release, RunLoop, Settings, turn_engine,
};
use velodrome_server::Site;
use velodrome_site::jobs::RunOutcome;

/// How often the engine's own work runs meanwhile.
const PULSE: Duration = Duration::from_millis(50);

/// How a run ended.
pub(crate) struct Ended {
    pub(crate) outcome: RunOutcome,
    /// The error's message, empty when there was none.
    pub(crate) message: String,
    pub(crate) cpu_us: u64,
}

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Ids of one process's runs.
#[derive(Default)]
pub(crate) struct Ids(AtomicU64);

impl Ids {
    /// An id that no other run has.
    pub(crate) fn next(&self, now_ms: i64) -> String {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        format!("{now_ms:x}-{:x}-{number}", std::process::id())
    }
}

/// What a job's VM is made with: a job acts with the site owner's rights, under limits of its own.
pub(crate) fn settings(site: &Site, activity: Arc<Activity>) -> Settings {
    let limits = Limits {
        wall_time_ms_max: site.limits.job_wall_time_ms_max,
        cpu_time_ms_max: site.limits.job_cpu_time_ms_max,
        ..(*site.limits).clone()
    };
    Settings {
        limits: Arc::new(limits),
        compat: Arc::new(site.config.compat.clone()),
        host: Rc::new(site.host().as_administrator()),
        activity,
    }
}

/// Runs a job to its end, in a VM of its own. Must run inside a `LocalSet`.
pub(crate) async fn perform(
    run_loop: &RunLoop,
    settings: Settings,
    release: Arc<Release>,
    job: &Job,
    id: &str,
) -> Ended {
    let wall_ms = settings.limits.wall_time_ms_max;
    let background = Duration::from_millis(settings.limits.background_time_ms_max);
    let activity = Arc::clone(&settings.activity);
    let host = Rc::clone(&settings.host);
    // What is kept of a run must not hold what no log may.
    let failed = |message: String, cpu_us| failed(host.redact(&message).into_owned(), cpu_us);
    let instance = match Instance::load(run_loop, release, settings).await {
        Ok(instance) => instance,
        Err(error) => {
            let message = format!("the site could not be loaded: {}", error.message);
            return failed(message, 0);
        }
    };
    let argument = serde_json::json!({ "location": job.location, "function": job.function });
    let call = instance.invoke(&Invocation {
        id,
        name: &format!("job:{}", job.name()),
        file: "velo/job",
        argument: &argument.to_string(),
    });
    let (outcome, cpu_us) = match call {
        Call::Ready(outcome, cpu_us) => (Some(outcome), cpu_us),
        Call::Pending(pending) => {
            let turning = async {
                loop {
                    let wait = turn_engine(run_loop, &activity, std::slice::from_ref(&instance));
                    tokio::time::sleep(
                        wait.unwrap_or(PULSE).clamp(Duration::from_millis(1), PULSE),
                    )
                    .await;
                }
            };
            tokio::select! {
                (outcome, cpu_us) = pending => (Some(outcome), cpu_us),
                () = tokio::time::sleep(Duration::from_millis(wall_ms)) => (None, 0),
                () = turning => unreachable!("it turns until it is dropped"),
            }
        }
    };
    let ended = match outcome {
        Some(Outcome::Answer(_)) => Ended {
            outcome: RunOutcome::Done,
            message: String::new(),
            cpu_us,
        },
        Some(Outcome::Threw(thrown)) => failed(thrown.message, cpu_us),
        Some(Outcome::Ended(code)) => failed(format!("{code}: {}", code.message()), cpu_us),
        None => failed(
            format!("it took more than {wall_ms} ms (job_wall_time_ms_max)"),
            cpu_us,
        ),
    };
    if ended.outcome == RunOutcome::Done {
        // What the function left behind unawaited has some time too.
        let _in_time = tokio::time::timeout(background, instance.drained()).await;
    }
    instance.close();
    ended
}

fn failed(message: String, cpu_us: u64) -> Ended {
    Ended {
        outcome: RunOutcome::Failed,
        message,
        cpu_us,
    }
}
