//! Whom a request over HTTPS trusts: the usual authorities, and what a file says besides.

use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore};
use velodrome_site::tls::provider;

use crate::commands::site::Stop;

/// What a client needs to know; `ca` is a file of further certificates to trust, in PEM.
///
/// # Errors
/// The file cannot be read, or has no certificate in it.
pub(super) fn config(ca: Option<&Path>) -> Result<Arc<ClientConfig>, Stop> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    if let Some(file) = ca {
        let certificates = CertificateDer::pem_file_iter(file).and_then(Iterator::collect);
        let certificates: Vec<_> = certificates
            .map_err(|error| Stop::failed(format_args!("{}: {error}", file.display())))?;
        let (added, _) = roots.add_parsable_certificates(certificates);
        if added == 0 {
            let message = format!("{} has no certificate in it", file.display());
            return Err(Stop::failed(message));
        }
    }
    let config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(Stop::failed)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// The client's side of a connection to this host.
///
/// # Errors
/// No certificate can be for such a name.
pub(super) fn connection(config: Arc<ClientConfig>, host: &str) -> io::Result<ClientConnection> {
    let name = ServerName::try_from(host.to_owned())
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
    ClientConnection::new(config, name).map_err(io::Error::other)
}
