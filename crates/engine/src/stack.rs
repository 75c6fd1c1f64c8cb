//! Stacks in V8's form, which libraries and people parse: the message first, then one
//! `    at name (file:line:column)` per frame, with positions mapped to the original files.
//! JavaScriptCore's own form is `name@url:line:column` per line, without the message.

use crate::ErrorReport;

/// Scripts whose URL begins so are the host's own; their frames are left out.
const OWN_PREFIX: &str = "velodrome:";

/// Frames shown at most.
const FRAMES_MAX: usize = 100;

/// What the engine calls code outside of any function.
const CODE_NAMES: [&str; 3] = ["global code", "module code", "eval code"];

/// An original place for a place in the script that ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedPosition {
    /// File as people should see it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// The function's original name, if it is known to differ.
    pub name: Option<String>,
}

/// Finds the original of (url, line, column); `None` leaves the place as it is.
pub type Map<'m> = &'m dyn Fn(&str, u32, u32) -> Option<MappedPosition>;

/// The whole text of `error.stack`.
pub fn v8_form(report: &ErrorReport, map: Map<'_>) -> String {
    v8_form_of(&report.header(), &report.stack_raw, map)
}

/// The same from a header (`Name: message`) and the engine's stack.
pub fn v8_form_of(header: &str, stack_raw: &str, map: Map<'_>) -> String {
    let mut out = String::from(header);
    for frame in frames(stack_raw).take(FRAMES_MAX) {
        write_frame(&mut out, &frame, map);
    }
    out
}

/// One line of the engine's stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Name of the function; empty if it has none, or for code outside functions.
    pub function: &'a str,
    /// URL of the script; empty for built-in functions.
    pub url: &'a str,
    /// Line and column, from 1, where known.
    pub position: Option<(u32, u32)>,
    /// True if the function was resumed after an await.
    pub is_async: bool,
}

/// Takes the engine's stack apart, without the host's own frames, what those called of the engine,
/// and what says nothing: no name and no place, as the engine writes for calls from native code.
pub fn frames(stack_raw: &str) -> impl Iterator<Item = Frame<'_>> {
    let lines = stack_raw.lines().filter(|line| !line.is_empty());
    let mut rest = lines.map(parse_frame).peekable();
    let is_own = |frame: &Frame<'_>| frame.url.starts_with(OWN_PREFIX);
    std::iter::from_fn(move || {
        loop {
            let frame = rest.next()?;
            let is_native = frame.url.is_empty();
            let of_ours = frame.function.is_empty() || rest.peek().is_some_and(is_own);
            if !(is_own(&frame) || is_native && of_ours) {
                return Some(frame);
            }
        }
    })
}

fn parse_frame(line: &str) -> Frame<'_> {
    let (function, place) = line.split_once('@').unwrap_or(("", line));
    let (is_async, function) = match function.strip_prefix("async ") {
        Some(rest) => (true, rest),
        None => (false, function),
    };
    let function = if CODE_NAMES.contains(&function) {
        ""
    } else {
        function
    };
    let (url, position) = parse_place(place);
    Frame {
        function,
        url,
        position,
        is_async,
    }
}

fn parse_place(place: &str) -> (&str, Option<(u32, u32)>) {
    if place == "[native code]" {
        return ("", None);
    }
    let parsed = place.rsplit_once(':').and_then(|(rest, column)| {
        let (url, line) = rest.rsplit_once(':')?;
        Some((url, (line.parse().ok()?, column.parse().ok()?)))
    });
    match parsed {
        Some((url, position)) => (url, Some(position)),
        None => (place, None),
    }
}

fn write_frame(out: &mut String, frame: &Frame<'_>, map: Map<'_>) {
    let mapped = frame
        .position
        .and_then(|(line, column)| map(frame.url, line, column));
    let place = match (&mapped, frame.position) {
        (Some(to), _) => format!("{}:{}:{}", to.file, to.line, to.column),
        (None, Some((line, column))) => format!("{}:{line}:{column}", frame.url),
        (None, None) if frame.url.is_empty() => "<anonymous>".to_owned(),
        (None, None) => frame.url.to_owned(),
    };
    let name = mapped
        .as_ref()
        .and_then(|to| to.name.as_deref())
        .unwrap_or(frame.function);
    out.push_str("\n    at ");
    if frame.is_async {
        out.push_str("async ");
    }
    if name.is_empty() {
        out.push_str(&place);
    } else {
        out.push_str(&format!("{name} ({place})"));
    }
}
