//! Requests at a rate, whatever the server does: each is due at a moment, is sent on a connection that is
//! free, and its time counts from when it was due. One that had to wait for a connection waited for the server.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::Failure;
use crate::arrivals::Arrivals;
use crate::connections::Connections;
use crate::outcome::Outcome;

/// A request that is sent so long after it was due, though a connection was free, is the load's fault: others had its core.
const LATE: Duration = Duration::from_millis(1);

pub fn run(
    connections: &mut Connections<'_>,
    duration: Duration,
    rate_per_second: f64,
) -> Result<Outcome, Failure> {
    if !rate_per_second.is_finite() || rate_per_second <= 0.0 {
        return Err("a rate is requests per second".into());
    }
    let mut arrivals = Arrivals::new(rate_per_second);
    let mut free: VecDeque<usize> = (0..connections.count()).collect();
    let begun = Instant::now();
    let mut outcome = Outcome::begin(begun);
    let mut next = begun + arrivals.gap();
    // Whether requests that are due have waited for a connection.
    let mut starved = false;
    loop {
        let now = Instant::now();
        let is_over = now - begun >= duration;
        // What was due before the end is sent and waited for.
        while next <= now.min(begun + duration) {
            let Some(index) = free.pop_front() else {
                starved = true;
                break;
            };
            connections.send(index, next)?;
            outcome.late += usize::from(!starved && now - next > LATE);
            next += arrivals.gap();
        }
        starved &= next <= now;
        let is_idle = free.len() == connections.count();
        if is_over && is_idle && next > begun + duration {
            return Ok(outcome.end(begun + duration));
        }
        connections.receive(false, |index, due| {
            outcome.answered(due, Instant::now());
            free.push_back(index);
        })?;
        if now - begun > duration * 2 + Duration::from_secs(10) {
            return Err("the server is too slow for this rate".into());
        }
    }
}
