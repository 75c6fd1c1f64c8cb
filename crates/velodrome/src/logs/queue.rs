//! Where lines wait: some buffers, each mostly one thread's own, and one count over all.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::time::Seconds;

/// Threads beyond this many share buffers.
const SHARDS: usize = 8;
/// Bytes that may wait for each line that may wait: long lines count as several.
const BYTES_PER_LINE: usize = 1024;
/// A buffer that grew over this is given back after it was written.
pub(super) const KEPT_BYTES_MAX: usize = 1024 * 1024;

/// One buffer.
#[derive(Default)]
pub(super) struct Shard {
    pub(super) bytes: Vec<u8>,
    pub(super) lines: usize,
    pub(super) seconds: Seconds,
}

/// The lines that wait to be written.
pub(super) struct Queue {
    shards: [Mutex<Shard>; SHARDS],
    lines_max: usize,
    /// Lines that wait or are being written.
    lines: AtomicUsize,
    /// Bytes of the same.
    bytes: AtomicUsize,
    /// Lines that found the queue full since that was last said.
    dropped: AtomicU64,
    /// Number of the next line.
    serial: AtomicU64,
    /// Whether the writer will look without being woken.
    writer_awake: AtomicBool,
}

impl Queue {
    pub(super) fn new(lines_max: u64) -> Queue {
        Queue {
            shards: Default::default(),
            lines_max: usize::try_from(lines_max).unwrap_or(usize::MAX),
            lines: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            dropped: AtomicU64::new(0),
            serial: AtomicU64::new(1),
            writer_awake: AtomicBool::new(false),
        }
    }

    /// Lets `format` write one line with its serial number, unless the queue is full. Says
    /// whether the writer has to be woken.
    pub(super) fn push(&self, format: impl FnOnce(&mut Vec<u8>, &mut Seconds, u64)) -> bool {
        // Each order matters only between this count and `writer_awake`: either we see that the
        // writer sleeps, or it sees our line before it goes to sleep.
        let waiting = self.lines.fetch_add(1, Ordering::SeqCst);
        let bytes_max = self.lines_max.saturating_mul(BYTES_PER_LINE);
        if waiting >= self.lines_max || self.bytes.load(Ordering::Relaxed) >= bytes_max {
            self.lines.fetch_sub(1, Ordering::SeqCst);
            self.dropped.fetch_add(1, Ordering::Relaxed);
        } else {
            let serial = self.serial.fetch_add(1, Ordering::Relaxed);
            let mut shard = lock(&self.shards[shard_of_this_thread()]);
            let Shard {
                bytes,
                lines,
                seconds,
            } = &mut *shard;
            let before = bytes.len();
            format(bytes, seconds, serial);
            *lines += 1;
            self.bytes
                .fetch_add(bytes.len() - before, Ordering::Relaxed);
        }
        !self.writer_awake.load(Ordering::SeqCst) && !self.writer_awake.swap(true, Ordering::SeqCst)
    }

    /// The writer's part: whether it may sleep until it is woken.
    pub(super) fn may_sleep(&self) -> bool {
        self.writer_awake.store(false, Ordering::SeqCst);
        let idle = self.is_empty();
        if !idle {
            self.writer_awake.store(true, Ordering::SeqCst);
        }
        idle
    }

    /// The writer's part: it is awake now.
    pub(super) fn woke(&self) {
        self.writer_awake.store(true, Ordering::SeqCst);
    }

    fn is_empty(&self) -> bool {
        self.lines.load(Ordering::SeqCst) == 0 && self.dropped.load(Ordering::Relaxed) == 0
    }

    /// The writer's part: hands over each buffer that has lines. `write` gets the bytes and gives
    /// them back as a buffer to be used again.
    pub(super) fn take(&self, mut write: impl FnMut(&[u8])) {
        for shard in &self.shards {
            let (mut bytes, lines) = {
                let mut shard = lock(shard);
                (
                    std::mem::take(&mut shard.bytes),
                    std::mem::take(&mut shard.lines),
                )
            };
            if lines == 0 {
                continue;
            }
            write(&bytes);
            self.lines.fetch_sub(lines, Ordering::SeqCst);
            self.bytes.fetch_sub(bytes.len(), Ordering::Relaxed);
            bytes.clear();
            let mut shard = lock(shard);
            if shard.bytes.is_empty() && bytes.capacity() <= KEPT_BYTES_MAX {
                shard.bytes = bytes;
            }
        }
    }

    /// The writer's part: lines dropped since the last call.
    pub(super) fn take_dropped(&self) -> u64 {
        self.dropped.swap(0, Ordering::Relaxed)
    }
}

/// Spreads threads over the shards by where the system put their memory.
fn shard_of_this_thread() -> usize {
    thread_local!(static MARK: u8 = const { 0 });
    let address = MARK.with(|mark| std::ptr::from_ref(mark) as u64);
    // Fibonacci hashing: neighbouring stacks are a power of two apart.
    (address.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 61) as usize
}

const _: () = assert!(
    SHARDS == 1 << 3,
    "shard_of_this_thread takes the top three bits"
);

/// A panic while formatting leaves half a line, which is better than no log.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}
