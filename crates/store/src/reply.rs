//! An answer that is there at once, or comes later.
//!
//! A look-up by id takes microseconds: it runs on the thread that asks, and a future, a queue and a
//! wake-up would cost more than the work. Everything else goes to another thread.

use std::future::Future;
use std::pin::Pin;

use crate::error::StoreError;

/// What an operation of the store gives.
pub enum Reply<T> {
    /// Done.
    Now(Result<T, StoreError>),
    /// Under way on another thread. To be awaited on a tokio runtime whose clock is enabled.
    Later(Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send>>),
}

impl<T: 'static> Reply<T> {
    /// A reply that is under way.
    pub fn later(future: impl Future<Output = Result<T, StoreError>> + Send + 'static) -> Reply<T> {
        Reply::Later(Box::pin(future))
    }

    /// The answer, awaited when it is not there yet.
    pub async fn get(self) -> Result<T, StoreError> {
        match self {
            Reply::Now(result) => result,
            Reply::Later(future) => future.await,
        }
    }

    /// The answer; holds up the thread until it is there. For commands and tests: it panics on a
    /// thread that drives a tokio runtime.
    pub fn wait(self) -> Result<T, StoreError> {
        match self {
            Reply::Now(result) => result,
            Reply::Later(future) => tokio::runtime::Builder::new_current_thread()
                .enable_time()
                .build()
                .map_err(|error| StoreError::failed(format!("no runtime to wait with: {error}")))?
                .block_on(future),
        }
    }
}
