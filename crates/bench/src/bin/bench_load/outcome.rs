//! What was measured.

use std::time::{Duration, Instant};

pub struct Outcome {
    begun: Instant,
    lasted: Duration,
    /// One per answer, in microseconds.
    times_us: Vec<f32>,
    /// Connections that the server closed, to have them opened anew.
    pub reopened: usize,
    /// Requests that were sent too late by the load's own fault.
    pub late: usize,
}

impl Outcome {
    pub fn begin(begun: Instant) -> Self {
        Self {
            begun,
            lasted: Duration::ZERO,
            times_us: Vec::new(),
            reopened: 0,
            late: 0,
        }
    }

    /// An answer came `now`.
    pub fn answered(&mut self, due: Instant, now: Instant) {
        self.times_us.push((now - due).as_secs_f32() * 1e6);
    }

    pub fn end(mut self, now: Instant) -> Self {
        self.lasted = now - self.begun;
        self.times_us.sort_by(f32::total_cmp);
        self
    }

    /// The time that `share` of all answers did not exceed.
    fn quantile_us(&self, share: f64) -> f32 {
        let last = self.times_us.len().saturating_sub(1);
        let place = (self.times_us.len() as f64 * share).ceil() as usize;
        let found = self.times_us.get(place.saturating_sub(1).min(last));
        found.copied().unwrap_or(0.0)
    }

    pub fn json(&self) -> String {
        format!(
            "{{\"requests\":{},\"seconds\":{:.6},\"p50_us\":{:.1},\"p90_us\":{:.1},\"p99_us\":{:.1},\"p999_us\":{:.1},\"max_us\":{:.1},\"reopened\":{},\"late\":{}}}",
            self.times_us.len(),
            self.lasted.as_secs_f64(),
            self.quantile_us(0.5),
            self.quantile_us(0.9),
            self.quantile_us(0.99),
            self.quantile_us(0.999),
            self.quantile_us(1.0),
            self.reopened,
            self.late,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_times_that_were_measured() {
        let begun = Instant::now();
        let mut outcome = Outcome::begin(begun);
        for us in (1..=1000).rev() {
            outcome.answered(begun, begun + Duration::from_micros(us));
        }
        let outcome = outcome.end(begun + Duration::from_secs(2));
        let text = outcome.json();
        assert!(text.starts_with(r#"{"requests":1000,"seconds":2.000000,"p50_us":500.0,"p90_us":900.0,"p99_us":990.0,"#), "{text}");
    }
}
