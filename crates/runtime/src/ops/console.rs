//! Log lines, and positions of errors in the site's own files.

use super::{OpState, OpTable};
use std::borrow::Cow;
use velodrome_engine::stack::v8_form;
use velodrome_engine::{Args, ErrorReport, Scope, Value};
use velodrome_model::log::{LogLine, Severity, SourcePosition};

pub(crate) const OPS: OpTable = &[("log", log), ("mapStack", map_stack)];

/// `log(level, text, rawStack)`: a line of the console, with the stack of its caller.
fn log<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let severity = match args.get(0).as_number().unwrap_or(1.0) as u8 {
        0 => Severity::Debug,
        2 => Severity::Warning,
        3 => Severity::Error,
        _ => Severity::Info,
    };
    let text = args.get(1).to_str_lossy();
    let position = state.site_position(&args.get(2).to_str_lossy());
    state.log(severity, text, position);
    Ok(scope.undefined())
}

/// `mapStack(error)`: the error's stack in V8's form with positions in the site's own files.
fn map_stack<'a>(
    state: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    let report = ErrorReport::of(args.get(0));
    Ok(scope.string(&state.mapped_stack(&report)))
}

impl OpState {
    /// Name, message and frames of an error in V8's form.
    pub(crate) fn mapped_stack(&self, report: &ErrorReport) -> String {
        v8_form(report, &|url, line, column| {
            self.source.map(url, line, column)
        })
    }

    /// The first frame of a raw stack that lies in the site's code.
    pub(crate) fn site_position(&self, raw: &str) -> Option<SourcePosition> {
        raw.lines().find_map(|frame| {
            let place = frame.rsplit_once('@').map_or(frame, |(_, place)| place);
            let (rest, column) = place.rsplit_once(':')?;
            let (url, line) = rest.rsplit_once(':')?;
            self.source
                .lookup(url, line.parse().ok()?, column.parse().ok()?)
        })
    }

    /// Hands a line to the host, within the limits.
    pub(crate) fn log(
        &self,
        severity: Severity,
        mut message: String,
        position: Option<SourcePosition>,
    ) {
        let owner = self.owner.get();
        let mut requests = self.requests.borrow_mut();
        let count = requests.count_log_line(owner);
        let max = self.limits.log_lines_per_request_max;
        match count {
            Some(count) if count > max + 1 => return,
            Some(count) if count == max + 1 => {
                message = format!(
                    "Further lines of this request are not shown: the limit log_lines_per_request_max is {max}."
                );
            }
            _ => {}
        }
        let max = self.limits.log_line_bytes_max as usize;
        if message.len() > max
            && let Cow::Owned(redacted) = self.host.redact(&message)
        {
            message = redacted;
        }
        cut(&mut message, max);
        let names = requests.names(owner);
        let function = names.map(|(method, name, _)| self.export_name(method, name));
        let request_id = names.map(|(_, _, id)| id.to_owned());
        drop(requests);
        self.host.log(LogLine {
            time_ms: self.host.now_ms() as u64,
            severity,
            function,
            request_id,
            position,
            message,
            revision: self.release.number,
        });
    }

    fn export_name(&self, method: &str, name: &str) -> String {
        // What no request asked for has its whole name.
        if method.is_empty() {
            return name.to_owned();
        }
        format!("{}_{name}", method.to_ascii_lowercase())
    }
}

/// Shortens a text to at most `max` bytes, at a character's edge, and says so.
fn cut(text: &mut String, max: usize) {
    if text.len() <= max {
        return;
    }
    let mut end = max;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let more = text.len() - end;
    text.truncate(end);
    text.push_str(&format!(".. ({more} more bytes)"));
}
