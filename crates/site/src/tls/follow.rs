//! Taking new certificates without a restart.
//!
//! Programs that renew certificates write two files, or swap a link: in between they do not
//! belong together. So a pair that is broken gets a moment to become whole before anybody hears
//! of it, and the one before it serves until then.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::certificates::{Certificates, Digest, FileBytes};
use super::error::TlsError;
use super::store::CertificateStore;
use crate::config::PairFiles;
use crate::watch::{About, Hints, WatchMode};

/// How long a broken pair may take to become whole.
const GRACE: Duration = Duration::from_secs(2);

/// What came of changed files.
#[derive(Debug)]
pub enum Outcome {
    /// New certificates are shown from now on.
    Replaced,
    /// The new files cannot be used; what was shown before still is.
    Kept(TlsError),
}

/// Watches the files for ever and puts what they say into the store. Must be called inside a
/// tokio runtime with I/O and time.
pub async fn follow(
    pairs: &[PairFiles],
    site_dir: &Path,
    mode: WatchMode,
    store: Arc<CertificateStore>,
    told: impl Fn(Outcome),
) {
    let mut hints = Hints::new(mode, About::Names);
    let dirs = dirs_of(pairs, site_dir);
    hints.watch(&dirs);
    let mut known = Some(store.digest());
    loop {
        let read = read(pairs, site_dir).await;
        if read.as_ref().ok().map(FileBytes::digest) != known {
            let (digest, checked) = settle(pairs, site_dir, &mut hints, read).await;
            known = digest;
            match checked {
                Ok(certificates) => {
                    store.replace(certificates);
                    told(Outcome::Replaced);
                }
                Err(error) => told(Outcome::Kept(error)),
            }
        }
        hints.wait().await;
        hints.watch(&dirs);
    }
}

type Read = Result<FileBytes, TlsError>;

/// Reads again while what was read is broken and the moment lasts.
async fn settle(
    pairs: &[PairFiles],
    site_dir: &Path,
    hints: &mut Hints,
    mut found: Read,
) -> (Option<Digest>, Result<Certificates, TlsError>) {
    let until = Instant::now() + GRACE;
    loop {
        let (digest, checked) = match found {
            Ok(bytes) => {
                let checked = Certificates::check(pairs, site_dir, &bytes);
                (Some(bytes.digest()), checked)
            }
            Err(error) => (None, Err(error)),
        };
        if checked.is_ok() || timeout_at(until, hints.wait()).await.is_err() {
            return (digest, checked);
        }
        found = read(pairs, site_dir).await;
    }
}

/// Disks may be slow, and this thread has other things to do.
async fn read(pairs: &[PairFiles], site_dir: &Path) -> Read {
    let (of, dir) = (pairs.to_vec(), site_dir.to_owned());
    match tokio::task::spawn_blocking(move || FileBytes::read(&of, &dir)).await {
        Ok(read) => read,
        Err(failed) => Err(TlsError::Unreadable(site_dir.to_owned(), failed.into())),
    }
}

fn dirs_of(pairs: &[PairFiles], site_dir: &Path) -> Vec<PathBuf> {
    let files = pairs.iter().flat_map(|pair| [&pair.cert, &pair.key]);
    let dirs: BTreeSet<PathBuf> = files
        .filter_map(|file| Some(site_dir.join(file).parent()?.to_owned()))
        .collect();
    dirs.into_iter().collect()
}
