//! A subscription as a response's body.

use crate::http1::{BodyPiece, BodyStream};
use bytes::Bytes;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep};
use velodrome_model::limits::Limits;
use velodrome_site::realtime::Subscription;

/// A comment, which clients skip: the connection is seen to live, by both sides and by what is between.
const HEARTBEAT: &[u8] = b":\n\n";

/// The events of a subscription, and a heartbeat while there are none. Ends by itself, completely, so
/// that the client comes back: after some time without a message, or in all.
pub(super) struct Events {
    subscription: Subscription,
    heartbeat: Timer,
    idle: Timer,
    whole: Timer,
}

struct Timer {
    after: Duration,
    sleep: Pin<Box<Sleep>>,
}

impl Timer {
    fn new(after_ms: u64) -> Timer {
        let after = Duration::from_millis(after_ms);
        Timer {
            after,
            sleep: Box::pin(sleep(after)),
        }
    }

    fn begin_again(&mut self) {
        self.sleep.as_mut().reset(Instant::now() + self.after);
    }

    fn is_over(&mut self, cx: &mut Context<'_>) -> bool {
        self.sleep.as_mut().poll(cx).is_ready()
    }
}

impl Events {
    pub(super) fn new(subscription: Subscription, limits: &Limits) -> Events {
        Events {
            subscription,
            heartbeat: Timer::new(limits.realtime_heartbeat_ms_max),
            idle: Timer::new(limits.realtime_idle_ms_max),
            whole: Timer::new(limits.stream_time_ms_max),
        }
    }
}

impl BodyStream for Events {
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<BodyPiece>> {
        if self.whole.is_over(cx) {
            return Poll::Ready(Some(BodyPiece::End));
        }
        match self.subscription.poll_event(cx) {
            Poll::Ready(Some(event)) => {
                self.heartbeat.begin_again();
                self.idle.begin_again();
                return Poll::Ready(Some(BodyPiece::Bytes(event)));
            }
            Poll::Ready(None) => return Poll::Ready(Some(BodyPiece::End)),
            Poll::Pending => {}
        }
        if self.idle.is_over(cx) {
            return Poll::Ready(Some(BodyPiece::End));
        }
        if self.heartbeat.is_over(cx) {
            self.heartbeat.begin_again();
            return Poll::Ready(Some(BodyPiece::Bytes(Bytes::from_static(HEARTBEAT))));
        }
        Poll::Pending
    }
}
