//! Messages from the site's code to those who listen (`wix-realtime-backend`): channels, who listens to
//! which, and what they get.
//!
//! One [`Hub`] for all threads of a site process. Nobody waits for anybody: a message is put into the
//! queue of each subscriber, and one whose queue is full is let go, to come back and be given what it
//! missed. How messages reach a client is the server's business.

mod channel;
mod event;
mod history;
mod hub;
mod queue;
mod service;

pub use channel::{Channel, ChannelError};
pub use hub::{Hub, Refusal, Subscription};
pub use service::RealtimeService;
