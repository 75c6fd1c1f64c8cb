//! One file of tests: a VM, its tests in order, another VM when a test has spoilt the first.

use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use velodrome_runtime::{Call, Host, Instance, Invocation, LoadError, Outcome};
use velodrome_server::InProcess;

use super::host::{Lines, TestHost};
use super::outcome::{Failure, FileOutcome, State, TestOutcome, Told};
use super::watchdog::Watchdog;
use super::world::Ground;

/// The shipped file that runs tests.
const RUNNER: &str = "velo/testing/run";
/// Time for what is no test: the list, the last `afterAll`.
const STEP_TIME: Duration = Duration::from_secs(30);

/// What a run asks of every file.
pub(crate) struct Terms<'t> {
    pub(crate) filter: Option<&'t str>,
    pub(crate) timeout_ms: u64,
}

/// A test as `run.js` lists it.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    suites: Vec<String>,
    name: String,
    state: String,
    timeout_ms: Option<u64>,
    frames: Vec<String>,
}

impl Listed {
    /// The failure with a place: that of the test where it has none. The engine leaves no frame of a
    /// function that ends in a call, such as `() => expect(1).toBe(2)`.
    fn place(&self, failure: Failure, site_dir: &Path) -> Failure {
        if failure.place.is_some() || failure.hook.is_some() {
            return failure;
        }
        let hook = failure.hook;
        Failure {
            hook,
            ..Failure::at(failure.message, self.frames.clone(), site_dir)
        }
    }

    fn full_name(&self, file: &str) -> String {
        let mut names = vec![file.to_owned()];
        names.extend(self.suites.iter().cloned());
        names.push(self.name.clone());
        names.join(" > ")
    }
}

#[derive(Deserialize)]
struct Errors {
    errors: Vec<Told>,
}

/// Runs a file's tests; `each` hears of every test as it ends. Must run inside a `LocalSet`.
pub(crate) async fn run_file(
    ground: &Rc<Ground>,
    file: &str,
    terms: &Terms<'_>,
    watchdog: &Watchdog,
    mut each: impl FnMut(&TestOutcome),
) -> FileOutcome {
    let began = Instant::now();
    let lines = Arc::new(Lines::default());
    let mut outcome = FileOutcome {
        file: file.to_owned(),
        tests: Vec::new(),
        failures: Vec::new(),
        logs: Vec::new(),
        took_ms: 0,
    };
    let stage = Stage {
        ground,
        file,
        lines: &lines,
        watchdog,
    };
    if let Err(failure) = run_tests(&stage, terms, &mut outcome, &mut each).await {
        outcome.failures.push(failure);
    }
    outcome.logs.extend(lines.take());
    outcome.took_ms = began.elapsed().as_millis() as u64;
    outcome
}

async fn run_tests(
    stage: &Stage<'_>,
    terms: &Terms<'_>,
    outcome: &mut FileOutcome,
    each: &mut impl FnMut(&TestOutcome),
) -> Result<(), Failure> {
    let mut vm = stage.load().await?;
    let listed: Vec<Listed> = vm.step(stage, &json!({ "step": "list" })).await?;
    outcome.logs.extend(stage.lines.take());
    for (index, test) in listed.iter().enumerate() {
        let name = test.full_name(stage.file);
        if terms.filter.is_some_and(|filter| !name.contains(filter)) {
            continue;
        }
        let began = Instant::now();
        let mut met = TestOutcome {
            suites: test.suites.clone(),
            name: test.name.clone(),
            state: State::Passed,
            failures: Vec::new(),
            logs: Vec::new(),
            took_ms: 0,
        };
        match test.state.as_str() {
            "todo" => met.state = State::Todo,
            "skipped" => met.state = State::Skipped,
            _ => {
                if vm.is_spoilt {
                    vm = stage.load().await?;
                    let _again: Vec<Listed> = vm.step(stage, &json!({ "step": "list" })).await?;
                }
                stage.watchdog.watch(vm.server.activity(), name);
                met.failures = vm.test(stage, index, test, terms.timeout_ms).await;
                met.logs = stage.lines.take();
                if !met.failures.is_empty() {
                    met.state = State::Failed;
                }
            }
        }
        met.took_ms = began.elapsed().as_millis() as u64;
        each(&met);
        outcome.tests.push(met);
    }
    if !vm.is_spoilt {
        let last: Errors = vm.step(stage, &json!({ "step": "end" })).await?;
        let failures = last
            .errors
            .into_iter()
            .map(|told| told.into_failure(&stage.ground.site_dir));
        outcome.failures.extend(failures);
    }
    Ok(())
}

/// What every VM of a file is made with.
struct Stage<'s> {
    ground: &'s Rc<Ground>,
    file: &'s str,
    lines: &'s Arc<Lines>,
    watchdog: &'s Watchdog,
}

impl Stage<'_> {
    async fn load(&self) -> Result<TestVm, Failure> {
        let host = TestHost::new(self.ground, self.file, self.lines)
            .map_err(|error| Failure::plain(format!("no folder for the tests' data: {error}")))?;
        let host = Rc::new(host);
        let server = InProcess::new(host.site(), Rc::clone(&host) as Rc<dyn Host>);
        self.watchdog
            .watch(server.activity(), format!("{} (while it loads)", self.file));
        let loaded = tokio::select! {
            loaded = server.instance(&self.ground.release) => loaded,
            () = server.turn_engine() => unreachable!("it turns until it is dropped"),
        };
        let instance = loaded.map_err(|error| load_failure(&error, &self.ground.site_dir))?;
        host.serve_with(server.clone());
        // What failed while the site was loaded is told by the failure.
        Ok(TestVm {
            server,
            instance,
            is_spoilt: false,
        })
    }
}

fn load_failure(error: &LoadError, site_dir: &Path) -> Failure {
    let frames = error
        .stack
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("at "))
        .map(str::to_owned);
    let head = error
        .stack
        .split("\n    at ")
        .next()
        .unwrap_or(&error.message);
    Failure::at(
        format!("the file could not be loaded\n{head}"),
        frames.collect(),
        site_dir,
    )
}

struct TestVm {
    server: InProcess,
    instance: Rc<Instance>,
    /// It was ended, or something still runs in it that no test waits for.
    is_spoilt: bool,
}

impl TestVm {
    /// One test; gives what went wrong.
    async fn test(
        &mut self,
        stage: &Stage<'_>,
        index: usize,
        test: &Listed,
        timeout_ms: u64,
    ) -> Vec<Failure> {
        let site_dir = &stage.ground.site_dir;
        let time_ms = test.timeout_ms.unwrap_or(timeout_ms);
        let argument = json!({ "step": "test", "index": index });
        let ended = self
            .invoke(
                &test.full_name(stage.file),
                &argument,
                Duration::from_millis(time_ms),
            )
            .await;
        match ended {
            Ended::Value(body) => match parse::<Errors>(&body) {
                Ok(errors) => {
                    let failures = errors.errors.into_iter();
                    let failures = failures.map(|told| told.into_failure(site_dir));
                    failures
                        .map(|failure| test.place(failure, site_dir))
                        .collect()
                }
                Err(message) => vec![Failure::plain(message)],
            },
            Ended::Failed(message) => vec![Failure::at(message, test.frames.clone(), site_dir)],
            Ended::TimedOut => {
                let message = format!(
                    "the test did not end within {time_ms} ms; --timeout, or a number after its function, gives it more"
                );
                vec![Failure::at(message, test.frames.clone(), site_dir)]
            }
        }
    }

    /// A step that is no test.
    async fn step<T: DeserializeOwned>(
        &mut self,
        stage: &Stage<'_>,
        argument: &Value,
    ) -> Result<T, Failure> {
        match self.invoke(stage.file, argument, STEP_TIME).await {
            Ended::Value(body) => parse(&body).map_err(Failure::plain),
            Ended::Failed(message) => Err(Failure::plain(message)),
            Ended::TimedOut => Err(Failure::plain(format!(
                "{} did not end within {} s",
                argument["step"],
                STEP_TIME.as_secs()
            ))),
        }
    }

    async fn invoke(&mut self, name: &str, argument: &Value, time: Duration) -> Ended {
        let call = self.instance.invoke(&Invocation {
            id: "test",
            name: &format!("test:{name}"),
            file: RUNNER,
            argument: &argument.to_string(),
        });
        let outcome = match call {
            Call::Ready(outcome, _) => Some(outcome),
            Call::Pending(pending) => tokio::select! {
                (outcome, _) = pending => Some(outcome),
                () = tokio::time::sleep(time) => None,
                () = self.server.turn_engine() => unreachable!("it turns until it is dropped"),
            },
        };
        self.is_spoilt = outcome.is_none() || self.instance.dead().is_some();
        match outcome {
            Some(Outcome::Answer(answer)) => Ended::Value(answer.body),
            Some(Outcome::Threw(thrown)) => Ended::Failed(thrown.stack),
            Some(Outcome::Ended(code)) => Ended::Failed(format!("{code}: {}", code.message())),
            None => Ended::TimedOut,
        }
    }
}

impl Drop for TestVm {
    fn drop(&mut self) {
        self.instance.close();
    }
}

/// How an invocation ended.
enum Ended {
    Value(Vec<u8>),
    Failed(String),
    TimedOut,
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(body)
        .map_err(|error| format!("the runner's answer makes no sense: {error}"))
}
