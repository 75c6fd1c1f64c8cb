//! A site's media: files that its code or its visitors upload, kept in a folder of the data directory
//! and served at `/_media`.
//!
//! [`MediaLibrary`] keeps them; [`MediaService`] is what JavaScript asks (`runtime/js/velo/media`); the
//! server's surface is `server/src/media`.
//!
//! ```text
//! media/journal        a line of JSON for each file, folder and removal, in order; only added to
//! media/journal.lock   held (flock) while it is added to
//! media/files/ab/ab..  the files' content, named by their URI; never changed once it is there
//! media/trash/ab..     the content of files that were moved to the trash
//! keys/media.key       what links with a token are signed with, unless VELODROME_KEY holds that
//! ```

mod error;
mod journal;
mod kind;
mod library;
mod link;
mod picture;
mod record;
mod service;
mod shelf;

pub use error::MediaError;
pub use kind::{MediaKind, type_of};
pub use library::{MediaLibrary, NewFile};
pub use link::{Download, LinkError, Links, Upload};
pub use record::{MediaFile, MediaFolder, ROOT, VISITORS};
pub use service::MediaService;
