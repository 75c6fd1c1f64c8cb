//! `velodrome request`: sends a signed request and prints its answer.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use super::answer::Answer;
use super::exchange::exchange;
use super::prepared::Signed;
use super::secure;
use crate::cli::signed::RequestArgs;
use crate::commands::site::Stop;
use crate::{exit, report};

/// The first status that says that the request was not answered as it was meant.
const FIRST_ERROR_STATUS: u16 = 400;

pub(crate) fn run(args: &RequestArgs) -> ExitCode {
    match request(args) {
        Ok(code) => ExitCode::from(code),
        Err(stop) => stop.into(),
    }
}

fn request(args: &RequestArgs) -> Result<u8, Stop> {
    let signed = Signed::of(&args.signed)?;
    let Some(server) = &signed.target.server else {
        return Err(Stop::failed(
            "a request needs a whole URL, like http://127.0.0.1:8080/v1/collections",
        ));
    };
    let tls = match server.is_https {
        true => Some(secure::config(args.cacert.as_deref())?),
        false => None,
    };
    let bytes = bytes(&signed, &server.authority);
    let timeout = Duration::from_secs(args.timeout);
    let answer = exchange(server, tls, &bytes, &signed.method, timeout).map_err(|error| {
        Stop::failed(format_args!("{} did not answer: {error}", server.authority))
    })?;
    show(&answer)?;
    Ok(match answer.status {
        FIRST_ERROR_STATUS.. => exit::FAILURE,
        _ => exit::OK,
    })
}

/// The request as bytes of HTTP/1.1.
fn bytes(signed: &Signed, authority: &str) -> Vec<u8> {
    let has = |wanted: &str| {
        let mut names = signed.headers.iter().map(|(name, _)| name);
        names.any(|name| name.eq_ignore_ascii_case(wanted))
    };
    let target = signed.target.path_and_query();
    let mut head = format!("{} {target} HTTP/1.1\r\n", signed.method);
    let mut add = |name: &str, value: &str| head.push_str(&format!("{name}: {value}\r\n"));
    if !has("host") {
        add("host", authority);
    }
    for (name, value) in &signed.headers {
        add(name, value);
    }
    if !signed.body.is_empty() && !has("content-type") {
        add("content-type", "application/json");
    }
    let expects_body = matches!(&*signed.method, "POST" | "PUT" | "PATCH");
    if (expects_body || !signed.body.is_empty()) && !has("content-length") {
        add("content-length", &signed.body.len().to_string());
    }
    if !has("connection") {
        add("connection", "close");
    }
    head.push_str("\r\n");
    [head.as_bytes(), &signed.body].concat()
}

/// Head to stderr, body to stdout.
fn show(answer: &Answer) -> Result<(), Stop> {
    report::plain_lines(&answer.head);
    let mut out = std::io::stdout().lock();
    let mut written = out.write_all(&answer.body);
    if answer.body.last().is_some_and(|last| *last != b'\n') && out.is_terminal() {
        written = written.and_then(|()| out.write_all(b"\n"));
    }
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Stop::failed(error)),
        _ => Ok(()),
    }
}
