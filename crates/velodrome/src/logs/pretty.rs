//! Lines for people: time, what happened, where from.

use velodrome_model::log::{AccessLine, LogLine, Severity};

use super::escape::{push_inline, push_lines};
use super::number;
use super::time::Seconds;

/// The form for a terminal or a file that people read.
pub(super) struct Pretty {
    colour: bool,
}

const RED: &[u8] = b"\x1b[31m";
const GREEN: &[u8] = b"\x1b[32m";
const YELLOW: &[u8] = b"\x1b[33m";
const CYAN: &[u8] = b"\x1b[36m";
const DIM: &[u8] = b"\x1b[2m";
const OFF: &[u8] = b"\x1b[0m";

impl Pretty {
    pub(super) fn new(colour: bool) -> Pretty {
        Pretty { colour }
    }

    /// `12:00:00.000 GET /_functions/hello 200 1.2 ms (cpu 0.3 ms) abc123`
    pub(super) fn access(&self, out: &mut Vec<u8>, seconds: &mut Seconds, line: &AccessLine<'_>) {
        self.time(out, seconds, line.time_ms);
        push_inline(out, line.method);
        out.push(b' ');
        push_inline(out, line.target);
        out.push(b' ');
        let colour = match line.status {
            500.. => RED,
            400.. => YELLOW,
            300.. => CYAN,
            _ => GREEN,
        };
        self.painted(out, colour, |out| number::push(out, u64::from(line.status)));
        out.push(b' ');
        number::push_ms(out, line.wall_us);
        out.extend_from_slice(b" ms (cpu ");
        number::push_ms(out, line.cpu_us);
        out.extend_from_slice(b" ms) ");
        if let Some(code) = line.code {
            self.painted(out, colour, |out| push_inline(out, code));
            out.push(b' ');
        }
        self.painted(out, DIM, |out| push_inline(out, line.request_id));
        out.push(b'\n');
    }

    /// `12:00:00.000 info  hello (get_hello backend/http-functions.js:3:5 abc123)`
    pub(super) fn line(&self, out: &mut Vec<u8>, seconds: &mut Seconds, line: &LogLine) {
        self.time(out, seconds, line.time_ms);
        let (word, colour) = match line.severity {
            Severity::Debug => ("debug ", DIM),
            Severity::Info => ("info  ", CYAN),
            Severity::Warning => ("warn  ", YELLOW),
            Severity::Error => ("error ", RED),
        };
        self.painted(out, colour, |out| out.extend_from_slice(word.as_bytes()));
        push_lines(out, &line.message);
        let mut separator: &[u8] = b" (";
        let mut add = |out: &mut Vec<u8>, text: &str| {
            out.extend_from_slice(separator);
            push_inline(out, text);
            separator = b" ";
        };
        if self.colour {
            out.extend_from_slice(DIM);
        }
        let position = line.position.as_ref();
        if let Some(function) = &line.function {
            add(out, function);
        }
        if let Some(position) = position {
            add(out, &position.file);
            for number in [position.line, position.column] {
                out.push(b':');
                number::push(out, u64::from(number));
            }
        }
        if let Some(id) = &line.request_id {
            add(out, id);
        }
        if separator == b" " {
            out.push(b')');
        }
        if self.colour {
            out.extend_from_slice(OFF);
        }
        out.push(b'\n');
    }

    fn time(&self, out: &mut Vec<u8>, seconds: &mut Seconds, time_ms: u64) {
        self.painted(out, DIM, |out| seconds.push_time(out, time_ms));
        out.push(b' ');
    }

    fn painted(&self, out: &mut Vec<u8>, colour: &[u8], push: impl FnOnce(&mut Vec<u8>)) {
        if self.colour {
            out.extend_from_slice(colour);
        }
        push(out);
        if self.colour {
            out.extend_from_slice(OFF);
        }
    }
}
