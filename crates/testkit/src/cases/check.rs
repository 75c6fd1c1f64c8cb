//! Compares an answer with what a step expects; gives every difference, not only the first.

use serde_json::Value;

use super::format::{Expect, json};
use crate::http::Response;
use crate::logs::Logs;
use std::time::Duration;

/// Headers that any answer may have without a case naming them.
const ALWAYS_ALLOWED: &[&str] = &[
    "connection",
    "content-length",
    "content-type",
    "date",
    "x-velodrome-release",
    "x-velodrome-request-id",
];

/// How long a log line may take; it is a fault to need more, not a way to be slow.
const LOG_WAIT: Duration = Duration::from_secs(5);

/// Every difference between the answer and what was expected; none when all is well.
pub fn differences(
    expect: &Expect,
    response: &Response,
    method: &str,
    addr: &str,
    logs: &Logs,
) -> Vec<String> {
    let mut found = Vec::new();
    let status = expect.status.unwrap_or(200);
    if response.status != status {
        found.push(format!(
            "status: expected {status}, got {}",
            response.status
        ));
    }
    check_headers(expect, response, addr, &mut found);
    check_code(expect, response, method, &mut found);
    if let Err(problem) = check_body(expect, response, addr, &mut found) {
        found.push(problem);
    }
    if let Some(closes) = expect.closes
        && closes != response.closes
    {
        found.push(format!(
            "connection: expected it to be {}",
            if closes { "closed" } else { "kept" }
        ));
    }
    for text in &expect.log {
        if !logs.wait_for(&text.replace("$ADDR", addr), LOG_WAIT) {
            found.push(format!("log: no line contains {text:?}"));
        }
    }
    found
}

fn check_headers(expect: &Expect, response: &Response, addr: &str, found: &mut Vec<String>) {
    for (name, values) in &expect.headers {
        let wanted: Vec<String> = values
            .as_slice()
            .iter()
            .map(|value| value.replace("$ADDR", addr))
            .collect();
        let got = response.all(name);
        if got != wanted {
            found.push(format!("header {name}: expected {wanted:?}, got {got:?}"));
        }
    }
    for name in &expect.absent {
        if let Some(value) = response.header(name) {
            found.push(format!("header {name}: expected none, got {value:?}"));
        }
    }
    for (name, value) in &response.headers {
        let lower = name.to_ascii_lowercase();
        let allowed = expect.any_headers
            || ALWAYS_ALLOWED.contains(&lower.as_str())
            || expect
                .headers
                .keys()
                .any(|key| key.eq_ignore_ascii_case(name))
            || (expect.code.is_some() && lower == "x-velodrome-error");
        if !allowed {
            found.push(format!(
                "header {name}: {value:?} came and the case does not name it"
            ));
        }
    }
    for name in ["x-velodrome-request-id", "x-velodrome-release"] {
        if response.header(name).is_none() {
            found.push(format!(
                "header {name}: every answer carries it, this one does not"
            ));
        }
    }
}

/// An answer that is not the function's own says its code in a header and in its JSON body.
fn check_code(expect: &Expect, response: &Response, method: &str, found: &mut Vec<String>) {
    let Some(code) = &expect.code else { return };
    if response.header("x-velodrome-error") != Some(code) {
        found.push(format!(
            "header x-velodrome-error: expected {code}, got {:?}",
            response.header("x-velodrome-error")
        ));
    }
    if method == "HEAD" {
        return;
    }
    let body: Value = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
    if body["code"] != code.as_str() {
        found.push(format!("body: expected JSON with code {code}"));
    }
    if body["requestId"].as_str() != response.header("x-velodrome-request-id") {
        found.push("body: requestId is not the header's x-velodrome-request-id".to_owned());
    }
    if !body["message"].is_string() {
        found.push("body: no message".to_owned());
    }
}

fn check_body(
    expect: &Expect,
    response: &Response,
    addr: &str,
    found: &mut Vec<String>,
) -> Result<(), String> {
    let text = response.text();
    if let Some(wanted) = &expect.body {
        let wanted = wanted.replace("$ADDR", addr);
        if response.body != wanted.as_bytes() {
            found.push(format!("body: expected {wanted:?}"));
        }
    }
    if let Some(wanted) = &expect.body_base64 {
        let got = data_encoding::BASE64.encode(&response.body);
        if got != *wanted {
            found.push(format!("body: expected base64 {wanted}, got {got}"));
        }
    }
    if expect.json.is_some() || expect.json_has.is_some() {
        let got: Value = serde_json::from_slice(&response.body)
            .map_err(|error| format!("body: not JSON ({error})"))?;
        if let Some(wanted) = &expect.json {
            let wanted = json(wanted, addr)?;
            if got != wanted {
                found.push(format!("body: expected JSON {wanted}"));
            }
        }
        if let Some(wanted) = &expect.json_has {
            let wanted = json(wanted, addr)?;
            if !holds(&got, &wanted) {
                found.push(format!("body: expected JSON that holds {wanted}"));
            }
        }
    }
    for part in expect
        .contains
        .iter()
        .map(|part| part.replace("$ADDR", addr))
    {
        if !text.contains(&part) {
            found.push(format!("body: expected {part:?} in it"));
        }
    }
    for part in &expect.lacks {
        if text.contains(part.as_str()) {
            found.push(format!("body: {part:?} must not be in it"));
        }
    }
    Ok(())
}

/// Whether `got` has every member of `wanted`, at any depth.
fn holds(got: &Value, wanted: &Value) -> bool {
    match (got, wanted) {
        (Value::Object(got), Value::Object(wanted)) => wanted
            .iter()
            .all(|(key, value)| got.get(key).is_some_and(|got| holds(got, value))),
        _ => got == wanted,
    }
}
