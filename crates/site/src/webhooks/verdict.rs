//! What an attempt means for its letter, and for those behind it.

use velodrome_outbound::Error;

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The receiver has it.
    Arrived,
    /// Not yet.
    Failed {
        /// Why, for people.
        reason: String,
        /// Whether the receiver is not there, rather than against this letter: then the others wait
        /// too, and arrive in order.
        holds: bool,
        /// After what time it wants to be asked again, in milliseconds.
        asked_ms: Option<u64>,
    },
}

impl Verdict {
    /// An attempt that was not possible.
    pub fn not_now(reason: impl Into<String>) -> Verdict {
        Verdict::Failed {
            reason: reason.into(),
            holds: true,
            asked_ms: None,
        }
    }

    /// An answer. `retry_after` is that header.
    pub fn of_status(status: u16, retry_after: Option<&str>) -> Verdict {
        if (200..300).contains(&status) {
            return Verdict::Arrived;
        }
        let reason = match status {
            300..400 => format!(
                "it answered {status}: redirects are not followed, register the address it leads to"
            ),
            _ => format!("it answered {status}"),
        };
        Verdict::Failed {
            reason,
            holds: matches!(status, 408 | 425 | 429 | 500..),
            asked_ms: retry_after
                .and_then(|text| text.trim().parse::<u64>().ok())
                .map(|seconds| seconds.saturating_mul(1000)),
        }
    }
}

impl From<Error> for Verdict {
    fn from(error: Error) -> Verdict {
        Verdict::not_now(format!("{}: {}", error.code(), error.internal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_that_is_down_holds_up_the_others_and_one_that_refuses_does_not() {
        for (status, expected) in [
            (200, None),
            (204, None),
            (301, Some(false)),
            (400, Some(false)),
            (404, Some(false)),
            (429, Some(true)),
            (500, Some(true)),
            (503, Some(true)),
        ] {
            let held = match Verdict::of_status(status, None) {
                Verdict::Arrived => None,
                Verdict::Failed { holds, .. } => Some(holds),
            };
            assert_eq!(held, expected, "{status}");
        }
    }

    #[test]
    fn it_may_say_when_to_come_again() {
        let asked = |text| match Verdict::of_status(503, Some(text)) {
            Verdict::Failed { asked_ms, .. } => asked_ms,
            Verdict::Arrived => None,
        };
        assert_eq!(asked("120"), Some(120_000));
        assert_eq!(asked("Wed, 21 Oct 2026 07:28:00 GMT"), None);
    }
}
