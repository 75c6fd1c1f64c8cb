//! A document with some of its fields only.

use super::path::Path;
use super::scan::{Elements, Members, Name};

/// Appends the document with `_id` and what is at `fields`; all of it when there are none. Fields
/// that it does not have are passed over; what a path finds in an array of objects is given within
/// them.
pub fn project(stored: &str, fields: &[Path], out: &mut String) {
    if fields.is_empty() {
        out.push_str(stored);
        return;
    }
    let mut object = Object::new(out);
    for (found, value) in Members::of(stored) {
        let name = found.decoded();
        if name == "_id" || fields.iter().any(|path| path.as_str() == name) {
            object.member(found, |out| out.push_str(value));
            continue;
        }
        let below = rests(fields.iter().map(Path::segments), &name);
        if leads_on(value, &below) {
            object.member(found, |out| value_of(value, &below, out));
        }
    }
    object.close();
}

/// What is left of the paths that start with `name`.
fn rests<'p>(paths: impl Iterator<Item = &'p [String]>, name: &str) -> Vec<&'p [String]> {
    let strip = |path: &'p [String]| {
        path.split_first()
            .filter(|(first, _)| *first == name)
            .map(|(_, rest)| rest)
    };
    paths.filter_map(strip).collect()
}

/// Appends what of `value` the paths lead to. The recursion is as deep as the longest of them.
fn value_of(value: &str, paths: &[&[String]], out: &mut String) {
    if paths.iter().any(|path| path.is_empty()) {
        out.push_str(value);
    } else if value.starts_with('{') {
        let mut object = Object::new(out);
        for (name, member) in Members::of(value) {
            let below = rests(paths.iter().copied(), &name.decoded());
            if leads_on(member, &below) {
                object.member(name, |out| value_of(member, &below, out));
            }
        }
        object.close();
    } else {
        out.push('[');
        let start = out.len();
        for element in Elements::of(value).filter(|element| element.starts_with('{')) {
            if out.len() > start {
                out.push(',');
            }
            value_of(element, paths, out);
        }
        out.push(']');
    }
}

/// Whether one of the paths ends at `value` or can go on in it.
fn leads_on(value: &str, paths: &[&[String]]) -> bool {
    paths
        .iter()
        .any(|path| path.is_empty() || value.starts_with(['{', '[']))
}

/// An object being written, comma by comma.
struct Object<'o> {
    out: &'o mut String,
    empty: bool,
}

impl<'o> Object<'o> {
    fn new(out: &'o mut String) -> Object<'o> {
        out.push('{');
        Object { out, empty: true }
    }

    fn member(&mut self, name: Name<'_>, value: impl FnOnce(&mut String)) {
        if !std::mem::take(&mut self.empty) {
            self.out.push(',');
        }
        self.out.push('"');
        self.out.push_str(name.raw);
        self.out.push_str("\":");
        value(self.out);
    }

    fn close(self) {
        self.out.push('}');
    }
}
