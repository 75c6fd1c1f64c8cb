//! Which files and folders there are: the journal's lines, applied one after another.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::record::{MediaFile, MediaFolder, ROOT};

/// A line of the journal.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Entry {
    /// A file came.
    File(MediaFile),
    /// A folder was made.
    Folder(MediaFolder),
    /// These files went to the trash.
    TrashFiles(Vec<String>),
    /// These folders went to the trash, with all that is in them.
    TrashFolders(Vec<String>),
}

/// Everything that is not in the trash.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    pub(super) files: BTreeMap<String, Arc<MediaFile>>,
    pub(super) folders: BTreeMap<String, MediaFolder>,
    /// The links that files were uploaded with.
    pub(super) uploads: HashSet<String>,
}

impl Shelf {
    pub(super) fn apply(&mut self, entry: Entry) {
        match entry {
            Entry::File(file) => {
                self.uploads.extend(file.upload.clone());
                self.files.insert(file.uri.clone(), Arc::new(file));
            }
            Entry::Folder(folder) => {
                self.folders.insert(folder.id.clone(), folder);
            }
            Entry::TrashFiles(uris) => {
                for uri in &uris {
                    self.files.remove(uri);
                }
            }
            Entry::TrashFolders(ids) => {
                for id in &self.with_all_within(&ids) {
                    self.folders.remove(id);
                }
            }
        }
    }

    /// How many things there are.
    pub(super) fn len(&self) -> usize {
        self.files.len() + self.folders.len()
    }

    /// The folder of this name in that one.
    pub(super) fn folder_named(&self, parent: &str, name: &str) -> Option<&MediaFolder> {
        let is_it = |one: &&MediaFolder| one.parent == parent && one.name == name;
        self.folders.values().find(is_it)
    }

    /// Whether there is a folder with this id.
    pub(super) fn has_folder(&self, id: &str) -> bool {
        id == ROOT || self.folders.contains_key(id)
    }

    /// These folders and all below them.
    pub(super) fn with_all_within(&self, ids: &[String]) -> HashSet<String> {
        let mut found: HashSet<String> = ids.iter().cloned().collect();
        loop {
            let before = found.len();
            let within = self
                .folders
                .values()
                .filter(|one| found.contains(&one.parent))
                .map(|one| one.id.clone())
                .collect::<Vec<_>>();
            found.extend(within);
            if found.len() == before {
                return found;
            }
        }
    }
}
