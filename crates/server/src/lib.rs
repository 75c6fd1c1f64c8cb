//! The HTTP surfaces of Velodrome.
//!
//! Everything that speaks HTTP to the outside lives here and nothing else does: no documents, no
//! building. `http1` is the protocol, `pipeline` a request's way through the server, `functions`
//! the surface of the site's functions, `api` that of signed requests, `crew` the threads.

pub mod api;
mod caller;
mod crew;
mod error_answer;
mod functions;
pub mod http1;
mod idle;
mod instances;
mod link;
mod one;
mod overload;
mod pipeline;
mod rate;
mod request_id;
mod shared;
mod thread;
mod turn;
mod watch;
mod worker;

pub use crew::{Crew, Notice};
pub use one::{InProcess, answer_one};
pub use shared::{Site, Watched, WatchedThreads};
pub use watch::this_thread;
