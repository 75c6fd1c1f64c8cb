//! Connections that are kept for the next request, and how many there may be.
//!
//! One pool belongs to one client, and a client to one thread: the lock is never waited for.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use hyper::client::conn::http2;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use crate::connection::{Connection, SentBody};
use crate::http1::Http1;
use crate::target::Origin;

/// Connections that wait, by origin.
pub(crate) struct Pool {
    room: Arc<Room>,
    slots: Arc<Semaphore>,
    idle_time_max: Duration,
}

/// Where connections wait.
#[derive(Default)]
struct Room {
    shelf: Mutex<Shelf>,
    /// One was given back.
    released: Notify,
}

#[derive(Default)]
struct Shelf {
    /// Unused connections, the last used last.
    http1: HashMap<Arc<Origin>, Vec<Unused>>,
    http2: HashMap<Arc<Origin>, Shared>,
    /// Whether somebody looks for those that waited too long.
    is_swept: bool,
}

struct Unused {
    connection: Box<Http1>,
    since: Instant,
}

struct Shared {
    sender: http2::SendRequest<SentBody>,
    used: Instant,
}

/// What a call waits for.
pub(crate) enum Slot {
    /// There may be one more connection.
    New(OwnedSemaphorePermit),
    /// This one was given back.
    Old(Connection),
}

/// A connection that is in use, to be given back when its answer was read to the end.
pub(crate) struct Lease {
    pub connection: Box<Http1>,
    origin: Arc<Origin>,
    room: Weak<Room>,
    idle_time_max: Duration,
}

impl Pool {
    pub fn new(connections_max: usize, idle_time_max: Duration) -> Pool {
        Pool {
            room: Arc::default(),
            slots: Arc::new(Semaphore::new(connections_max)),
            idle_time_max,
        }
    }

    /// A connection that waits for an origin's next request.
    pub fn take(&self, origin: &Origin) -> Option<Connection> {
        let now = Instant::now();
        let mut shelf = self.room.lock();
        if let Some(shared) = shelf.http2.get_mut(origin) {
            if !shared.sender.is_closed() {
                shared.used = now;
                return Some(Connection::Http2(shared.sender.clone()));
            }
            shelf.http2.remove(origin);
        }
        let unused = shelf.http1.get_mut(origin)?;
        while let Some(mut last) = unused.pop() {
            let is_fresh = now.duration_since(last.since) < self.idle_time_max;
            if is_fresh && last.connection.is_fresh() {
                return Some(Connection::Http1(last.connection));
            }
        }
        None
    }

    /// Waits until there may be one more connection, or one for this origin was given back. The
    /// longest unused makes room.
    pub async fn slot(&self, origin: &Arc<Origin>) -> Slot {
        loop {
            let slots = Arc::clone(&self.slots);
            if let Ok(permit) = slots.try_acquire_owned() {
                return Slot::New(permit);
            }
            let mut released = pin!(self.room.released.notified());
            // From here on, what is given back is heard of.
            released.as_mut().enable();
            if let Some(connection) = self.take(origin) {
                return Slot::Old(connection);
            }
            self.room.lock().close_oldest();
            let slots = Arc::clone(&self.slots);
            tokio::select! {
                permit = slots.acquire_owned() => {
                    return Slot::New(permit.expect("never closed"));
                }
                () = released => {}
            }
        }
    }

    /// Keeps a new connection that many requests can share.
    pub fn share(&self, origin: &Arc<Origin>, sender: &http2::SendRequest<SentBody>) {
        let shared = Shared {
            sender: sender.clone(),
            used: Instant::now(),
        };
        let mut shelf = self.room.lock();
        shelf.http2.insert(Arc::clone(origin), shared);
        shelf.sweep_later(&self.room, self.idle_time_max);
    }

    /// What gives a connection back.
    pub fn lease(&self, origin: &Arc<Origin>, connection: Box<Http1>) -> Lease {
        Lease {
            connection,
            origin: Arc::clone(origin),
            room: Arc::downgrade(&self.room),
            idle_time_max: self.idle_time_max,
        }
    }
}

impl Lease {
    /// Gives the connection back: its answer was read to the end.
    pub fn release(self) {
        let Some(room) = self.room.upgrade() else {
            return;
        };
        if !self.connection.is_reusable() {
            return;
        }
        let unused = Unused {
            connection: self.connection,
            since: Instant::now(),
        };
        let mut shelf = room.lock();
        shelf.http1.entry(self.origin).or_default().push(unused);
        shelf.sweep_later(&room, self.idle_time_max);
        drop(shelf);
        room.released.notify_one();
    }
}

impl Shelf {
    /// Lets go of the connection that was unused longest, and of one that requests could share.
    fn close_oldest(&mut self) {
        let oldest = self
            .http1
            .iter()
            .filter_map(|(origin, unused)| Some((unused.first()?.since, origin.clone(), true)));
        let shared = self
            .http2
            .iter()
            .map(|(origin, shared)| (shared.used, origin.clone(), false));
        let Some((_, origin, is_http1)) = oldest.chain(shared).min_by_key(|found| found.0) else {
            return;
        };
        if !is_http1 {
            self.http2.remove(&origin);
            return;
        }
        if let Some(unused) = self.http1.get_mut(&origin) {
            unused.remove(0);
            if unused.is_empty() {
                self.http1.remove(&origin);
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.http1.values().all(Vec::is_empty) && self.http2.is_empty()
    }

    /// Lets go of what was unused for too long.
    fn close_expired(&mut self, idle_time_max: Duration) {
        let now = Instant::now();
        let is_fresh = |since: Instant| now.duration_since(since) < idle_time_max;
        self.http1.retain(|_, unused| {
            unused.retain_mut(|unused| is_fresh(unused.since) && unused.connection.is_fresh());
            !unused.is_empty()
        });
        self.http2
            .retain(|_, shared| is_fresh(shared.used) && !shared.sender.is_closed());
    }

    /// Sees to it that unused connections are closed in time, though no request comes by.
    fn sweep_later(&mut self, room: &Arc<Room>, idle_time_max: Duration) {
        if std::mem::replace(&mut self.is_swept, true) {
            return;
        }
        let room = Arc::downgrade(room);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(idle_time_max).await;
                let Some(room) = room.upgrade() else {
                    return;
                };
                let mut shelf = room.lock();
                shelf.close_expired(idle_time_max);
                if shelf.is_empty() {
                    shelf.is_swept = false;
                    return;
                }
            }
        });
    }
}

impl Room {
    fn lock(&self) -> MutexGuard<'_, Shelf> {
        // Nothing in here leaves the shelf half changed.
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
