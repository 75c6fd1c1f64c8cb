//! How many handshakes go on at once.
//!
//! A client that connects and says nothing costs little, but a place. When all are taken, the
//! oldest goes: who means it is done long before.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::task::AbortHandle;

/// The connections of a process whose handshake is not complete, by age.
pub(super) struct Handshakes {
    max: usize,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next: u64,
    /// The task of each; nothing before it is known.
    tasks: BTreeMap<u64, Option<AbortHandle>>,
}

impl Handshakes {
    pub(super) fn new(max: usize) -> Handshakes {
        Handshakes {
            max,
            open: Mutex::default(),
        }
    }

    /// Takes a place, which is given back when it is dropped.
    pub(super) fn enter(self: &Arc<Self>) -> Place {
        let mut open = self.lock();
        let id = open.next;
        open.next += 1;
        open.tasks.insert(id, None);
        if open.tasks.len() > self.max
            && let Some((_, Some(oldest))) = open.tasks.pop_first()
        {
            oldest.abort();
        }
        Place {
            id,
            of: Arc::clone(self),
        }
    }

    /// Makes known which task has the place.
    pub(super) fn set_task(&self, place: u64, task: AbortHandle) {
        if let Some(known) = self.lock().tasks.get_mut(&place) {
            *known = Some(task);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among the handshakes that go on.
pub(super) struct Place {
    id: u64,
    of: Arc<Handshakes>,
}

impl Place {
    pub(super) fn id(&self) -> u64 {
        self.id
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.of.lock().tasks.remove(&self.id);
    }
}
