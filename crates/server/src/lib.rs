//! The HTTP surfaces of Velodrome.
//!
//! Everything that speaks HTTP to the outside lives here and nothing else does: no documents, no
//! building. `http1` and `http2` are the protocol, `tls` what is below it, `pipeline` a request's way through the server, `functions`
//! the surface of the site's functions, `api` that of signed requests, `crew` the threads.

pub mod api;
mod caller;
mod clock;
mod crew;
mod error_answer;
mod functions;
pub mod http1;
pub mod http2;
mod idle;
mod instances;
mod link;
mod media;
mod one;
mod overload;
mod pipeline;
mod rate;
mod realtime;
mod request_id;
mod shared;
mod thread;
mod tls;
mod turn;
mod watch;
mod worker;

pub use clock::Clock;
pub use crew::{Crew, Notice};
pub use one::{InProcess, answer_one};
pub use shared::{Site, Watched, WatchedThreads};
pub use watch::this_thread;
