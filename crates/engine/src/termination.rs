//! The end of a VM by force: neither the user's exception nor our error.

use std::fmt;

/// Why a VM was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndReason {
    /// It used more CPU time than allowed.
    CpuTime,
    /// Its heap grew over the limit.
    Memory,
    /// The host no longer wants it.
    Stopped,
}

/// A VM was ended. It is never entered again; everything in flight on it is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Termination {
    /// Why.
    pub reason: EndReason,
}

impl fmt::Display for Termination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.reason {
            EndReason::CpuTime => "the JavaScript VM was ended: CPU time limit exceeded",
            EndReason::Memory => "the JavaScript VM was ended: memory limit exceeded",
            EndReason::Stopped => "the JavaScript VM was stopped",
        })
    }
}

impl std::error::Error for Termination {}
