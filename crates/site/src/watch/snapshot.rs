//! The state of every file in a scope at one time.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::scope::Scope;
use super::stamp::Stamp;

/// Most files and folders that are looked at; further ones are noticed only through hints.
const ENTRIES_MAX: usize = 50_000;
/// Most folders that hints are asked for.
const DIRS_MAX: usize = 8_192;

/// Stamps by path, and the folders they were found in.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    /// When we began to look.
    pub(super) taken: SystemTime,
    pub(super) stamps: HashMap<PathBuf, Stamp>,
    /// Folders in which a change means that it is worth looking again.
    pub(super) dirs: Vec<PathBuf>,
}

impl Snapshot {
    /// Looks at everything in the scope. `before` is the last snapshot.
    pub(super) fn take(scope: &Scope, before: Option<&Snapshot>) -> Snapshot {
        let snapshot = Snapshot {
            taken: SystemTime::now(),
            stamps: HashMap::new(),
            dirs: Vec::new(),
        };
        let mut walk = Walk {
            scope,
            before,
            snapshot,
            seen: HashSet::new(),
        };
        for dir in &scope.above {
            walk.add_dir(dir);
        }
        for root in &scope.roots {
            walk.tree(root);
        }
        for single in &scope.singles {
            walk.single(single);
        }
        let mut dirs = walk.snapshot.dirs;
        dirs.sort();
        dirs.dedup();
        dirs.truncate(DIRS_MAX);
        Snapshot {
            dirs,
            ..walk.snapshot
        }
    }

    /// The paths that are not surely the same in both.
    pub(super) fn differences<'s>(
        &'s self,
        before: &'s Snapshot,
    ) -> impl Iterator<Item = &'s Path> {
        let changed = self.stamps.iter().filter(|(path, stamp)| {
            !before
                .stamps
                .get(*path)
                .is_some_and(|before| before.is_same(stamp))
        });
        let gone = before
            .stamps
            .keys()
            .filter(|path| !self.stamps.contains_key(*path));
        changed
            .map(|(path, _)| path)
            .chain(gone)
            .map(PathBuf::as_path)
    }

    /// Forgets what is needed only to compare with the next snapshot of a young file.
    pub(super) fn aged(mut self) -> Snapshot {
        for stamp in self.stamps.values_mut() {
            *stamp = stamp.aged();
        }
        self
    }

    /// The snapshot of another scope that stands for the same time as this one: what both have
    /// keeps the older stamp, and what may have changed since then is made to differ.
    pub(super) fn moved_to(&self, scope: &Scope) -> Snapshot {
        let mut moved = Snapshot::take(scope, Some(self));
        for (path, stamp) in &mut moved.stamps {
            match self.stamps.get(path) {
                Some(before) => *stamp = *before,
                None if stamp.is_since(self.taken) => *stamp = Stamp::unknown(),
                None => {}
            }
        }
        for (path, before) in &self.stamps {
            if !moved.stamps.contains_key(path) && !path.exists() {
                moved.stamps.insert(path.clone(), *before);
            }
        }
        moved.taken = self.taken;
        moved
    }
}

struct Walk<'w> {
    scope: &'w Scope,
    before: Option<&'w Snapshot>,
    snapshot: Snapshot,
    /// Folders that were walked: links may lead back to them.
    seen: HashSet<(u64, u64)>,
}

impl Walk<'_> {
    fn tree(&mut self, root: &Path) {
        let mut left = vec![root.to_owned()];
        while let Some(dir) = left.pop() {
            let Ok(metadata) = fs::metadata(&dir) else {
                continue;
            };
            if !metadata.is_dir() || !self.seen.insert((metadata.dev(), metadata.ino())) {
                continue;
            }
            self.add_dir(&dir);
            let Ok(entries) = fs::read_dir(&dir) else {
                continue;
            };
            for entry in entries.flatten() {
                let path = entry.path();
                if self.scope.skips(&path) || self.snapshot.stamps.len() >= ENTRIES_MAX {
                    continue;
                }
                // Through links, so that one that is made to point elsewhere is a change.
                match fs::metadata(&path) {
                    Ok(metadata) if metadata.is_dir() => left.push(path),
                    Ok(metadata) => self.add(path, &metadata),
                    Err(_) => {}
                }
            }
        }
    }

    fn single(&mut self, path: &Path) {
        if self.snapshot.stamps.contains_key(path) {
            return;
        }
        if let Some(parent) = path.parent() {
            self.add_dir(parent);
        }
        if let Ok(metadata) = fs::metadata(path) {
            self.add(path.to_owned(), &metadata);
        }
    }

    fn add_dir(&mut self, dir: &Path) {
        if self.snapshot.dirs.last().is_none_or(|last| last != dir) {
            self.snapshot.dirs.push(dir.to_owned());
        }
    }

    fn add(&mut self, path: PathBuf, metadata: &fs::Metadata) {
        let before = self.before.and_then(|before| before.stamps.get(&path));
        let stamp = Stamp::of(&path, metadata, self.snapshot.taken, before);
        self.snapshot.stamps.insert(path, stamp);
    }
}
