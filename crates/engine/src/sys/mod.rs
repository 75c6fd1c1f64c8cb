//! The only place that calls C. Each file wraps one part of it in functions that safe code cannot
//! misuse; everything else in the crate is built on those.

mod bytes;
mod calls;
mod cell;
mod clock;
#[cfg_attr(target_os = "macos", path = "compact_absent.rs")]
mod compact;
mod entry;
#[cfg_attr(target_os = "macos", path = "flat_absent.rs")]
mod flat;
mod function;
mod handle;
mod heap_size;
mod immediate;
mod jsc;
#[cfg_attr(target_os = "macos", path = "json_absent.rs")]
mod json;
#[cfg(not(target_os = "macos"))]
mod library;
#[cfg(not(target_os = "macos"))]
mod main_loop;
#[cfg_attr(target_os = "macos", path = "microtasks_absent.rs")]
mod microtasks;
#[cfg_attr(target_os = "macos", path = "native_absent.rs")]
mod native;
mod objects;
mod root;
#[cfg_attr(target_os = "macos", path = "core_foundation.rs")]
#[cfg_attr(not(target_os = "macos"), path = "glib.rs")]
mod run_loop;
mod string;
#[cfg_attr(
    not(all(
        target_os = "linux",
        target_env = "gnu",
        any(target_arch = "x86_64", target_arch = "aarch64")
    )),
    path = "system_clock.rs"
)]
mod thread_clock;
mod tick;
mod values;

pub use bytes::Mailbox;
pub use entry::Vm;
pub use function::Args;
pub use handle::{Object, Scope, Value};
pub use root::Root;
pub use run_loop::RunLoop;

#[cfg(not(target_os = "macos"))]
pub(crate) use library::ensure as ensure_library;
pub(crate) use root::Protected;
pub(crate) use string::JsString;
pub(crate) use tick::HeapProbe;
