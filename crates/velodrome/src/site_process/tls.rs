//! The certificates of the site's port: read at the start, followed from then on.

use super::Options;
use crate::report;
use std::path::Path;
use std::sync::Arc;
use velodrome_site::config::{Config, Mode, PairFiles};
use velodrome_site::tls::{CertificateStore, Certificates, Outcome, TlsError, follow};
use velodrome_site::watch::WatchMode;

/// Certificates in force and where they come from.
pub(super) struct Followed {
    pairs: Vec<PairFiles>,
    pub(super) store: Arc<CertificateStore>,
}

/// Reads the certificates, where this mode wants some.
///
/// # Errors
/// Something is wrong with a file.
pub(super) fn load(
    config: &Config,
    mode: Mode,
    site_dir: &Path,
) -> Result<Option<Followed>, TlsError> {
    if !config.speaks_tls(mode) {
        return Ok(None);
    }
    let certificates = Certificates::load(&config.tls, site_dir)?;
    Ok(Some(Followed {
        pairs: config.tls.clone(),
        store: Arc::new(CertificateStore::new(certificates)),
    }))
}

impl Followed {
    /// Takes new certificates as long as the process lives.
    pub(super) fn start(self, options: &Options) {
        let site_dir = options.site.site.clone();
        let mode = WatchMode::polled(options.poll);
        tokio::task::spawn_local(async move {
            follow(&self.pairs, &site_dir, mode, self.store, say).await;
        });
    }
}

fn say(outcome: Outcome) {
    match outcome {
        Outcome::Replaced => {
            report::note("[tls] the certificates changed; new connections get the new ones");
        }
        Outcome::Kept(error) => report::error(format_args!(
            "{error}\nThe certificates before it stay in force."
        )),
    }
}
