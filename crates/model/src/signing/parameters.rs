//! What of a request's head takes part in its signature, in the order in which it is signed.
//!
//! The documentation counts every `x-wix-*` header. One client signs only those it knows, which
//! amounts to the same for every header that clients send; a proxy that adds `x-wix-*` headers of
//! its own breaks signatures, and must not.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use super::query::{PlusReading, QueryError, QueryPairs, decode_component, has_byte};

/// How many parameters and `x-wix-*` headers a request may have together.
pub const PARAMETER_COUNT_MAX: usize = 256;

/// How much of a parameter's name is kept for a message.
const NAME_CHARS_SHOWN: usize = 64;

pub(super) const HEADER_PREFIX: &str = "x-wix-";

/// Where a parameter was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the query.
    Query,
    /// Among the headers; its name starts with `x-wix-`.
    Header,
}

/// One parameter of a request.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    name: Cow<'a, str>,
    value: Cow<'a, str>,
    /// The value as it was sent, for a second reading.
    raw: &'a str,
    origin: Origin,
}

impl Parameter<'_> {
    /// The decoded name, in the letter case in which it was sent.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The decoded value without spaces around it: what is signed and what must be acted on.
    pub fn value(&self) -> &str {
        self.value.trim_matches(' ')
    }

    /// Where it was found.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The value as it was sent.
    pub(super) fn raw(&self) -> &str {
        self.raw
    }

    /// Whether this is the signature itself, which cannot be part of what is signed.
    pub(super) fn is_signature(&self) -> bool {
        is_signature(&self.name, self.origin)
    }
}

fn is_signature(name: &str, origin: Origin) -> bool {
    name.eq_ignore_ascii_case(match origin {
        Origin::Query => "signature",
        Origin::Header => "x-wix-signature",
    })
}

/// Why a request's parameters cannot be signed. All of them are 400.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParametersError {
    /// The query cannot be decoded.
    Query(QueryError),
    /// A name or value holds a control character: with a line feed in a value, two different
    /// requests would have the same signature.
    ControlCharacter {
        /// The parameter's name, its control characters replaced, shortened.
        name: String,
    },
    /// More than [`PARAMETER_COUNT_MAX`].
    TooMany,
}

impl fmt::Display for ParametersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParametersError::Query(error) => error.fmt(f),
            ParametersError::ControlCharacter { name } => {
                write!(f, "the parameter {name:?} holds a control character")
            }
            ParametersError::TooMany => write!(
                f,
                "the request has more than {PARAMETER_COUNT_MAX} parameters and x-wix- headers"
            ),
        }
    }
}

impl std::error::Error for ParametersError {}

impl From<QueryError> for ParametersError {
    fn from(error: QueryError) -> ParametersError {
        ParametersError::Query(error)
    }
}

/// The parameters of a request, sorted as they are signed: by name in lower case, bytewise;
/// those of one name in the order in which they were sent, the query's first.
#[derive(Clone, Debug, Default)]
pub struct Parameters<'a> {
    sorted: Vec<Parameter<'a>>,
}

impl<'a> Parameters<'a> {
    /// Those of a query (what follows the `?`, still encoded) and of all headers of a request,
    /// of which the ones that are not `x-wix-*` are passed over.
    ///
    /// Source: documentation (values are decoded and trimmed, repeats joined with a comma); a `+`
    /// is read as a space, except in the signature, whose alphabet has no space.
    pub fn read(
        query: &'a str,
        headers: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Parameters<'a>, ParametersError> {
        let mut sorted = Vec::with_capacity(8);
        for (name, raw) in QueryPairs::new(query) {
            let name = decode_component(name, PlusReading::Space)?;
            let plus = if is_signature(&name, Origin::Query) {
                PlusReading::Literal
            } else {
                PlusReading::Space
            };
            let value = decode_component(raw, plus)?;
            push(
                &mut sorted,
                Parameter {
                    name,
                    value,
                    raw,
                    origin: Origin::Query,
                },
            )?;
        }
        for (name, raw) in headers {
            if starts_with_prefix(name) {
                let (name, value) = (Cow::Borrowed(name), Cow::Borrowed(raw));
                push(
                    &mut sorted,
                    Parameter {
                        name,
                        value,
                        raw,
                        origin: Origin::Header,
                    },
                )?;
            }
        }
        sorted.sort_by(|left, right| by_lower_case(&left.name, &right.name));
        Ok(Parameters { sorted })
    }

    /// The same parameters with every `+` in a value of the query kept; `None` when that changes nothing.
    pub(super) fn with_literal_plus(&self) -> Option<Parameters<'a>> {
        let is_changed = |parameter: &Parameter<'_>| {
            parameter.origin == Origin::Query
                && parameter.raw.contains('+')
                && !parameter.is_signature()
        };
        if !self.sorted.iter().any(is_changed) {
            return None;
        }
        let mut reread = self.clone();
        for parameter in &mut reread.sorted {
            if is_changed(parameter) {
                parameter.value = decode_component(parameter.raw, PlusReading::Literal).ok()?;
            }
        }
        Some(reread)
    }

    /// All of them, in the order of signing, the signature included.
    pub fn iter(&self) -> impl Iterator<Item = &Parameter<'a>> {
        self.sorted.iter()
    }
}

fn push<'a>(
    sorted: &mut Vec<Parameter<'a>>,
    parameter: Parameter<'a>,
) -> Result<(), ParametersError> {
    if sorted.len() == PARAMETER_COUNT_MAX {
        return Err(ParametersError::TooMany);
    }
    let has_control = |text: &str| has_byte(text, |byte| byte.is_ascii_control());
    if has_control(&parameter.name) || has_control(&parameter.value) {
        let shown = parameter.name.chars().take(NAME_CHARS_SHOWN);
        let name = shown
            .map(|c| if c.is_control() { '?' } else { c })
            .collect();
        return Err(ParametersError::ControlCharacter { name });
    }
    sorted.push(parameter);
    Ok(())
}

/// Whether a name starts with `x-wix-` in any letter case.
pub(super) fn starts_with_prefix(name: &str) -> bool {
    name.as_bytes()
        .get(..HEADER_PREFIX.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(HEADER_PREFIX.as_bytes()))
}

fn by_lower_case(left: &str, right: &str) -> Ordering {
    left.bytes()
        .map(|byte| byte.to_ascii_lowercase())
        .cmp(right.bytes().map(|byte| byte.to_ascii_lowercase()))
}
