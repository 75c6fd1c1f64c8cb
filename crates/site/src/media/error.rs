//! Why a file of the media could not be read or kept.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::sealed::SealedError;

/// An error of the media.
#[derive(Clone, Debug)]
pub enum MediaError {
    /// There is no such file or folder.
    NotFound {
        /// What was asked for.
        what: String,
    },
    /// Something that cannot be a file, a name or a folder.
    Unusable {
        /// What is wrong with it.
        reason: String,
    },
    /// A file that is longer than one may be.
    TooLarge {
        /// The limit `media_file_bytes_max`.
        bytes_max: u64,
    },
    /// There are as many files and folders as there may be.
    TooMany {
        /// The limit `media_files_max`.
        files_max: u64,
    },
    /// The link to upload a file was used.
    UsedUp,
    /// The file system refused, or what is there makes no sense; what people are told, with a path.
    Unavailable(Arc<str>),
}

impl MediaError {
    /// The stable code of the error, which JavaScript sees as `code`.
    pub fn code(&self) -> &'static str {
        match self {
            MediaError::NotFound { .. } => "MEDIA_NOT_FOUND",
            MediaError::Unusable { .. } => "MEDIA_ARGUMENT_INVALID",
            MediaError::TooLarge { .. } => "MEDIA_TOO_LARGE",
            MediaError::TooMany { .. } => "MEDIA_TOO_MANY",
            MediaError::UsedUp => "MEDIA_UPLOAD_USED",
            MediaError::Unavailable(_) => "MEDIA_UNAVAILABLE",
        }
    }

    pub(super) fn unusable(reason: impl Into<String>) -> MediaError {
        MediaError::Unusable {
            reason: reason.into(),
        }
    }

    pub(super) fn unavailable(reason: impl fmt::Display) -> MediaError {
        MediaError::Unavailable(reason.to_string().into())
    }
}

/// Attaches what was done to which file.
pub(super) fn at<T>(doing: &str, path: &Path, result: io::Result<T>) -> Result<T, MediaError> {
    result.map_err(|error| {
        MediaError::unavailable(format_args!("{doing} {} failed: {error}", path.display()))
    })
}

impl fmt::Display for MediaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MediaError::NotFound { what } => {
                write!(f, "there is no file or folder {what:?} in the media")
            }
            MediaError::Unusable { reason } => f.write_str(reason),
            MediaError::TooLarge { bytes_max } => write!(
                f,
                "a file of the media has at most {bytes_max} bytes (the limit media_file_bytes_max)"
            ),
            MediaError::TooMany { files_max } => write!(
                f,
                "there are {files_max} files and folders in the media already (the limit media_files_max)"
            ),
            MediaError::UsedUp => f.write_str("a file was uploaded with this link already"),
            MediaError::Unavailable(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for MediaError {}

impl From<SealedError> for MediaError {
    fn from(error: SealedError) -> MediaError {
        MediaError::unavailable(error)
    }
}
