//! The answers of one turn of a thread's loop, written together.
//!
//! A write to a client that sleeps has to wake it, on another core as a rule, and that is paid by the
//! writer: up to a fifth of a request. Many clients are woken once when the requests that came in
//! together are all answered before the first answer is written. So while a thread is busy, short
//! answers that were made quickly are left with their connection ([`Link`]), and a task that comes
//! after all that are due now writes them.
//!
//! Nobody waits long for that: at most [`HELD_MAX`] and one handler; and while a handler does not come
//! back, the thread that watches writes what waits behind it.

use crate::link::Link;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// So many answers since the thread last waited are written at once: a thread at rest owes nobody.
const DIRECT: u32 = 2;
/// An answer that took longer is written at once: the next one may take as long.
const QUICK_MAX: Duration = Duration::from_micros(100);
/// Answers that have been held for longer are written by whoever answers next.
const HELD_MAX: Duration = Duration::from_micros(200);

/// How many answers a thread has made since it last waited; its event loop tells when it does.
#[derive(Default)]
pub(crate) struct Pace(AtomicU32);

impl Pace {
    /// The thread begins to wait.
    pub(crate) fn rest(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Counts an answer. Only the thread itself counts, so nothing is lost.
    fn count(&self) -> u32 {
        let count = self.0.load(Ordering::Relaxed).saturating_add(1);
        self.0.store(count, Ordering::Relaxed);
        count
    }
}

/// What one thread holds back.
pub(crate) struct Turn {
    pace: Arc<Pace>,
    /// Connections with something to write.
    held: RefCell<Vec<Arc<Link>>>,
    /// Since when the first of them has.
    since: Cell<Option<Instant>>,
    /// Told when there is a first.
    begun: Notify,
    write_idle: Duration,
}

impl Turn {
    /// A client that takes nothing for `write_idle_ms_max` is given up.
    pub(crate) fn new(pace: Arc<Pace>, write_idle_ms_max: u64) -> Turn {
        Turn {
            pace,
            held: RefCell::default(),
            since: Cell::new(None),
            begun: Notify::new(),
            write_idle: Duration::from_millis(write_idle_ms_max),
        }
    }

    /// Takes an answer, ready at `now` after `took`, to write it with others; false when its
    /// connection is to write it itself, now.
    pub(crate) fn hold(
        &self,
        link: &Arc<Link>,
        bytes: &[u8],
        now: Instant,
        took: Duration,
    ) -> bool {
        if self.pace.count() <= DIRECT || took > QUICK_MAX || !link.hold(bytes) {
            return false;
        }
        self.held.borrow_mut().push(Arc::clone(link));
        match self.since.get() {
            None => {
                self.since.set(Some(now));
                self.begun.notify_one();
            }
            Some(since) if now.duration_since(since) > HELD_MAX => self.end(),
            Some(_) => {}
        }
        true
    }

    /// Writes all that is held.
    pub(crate) fn end(&self) {
        self.since.set(None);
        let mut held = self.held.take();
        for link in held.drain(..) {
            if !link.write_held() {
                tokio::task::spawn_local(write_slowly(link, self.write_idle));
            }
        }
        // Its memory serves the next turn.
        self.held.replace(held);
    }

    /// Ends each turn; for a task of the thread's loop.
    pub(crate) async fn end_each(self: Rc<Turn>) {
        loop {
            self.begun.notified().await;
            self.end();
        }
    }
}

/// Writes to a client that takes less than it is sent.
async fn write_slowly(link: Arc<Link>, write_idle: Duration) {
    let written = async {
        while link.writable().await.is_ok() {
            if link.write_held() {
                return;
            }
        }
    };
    if tokio::time::timeout(write_idle, written).await.is_err() {
        link.give_up();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http1::Peer;
    use crate::link::LinkIo;
    use std::io::Read;
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;
    use tokio::task::LocalSet;

    const QUICK: Duration = Duration::from_micros(10);

    /// A link and its client.
    async fn connected() -> (Arc<Link>, std::net::TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it has one");
        let client = std::net::TcpStream::connect(address).expect("it listens");
        let (stream, address) = listener.accept().await.expect("it connects");
        (Arc::new(Link::new(stream, Peer::plain(address))), client)
    }

    fn run(test: impl Future<Output = ()>) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        LocalSet::new().block_on(&runtime, test);
    }

    fn busy_turn() -> Turn {
        let turn = Turn::new(Arc::default(), 60_000);
        while turn.pace.count() < DIRECT {}
        turn
    }

    #[test]
    fn a_thread_that_rests_between_answers_holds_none() {
        run(async {
            let (link, _client) = connected().await;
            let pace = Arc::new(Pace::default());
            let turn = Turn::new(Arc::clone(&pace), 60_000);
            let hold = || turn.hold(&link, b"answer", Instant::now(), QUICK);
            assert!(!hold() && !hold() && hold());
            pace.rest();
            assert!(!hold());
        });
    }

    #[test]
    fn long_in_the_making_is_not_held() {
        run(async {
            let (link, _client) = connected().await;
            let turn = busy_turn();
            let slow = QUICK_MAX + Duration::from_micros(1);
            assert!(!turn.hold(&link, b"answer", Instant::now(), slow));
            assert!(turn.hold(&link, b"answer", Instant::now(), QUICK_MAX));
        });
    }

    #[test]
    fn what_was_held_too_long_is_written_with_the_next() {
        run(async {
            let ((one, mut first), (two, mut second)) = (connected().await, connected().await);
            let turn = busy_turn();
            let now = Instant::now();
            assert!(turn.hold(&one, b"1", now, QUICK));
            let later = now + HELD_MAX + Duration::from_micros(1);
            assert!(turn.hold(&two, b"2", later, QUICK));
            let mut byte = [0];
            first.read_exact(&mut byte).expect("written");
            assert_eq!(byte, *b"1");
            second.read_exact(&mut byte).expect("written");
            assert_eq!(byte, *b"2");
        });
    }

    #[test]
    fn a_client_that_reads_late_gets_all_in_order() {
        run(async {
            let (link, mut client) = connected().await;
            let turn = busy_turn();
            let answer: Vec<u8> = (0..60_000_u32).map(|at| (at % 251) as u8).collect();
            let mut sent = 0;
            let mut io = LinkIo(Arc::clone(&link));
            // Until the socket takes no more and what waits is enough.
            while turn.hold(&link, &answer, Instant::now(), QUICK) {
                sent += answer.len();
                turn.end();
            }
            let reads = std::thread::spawn(move || {
                let mut all = Vec::new();
                client.read_to_end(&mut all).expect("until the end");
                all
            });
            io.write_all(b"last").await.expect("the client reads");
            io.shutdown().await.expect("the client reads");
            let all = reads.join().expect("no panic");
            assert_eq!(all.len(), sent + 4);
            assert!(all[..sent].chunks(answer.len()).all(|part| part == answer));
            assert_eq!(&all[sent..], b"last");
        });
    }

    #[test]
    fn a_client_that_reads_nothing_is_given_up() {
        run(async {
            let (link, client) = connected().await;
            let turn = Turn::new(Arc::default(), 20);
            while turn.pace.count() < DIRECT {}
            while turn.hold(&link, &[b'x'; 60_000], Instant::now(), QUICK) {
                turn.end();
            }
            // The server's end is shut down: its next read sees the end.
            let mut io = LinkIo(link);
            let mut byte = [0];
            let read = tokio::io::AsyncReadExt::read(&mut io, &mut byte).await;
            assert!(matches!(read, Ok(0) | Err(_)));
            drop(client);
        });
    }
}
