//! One binary for the crate's integration tests: each builds a small site written to a
//! temporary folder.

mod async_functions;
mod diagnostics;
mod files;
mod jobs;
mod modules;
mod packages;
mod parts;
mod run;
mod script;
mod site;
mod source_maps;
mod syntax;
