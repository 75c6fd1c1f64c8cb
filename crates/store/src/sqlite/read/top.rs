//! The first so many documents of an order, out of any number of candidates.
//!
//! Only their sort keys are held, not the documents; what is behind the page asked for is forgotten
//! at once. So memory goes by skip + limit, and that is bounded.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use velodrome_model::data::{Place, Seek, SortKey, sort};

use super::error::ReadError;
use super::walk::Candidate;

/// Bytes of sort keys held at most.
const BYTES_MAX: usize = 64 << 20;

/// A candidate's place, compared in the order in which places are wanted: the last wanted is the
/// greatest.
struct Entry {
    place: Place,
    backwards: bool,
}

impl Ord for Entry {
    /// By sort key, then newest first; backwards the other way round.
    fn cmp(&self, other: &Entry) -> Ordering {
        let (one, two) = (&self.place, &other.place);
        let order = (one.keys.cmp(&two.keys))
            .then(Reverse(one.created_ms).cmp(&Reverse(two.created_ms)))
            .then(Reverse(one.sequence).cmp(&Reverse(two.sequence)));
        if self.backwards {
            order.reverse()
        } else {
            order
        }
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Entry {}

/// Candidates of a page.
pub(super) struct Top<'q> {
    keys: &'q [SortKey],
    seek: Option<&'q Seek>,
    room: usize,
    bytes: usize,
    heap: BinaryHeap<Entry>,
}

impl<'q> Top<'q> {
    /// Keeps the first `room` by `keys`; with a place to begin at, those nearest to it.
    pub fn new(keys: &'q [SortKey], seek: Option<&'q Seek>, room: u64) -> Top<'q> {
        Top {
            keys,
            seek,
            room: usize::try_from(room).unwrap_or(usize::MAX),
            bytes: 0,
            heap: BinaryHeap::new(),
        }
    }

    /// Takes in a document.
    pub fn add(&mut self, candidate: &Candidate<'_>) -> Result<(), ReadError> {
        if self.room == 0 {
            return Ok(());
        }
        let place = Place {
            keys: sort::composite(candidate.stored, self.keys),
            created_ms: candidate.created_ms,
            sequence: candidate.seq,
        };
        if self
            .seek
            .is_some_and(|seek| !seek.admits(&place.keys, place.created_ms, place.sequence))
        {
            return Ok(());
        }
        let backwards = self.seek.is_some_and(|seek| seek.backwards);
        let entry = Entry { place, backwards };
        if self.heap.len() < self.room {
            self.bytes += size(&entry);
            self.heap.push(entry);
        } else if let Some(mut last) = self.heap.peek_mut()
            && entry < *last
        {
            self.bytes += size(&entry);
            self.bytes -= size(&last);
            *last = entry;
        }
        if self.bytes > BYTES_MAX {
            return Err(ReadError::too_large("The items to sort for this page"));
        }
        Ok(())
    }

    /// The places, in the order asked for, without the first `skip`.
    pub fn finish(self, skip: u64) -> impl Iterator<Item = Place> {
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        let mut entries = self.heap.into_sorted_vec();
        if self.seek.is_some_and(|seek| seek.backwards) {
            entries.reverse();
        }
        entries.into_iter().skip(skip).map(|entry| entry.place)
    }
}

fn size(entry: &Entry) -> usize {
    entry.place.keys.len() + size_of::<Entry>()
}
