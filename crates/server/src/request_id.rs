//! Ids of requests: short, unique in practice, cheap to make.

use std::fmt;

/// Characters of an id; no look-alikes, safe in logs, headers and file names.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters of an id.
const LEN: usize = 16;

/// The id of a request, as in `x-velodrome-request-id`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RequestId([u8; LEN]);

impl RequestId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("the alphabet is ASCII")
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Makes the ids of one thread: a random start, then every number once in an order that only
/// looks random (an odd step walks the whole circle).
#[derive(Debug)]
pub struct RequestIds {
    high: u64,
    next: u64,
}

/// An odd number near the golden section of 2^40.
const STEP: u64 = 0x9e_3779_b97f;

impl RequestIds {
    /// Ids that follow from `seed`, which should be random.
    pub fn new(seed: [u8; 16]) -> RequestIds {
        let (high, low) = seed.split_at(8);
        let number =
            |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().expect("half of 16 bytes are 8"));
        RequestIds {
            high: number(high),
            next: number(low),
        }
    }

    /// The next id: 40 bits of this thread's, 40 bits of this request's.
    pub fn make(&mut self) -> RequestId {
        self.next = self.next.wrapping_add(STEP);
        let mut id = [0; LEN];
        for (place, letter) in id.iter_mut().enumerate() {
            let bits = if place < 8 {
                self.high >> (5 * place)
            } else {
                self.next >> (5 * (place - 8))
            };
            *letter = ALPHABET[(bits & 31) as usize];
        }
        RequestId(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_differ() {
        let mut ids = RequestIds::new([7; 16]);
        let made: HashSet<String> = (0..100_000)
            .map(|_| ids.make().as_str().to_owned())
            .collect();
        assert_eq!(made.len(), 100_000);
        assert!(made.iter().all(|id| id.len() == LEN));
    }
}
