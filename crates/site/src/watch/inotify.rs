//! Linux's notices, reduced to "something happened in one of these folders".
//!
//! The events themselves are thrown away: which file it was says the snapshot, more reliably.

use std::collections::HashSet;
use std::io;
use std::os::fd::OwnedFd;
use std::path::PathBuf;

use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init, remove_watch};
use rustix::io::Errno;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Folders being watched.
pub(super) struct Inotify {
    fd: AsyncFd<OwnedFd>,
    watches: HashSet<i32>,
}

/// Everything that can change what a file says; reading is none of it, or each build would be
/// the cause of the next.
const EVENTS: WatchFlags = WatchFlags::CREATE
    .union(WatchFlags::DELETE)
    .union(WatchFlags::MODIFY)
    .union(WatchFlags::CLOSE_WRITE)
    .union(WatchFlags::ATTRIB)
    .union(WatchFlags::MOVE)
    .union(WatchFlags::MOVE_SELF)
    .union(WatchFlags::DELETE_SELF)
    .union(WatchFlags::ONLYDIR);

impl Inotify {
    pub(super) fn new() -> io::Result<Inotify> {
        let fd = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
        #[expect(
            deprecated,
            reason = "an OwnedFd stays the same open file, which is all that the unsafe successor asks for"
        )]
        let fd = AsyncFd::with_interest(fd, Interest::READABLE)?;
        Ok(Inotify {
            fd,
            watches: HashSet::new(),
        })
    }

    /// Watches exactly these folders from now on; says whether one of them was not watched
    /// before. Folders that do not exist are left out.
    ///
    /// Each folder is asked for again each time: that costs a microsecond when nothing changed,
    /// and it is the only way to notice that another folder has taken its place.
    ///
    /// # Errors
    /// The system has no more watches to give.
    pub(super) fn watch(&mut self, dirs: &[PathBuf]) -> io::Result<bool> {
        let mut watches = HashSet::with_capacity(dirs.len());
        for dir in dirs {
            match add_watch(&self.fd, dir, EVENTS) {
                Ok(watch) => {
                    watches.insert(watch);
                }
                Err(Errno::NOENT | Errno::NOTDIR | Errno::ACCESS | Errno::LOOP) => {}
                Err(error) => return Err(error.into()),
            }
        }
        for gone in self.watches.difference(&watches) {
            // The kernel has removed the watches of deleted folders by itself.
            let _ = remove_watch(&self.fd, *gone);
        }
        let grew = !watches.is_subset(&self.watches);
        self.watches = watches;
        Ok(grew)
    }

    /// Waits until something happened since the last call.
    pub(super) async fn told(&self) -> io::Result<()> {
        loop {
            let mut ready = self.fd.readable().await?;
            let told = self.drain()?;
            ready.clear_ready();
            if told {
                return Ok(());
            }
        }
    }

    /// Throws away what has been told; says whether there was anything.
    fn drain(&self) -> io::Result<bool> {
        let mut told = false;
        let mut buffer = [0; 16 * 1024];
        loop {
            match rustix::io::read(&self.fd, &mut buffer) {
                Ok(0) | Err(Errno::AGAIN) => return Ok(told),
                Ok(_) => told = true,
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
