//! Calls to other servers: what `fetch` of a site's code and the sender of webhooks stand on.
//!
//! A site's code chooses the address that is called, and so do those who send the site requests:
//! every call, every redirect of it included, passes one [`Guard`], which is asked about the address
//! that is really connected to. Everything a strange server can make larger or longer has a limit.
//! Nothing of HTTP's libraries leaves this crate.

mod address;
mod allow;
mod client;
mod connect;
mod connection;
mod decode;
mod error;
mod exchange;
mod guard;
mod http1;
mod options;
mod pool;
mod proxy;
mod redirect;
mod request;
mod resolver;
mod response;
mod target;
mod tls;

pub use address::refusal;
pub use allow::AllowList;
pub use client::Client;
pub use error::{Error, ErrorKind};
pub use guard::Guard;
pub use options::{Limits, Options};
pub use proxy::{Proxies, Proxy};
pub use request::{BodySender, Header, RedirectMode, Request, RequestBody};
pub use resolver::{Resolve, Resolver, SystemResolver};
pub use response::{Body, Response};
pub use target::check_url;
pub use tls::{CaFileError, Tls};
