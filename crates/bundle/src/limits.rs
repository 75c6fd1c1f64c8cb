//! How much a build may read and write.
//!
//! A site is somebody's source code: far below these. They keep a mistaken symbolic link or a
//! generated file from taking the machine's memory.

/// Largest single source file, in bytes.
pub(crate) const FILE_BYTES_MAX: u64 = 16 << 20;
/// All source files together, in bytes.
pub(crate) const SOURCE_BYTES_MAX: u64 = 256 << 20;
/// Number of modules in one script.
pub(crate) const MODULES_MAX: usize = 20_000;
/// The script, in bytes.
pub(crate) const SCRIPT_BYTES_MAX: usize = 128 << 20;
/// Largest file that the site's code may read by `fs`, in bytes.
pub(crate) const READABLE_FILE_BYTES_MAX: u64 = 256 << 10;
/// All such files together, in bytes.
pub(crate) const READABLE_BYTES_MAX: u64 = 2 << 20;
/// Number of such files.
pub(crate) const READABLE_FILES_MAX: usize = 500;
/// Diagnostics kept; the rest would not be read.
pub(crate) const DIAGNOSTICS_MAX: usize = 200;
/// A build's description on standard input, in bytes.
pub(crate) const INPUT_BYTES_MAX: u64 = 1 << 20;
/// Stack of the thread that parses, in bytes: reserved, not used, until sources nest deeply.
pub(crate) const STACK_BYTES: usize = 256 << 20;
