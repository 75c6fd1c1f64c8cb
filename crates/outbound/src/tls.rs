//! Whose certificates are trusted: the public authorities compiled in, and the operator's own.
//!
//! Compiled in, so that a call works alike on every machine, in a container without any
//! certificates too; the system's are added by naming their file.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

/// Trust, shared by all clients. Public authorities alone by default. Cheap to clone; what it takes
/// is made by the first secure call.
#[derive(Clone, Default)]
pub struct Tls(Arc<Inner>);

#[derive(Default)]
struct Inner {
    own: Vec<CertificateDer<'static>>,
    config: OnceLock<Arc<ClientConfig>>,
}

/// Why a file of certificates cannot be used.
#[derive(Debug)]
pub struct CaFileError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for CaFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.why)
    }
}

impl std::error::Error for CaFileError {}

/// Largest file of certificates that is read, in bytes.
const CA_FILE_BYTES_MAX: u64 = 8 * 1024 * 1024;

impl Tls {
    /// Trusts the authorities in these PEM files besides the public ones.
    ///
    /// # Errors
    /// The first file that cannot be read or has no certificate in it.
    pub fn with_ca_files<P: AsRef<Path>>(paths: &[P]) -> Result<Tls, CaFileError> {
        let mut own = Vec::new();
        for path in paths {
            let path = path.as_ref();
            let found = certificates(path).map_err(|why| CaFileError {
                path: path.to_owned(),
                why,
            })?;
            own.extend(found);
        }
        Ok(Tls(Arc::new(Inner {
            own,
            config: OnceLock::new(),
        })))
    }

    /// The library's configuration.
    pub(crate) fn config(&self) -> Arc<ClientConfig> {
        let made = self.0.config.get_or_init(|| Arc::new(make(&self.0.own)));
        Arc::clone(made)
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let text = read(path).map_err(|error| error.to_string())?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    let found = found.map_err(|error| format!("no PEM file of certificates: {error}"))?;
    if found.is_empty() {
        return Err("no certificate in it; they begin with -----BEGIN CERTIFICATE-----".to_owned());
    }
    let mut store = RootCertStore::empty();
    for (at, certificate) in found.iter().enumerate() {
        store
            .add(certificate.clone())
            .map_err(|error| format!("its certificate {} is not usable: {error}", at + 1))?;
    }
    Ok(found)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let length_bytes = std::fs::metadata(path)?.len();
    if length_bytes > CA_FILE_BYTES_MAX {
        let why = format!("longer than {CA_FILE_BYTES_MAX} bytes");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
    }
    std::fs::read(path)
}

fn make(own: &[CertificateDer<'static>]) -> ClientConfig {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    // Each was added to a store once, when its file was read.
    roots.add_parsable_certificates(own.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring has suites for TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config
}
