//! Runs cases: each on a server of its own over a copy of its site, several at once.

use std::any::Any;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::check::differences;
use super::describe::describe;
use super::format::{Case, Step, WhichConnection};
use super::send::request_bytes;
use super::site::copy_site;
use crate::http::{ClientError, Connection, Response};
use crate::logs::Logs;

/// No answer of a case takes this long.
const ANSWER_WAIT: Duration = Duration::from_secs(30);

/// A server that serves one site until this is dropped.
pub struct RunningServer {
    /// Where it listens.
    pub addr: SocketAddr,
    /// What it logs.
    pub logs: Logs,
    /// Whatever ends the server when dropped.
    pub keep: Box<dyn Any + Send>,
}

/// One case that failed, with everything needed to see why.
#[derive(Debug)]
pub struct Failure {
    /// The case's folder.
    pub case: PathBuf,
    /// Line of `case.toml` that the failed step begins on; 0 when no step had begun.
    pub line: usize,
    /// What happened.
    pub message: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}",
            self.case.join("case.toml").display(),
            self.line,
            self.message
        )
    }
}

/// Every folder below `dir` with a `case.toml`, sorted.
///
/// # Errors
/// A folder cannot be read.
pub fn find(dir: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut cases = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        if folder.join("case.toml").is_file() {
            cases.push(folder);
            continue;
        }
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    cases.sort();
    Ok(cases)
}

/// Runs every case below `dir`, each on a server that `start` makes for the site's folder.
/// Gives the number of cases that passed.
///
/// # Errors
/// Every case that failed.
pub fn run_all(
    dir: &Path,
    start: impl Fn(&Path) -> Result<RunningServer, String> + Sync,
) -> Result<usize, Vec<Failure>> {
    let whole = |message: String| {
        vec![Failure {
            case: dir.to_owned(),
            line: 0,
            message,
        }]
    };
    let cases = find(dir).map_err(|error| whole(error.to_string()))?;
    if cases.is_empty() {
        return Err(whole("there are no cases here".to_owned()));
    }
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8));
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(failure) = run_case(case, &start) {
                        failures
                            .lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .push(failure);
                    }
                }
            });
        }
    });
    let mut failures = failures
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    failures.sort_by(|a, b| a.case.cmp(&b.case));
    if failures.is_empty() {
        Ok(cases.len())
    } else {
        Err(failures)
    }
}

/// Runs the case in `folder`; it ends at the first step that fails.
///
/// # Errors
/// What went wrong, where, and what was sent, got and logged.
pub fn run_case(
    folder: &Path,
    start: impl Fn(&Path) -> Result<RunningServer, String>,
) -> Result<(), Failure> {
    let fail = |line, message| Failure {
        case: folder.to_owned(),
        line,
        message,
    };
    let (case, text) = Case::read(folder).map_err(|message| fail(0, message))?;
    let site = copy_site(folder, &case)
        .map_err(|error| fail(0, format!("copying the site failed: {error}")))?;
    let server = start(site.path())
        .map_err(|message| fail(0, format!("the server did not start: {message}")))?;
    let mut connection = None;
    for (line, step) in case.numbered_steps(&text) {
        run_step(step, &server, &mut connection).map_err(|message| fail(line, message))?;
    }
    Ok(())
}

fn run_step(
    step: &Step,
    server: &RunningServer,
    connection: &mut Option<Connection>,
) -> Result<(), String> {
    let addr = server.addr.to_string();
    let (bytes, shown) = request_bytes(&step.request, &addr)?;
    if step.connection == Some(WhichConnection::New) {
        *connection = None;
    }
    let answer = exchange(server.addr, &step.request.method, &bytes, connection);
    let differences = match &answer {
        Ok(response) => differences(
            &step.expect,
            response,
            &step.request.method,
            &addr,
            &server.logs,
        ),
        Err(error) => vec![error.to_string()],
    };
    if differences.is_empty() {
        return Ok(());
    }
    Err(describe(
        step,
        &shown,
        &differences,
        answer.ok().as_ref(),
        &server.logs,
    ))
}

fn exchange(
    addr: SocketAddr,
    method: &str,
    bytes: &[u8],
    connection: &mut Option<Connection>,
) -> Result<Response, ClientError> {
    let mut open = match connection.take() {
        Some(open) => open,
        None => Connection::open(addr, ANSWER_WAIT)?,
    };
    let response = open.request(method, bytes)?;
    if !response.closes {
        *connection = Some(open);
    }
    Ok(response)
}
