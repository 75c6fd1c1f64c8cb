//! Who listens to which channel, and what has been said.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use velodrome_model::limits::Limits;

use super::channel::Channel;
use super::event::{self, Place};
use super::history::History;
use super::queue::{Queue, Room};

/// Why somebody cannot listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The site, or the channel, has as many subscribers as it may have.
    Full,
    /// The process is about to end.
    Closed,
}

/// All channels of a site.
pub struct Hub {
    /// What places in the sequence begin with: those of another process mean nothing here.
    epoch: String,
    subscribers_max: u64,
    channel_subscribers_max: u64,
    queue_bytes_max: u64,
    message_bytes_max: u64,
    state: Mutex<State>,
}

struct State {
    channels: HashMap<Channel, Vec<Arc<Subscriber>>>,
    subscribers: u64,
    /// The newest message.
    number: u64,
    history: History,
    is_closed: bool,
}

struct Subscriber {
    id: String,
    queue: Queue,
}

impl Hub {
    /// A hub without subscribers. `epoch` is another text in each process, of letters and digits.
    pub fn new(limits: &Limits, epoch: String) -> Hub {
        Hub {
            epoch,
            subscribers_max: limits.realtime_subscribers_max,
            channel_subscribers_max: limits.realtime_channel_subscribers_max,
            queue_bytes_max: limits.realtime_queue_bytes_max,
            message_bytes_max: limits.realtime_message_bytes_max,
            state: Mutex::new(State {
                channels: HashMap::new(),
                subscribers: 0,
                number: 0,
                history: History::new(limits.realtime_history_bytes_max),
                is_closed: false,
            }),
        }
    }

    /// Longest payload, in bytes of JSON.
    pub fn message_bytes_max(&self) -> u64 {
        self.message_bytes_max
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic while the lock was held cannot leave these half written.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self, number: u64) -> Place<'_> {
        Place {
            epoch: &self.epoch,
            number,
        }
    }

    /// Gives a message to whoever listens: to all, or to the subscribers with these ids. `payload` is
    /// one line of JSON. Waits for nobody; a subscriber without room in its queue gets what is there
    /// and no more.
    pub fn publish(&self, channel: &Channel, payload: &str, only: Option<&[String]>) {
        let mut state = self.lock();
        state.number += 1;
        let number = state.number;
        let event = event::message(&self.place(number), channel, payload);
        if only.is_none() {
            state.history.add(number, channel, &event);
        }
        let Some(subscribers) = state.channels.get_mut(channel) else {
            return;
        };
        let before = subscribers.len();
        subscribers.retain(|subscriber| {
            if only.is_some_and(|ids| !ids.contains(&subscriber.id)) {
                return true;
            }
            let room = subscriber.queue.push(&event, self.queue_bytes_max);
            if room == Room::Full {
                subscriber.queue.end();
            }
            room == Room::Taken
        });
        let left = subscribers.len();
        if left == 0 {
            state.channels.remove(channel);
        }
        state.subscribers -= (before - left) as u64;
    }

    /// Listens to a channel under this id, from now on or from the place that `last_event_id` names.
    ///
    /// # Errors
    /// Why that cannot be.
    pub fn subscribe(
        self: &Arc<Hub>,
        channel: Channel,
        id: String,
        last_event_id: Option<&str>,
    ) -> Result<Subscription, Refusal> {
        let mut state = self.lock();
        if state.is_closed {
            return Err(Refusal::Closed);
        }
        let of_channel = state.channels.get(&channel).map_or(0, Vec::len) as u64;
        if state.subscribers >= self.subscribers_max || of_channel >= self.channel_subscribers_max {
            return Err(Refusal::Full);
        }
        let queue = Queue::default();
        let give = |event: &Bytes| queue.push(event, u64::MAX);
        match last_event_id.map(|text| self.missed(&state, &channel, text)) {
            // The place that is told with the first event counts only when all before it is given.
            Some(Some((number, messages))) => {
                give(&event::subscribed(&self.place(number), &channel, &id));
                messages.iter().for_each(|event| {
                    give(event);
                });
            }
            Some(None) => {
                give(&event::subscribed(&self.place(state.number), &channel, &id));
                give(&event::missed(&channel));
            }
            None => {
                give(&event::subscribed(&self.place(state.number), &channel, &id));
            }
        }
        let subscriber = Arc::new(Subscriber { id, queue });
        state.subscribers += 1;
        let all = state.channels.entry(channel.clone()).or_default();
        all.push(Arc::clone(&subscriber));
        drop(state);
        Ok(Subscription {
            hub: Arc::clone(self),
            channel,
            subscriber,
        })
    }

    /// What somebody missed who was there until this place; nothing when nobody knows.
    fn missed(&self, state: &State, channel: &Channel, text: &str) -> Option<(u64, Vec<Bytes>)> {
        let number = Place::number_in(text, &self.epoch)?;
        let messages = state.history.since(number, channel)?;
        Some((number, messages))
    }

    /// How many listen.
    pub fn subscribers(&self) -> u64 {
        self.lock().subscribers
    }

    /// Ends all subscriptions, for good.
    pub fn close(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        state.subscribers = 0;
        for subscriber in state.channels.drain().flat_map(|(_, all)| all) {
            subscriber.queue.end();
        }
    }

    fn leave(&self, channel: &Channel, leaving: &Arc<Subscriber>) {
        let mut state = self.lock();
        let Some(subscribers) = state.channels.get_mut(channel) else {
            return;
        };
        let before = subscribers.len();
        subscribers.retain(|one| !Arc::ptr_eq(one, leaving));
        let left = subscribers.len();
        if left == 0 {
            state.channels.remove(channel);
        }
        state.subscribers -= (before - left) as u64;
    }
}

/// Somebody who listens, until it is dropped.
pub struct Subscription {
    hub: Arc<Hub>,
    channel: Channel,
    subscriber: Arc<Subscriber>,
}

impl Subscription {
    /// The next event, as it is sent; none when the subscription has ended.
    pub fn poll_event(&self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        self.subscriber.queue.poll_next(cx)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.hub.leave(&self.channel, &self.subscriber);
    }
}
