//! A site's JavaScript world on one thread: a VM with the site loaded, the modules it can import,
//! its event loop, and the calling of its handlers.
//!
//! Deliberately absent: HTTP, files, the store, the bundler. The world is met only through [`Host`].

mod activity;
mod budget;
pub mod builtin;
mod call;
mod engine_turn;
mod event_loop;
mod host;
mod instance;
mod mailbox;
pub mod ops;
mod outcome;
mod pending_operations;
mod received;
mod release;
mod requests;
mod source_map;
mod timers;

pub use activity::{Activity, MemoryWish};
pub use builtin::{MODULES, Module};
pub use call::{Call, Invocation, Pending};
pub use engine_turn::turn_engine;
pub use host::{DataCall, Host, HostReply, ServiceCall};
pub use instance::{Instance, LoadError, Settings};
pub use outcome::{Answer, BodyKind, Outcome, Thrown};
pub use release::Release;
pub use requests::RequestView;
pub use velodrome_engine::RunLoop;
