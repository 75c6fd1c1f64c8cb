//! The first so many documents of an order, out of any number of candidates.
//!
//! Only their sort keys are held, not the documents; what is behind the page asked for is forgotten
//! at once. So memory goes by skip + limit, and that is bounded.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use velodrome_model::data::{SortKey, sort};

use super::error::ReadError;
use super::walk::Candidate;

/// Bytes of sort keys held at most.
const BYTES_MAX: usize = 64 << 20;

/// In the order asked for: by sort key, then newest first.
type Entry = (Vec<u8>, Reverse<i64>, Reverse<i64>);

/// Candidates of a page.
pub(super) struct Top<'q> {
    keys: &'q [SortKey],
    room: usize,
    bytes: usize,
    heap: BinaryHeap<Entry>,
}

impl<'q> Top<'q> {
    /// Keeps the first `room` by `keys`.
    pub fn new(keys: &'q [SortKey], room: u64) -> Top<'q> {
        Top {
            keys,
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
        let entry = (
            sort::composite(candidate.stored, self.keys),
            Reverse(candidate.created_ms),
            Reverse(candidate.seq),
        );
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

    /// The sequence numbers, in order, without the first `skip`.
    pub fn finish(self, skip: u64) -> impl Iterator<Item = i64> {
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        self.heap
            .into_sorted_vec()
            .into_iter()
            .skip(skip)
            .map(|(_, _, Reverse(seq))| seq)
    }
}

fn size(entry: &Entry) -> usize {
    entry.0.len() + size_of::<Entry>()
}
