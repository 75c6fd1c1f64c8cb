//! Signatures of writes that were carried out, for as long as they could be sent again.
//!
//! A signature is a function of its request at its millisecond, so remembering it is remembering
//! the request. The memory is this process's: another one that serves the same site has its own.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::sync::{Mutex, PoisonError};
use velodrome_model::signing::Signature;

type Bytes = [u8; 32];

#[derive(Debug, Default)]
struct Seen {
    signatures: HashSet<Bytes>,
    /// When each is too old to be accepted anyway, the first on top.
    ends: BinaryHeap<Reverse<(i64, Bytes)>>,
}

/// What was seen.
#[derive(Debug, Default)]
pub(crate) struct Replays(Mutex<Seen>);

/// Why a request is not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It was sent before.
    Replayed,
    /// So many are remembered that no further one can be.
    Full,
}

impl Replays {
    /// Remembers a signature until `until_ms`.
    pub(super) fn note(
        &self,
        signature: &Signature,
        now_ms: i64,
        until_ms: i64,
        max: u64,
    ) -> Result<(), Refused> {
        // Nothing that is done while it is locked can panic half-way.
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(Reverse((end_ms, bytes))) = seen.ends.peek().copied() {
            if end_ms >= now_ms {
                break;
            }
            seen.ends.pop();
            seen.signatures.remove(&bytes);
        }
        let bytes = *signature.as_bytes();
        if seen.signatures.contains(&bytes) {
            return Err(Refused::Replayed);
        }
        if seen.signatures.len() as u64 >= max {
            return Err(Refused::Full);
        }
        seen.signatures.insert(bytes);
        seen.ends.push(Reverse((until_ms, bytes)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_refused_until_it_is_too_old() {
        let replays = Replays::default();
        let signature = |byte| Signature::from_bytes([byte; 32]);
        assert_eq!(replays.note(&signature(1), 100, 160, 2), Ok(()));
        let again = replays.note(&signature(1), 160, 160, 2);
        assert_eq!(again, Err(Refused::Replayed));
        assert_eq!(replays.note(&signature(2), 110, 300, 2), Ok(()));
        assert_eq!(replays.note(&signature(3), 160, 300, 2), Err(Refused::Full));
        assert_eq!(replays.note(&signature(3), 161, 300, 2), Ok(()));
        assert_eq!(replays.note(&signature(1), 301, 302, 2), Ok(()));
    }
}
