//! The files of one site's media, shared by the threads of its process and with other processes.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use velodrome_model::limits::Limits;

use super::error::{MediaError, at};
use super::journal::{Journal, sync_dir};
use super::kind::{MediaKind, is_type, type_of};
use super::link::Links;
use super::picture;
use super::record::{MediaFile, MediaFolder, ROOT, VISITORS, check_name, extension, is_uri};
use super::shelf::{Entry, Shelf};
use crate::data::prepare_dir;
use crate::file_lock::{FileLock, NotLocked};
use crate::sealed::{KeySource, random};

/// Folder of the data directory with the media.
const FOLDER: &str = "media";
const LOCK_WAIT_MS_MAX: u64 = 10_000;
/// Folders within folders.
const DEPTH_MAX: usize = 20;

/// A file that is to be kept.
#[derive(Clone, Debug, Default)]
pub struct NewFile {
    /// The folders that it is put into, from the outermost, with slashes between; those that are not
    /// there are made. The outermost folder of all when it is empty.
    pub path: String,
    /// Its name for people.
    pub name: String,
    /// Its MIME type; the name says it when there is none.
    pub mime: Option<String>,
    /// Its kind; the type says it when there is none.
    pub kind: Option<MediaKind>,
    /// Whether its link needs a token.
    pub is_private: bool,
    /// Whether a visitor uploads it: the folders are in [`VISITORS`].
    pub by_visitor: bool,
    /// Where it was imported from; may be empty.
    pub source_url: String,
    /// The link that it was uploaded with, if with one.
    pub upload: Option<String>,
}

/// The media of one site.
pub struct MediaLibrary {
    data_dir: PathBuf,
    dir: PathBuf,
    key: KeySource,
    bytes_max: u64,
    files_max: u64,
    links: OnceLock<Links>,
    /// Beginning of every link to a file.
    base: OnceLock<String>,
    state: Mutex<State>,
}

struct State {
    shelf: Shelf,
    journal: Journal,
}

impl std::fmt::Debug for MediaLibrary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MediaLibrary").finish_non_exhaustive()
    }
}

impl MediaLibrary {
    /// The media in this data directory. Touches no file. `base_url` is the site's, if it has one.
    pub fn open(
        data_dir: &Path,
        key: KeySource,
        limits: &Limits,
        base_url: Option<&str>,
    ) -> MediaLibrary {
        let dir = data_dir.join(FOLDER);
        MediaLibrary {
            data_dir: data_dir.to_owned(),
            key,
            bytes_max: limits.media_file_bytes_max,
            files_max: limits.media_files_max,
            links: OnceLock::new(),
            base: base_url.map_or_else(OnceLock::new, |url| OnceLock::from(url.to_owned())),
            state: Mutex::new(State {
                shelf: Shelf::default(),
                journal: Journal::new(dir.join("journal")),
            }),
            dir,
        }
    }

    /// Says where the server listens, which links begin with when the site has no `base_url`.
    pub fn listens_at(&self, origin: String) {
        let _known_already = self.base.set(origin);
    }

    /// The link to what is at this path below `/_media/`. Only a path where nobody has said where the
    /// server listens.
    pub fn link_to(&self, path: &str) -> String {
        let base = self.base.get().map_or("", String::as_str);
        format!("{base}/_media/{path}")
    }

    /// What makes and reads tokens; its key is made when it is not there.
    ///
    /// # Errors
    /// The key cannot be read or made.
    pub fn links(&self) -> Result<&Links, MediaError> {
        if let Some(links) = self.links.get() {
            return Ok(links);
        }
        let key = self.key.key_for(FOLDER, &self.data_dir)?;
        Ok(self.links.get_or_init(|| Links::new(&key)))
    }

    /// Where a file's content lies.
    pub fn content_path(&self, file: &MediaFile) -> PathBuf {
        self.path_of(&file.uri)
    }

    fn path_of(&self, uri: &str) -> PathBuf {
        debug_assert!(is_uri(uri));
        let shard = uri.get(..2).unwrap_or_default();
        self.dir.join("files").join(shard).join(uri)
    }

    /// What is there now.
    fn state(&self) -> Result<MutexGuard<'_, State>, MediaError> {
        // A panic while it was locked left what was there before, or less; the journal has it all.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { shelf, journal } = &mut *state;
        journal.follow(shelf)?;
        Ok(state)
    }

    /// The file of this URI.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn file(&self, uri: &str) -> Result<Option<Arc<MediaFile>>, MediaError> {
        Ok(self.state()?.shelf.files.get(uri).cloned())
    }

    /// The folder with this id.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn folder(&self, id: &str) -> Result<Option<MediaFolder>, MediaError> {
        Ok(self.state()?.shelf.folders.get(id).cloned())
    }

    /// The files that are meant, in no order.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn files(
        &self,
        is_meant: impl Fn(&MediaFile) -> bool,
    ) -> Result<Vec<Arc<MediaFile>>, MediaError> {
        let state = self.state()?;
        let files = state.shelf.files.values();
        Ok(files.filter(|file| is_meant(file)).cloned().collect())
    }

    /// The folders in the folder with this id, in no order.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn folders(&self, parent: &str) -> Result<Vec<MediaFolder>, MediaError> {
        let state = self.state()?;
        let folders = state.shelf.folders.values();
        Ok(folders
            .filter(|one| one.parent == parent)
            .cloned()
            .collect())
    }

    /// Keeps a file; it is on the disk when this returns.
    ///
    /// # Errors
    /// Something of it cannot be used, a limit is reached, its link was used, or the disk refuses.
    pub fn add(
        &self,
        new: NewFile,
        content: &[u8],
        now_ms: u64,
    ) -> Result<Arc<MediaFile>, MediaError> {
        if content.len() as u64 > self.bytes_max {
            return Err(MediaError::TooLarge {
                bytes_max: self.bytes_max,
            });
        }
        check_name(&new.name)?;
        let mime = match &new.mime {
            Some(mime) if !is_type(mime) => {
                return Err(MediaError::unusable("a MIME type looks like image/png"));
            }
            Some(mime) => mime.clone(),
            None => type_of(&new.name),
        };
        let digits = HEXLOWER.encode(&random::<16>());
        let uri = match extension(&new.name) {
            Some(extension) => format!("{digits}.{extension}"),
            None => digits,
        };
        let (width, height) = picture::size(content).unwrap_or_default();
        let mut file = MediaFile {
            kind: new.kind.unwrap_or_else(|| MediaKind::of_type(&mime)),
            mime,
            name: new.name.clone(),
            folder: String::new(),
            bytes: content.len() as u64,
            width,
            height,
            hash: HEXLOWER.encode(&Sha256::digest(content)),
            is_private: new.is_private,
            created_ms: now_ms,
            source_url: new.source_url.clone(),
            upload: new.upload.clone(),
            uri,
        };
        self.change(|shelf| {
            if let Some(upload) = &new.upload
                && shelf.uploads.contains(upload)
            {
                return Err(MediaError::UsedUp);
            }
            let (folder, mut entries) = folders_for(shelf, &new, now_ms)?;
            if (shelf.len() + entries.len()) as u64 >= self.files_max {
                return Err(MediaError::TooMany {
                    files_max: self.files_max,
                });
            }
            file.folder = folder;
            // Before the journal names it: a file that nothing names is only lost room.
            self.write_content(&file.uri, content)?;
            entries.push(Entry::File(file.clone()));
            Ok(entries)
        })?;
        Ok(Arc::new(file))
    }

    fn write_content(&self, uri: &str, content: &[u8]) -> Result<(), MediaError> {
        let path = self.path_of(uri);
        let dir = path.parent().expect("it is in a folder of its own");
        make_dir(dir)?;
        let opened = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path);
        let mut file = at("making", &path, opened)?;
        let written = file.write_all(content).and_then(|()| file.sync_all());
        at("writing", &path, written)?;
        sync_dir(dir)
    }

    /// Moves files to the trash; those that are not there are passed over.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn trash_files(&self, uris: &[String]) -> Result<(), MediaError> {
        self.change(|shelf| {
            let there = uris.iter().filter(|uri| shelf.files.contains_key(*uri));
            let there: Vec<String> = there.cloned().collect();
            self.move_to_trash(&there)?;
            Ok(match there.is_empty() {
                true => Vec::new(),
                false => vec![Entry::TrashFiles(there)],
            })
        })
    }

    /// Moves folders with all that is in them to the trash; those that are not there are passed over.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn trash_folders(&self, ids: &[String]) -> Result<(), MediaError> {
        self.change(|shelf| {
            let there = ids.iter().filter(|id| shelf.folders.contains_key(*id));
            let there: Vec<String> = there.cloned().collect();
            if there.is_empty() {
                return Ok(Vec::new());
            }
            let within = shelf.with_all_within(&there);
            let files = shelf.files.values();
            let files = files.filter(|file| within.contains(&file.folder));
            let uris: Vec<String> = files.map(|file| file.uri.clone()).collect();
            self.move_to_trash(&uris)?;
            Ok(vec![Entry::TrashFiles(uris), Entry::TrashFolders(there)])
        })
    }

    fn move_to_trash(&self, uris: &[String]) -> Result<(), MediaError> {
        let trash = self.dir.join("trash");
        make_dir(&trash)?;
        for uri in uris {
            let path = self.path_of(uri);
            match fs::rename(&path, trash.join(uri)) {
                // A crash may have left it moved and not yet removed from the journal.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                moved => at("moving", &path, moved)?,
            }
        }
        Ok(())
    }

    /// Adds to the journal what `change` says, under its lock.
    fn change(
        &self,
        change: impl FnOnce(&Shelf) -> Result<Vec<Entry>, MediaError>,
    ) -> Result<(), MediaError> {
        at("making", &self.data_dir, prepare_dir(&self.data_dir))?;
        make_dir(&self.dir)?;
        let _lock = self.lock()?;
        let mut state = self.state()?;
        let State { shelf, journal } = &mut *state;
        let entries = change(shelf)?;
        if entries.is_empty() {
            return Ok(());
        }
        journal.add(&entries)?;
        journal.follow(shelf)
    }

    fn lock(&self) -> Result<FileLock, MediaError> {
        let path = self.dir.join("journal.lock");
        FileLock::take(&path, LOCK_WAIT_MS_MAX).map_err(|why| match why {
            NotLocked::Failed(doing, error) => {
                MediaError::unavailable(format_args!("{doing} {} failed: {error}", path.display()))
            }
            NotLocked::Busy => MediaError::unavailable(format_args!(
                "somebody else has held {} for {LOCK_WAIT_MS_MAX} ms",
                path.display()
            )),
        })
    }
}

/// The id of the folder that a file goes into, and the folders that are to be made for it.
fn folders_for(
    shelf: &Shelf,
    new: &NewFile,
    now_ms: u64,
) -> Result<(String, Vec<Entry>), MediaError> {
    let mut entries = Vec::new();
    let mut parent = ROOT.to_owned();
    let mut make = |id: String, name: &str, parent: String| {
        entries.push(Entry::Folder(MediaFolder {
            id,
            name: name.to_owned(),
            parent,
            created_ms: now_ms,
        }));
    };
    if new.by_visitor {
        if !shelf.has_folder(VISITORS) {
            make(VISITORS.to_owned(), "Visitor Uploads", ROOT.to_owned());
        }
        parent = VISITORS.to_owned();
    }
    let names: Vec<&str> = new
        .path
        .split('/')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    if names.len() > DEPTH_MAX {
        return Err(MediaError::unusable(format!(
            "a path in the media has at most {DEPTH_MAX} folders"
        )));
    }
    for name in names {
        check_name(name)?;
        parent = match shelf.folder_named(&parent, name) {
            Some(found) => found.id.clone(),
            None => {
                let id = HEXLOWER.encode(&random::<16>());
                make(id.clone(), name, parent);
                id
            }
        };
    }
    Ok((parent, entries))
}

fn make_dir(path: &Path) -> Result<(), MediaError> {
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path);
    at("making", path, made)
}
