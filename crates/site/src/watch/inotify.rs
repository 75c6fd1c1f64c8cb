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

use super::hints::About;

/// Folders being watched.
pub(super) struct Inotify {
    fd: AsyncFd<OwnedFd>,
    events: WatchFlags,
    watches: HashSet<i32>,
}

/// All that can change which file a name means.
const NAMES: WatchFlags = WatchFlags::CREATE
    .union(WatchFlags::DELETE)
    .union(WatchFlags::CLOSE_WRITE)
    .union(WatchFlags::MOVE)
    .union(WatchFlags::MOVE_SELF)
    .union(WatchFlags::DELETE_SELF)
    .union(WatchFlags::ONLYDIR);
/// Everything that can change what a file says; reading is none of it, or each build would be
/// the cause of the next.
const CONTENTS: WatchFlags = NAMES.union(WatchFlags::MODIFY).union(WatchFlags::ATTRIB);

impl Inotify {
    pub(super) fn new(about: About) -> io::Result<Inotify> {
        let fd = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
        #[expect(
            deprecated,
            reason = "an OwnedFd stays the same open file, which is all that the unsafe successor asks for"
        )]
        let fd = AsyncFd::with_interest(fd, Interest::READABLE)?;
        Ok(Inotify {
            fd,
            events: match about {
                About::Names => NAMES,
                About::Contents => CONTENTS,
            },
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
            match add_watch(&self.fd, dir, self.events) {
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

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io::Write as _;

    use super::{About, Inotify};

    #[test]
    fn names_are_told_without_what_is_written_to_a_file_meanwhile() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .expect("a runtime");
        let _entered = runtime.enter();
        for (about, heard) in [(About::Names, false), (About::Contents, true)] {
            let dir = tempfile::tempdir().expect("a folder");
            let mut open = File::create(dir.path().join("open")).expect("a file");
            let mut inotify = Inotify::new(about).expect("the system tells");
            let is_new = inotify.watch(&[dir.path().to_owned()]);
            assert!(is_new.expect("watched"));
            open.write_all(b"1").expect("written");
            assert_eq!(inotify.drain().expect("read"), heard, "{about:?}");
            fs::write(dir.path().join("new"), "1").expect("written");
            assert!(inotify.drain().expect("read"));
            fs::rename(dir.path().join("new"), dir.path().join("open")).expect("renamed");
            assert!(inotify.drain().expect("read"));
        }
    }
}
