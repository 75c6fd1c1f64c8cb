//! What an import's text means, and which file it names.

mod builtins;
pub(crate) mod probe;
mod specifier;

pub(crate) use specifier::{Specifier, classify, package_name};
