//! The newest messages, for subscribers who come back.

use std::collections::VecDeque;

use bytes::Bytes;

use super::channel::Channel;

struct Kept {
    number: u64,
    channel: Channel,
    event: Bytes,
}

/// So many bytes of messages, of all channels together.
pub(super) struct History {
    kept: VecDeque<Kept>,
    bytes: u64,
    bytes_max: u64,
    /// The newest message that was forgotten.
    forgotten: u64,
}

impl History {
    pub(super) fn new(bytes_max: u64) -> History {
        History {
            kept: VecDeque::new(),
            bytes: 0,
            bytes_max,
            forgotten: 0,
        }
    }

    /// What a message costs besides its text.
    fn cost(kept: &Kept) -> u64 {
        let names = kept.channel.name().len() + kept.channel.resource().unwrap_or_default().len();
        (kept.event.len() + names + size_of::<Kept>()) as u64
    }

    pub(super) fn add(&mut self, number: u64, channel: &Channel, event: &Bytes) {
        let kept = Kept {
            number,
            channel: channel.clone(),
            event: event.clone(),
        };
        self.bytes += History::cost(&kept);
        self.kept.push_back(kept);
        while self.bytes > self.bytes_max {
            let Some(oldest) = self.kept.pop_front() else {
                break;
            };
            self.bytes -= History::cost(&oldest);
            self.forgotten = oldest.number;
        }
    }

    /// The messages of a channel after a place; nothing when some of them may be forgotten.
    pub(super) fn since(&self, number: u64, channel: &Channel) -> Option<Vec<Bytes>> {
        if number < self.forgotten {
            return None;
        }
        let later = self.kept.iter().filter(|kept| kept.number > number);
        let of_channel = later.filter(|kept| kept.channel == *channel);
        Some(of_channel.map(|kept| kept.event.clone()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten_and_that_is_known() {
        let channel = |name: &str| Channel::new(name.to_owned(), None).expect("a name");
        let (news, other) = (channel("news"), channel("other"));
        let event = |text: &'static str| Bytes::from_static(text.as_bytes());
        let one = History::cost(&Kept {
            number: 1,
            channel: news.clone(),
            event: event("1"),
        });
        let mut history = History::new(3 * one);
        history.add(1, &news, &event("1"));
        history.add(2, &news, &event("2"));
        history.add(3, &news, &event("3"));
        assert_eq!(history.since(1, &news), Some(vec![event("2"), event("3")]));
        assert_eq!(history.since(3, &news), Some(vec![]));
        assert_eq!(history.since(0, &other), Some(vec![]));
        history.add(4, &news, &event("4"));
        assert_eq!(history.since(0, &news), None);
        assert_eq!(history.since(1, &news).map(|all| all.len()), Some(3));
    }

    #[test]
    fn without_room_nothing_is_kept() {
        let channel = Channel::new("news".to_owned(), None).expect("a name");
        let mut history = History::new(0);
        history.add(1, &channel, &Bytes::from_static(b"1"));
        assert_eq!(history.since(0, &channel), None);
        assert_eq!(history.since(1, &channel), Some(vec![]));
    }
}
