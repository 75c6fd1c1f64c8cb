//! What the runtime may ask of the world, in one trait.
//!
//! The runtime never reaches for a clock, randomness, a file or a log by itself: whoever runs it
//! gives it these, so that a test can give others.

use velodrome_model::log::LogLine;

/// The world outside a VM, as the JavaScript in it may see it.
pub trait Host {
    /// Milliseconds since 1970, with fractions.
    fn now_ms(&self) -> f64;

    /// Milliseconds since some moment before the VM was made, never going back, with fractions.
    fn monotonic_ms(&self) -> f64;

    /// Fills `bytes` with randomness fit for keys.
    fn random(&self, bytes: &mut [u8]);

    /// Takes a line of the console, or one about the site's code. Must not block.
    fn log(&self, line: LogLine);

    /// Memory of the whole process that is resident now, in bytes; `None` when nobody can tell.
    /// Asked while JavaScript runs, some fifty times a second.
    fn resident_bytes(&self) -> Option<u64> {
        None
    }

    /// What `process.env` holds: only what the site's configuration names.
    fn env(&self) -> &[(String, String)];
}
