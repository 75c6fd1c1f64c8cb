//! From a host's name to its addresses, as a trait: tests and operators can give another.

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;

/// What a [`Resolver`] gives: later, addresses in the order in which they should be tried.
pub type Resolve = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Finds the addresses of names.
pub trait Resolver: Send + Sync {
    /// The addresses of a host; none is the same as an error. Called for each new connection.
    fn resolve(&self, host: &str) -> Resolve;
}

/// The machine's own: its hosts file, its name servers.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn resolve(&self, host: &str) -> Resolve {
        let host = host.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}
