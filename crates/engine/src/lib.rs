//! JavaScriptCore, made safe: the only crate with `unsafe`, all of it in `sys`.
//!
//! A [`Vm`] is entered with a closure that receives a [`Scope`]; [`Value`]s live as long as the
//! scope and cannot leave it. What must live longer is a [`Root`], a [`Deferred`] or plain data.
//! A tick decides during long runs whether a VM goes on; one that was ended is never used again.

mod deferred;
mod error_kind;
mod exception;
mod kind;
mod missing;
mod name;
mod object;
mod options;
pub mod stack;
#[allow(unsafe_code)]
mod sys;
mod termination;
mod text;

pub use deferred::Deferred;
pub use error_kind::ErrorKind;
pub use exception::{ErrorReport, Exception, Position};
pub use kind::Kind;
pub use missing::EngineMissing;
pub use name::Name;
pub use options::{OnRejection, OnTick, Tick, Verdict, VmOptions};
pub use sys::{Args, Mailbox, Object, Root, RunLoop, Scope, Value, Vm};
pub use termination::{EndReason, Termination};

/// Opens the engine's library. Without this call the first use of the engine does, and panics when
/// there is none.
///
/// # Errors
/// It is not installed, or too old.
pub fn open() -> Result<(), EngineMissing> {
    #[cfg(not(target_os = "macos"))]
    sys::ensure_library()?;
    Ok(())
}
