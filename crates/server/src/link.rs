//! A connection that another thread can take over while it waits for a request.
//!
//! A thread that is stuck in JavaScript would leave its waiting clients without an answer until
//! the limit ends the offender. As long as a connection is between two requests, with nothing read
//! and nothing to write, all there is to it is the socket, and any thread can serve it.
//!
//! One atomic decides: the owner claims the connection before it reads, a taker before it leaves.
//!
//! A link also holds answers that are written together with those of other connections
//! ([`crate::turn`]): whoever comes first writes them, the owner or the thread that watches.

use crate::http1::Peer;
use std::collections::BTreeMap;
use std::io;
use std::os::fd::AsFd;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::TcpStream;
use tokio::task::AbortHandle;

/// Between two requests.
const WAITING: u8 = 0;
/// The owner reads, answers or writes.
const CLAIMED: u8 = 1;
/// Somebody else has it.
const TAKEN: u8 = 2;

/// More than this is not held back: a client that takes its answers slowly has to wait with the next.
const HELD_BYTES_MAX: usize = 64 * 1024;
/// Memory kept for what is held.
const KEPT_BYTES_MAX: usize = 4 * 1024;

/// Links looked at in one round.
const ROUND_MAX: usize = 1024;

/// One accepted connection, shared with whoever may take it over.
pub(crate) struct Link {
    stream: TcpStream,
    peer: Peer,
    state: AtomicU8,
    /// Ends the owner's task when the connection is taken.
    owner: OnceLock<AbortHandle>,
    /// Made and not yet written.
    held: Mutex<Vec<u8>>,
    /// Whether there is any of it.
    holds: AtomicBool,
}

impl Link {
    pub(crate) fn new(stream: TcpStream, peer: Peer) -> Link {
        Link {
            stream,
            peer,
            state: AtomicU8::new(WAITING),
            owner: OnceLock::new(),
            held: Mutex::default(),
            holds: AtomicBool::new(false),
        }
    }

    /// Holds an answer back; false when with what waits already it is too much.
    pub(crate) fn hold(&self, bytes: &[u8]) -> bool {
        let mut held = lock(&self.held);
        if held.len() + bytes.len() > HELD_BYTES_MAX {
            return false;
        }
        held.extend_from_slice(bytes);
        self.holds.store(true, Ordering::Release);
        true
    }

    /// Writes what is held as far as the client takes it now; true when nothing is left. Any
    /// thread may.
    pub(crate) fn write_held(&self) -> bool {
        if !self.holds.load(Ordering::Acquire) {
            return true;
        }
        let mut held = lock(&self.held);
        let mut written = 0;
        while written < held.len() {
            match self.stream.try_write(&held[written..]) {
                Ok(count) if count > 0 => written += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    held.drain(..written);
                    return false;
                }
                // The connection is gone, as its next read will tell.
                _ => break,
            }
        }
        held.clear();
        held.shrink_to(KEPT_BYTES_MAX);
        self.holds.store(false, Ordering::Release);
        true
    }

    /// Waits until the client may take more.
    pub(crate) async fn writable(&self) -> io::Result<()> {
        self.stream.writable().await
    }

    /// The client takes nothing: ends the connection.
    pub(crate) fn give_up(&self) {
        let _gone_anyway = rustix::net::shutdown(&self.stream, rustix::net::Shutdown::Both);
    }

    /// Ready when nothing is held any more.
    fn poll_write_held(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.write_held() {
            ready!(self.stream.poll_write_ready(context))?;
        }
        Poll::Ready(Ok(()))
    }

    pub(crate) fn set_owner(&self, task: AbortHandle) {
        let _set_once = self.owner.set(task);
    }

    /// The owner has read and written all there was.
    pub(crate) fn wait(&self) {
        let _taken = self.change(CLAIMED, WAITING);
    }

    /// The first byte that the client sends, without taking it: until it is read, the connection
    /// waits and can move. `None` when there will be none.
    pub(crate) async fn first_byte(&self) -> io::Result<Option<u8>> {
        let mut byte = [0];
        let found = self.stream.peek(&mut byte).await?;
        Ok((found == 1).then_some(byte[0]))
    }

    /// After a read that did not fill its buffer the socket is empty, and says so when that
    /// changes: asking it again now would cost a system call for nothing.
    fn expect_nothing_more(&self) {
        let empty = || Err::<(), _>(io::ErrorKind::WouldBlock.into());
        let _would_block = self.stream.try_io(Interest::READABLE, empty);
    }

    fn change(&self, from: u8, to: u8) -> bool {
        self.state
            .compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }

    /// Takes a waiting connection from its owner.
    fn take(&self) -> Option<(std::net::TcpStream, Peer)> {
        if !self.write_held() {
            return None;
        }
        let socket = self.stream.as_fd().try_clone_to_owned().ok()?;
        if !self.change(WAITING, TAKEN) {
            return None;
        }
        if let Some(owner) = self.owner.get() {
            owner.abort();
        }
        Some((std::net::TcpStream::from(socket), self.peer))
    }
}

/// The connections of one thread.
#[derive(Default)]
pub(crate) struct Links {
    /// By the order in which they were accepted.
    open: Mutex<BTreeMap<u64, Arc<Link>>>,
    next: AtomicU64,
}

impl std::fmt::Debug for Links {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Links").finish_non_exhaustive()
    }
}

impl Links {
    pub(crate) fn insert(&self, link: &Arc<Link>) -> u64 {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        lock(&self.open).insert(id, Arc::clone(link));
        id
    }

    pub(crate) fn remove(&self, id: u64) {
        lock(&self.open).remove(&id);
    }

    /// Writes the answers that are held back.
    pub(crate) fn write_held(&self) {
        for link in lock(&self.open).values() {
            let _takes_more_later = link.write_held();
        }
    }

    /// How many clients have sent something and wait.
    pub(crate) fn waiting(&self) -> usize {
        self.find_waiting().len()
    }

    /// Takes the connection whose client has waited longest.
    pub(crate) fn take_waiting(&self) -> Option<(std::net::TcpStream, Peer)> {
        self.find_waiting().iter().find_map(|link| link.take())
    }

    /// Those that wait and have something to read, oldest first.
    fn find_waiting(&self) -> Vec<Arc<Link>> {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let candidates: Vec<Arc<Link>> = lock(&self.open)
            .values()
            .filter(|link| link.state.load(Ordering::Acquire) == WAITING)
            .take(ROUND_MAX)
            .cloned()
            .collect();
        let mut asked: Vec<PollFd<'_>> = candidates
            .iter()
            .map(|link| PollFd::new(&link.stream, PollFlags::IN))
            .collect();
        let at_once = Timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        if poll(&mut asked, Some(&at_once)).is_err() {
            return Vec::new();
        }
        let readable = asked
            .iter()
            .map(|one| one.revents().contains(PollFlags::IN));
        let found = candidates
            .iter()
            .zip(readable)
            .filter(|(_, readable)| *readable);
        found.map(|(link, _)| Arc::clone(link)).collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The owner's end of a link.
pub(crate) struct LinkIo(pub(crate) Arc<Link>);

impl AsyncRead for LinkIo {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let link = &self.0;
        loop {
            ready!(link.stream.poll_read_ready(context))?;
            let was_waiting = link.change(WAITING, CLAIMED);
            if !was_waiting && link.state.load(Ordering::Acquire) == TAKEN {
                // The owner's task is being aborted.
                return Poll::Pending;
            }
            match link.stream.try_read_buf(buffer) {
                Ok(_) => {
                    if buffer.remaining() > 0 {
                        link.expect_nothing_more();
                    }
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if was_waiting {
                        link.wait();
                    }
                }
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }
}

impl AsyncWrite for LinkIo {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.0.poll_write_held(context))?;
        let stream = &self.0.stream;
        loop {
            ready!(stream.poll_write_ready(context))?;
            match stream.try_write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                written => return Poll::Ready(written),
            }
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        ready!(self.0.poll_write_held(context))?;
        let stream = &self.0.stream;
        loop {
            ready!(stream.poll_write_ready(context))?;
            match stream.try_write_vectored(slices) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                written => return Poll::Ready(written),
            }
        }
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.0.poll_write_held(context))?;
        let shut = rustix::net::shutdown(&self.0.stream, rustix::net::Shutdown::Write);
        Poll::Ready(shut.map_err(io::Error::from))
    }
}
