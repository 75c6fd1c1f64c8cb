//! The decisions that Wix does not document, each behind a named flag.
//!
//! `[compat]` in `velodrome.toml` sets them; `docs/compat.md` gives each its reason and its case.

macro_rules! flags {
    ($($name:ident: $default:literal, [$($value:literal),+], $about:literal;)*) => {
        /// The compatibility flags in force for one site; each holds one of its allowed values.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Compat { $(#[doc = $about] pub $name: &'static str,)* }

        impl Default for Compat {
            fn default() -> Self { Compat { $($name: $default,)* } }
        }

        /// Every flag with its default, its allowed values and what it decides.
        pub const FLAGS: &[Flag] = &[$(Flag { name: stringify!($name), default: $default, values: &[$($value),+], about: $about },)*];

        impl Compat {
            /// The value of the flag called `name`.
            pub fn get(&self, name: &str) -> Option<&'static str> {
                match name { $(stringify!($name) => Some(self.$name),)* _ => None }
            }

            /// Sets the flag called `name`.
            ///
            /// # Errors
            /// The row of the flag when the value is not one of its values; `None` when the name is unknown.
            pub fn set(&mut self, name: &str, value: &str) -> Result<(), Option<&'static Flag>> {
                let flag = FLAGS.iter().find(|flag| flag.name == name).ok_or(None)?;
                let value = flag.values.iter().find(|allowed| **allowed == value).ok_or(Some(flag))?;
                match name { $(stringify!($name) => self.$name = value,)* _ => return Err(None) }
                Ok(())
            }
        }
    };
}

/// One row of the table of flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag {
    /// The key in `[compat]` and the field of [`Compat`].
    pub name: &'static str,
    /// The value when nothing is configured.
    pub default: &'static str,
    /// Every value that may be configured.
    pub values: &'static [&'static str],
    /// What it decides.
    pub about: &'static str,
}

flags! {
    head: "get", ["get", "405"], "HEAD: answered by the GET handler without a body, or refused.";
    unhandled_method: "405", ["405", "404"], "A known function without a handler for the method.";
    trailing_slash: "drop", ["drop", "keep"], "Empty segments at the end of the path: dropped, or kept as \"\".";
    path_decoding: "decode", ["decode", "raw"], "Segments of request.path: percent-decoded, or as sent.";
    repeated_query: "array", ["array", "last", "first"], "A query key sent several times: all values, the last, or the first.";
    repeated_header: "join", ["join", "last"], "A header sent several times: joined with a comma, or the last.";
    delete_body: "400", ["400", "allow"], "DELETE with a body or a JSON content type: refused, or run.";
    plain_object: "response", ["response", "error"], "A returned plain object with status, headers or body: a response, or an error.";
    missing_return: "500", ["500", "204"], "A function that returns nothing: an error, or an empty answer.";
    content_type: "infer", ["infer", "none"], "A response without a content type: inferred from the body, or sent without.";
    body_reuse: "repeat", ["repeat", "once"], "A second read of the request's body: gives it again, or is rejected.";
    reserved_query: "keep", ["keep", "strip"], "rc, siteRevision and branchId in request.query: kept, or removed.";
    options: "explicit", ["explicit", "auto"], "OPTIONS without a handler: refused as any method, or answered 204 with Allow.";
    html_on_free: "allow", ["allow", "refuse"], "text/html responses: allowed, or refused as on free sites.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_flag_takes_its_values_and_nothing_else() {
        let mut compat = Compat::default();
        for flag in FLAGS {
            assert!(flag.values.contains(&flag.default), "{}", flag.name);
            for value in flag.values {
                assert_eq!(compat.set(flag.name, value), Ok(()));
                assert_eq!(compat.get(flag.name), Some(*value));
            }
            assert_eq!(compat.set(flag.name, "nonsense"), Err(Some(flag)));
        }
        assert_eq!(compat.set("nonsense", "1"), Err(None));
    }
}
