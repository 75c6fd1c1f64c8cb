//! Which runs of a job have come, and which were missed.

use super::Cron;

/// A run that could not begin within this time of its moment is missed. Source: Wix starts jobs
/// within five minutes of the time that was set.
pub const LATE_MS_MAX: i64 = 5 * 60 * 1000;

/// Missed runs that are counted.
const MISSED_MAX: u32 = 1000;

/// What has come since a job was looked at last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// The moment of the run that is to begin now, in milliseconds since 1970.
    pub run_ms: Option<i64>,
    /// Runs that nobody began in time; [`MISSED_MAX`] when there were more.
    pub missed: u32,
    /// The moment of the first of them.
    pub first_missed_ms: Option<i64>,
    /// The newest moment that has come, begun or missed.
    pub newest_ms: Option<i64>,
}

/// Looks at a job whose runs up to `seen_ms` are settled. Of several runs that came, the newest
/// begins, if it is not too late; a job that slept through its moments does not run many times.
pub fn look(cron: &Cron, seen_ms: i64, now_ms: i64) -> Due {
    let mut due = Due::default();
    let mut moment = cron.next_after(seen_ms);
    while let Some(at) = moment.filter(|at| *at <= now_ms) {
        if let Some(before) = due.newest_ms {
            due.missed += 1;
            due.first_missed_ms.get_or_insert(before);
        }
        due.newest_ms = Some(at);
        // Far behind: what matters is the newest.
        let from = if due.missed >= MISSED_MAX {
            at.max(now_ms - 2 * LATE_MS_MAX)
        } else {
            at
        };
        moment = cron.next_after(from);
    }
    due.missed = due.missed.min(MISSED_MAX);
    match due.newest_ms {
        Some(at) if now_ms - at <= LATE_MS_MAX => due.run_ms = Some(at),
        Some(at) => {
            due.missed = (due.missed + 1).min(MISSED_MAX);
            due.first_missed_ms.get_or_insert(at);
        }
        None => {}
    }
    due
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;

    fn hourly() -> Cron {
        "0 * * * *".parse().expect("valid")
    }

    #[test]
    fn a_run_begins_at_its_moment_and_up_to_five_minutes_later() {
        for late in [0, 1, LATE_MS_MAX] {
            let due = look(&hourly(), 0, HOUR + late);
            assert_eq!((due.run_ms, due.missed), (Some(HOUR), 0), "{late}");
        }
        assert_eq!(look(&hourly(), 0, HOUR - 1), Due::default());
        assert_eq!(look(&hourly(), HOUR, HOUR + 1), Due::default());
    }

    #[test]
    fn what_came_while_nobody_looked_is_missed() {
        let due = look(&hourly(), 0, HOUR + LATE_MS_MAX + 1);
        assert_eq!(
            (due.run_ms, due.missed, due.first_missed_ms),
            (None, 1, Some(HOUR))
        );
        assert_eq!(due.newest_ms, Some(HOUR));
        let due = look(&hourly(), 0, 3 * HOUR + MINUTE);
        assert_eq!(
            (due.run_ms, due.missed, due.first_missed_ms),
            (Some(3 * HOUR), 2, Some(HOUR))
        );
    }

    #[test]
    fn years_of_absence_are_counted_up_to_a_bound() {
        let minutely: Cron = "* * * * *".parse().expect("valid");
        let now = 50 * 365 * 24 * HOUR;
        let due = look(&minutely, 0, now);
        assert_eq!((due.run_ms, due.missed), (Some(now), MISSED_MAX));
    }
}
