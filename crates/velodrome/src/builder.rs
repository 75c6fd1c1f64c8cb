//! Building a site in a child process: this program again, as `velodrome bundle-child`.
//!
//! Starting a process costs more than bundling most sites, so a builder that will be asked again
//! keeps one child started that waits for its input. Nothing of it survives: a child ends when
//! its input does, when its parent dies, and when the builder is dropped.

use std::cell::RefCell;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitCode, ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdout, Command};
use velodrome_model::build::{BuildInput, BuildOutput, HostModule};
use velodrome_model::limits::Limits;
use velodrome_site::build::{BuildFailure, Builder};
use velodrome_site::config::Config;
use velodrome_site::locate::SiteLayout;

/// Name of the hidden command.
const COMMAND: &str = "bundle-child";
/// Bytes kept of what a child says on its error output.
const SAID_BYTES_MAX: u64 = 16 * 1024;
/// What an answer may have beside its script, in bytes.
const ANSWER_EXTRA_BYTES: u64 = 64 * 1024 * 1024;

/// The hidden command: one build.
pub(crate) fn child() -> ExitCode {
    die_with_parent();
    velodrome_bundle::child_main()
}

/// The parent's death also closes our input; this is for the time after that was read.
fn die_with_parent() {
    #[cfg(target_os = "linux")]
    {
        let signal = Some(rustix::process::Signal::KILL);
        // Without it a build goes on for its time limit, and nobody reads it.
        let _ = rustix::process::set_parent_process_death_signal(signal);
    }
}

/// What to build under this configuration, with the modules that this program's runtime has.
pub(crate) fn input_of(layout: &SiteLayout, config: &Config) -> BuildInput {
    let modules = velodrome_runtime::MODULES.iter().flat_map(|module| {
        module.names.iter().map(|name| HostModule {
            name: (*name).to_owned(),
            exports: module.keys.iter().map(|key| (*key).to_owned()).collect(),
        })
    });
    layout.build_input(config, modules.collect())
}

/// Builds in child processes.
pub(crate) struct ChildBuilder {
    time_ms_max: u64,
    script_bytes_max: u64,
    keeps_spare: bool,
    /// A child that waits for its input.
    spare: RefCell<Option<Child>>,
}

impl ChildBuilder {
    /// A builder that will be asked again and again.
    pub(crate) fn new(limits: &Limits) -> ChildBuilder {
        ChildBuilder {
            keeps_spare: true,
            ..ChildBuilder::once(limits)
        }
    }

    /// A builder that will be asked once.
    pub(crate) fn once(limits: &Limits) -> ChildBuilder {
        ChildBuilder {
            time_ms_max: limits.build_time_ms_max,
            script_bytes_max: limits.script_bytes_max,
            keeps_spare: false,
            spare: RefCell::new(None),
        }
    }

    fn take_child(&self) -> Result<Child, BuildFailure> {
        let spare = self.spare.borrow_mut().take();
        // One that died while it waited is replaced.
        let spare =
            spare.and_then(|mut child| matches!(child.try_wait(), Ok(None)).then_some(child));
        spare.map_or_else(spawn, Ok)
    }

    fn refill(&self) {
        if self.keeps_spare && self.spare.borrow().is_none() {
            *self.spare.borrow_mut() = spawn().ok();
        }
    }

    async fn ask(
        &self,
        child: &mut Child,
        input: &BuildInput,
    ) -> Result<BuildOutput, BuildFailure> {
        let mut stdin = child.stdin.take().expect("it was made a pipe");
        let stdout = child.stdout.take().expect("it was made a pipe");
        let stderr = child.stderr.take().expect("it was made a pipe");
        let request = serde_json::to_vec(input).map_err(|error| BuildFailure::Start {
            reason: format!("a path of the site is not UTF-8 ({error})"),
        })?;
        let write = async {
            // A child that is gone shows in its answer.
            let _ = stdin.write_all(&request).await;
            drop(stdin);
        };
        let ((), answer, said) = tokio::join!(write, self.read_answer(stdout), read_end(stderr));
        let answer = answer?;
        let status = child.wait().await.map_err(start_failure)?;
        check_end(status, said)?;
        let output: BuildOutput =
            serde_json::from_slice(&answer).map_err(|error| BuildFailure::BadAnswer {
                reason: error.to_string(),
            })?;
        if output.script.len() as u64 > self.script_bytes_max {
            return Err(self.too_large());
        }
        Ok(output)
    }

    async fn read_answer(&self, stdout: ChildStdout) -> Result<Vec<u8>, BuildFailure> {
        // As JSON, each byte of the script takes two at most, but for rare control characters;
        // its source map is about as long again.
        let bytes_max = self
            .script_bytes_max
            .saturating_mul(4)
            .saturating_add(ANSWER_EXTRA_BYTES);
        let mut answer = Vec::new();
        let mut stdout = stdout.take(bytes_max + 1);
        stdout
            .read_to_end(&mut answer)
            .await
            .map_err(start_failure)?;
        if answer.len() as u64 > bytes_max {
            return Err(self.too_large());
        }
        Ok(answer)
    }

    fn too_large(&self) -> BuildFailure {
        BuildFailure::TooLarge {
            bytes_max: self.script_bytes_max,
        }
    }
}

impl Builder for ChildBuilder {
    async fn build(&self, input: BuildInput) -> Result<BuildOutput, BuildFailure> {
        let mut child = self.take_child()?;
        let time = Duration::from_millis(self.time_ms_max);
        let built = match tokio::time::timeout(time, self.ask(&mut child, &input)).await {
            Ok(built) => built,
            Err(_) => Err(BuildFailure::TimedOut {
                time_ms_max: self.time_ms_max,
            }),
        };
        if built.is_err() {
            // It may still be at work; one that has ended cannot be killed.
            let _ = child.kill().await;
        }
        self.refill();
        built
    }
}

fn spawn() -> Result<Child, BuildFailure> {
    let program = crate::own_program::command().map_err(start_failure)?;
    Command::from(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(start_failure)
}

fn start_failure(error: io::Error) -> BuildFailure {
    BuildFailure::Start {
        reason: error.to_string(),
    }
}

/// The beginning of what a child says; the rest is read and thrown away, or it would wait for us.
async fn read_end(mut stderr: impl AsyncRead + Unpin) -> String {
    let mut said = Vec::new();
    let mut beginning = (&mut stderr).take(SAID_BYTES_MAX);
    if beginning.read_to_end(&mut said).await.is_ok() {
        let _ = tokio::io::copy(&mut stderr, &mut tokio::io::sink()).await;
    }
    String::from_utf8_lossy(&said).into_owned()
}

fn check_end(status: ExitStatus, said: String) -> Result<(), BuildFailure> {
    match (status.signal(), status.code()) {
        (Some(signal), _) => Err(BuildFailure::Crashed { signal, said }),
        (None, Some(0)) => Ok(()),
        (None, code) => Err(BuildFailure::Exited {
            code: code.unwrap_or(-1),
            said,
        }),
    }
}
