//! Waiting for the writer, no longer than an operation may take.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::oneshot::Receiver;
use tokio::time::timeout_at;

use super::super::failure::timed_out;
use super::counters::Counters;
use super::queue::Claim;
use crate::error::StoreError;

/// The asker's half of a job.
pub(super) struct Ticket<T> {
    pub answer: Receiver<Result<T, StoreError>>,
    pub claim: Arc<Claim>,
    pub deadline: Instant,
    pub counters: Arc<Counters>,
}

impl<T> Ticket<T> {
    /// The answer. At the deadline a job that still waits is withdrawn and never done; one that the
    /// writer has is waited for, because only the writer knows how it ends.
    pub(super) async fn wait(mut self) -> Result<T, StoreError> {
        let answer = match timeout_at(self.deadline.into(), &mut self.answer).await {
            Ok(answer) => answer,
            Err(_) if self.claim.withdraw() => {
                self.counters.withdrawn.add(1);
                return Err(timed_out());
            }
            Err(_) => self.answer.await,
        };
        answer.unwrap_or_else(|_| {
            Err(StoreError::failed(
                "the writer's thread gave this write up: it panicked; nothing of it was written",
            ))
        })
    }
}
