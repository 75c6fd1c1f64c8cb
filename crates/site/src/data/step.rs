//! An operation made of several asks of the store.
//!
//! Most asks are answered at once; then the whole is, and the caller's request goes on without a
//! turn of the event loop. Only when one has to wait does the rest become a future.

use std::future::Future;
use std::pin::Pin;
use velodrome_store::{Reply, StoreError};

/// What is left of an operation when something has to be waited for. It stays on its thread.
pub(super) type Rest<T> = Pin<Box<dyn Future<Output = Result<T, StoreError>>>>;

/// An answer, or the promise of one.
pub(super) enum Step<T> {
    Now(Result<T, StoreError>),
    Later(Rest<T>),
}

impl<T: 'static> Step<T> {
    pub(super) fn done(value: T) -> Step<T> {
        Step::Now(Ok(value))
    }

    pub(super) fn failed(error: impl Into<StoreError>) -> Step<T> {
        Step::Now(Err(error.into()))
    }

    /// Goes on with the answer when it is there.
    pub(super) fn then<U: 'static>(self, next: impl FnOnce(T) -> Step<U> + 'static) -> Step<U> {
        match self {
            Step::Now(Ok(value)) => next(value),
            Step::Now(Err(error)) => Step::Now(Err(error)),
            Step::Later(rest) => Step::Later(Box::pin(async move {
                let value = rest.await?;
                next(value).settled().await
            })),
        }
    }

    /// Makes something else of the answer.
    pub(super) fn map<U: 'static>(self, change: impl FnOnce(T) -> U + 'static) -> Step<U> {
        self.then(move |value| Step::done(change(value)))
    }

    async fn settled(self) -> Result<T, StoreError> {
        match self {
            Step::Now(result) => result,
            Step::Later(rest) => rest.await,
        }
    }
}

impl<T: 'static> From<Reply<T>> for Step<T> {
    fn from(reply: Reply<T>) -> Step<T> {
        match reply {
            Reply::Now(result) => Step::Now(result),
            Reply::Later(rest) => Step::Later(rest),
        }
    }
}

/// Takes the items one after another; each step gets what the one before made.
pub(super) fn fold<I, S, F>(mut items: I, mut state: S, mut step: F) -> Step<S>
where
    I: Iterator + 'static,
    S: 'static,
    F: FnMut(S, I::Item) -> Step<S> + 'static,
{
    while let Some(item) = items.next() {
        match step(state, item) {
            Step::Now(Ok(next)) => state = next,
            Step::Now(Err(error)) => return Step::Now(Err(error)),
            Step::Later(rest) => {
                return Step::Later(Box::pin(async move {
                    let mut state = rest.await?;
                    for item in items {
                        state = step(state, item).settled().await?;
                    }
                    Ok(state)
                }));
            }
        }
    }
    Step::done(state)
}
