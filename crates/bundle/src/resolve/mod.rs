//! What an import's text means, and which file it names.

mod builtins;
mod conditions;
pub(crate) mod probe;
mod specifier;

pub(crate) use conditions::{Choice, Conditions, Found as FoundPackage};
pub(crate) use specifier::{Specifier, classify, package_name};
