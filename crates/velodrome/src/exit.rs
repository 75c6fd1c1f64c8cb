//! The exit codes, which scripts rely on.

/// What was asked for was done.
pub(crate) const OK: u8 = 0;
/// The site, or the system, did not let it be done.
pub(crate) const FAILURE: u8 = 1;
/// The command line or `velodrome.toml` is wrong (EX_USAGE of sysexits).
pub(crate) const USAGE: u8 = 64;
/// JavaScriptCore's library is not installed (EX_UNAVAILABLE of sysexits).
pub(crate) const NO_ENGINE: u8 = 69;
