//! Runs cases: each on a server of its own over a copy of its site, several at once.

use std::any::Any;
use std::fmt::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::check::differences;
use super::format::{Case, Request, Step, WhichConnection, json};
use crate::http::{ClientError, Connection, Response, render};
use crate::logs::Logs;

/// No answer of a case takes this long.
const ANSWER_WAIT: Duration = Duration::from_secs(30);
/// How much of a body a failure's message shows.
const SHOWN_BYTES_MAX: usize = 1000;
/// How many of the last log lines a failure's message shows.
const SHOWN_LOG_LINES: usize = 20;

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

/// The request's bytes, and its head as a failure's message shows it.
fn request_bytes(request: &Request, addr: &str) -> Result<(Vec<u8>, String), String> {
    let place = |text: &str| text.replace("$ADDR", addr);
    let body = body_bytes(request, addr)?;
    let given = |name: &str| {
        request
            .headers
            .keys()
            .any(|key| key.eq_ignore_ascii_case(name))
    };
    let mut headers = Vec::new();
    if !given("host") {
        headers.push(("Host".to_owned(), addr.to_owned()));
    }
    for (name, values) in &request.headers {
        headers.extend(
            values
                .as_slice()
                .iter()
                .map(|value| (name.clone(), place(value))),
        );
    }
    if let Some(body) = &body
        && !given("content-length")
        && !given("transfer-encoding")
    {
        headers.push(("Content-Length".to_owned(), body.len().to_string()));
    }
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let (method, path) = (&request.method, place(&request.path));
    let shown = String::from_utf8_lossy(&render(method, &path, &headers, b""))
        .trim_end()
        .to_owned();
    Ok((
        render(method, &path, &headers, &body.unwrap_or_default()),
        shown,
    ))
}

fn body_bytes(request: &Request, addr: &str) -> Result<Option<Vec<u8>>, String> {
    if let Some(text) = &request.body {
        return Ok(Some(text.replace("$ADDR", addr).into_bytes()));
    }
    if let Some(value) = &request.body_json {
        return Ok(Some(json(value, addr)?.to_string().into_bytes()));
    }
    if let Some(text) = &request.body_base64 {
        let bytes = data_encoding::BASE64
            .decode(text.as_bytes())
            .map_err(|error| format!("body_base64: {error}"))?;
        return Ok(Some(bytes));
    }
    Ok(request.body_fill.map(|length| vec![b'x'; length]))
}

fn describe(
    step: &Step,
    sent: &str,
    differences: &[String],
    answer: Option<&Response>,
    logs: &Logs,
) -> String {
    let mut text = step
        .note
        .clone()
        .unwrap_or_else(|| format!("{} {}", step.request.method, step.request.path));
    for difference in differences {
        let _ = write!(text, "\n    {difference}");
    }
    let _ = write!(text, "\n  sent\n    {}", sent.replace("\r\n", "\n    "));
    if let Some(answer) = answer {
        let _ = write!(text, "\n  got\n    {}", answer.status);
        for (name, value) in &answer.headers {
            let _ = write!(text, "\n    {name}: {value}");
        }
        let body: String = answer.text().chars().take(SHOWN_BYTES_MAX).collect();
        let _ = write!(text, "\n    body ({} bytes): {body:?}", answer.body.len());
    }
    let lines = logs.lines();
    if !lines.is_empty() {
        text.push_str("\n  log");
    }
    for line in lines
        .iter()
        .skip(lines.len().saturating_sub(SHOWN_LOG_LINES))
    {
        let _ = write!(text, "\n    {line}");
    }
    text
}

/// A copy of the case's site, so that no run leaves anything in the checkout.
fn copy_site(folder: &Path, case: &Case) -> std::io::Result<tempfile::TempDir> {
    let site = tempfile::tempdir()?;
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        std::fs::create_dir_all(site.path().join(&below))?;
        for entry in std::fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if path != Path::new("case.toml") {
                std::fs::copy(entry.path(), site.path().join(path))?;
            }
        }
    }
    if let Some(config) = &case.config {
        std::fs::write(site.path().join("velodrome.toml"), &config.text)?;
    }
    Ok(site)
}
