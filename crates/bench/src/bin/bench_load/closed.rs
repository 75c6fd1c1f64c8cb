//! As much as the server takes: each connection sends its next request when it has the answer.

use std::time::{Duration, Instant};

use crate::Failure;
use crate::connections::Connections;
use crate::outcome::Outcome;

pub fn run(connections: &mut Connections<'_>, duration: Duration) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let mut outcome = Outcome::begin(begun);
    for index in 0..connections.count() {
        connections.send(index, begun)?;
    }
    let mut again = Vec::with_capacity(connections.count());
    loop {
        connections.receive(true, |index, due| again.push((index, due)))?;
        let now = Instant::now();
        for &(_, due) in &again {
            outcome.answered(due, now);
        }
        if now - begun >= duration {
            return Ok(outcome.end(now));
        }
        for (index, _) in again.drain(..) {
            connections.send(index, now)?;
        }
    }
}
