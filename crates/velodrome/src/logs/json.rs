//! Lines for programs: one JSON object each, in the shape of Wix's log entries, so that tools
//! made for those read ours. A request's line has `httpRequest`, and less of what is the same for
//! every line of a process.

use velodrome_model::log::{AccessLine, LogLine, Severity};

use super::escape::{push_json, push_json_text};
use super::number;
use super::time::Seconds;

/// The form for programs.
pub(super) struct Json {
    /// From `"labels":` to the view mode's value, which differ from line to line.
    labels: Vec<u8>,
    /// Beginning of every `insertId` of this process.
    process: Vec<u8>,
}

impl Json {
    /// `process` tells this process from others that write to the same place.
    pub(super) fn new(site_url: &str, process: u64) -> Json {
        let mut labels = b",\"labels\":{\"siteUrl\":".to_vec();
        push_json(&mut labels, site_url);
        labels.extend_from_slice(b",\"namespace\":\"Velo\",\"tenantId\":\"\",\"viewMode\":");
        Json {
            labels,
            process: format!("{process:016x}-").into_bytes(),
        }
    }

    /// A request's line.
    pub(super) fn access(&self, out: &mut Vec<u8>, seconds: &mut Seconds, line: &AccessLine<'_>) {
        let severity = if line.status >= 500 {
            Severity::Error
        } else {
            Severity::Info
        };
        // Millions of these are written: what is the same for every line of a process is left to the
        // console lines, whose shape is Wix's. The request's id tells two lines apart.
        out.extend_from_slice(b"{\"timestamp\":\"");
        seconds.push_timestamp(out, line.time_ms);
        out.extend_from_slice(b"\",\"severity\":\"");
        out.extend_from_slice(severity.as_str().as_bytes());
        out.extend_from_slice(b"\",\"labels\":{\"revision\":\"");
        number::push(out, line.revision);
        out.extend_from_slice(b"\"}");
        operation(out, Some(line.request_id), line.function);
        out.extend_from_slice(b",\"httpRequest\":{\"requestMethod\":");
        push_json(out, line.method);
        out.extend_from_slice(b",\"requestUrl\":");
        push_json(out, line.target);
        out.extend_from_slice(b",\"status\":");
        number::push(out, u64::from(line.status));
        out.extend_from_slice(b",\"latencyMs\":");
        number::push_ms(out, line.wall_us);
        out.extend_from_slice(b",\"cpuMs\":");
        number::push_ms(out, line.cpu_us);
        if let Some(code) = line.code {
            out.extend_from_slice(b",\"errorCode\":");
            push_json(out, code);
        }
        out.extend_from_slice(b"}}\n");
    }

    /// A console line. `serial` is different for every line of this process.
    pub(super) fn line(
        &self,
        out: &mut Vec<u8>,
        seconds: &mut Seconds,
        serial: u64,
        line: &LogLine,
    ) {
        self.head(
            out,
            seconds,
            line.time_ms,
            line.severity,
            serial,
            line.revision,
        );
        operation(out, line.request_id.as_deref(), line.function.as_deref());
        if let Some(position) = &line.position {
            out.extend_from_slice(b",\"sourceLocation\":{\"file\":");
            push_json(out, &position.file);
            for (name, number) in [
                (",\"line\":", position.line),
                (",\"column\":", position.column),
            ] {
                out.extend_from_slice(name.as_bytes());
                number::push(out, u64::from(number));
            }
            out.push(b'}');
        }
        out.extend_from_slice(b",\"jsonPayload\":{\"message\":");
        push_json(out, &line.message);
        out.extend_from_slice(b"}}\n");
    }

    fn head(
        &self,
        out: &mut Vec<u8>,
        seconds: &mut Seconds,
        time_ms: u64,
        severity: Severity,
        serial: u64,
        revision: u64,
    ) {
        out.extend_from_slice(b"{\"timestamp\":\"");
        seconds.push_timestamp(out, time_ms);
        out.extend_from_slice(b"\",\"receiveTimestamp\":\"");
        seconds.push_timestamp(out, time_ms);
        out.extend_from_slice(b"\",\"severity\":\"");
        out.extend_from_slice(severity.as_str().as_bytes());
        out.extend_from_slice(b"\",\"insertId\":\"");
        out.extend_from_slice(&self.process);
        number::push(out, serial);
        out.push(b'"');
        out.extend_from_slice(&self.labels);
        let view_mode: &[u8] = if revision == 0 {
            b"\"Preview\""
        } else {
            b"\"Site\""
        };
        out.extend_from_slice(view_mode);
        out.extend_from_slice(b",\"revision\":\"");
        number::push(out, revision);
        out.extend_from_slice(b"\"}");
    }
}

fn operation(out: &mut Vec<u8>, id: Option<&str>, function: Option<&str>) {
    if id.is_none() && function.is_none() {
        return;
    }
    out.extend_from_slice(b",\"operation\":{\"id\":");
    push_json(out, id.unwrap_or_default());
    if let Some(function) = function {
        out.extend_from_slice(b",\"producer\":\"");
        // Jobs and events say what they are; no function's name has a colon.
        if !function.contains(':') {
            out.extend_from_slice(b"httpFunction:");
        }
        push_json_text(out, function);
        out.push(b'"');
    }
    out.push(b'}');
}
