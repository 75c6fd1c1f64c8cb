//! The log's own thread: waits for lines, lets some gather, writes them together.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::park_timeout;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use velodrome_model::log::{LogLine, Severity};

use super::Format;
use super::queue::Queue;

/// How long lines gather before they are written.
const GATHER: Duration = Duration::from_millis(10);
/// How long a flush waits for a reader that does not read.
const FLUSH_MAX: Duration = Duration::from_secs(2);

/// What producers and the writer share.
pub(super) struct Shared {
    pub(super) format: Format,
    pub(super) queue: Queue,
    flushes: Mutex<Flushes>,
    flushed: Condvar,
    is_urgent: AtomicBool,
    must_end: AtomicBool,
}

/// Flushes that were asked for, and the last one that is done.
#[derive(Default)]
struct Flushes {
    wanted: u64,
    done: u64,
}

impl Shared {
    pub(super) fn new(format: Format, lines_max: u64) -> Arc<Shared> {
        Arc::new(Shared {
            format,
            queue: Queue::new(lines_max),
            flushes: Mutex::default(),
            flushed: Condvar::new(),
            is_urgent: AtomicBool::new(false),
            must_end: AtomicBool::new(false),
        })
    }

    /// Waits until everything pushed before has been written, but not for ever.
    pub(super) fn flush(&self, wake: impl FnOnce()) {
        let mut flushes = self.flushes.lock().unwrap_or_else(PoisonError::into_inner);
        flushes.wanted += 1;
        let wanted = flushes.wanted;
        self.is_urgent.store(true, Ordering::SeqCst);
        wake();
        let _done = self
            .flushed
            .wait_timeout_while(flushes, FLUSH_MAX, |flushes| flushes.done < wanted);
    }

    /// Lets the writer end when it has written everything.
    pub(super) fn end(&self, wake: impl FnOnce()) {
        self.must_end.store(true, Ordering::SeqCst);
        self.is_urgent.store(true, Ordering::SeqCst);
        wake();
    }

    /// The writer thread's whole life.
    pub(super) fn write_to(&self, mut out: impl Write) {
        loop {
            self.wait();
            // First forget that somebody was in a hurry, then look who: what comes after the look
            // finds the mark cleared and sets it again.
            self.is_urgent.store(false, Ordering::SeqCst);
            let must_end = self.must_end.load(Ordering::SeqCst);
            let wanted = self
                .flushes
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .wanted;
            self.write_all(&mut out);
            self.flushes
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .done = wanted;
            self.flushed.notify_all();
            if must_end {
                return;
            }
        }
    }

    /// Sleeps until there is a line, then lets more gather.
    fn wait(&self) {
        while !self.is_urgent.load(Ordering::SeqCst) && self.queue.may_sleep() {
            std::thread::park();
            self.queue.woke();
        }
        let end = Instant::now() + GATHER;
        while !self.is_urgent.load(Ordering::SeqCst) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            park_timeout(left);
        }
    }

    fn write_all(&self, out: &mut impl Write) {
        // Nobody is left to be told that the log cannot be written.
        self.queue.take(|bytes| drop(out.write_all(bytes)));
        let dropped = self.queue.take_dropped();
        if dropped > 0 {
            let mut line = Vec::new();
            self.format_dropped(&mut line, dropped);
            drop(out.write_all(&line));
        }
        drop(out.flush());
    }

    fn format_dropped(&self, out: &mut Vec<u8>, dropped: u64) {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let line = LogLine {
            time_ms: u64::try_from(now.as_millis()).unwrap_or(u64::MAX),
            severity: Severity::Warning,
            function: None,
            request_id: None,
            position: None,
            message: format!(
                "{dropped} log lines were left out: more were waiting than log_queue_lines_max allows"
            ),
            revision: 0,
        };
        let mut seconds = super::time::Seconds::default();
        match &self.format {
            Format::Pretty(pretty) => pretty.line(out, &mut seconds, &line),
            Format::Json(json) => json.line(out, &mut seconds, 0, &line),
        }
    }
}
