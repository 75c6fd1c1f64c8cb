//! Names and values in order of arrival, and what becomes of a name that comes again.

use super::json::push_string;
use std::borrow::Cow;
use std::collections::HashMap;

/// Up to this many names are looked through one by one.
const FEW: usize = 16;

/// What becomes of a name that comes again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// All values, as an array.
    Array,
    /// The first value stays.
    First,
    /// The last value wins.
    Last,
    /// The values joined by a comma, those of `cookie` by a semicolon (RFC 9110, 5.3; RFC 9113, 8.2.3).
    Join,
}

enum Values<'a> {
    One(Cow<'a, str>),
    Many(Vec<Cow<'a, str>>),
}

/// The fields of one object.
pub(super) struct Fields<'a> {
    again: Again,
    entries: Vec<(Cow<'a, str>, Values<'a>)>,
    /// Places by name, once there are many: a client decides how many names there are.
    places: HashMap<Cow<'a, str>, usize>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(again: Again) -> Fields<'a> {
        Fields {
            again,
            entries: Vec::with_capacity(FEW),
            places: HashMap::new(),
        }
    }

    pub(super) fn add(&mut self, name: Cow<'a, str>, value: Cow<'a, str>) {
        if let Some(place) = self.place(&name) {
            let (name, values) = &mut self.entries[place];
            values.add(self.again, name, value);
            return;
        }
        if self.entries.len() == FEW {
            let known = self.entries.iter().enumerate();
            self.places = known.map(|(at, (name, _))| (name.clone(), at)).collect();
        }
        if self.entries.len() >= FEW {
            self.places.insert(name.clone(), self.entries.len());
        }
        self.entries.push((name, Values::One(value)));
    }

    fn place(&self, name: &str) -> Option<usize> {
        if self.entries.len() > FEW {
            return self.places.get(name).copied();
        }
        self.entries.iter().position(|(known, _)| known == name)
    }

    /// The object as JSON.
    pub(super) fn write(&self, out: &mut String) {
        out.push('{');
        for (at, (name, values)) in self.entries.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            push_string(out, name);
            out.push(':');
            values.write(out);
        }
        out.push('}');
    }
}

impl<'a> Values<'a> {
    fn add(&mut self, again: Again, name: &str, value: Cow<'a, str>) {
        match (again, self) {
            (Again::First, _) => {}
            (Again::Last, values) => *values = Values::One(value),
            (Again::Join, Values::One(before)) => {
                let joined = before.to_mut();
                joined.push_str(if name == "cookie" { "; " } else { ", " });
                joined.push_str(&value);
            }
            (_, Values::Many(all)) => all.push(value),
            (Again::Array, values) => {
                if let Values::One(before) = values {
                    *values = Values::Many(vec![std::mem::take(before), value]);
                }
            }
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Values::One(value) => push_string(out, value),
            Values::Many(all) => {
                for (at, value) in all.iter().enumerate() {
                    out.push(if at == 0 { '[' } else { ',' });
                    push_string(out, value);
                }
                out.push(']');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(again: Again, pairs: &[(String, String)]) -> serde_json::Value {
        let mut fields = Fields::new(again);
        for (name, value) in pairs {
            fields.add(name.as_str().into(), value.as_str().into());
        }
        let mut json = String::new();
        fields.write(&mut json);
        serde_json::from_str(&json).expect("JSON")
    }

    proptest! {
        /// Few names and many names take different ways; the result is the same.
        #[test]
        fn every_value_of_every_name_is_there_in_order(pairs in prop::collection::vec(("[a-z]{1,2}", "[a-c]?"), 0..120)) {
            let seen = written(Again::Array, &pairs);
            let first = written(Again::First, &pairs);
            let last = written(Again::Last, &pairs);
            for (name, _) in &pairs {
                let expected: Vec<&str> = pairs.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect();
                let found = match &seen[name] {
                    serde_json::Value::Array(all) => all.iter().filter_map(|v| v.as_str()).collect(),
                    one => vec![one.as_str().expect("a string")],
                };
                prop_assert_eq!(&found, &expected);
                prop_assert_eq!(first[name].as_str(), expected.first().copied());
                prop_assert_eq!(last[name].as_str(), expected.last().copied());
            }
        }
    }
}
