//! Reading pairs of certificate and key.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::Error;
use rustls::InconsistentKeys;
use rustls::client::verify_server_name;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::ParsedCertificate;
use rustls::sign::CertifiedKey;
use sha2::{Digest as _, Sha256};

use super::error::TlsError;
use super::provider;
use crate::bounded;
use crate::config::PairFiles;

/// Longest file that is read, in bytes.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// Every pair of a site, each checked; at least one.
#[derive(Clone, Debug)]
pub struct Certificates {
    pairs: Vec<Arc<CertifiedKey>>,
    read: Digest,
}

/// What files said, for comparing; not what they said it about.
pub(super) type Digest = [u8; 32];

/// The bytes of all files, in the order of the configuration. They hold private keys.
pub(super) struct FileBytes(Vec<(Vec<u8>, Vec<u8>)>);

impl Certificates {
    /// Reads and checks every pair; relative paths begin in `site_dir`.
    ///
    /// # Errors
    /// The first thing that is wrong, with the file's name.
    pub fn load(pairs: &[PairFiles], site_dir: &Path) -> Result<Certificates, TlsError> {
        Certificates::check(pairs, site_dir, &FileBytes::read(pairs, site_dir)?)
    }

    pub(super) fn check(
        pairs: &[PairFiles],
        site_dir: &Path,
        files: &FileBytes,
    ) -> Result<Certificates, TlsError> {
        if pairs.is_empty() {
            return Err(TlsError::NoneNamed);
        }
        let checked = pairs.iter().zip(&files.0).map(|(pair, (cert, key))| {
            check_pair(
                site_dir.join(&pair.cert),
                site_dir.join(&pair.key),
                cert,
                key,
            )
        });
        Ok(Certificates {
            pairs: checked.collect::<Result<_, _>>()?,
            read: files.digest(),
        })
    }

    /// What the files said when they were read.
    pub(super) fn digest(&self) -> Digest {
        self.read
    }

    /// The pair for a client that asks for this name: the first one that is valid for it,
    /// otherwise the first of all.
    pub fn for_name(&self, name: Option<&str>) -> Arc<CertifiedKey> {
        let name = name.and_then(|name| ServerName::try_from(name).ok());
        let found = name.and_then(|name| self.pairs.iter().find(|pair| is_valid_for(pair, &name)));
        Arc::clone(found.unwrap_or(&self.pairs[0]))
    }
}

impl FileBytes {
    pub(super) fn read(pairs: &[PairFiles], site_dir: &Path) -> Result<FileBytes, TlsError> {
        let read = |file: &Path| {
            let file = site_dir.join(file);
            bounded::read(&file, FILE_BYTES_MAX).map_err(|error| TlsError::Unreadable(file, error))
        };
        let both = pairs
            .iter()
            .map(|pair| Ok((read(&pair.cert)?, read(&pair.key)?)));
        both.collect::<Result<_, TlsError>>().map(FileBytes)
    }

    pub(super) fn digest(&self) -> Digest {
        let mut digest = Sha256::new();
        for file in self.0.iter().flat_map(|(cert, key)| [cert, key]) {
            digest.update((file.len() as u64).to_be_bytes());
            digest.update(file);
        }
        digest.finalize().into()
    }
}

fn is_valid_for(pair: &CertifiedKey, name: &ServerName<'_>) -> bool {
    let parsed = pair.end_entity_cert().and_then(ParsedCertificate::try_from);
    parsed.is_ok_and(|parsed| verify_server_name(&parsed, name).is_ok())
}

fn check_pair(
    cert: PathBuf,
    key: PathBuf,
    cert_bytes: &[u8],
    key_bytes: &[u8],
) -> Result<Arc<CertifiedKey>, TlsError> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(cert_bytes).collect();
    let chain = chain.map_err(|error| TlsError::NotPem(cert.clone(), error.to_string()))?;
    if chain.is_empty() {
        return Err(TlsError::NoCertificate(cert));
    }
    let private = match PrivateKeyDer::from_pem_slice(key_bytes) {
        Ok(private) => private,
        Err(rustls::pki_types::pem::Error::NoItemsFound) => return Err(TlsError::NoKey(key)),
        Err(error) => return Err(TlsError::NotPem(key, error.to_string())),
    };
    match CertifiedKey::from_der(chain, private, &provider()) {
        Ok(pair) => Ok(Arc::new(pair)),
        Err(Error::InconsistentKeys(InconsistentKeys::KeyMismatch)) => {
            Err(TlsError::Mismatch { cert, key })
        }
        Err(error) => Err(TlsError::Unusable {
            cert,
            key,
            why: error.to_string(),
        }),
    }
}
