//! `velodrome call`: answer one request without a port.
//!
//! The request goes the same way as any other, codec included, only over a pipe in memory.

use super::body;
use super::site::{Stop, build, open};
use crate::cli::{CallArgs, LogFormat, SiteArgs, data_dir};
use crate::{exit, report};
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use velodrome_server::{Site, answer_one};
use velodrome_site::calls::Calls;
use velodrome_site::config::Mode;
use velodrome_site::lanes::{Lane, Lanes, NoRevisions, Standing};

pub(crate) fn run(args: &CallArgs) -> ExitCode {
    match call(args) {
        Ok(code) => ExitCode::from(code),
        Err(stop) => stop.into(),
    }
}

fn call(args: &CallArgs) -> Result<u8, Stop> {
    let (site_dir, method, path) = args.parts();
    let opened = open(&SiteArgs {
        site: site_dir.to_owned(),
        backend: args.backend.clone(),
    })?;
    let limits = opened.config.limits(Mode::Dev);
    let data_dir = data_dir(args.data_dir.as_deref(), site_dir);
    let output = build(&opened, &limits)?;
    report::diagnostics(&output.diagnostics);
    if output.has_errors() {
        return Err(Stop(exit::FAILURE));
    }
    let request = request(
        method,
        path,
        &args.headers,
        body::read(args.body.as_deref())?,
    )?;
    let logger = crate::logs::start(args.log_format == LogFormat::Json, &limits, "")
        .map_err(Stop::failed)?;
    let env = opened
        .config
        .environment(|name| std::env::var(name).ok())
        .into_iter()
        .collect();
    let lanes = Lanes::new(Box::new(NoRevisions));
    let release = crate::site_process::working_tree(&output);
    lanes.set(Lane::Development, Standing::Ready(Arc::new(release)));
    let environment = |name: &str| std::env::var(name).ok();
    let calls = Calls::of_site(&opened.config, Mode::Dev, site_dir, environment);
    let site = Site::new(
        opened.config,
        Mode::Dev,
        lanes,
        Arc::new(logger.clone()),
        env,
    )
    .with_calls(calls.map_err(Stop::failed)?)
    .with_data(&data_dir);
    if let Some(secrets) = &site.secrets {
        secrets.learn();
    }
    let answer = answer_one(Arc::new(site), &request).map_err(Stop::failed)?;
    logger.flush();
    print(&answer)
}

/// The request as bytes of HTTP.
fn request(
    method: &str,
    path: &str,
    headers: &[(String, String)],
    body: Vec<u8>,
) -> Result<Vec<u8>, Stop> {
    let has = |wanted: &str| {
        headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case(wanted))
    };
    // So that the body of the answer is what follows its head, also when it is a stream.
    let mut lines = format!("{method} {path} HTTP/1.0\r\n");
    if !has("host") {
        lines.push_str("host: localhost\r\n");
    }
    for (name, value) in headers {
        if [name, value].iter().any(|text| text.contains(['\r', '\n'])) {
            return Err(Stop::failed(format!(
                "the header {name:?} has a line break in it"
            )));
        }
        lines.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() || matches!(method, "POST" | "PUT") {
        lines.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    lines.push_str("connection: close\r\n\r\n");
    let mut bytes = lines.into_bytes();
    bytes.extend_from_slice(&body);
    Ok(bytes)
}

/// Head to stderr, body to stdout. The exit code is 1 for 5xx.
fn print(answer: &[u8]) -> Result<u8, Stop> {
    let split = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .map_or(answer.len(), |at| at + 4);
    let (head, body) = answer.split_at(split);
    report::plain_lines(&String::from_utf8_lossy(head));
    let mut out = std::io::stdout().lock();
    out.write_all(body)
        .and_then(|()| out.flush())
        .map_err(Stop::failed)?;
    if body.last().is_some_and(|last| *last != b'\n') && std::io::IsTerminal::is_terminal(&out) {
        let _closed = out.write_all(b"\n");
    }
    let status = head
        .get(9..12)
        .and_then(|digits| std::str::from_utf8(digits).ok()?.parse::<u16>().ok());
    Ok(if status.is_some_and(|status| status < 500) {
        exit::OK
    } else {
        exit::FAILURE
    })
}
