//! The bytes received and not yet used up.
//!
//! One allocation per connection. A head stays where it is while its request is answered; what
//! comes behind it is moved to the front only when room is needed.

/// Enough for most heads, little enough for a thousand idle connections.
const CAPACITY_BYTES: usize = 4 * 1024;
/// A buffer that grew beyond this is given back when it is empty.
const KEPT_BYTES_MAX: usize = 64 * 1024;

#[derive(Debug, Default)]
pub(super) struct Input {
    buffer: Vec<u8>,
    start: usize,
}

impl Input {
    /// Everything not consumed, oldest first.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    pub fn consume(&mut self, count: usize) {
        self.start += count;
        if self.start == self.buffer.len() {
            self.start = 0;
            self.buffer.clear();
            if self.buffer.capacity() > KEPT_BYTES_MAX {
                self.buffer = Vec::new();
            }
        }
    }

    /// Forgets what comes after the first `count` bytes.
    pub fn truncate(&mut self, count: usize) {
        self.buffer.truncate(self.start + count);
    }

    /// The buffer to read into, with room in it. Offsets into [`bytes`](Self::bytes) stay valid.
    pub fn room(&mut self) -> &mut Vec<u8> {
        if self.buffer.len() == self.buffer.capacity() {
            self.buffer.drain(..self.start);
            self.start = 0;
            let grow = self.buffer.len().clamp(CAPACITY_BYTES, KEPT_BYTES_MAX);
            self.buffer.reserve_exact(grow);
        }
        &mut self.buffer
    }
}
