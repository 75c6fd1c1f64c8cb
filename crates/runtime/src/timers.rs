//! When which timer of a VM is due. What it calls lies in JavaScript (`js/web/timers.js`).

use crate::requests::Serial;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::time::{Duration, Instant};

/// Number of a timer in its VM.
pub(crate) type TimerId = u32;

struct Pending {
    /// Which of the heap's entries for this id counts; restarted timers leave stale ones.
    turn: u64,
    owner: Serial,
}

/// The timers and immediates of one VM.
#[derive(Default)]
pub(crate) struct Timers {
    heap: BinaryHeap<Reverse<(Instant, u64, TimerId)>>,
    pending: HashMap<TimerId, Pending>,
    immediates: VecDeque<(TimerId, Serial)>,
    /// Due, in the order in which they are to run.
    due: VecDeque<(TimerId, Serial)>,
    last_turn: u64,
}

/// There are too many timers.
#[derive(Debug)]
pub(crate) struct TooMany;

impl Timers {
    /// Starts or restarts a timer.
    pub(crate) fn start(
        &mut self,
        id: TimerId,
        due: Instant,
        owner: Serial,
        timers_max: u64,
    ) -> Result<(), TooMany> {
        if self.len() as u64 >= timers_max && !self.pending.contains_key(&id) {
            return Err(TooMany);
        }
        self.last_turn += 1;
        self.heap.push(Reverse((due, self.last_turn, id)));
        let owner = self.pending.get(&id).map_or(owner, |before| before.owner);
        self.pending.insert(
            id,
            Pending {
                turn: self.last_turn,
                owner,
            },
        );
        if self.heap.len() > 2 * self.pending.len() + 64 {
            self.sweep();
        }
        Ok(())
    }

    /// Runs something at the loop's next turn.
    pub(crate) fn start_immediate(
        &mut self,
        id: TimerId,
        owner: Serial,
        timers_max: u64,
    ) -> Result<(), TooMany> {
        if self.len() as u64 >= timers_max {
            return Err(TooMany);
        }
        self.immediates.push_back((id, owner));
        Ok(())
    }

    /// Stops a timer; JavaScript forgets immediates by itself.
    pub(crate) fn stop(&mut self, id: TimerId) {
        self.pending.remove(&id);
    }

    /// Timers and immediates that wait.
    pub(crate) fn len(&self) -> usize {
        self.pending.len() + self.immediates.len() + self.due.len()
    }

    /// Forgets them all.
    pub(crate) fn clear(&mut self) {
        *self = Timers {
            last_turn: self.last_turn,
            ..Timers::default()
        };
    }

    /// Forgets those of one request.
    pub(crate) fn forget(&mut self, owner: Serial) {
        self.pending.retain(|_, pending| pending.owner != owner);
        self.immediates.retain(|(_, of)| *of != owner);
        self.due.retain(|(_, of)| *of != owner);
    }

    /// How long until something is due; `None` when nothing waits.
    pub(crate) fn wait(&mut self, now: Instant) -> Option<Duration> {
        if !self.immediates.is_empty() || !self.due.is_empty() {
            return Some(Duration::ZERO);
        }
        while let Some(Reverse((due, turn, id))) = self.heap.peek() {
            if self
                .pending
                .get(id)
                .is_some_and(|pending| pending.turn == *turn)
            {
                return Some(due.saturating_duration_since(now));
            }
            self.heap.pop();
        }
        None
    }

    /// Lines up what is due: immediates that wait now, then timers in the order of their time.
    pub(crate) fn line_up(&mut self, now: Instant) {
        self.due.append(&mut self.immediates);
        while let Some(Reverse((time, turn, id))) = self.heap.peek().copied() {
            if time > now {
                break;
            }
            self.heap.pop();
            if self
                .pending
                .get(&id)
                .is_some_and(|pending| pending.turn == turn)
            {
                let pending = self.pending.remove(&id).expect("it was just found");
                self.due.push_back((id, pending.owner));
            }
        }
    }

    /// The next one to run of those that were lined up.
    pub(crate) fn next_due(&mut self) -> Option<(TimerId, Serial)> {
        self.due.pop_front()
    }

    fn sweep(&mut self) {
        let pending = &self.pending;
        self.heap.retain(|Reverse((_, turn, id))| {
            pending.get(id).is_some_and(|found| found.turn == *turn)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(timers: &mut Timers, now: Instant) -> Vec<TimerId> {
        timers.line_up(now);
        std::iter::from_fn(|| timers.next_due())
            .map(|(id, _)| id)
            .collect()
    }

    #[test]
    fn timers_are_due_in_order_of_time_then_of_their_start() {
        let now = Instant::now();
        let at = |ms| now + Duration::from_millis(ms);
        let mut timers = Timers::default();
        for (id, ms) in [(1, 20), (2, 10), (3, 10), (4, 30)] {
            timers.start(id, at(ms), 7, 10).expect("there is room");
        }
        timers.stop(4);
        assert_eq!(timers.wait(now), Some(Duration::from_millis(10)));
        assert_eq!(due(&mut timers, at(25)), [2, 3, 1]);
        assert_eq!(timers.wait(now), None);
    }

    #[test]
    fn a_restarted_timer_is_due_once_and_at_its_last_time() {
        let now = Instant::now();
        let mut timers = Timers::default();
        for ms in 0..1000 {
            timers
                .start(1, now + Duration::from_millis(ms), 0, 1)
                .expect("it is the same timer");
        }
        assert!(timers.heap.len() < 100);
        assert!(timers.start(2, now, 0, 1).is_err());
        assert!(due(&mut timers, now + Duration::from_millis(998)).is_empty());
        assert_eq!(due(&mut timers, now + Duration::from_millis(999)), [1]);
    }

    #[test]
    fn a_forgotten_request_takes_its_timers_along() {
        let now = Instant::now();
        let mut timers = Timers::default();
        timers.start(1, now, 5, 10).expect("there is room");
        timers.start_immediate(2, 5, 10).expect("there is room");
        timers.start_immediate(3, 6, 10).expect("there is room");
        timers.forget(5);
        assert_eq!(due(&mut timers, now), [3]);
        timers.start(4, now, 5, 10).expect("there is room");
        timers.line_up(now);
        timers.forget(5);
        assert_eq!(
            timers.next_due(),
            None,
            "one that was lined up is forgotten too"
        );
    }
}
