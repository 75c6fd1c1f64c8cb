//! The certificates in force, asked once for each handshake and replaced while connections go on.

use std::sync::{Arc, PoisonError, RwLock};

use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use super::certificates::{Certificates, Digest};

/// Holds what new connections are shown.
#[derive(Debug)]
pub struct CertificateStore(RwLock<Certificates>);

impl CertificateStore {
    /// A store with these.
    pub fn new(certificates: Certificates) -> CertificateStore {
        CertificateStore(RwLock::new(certificates))
    }

    /// Shows these from the next handshake on.
    pub fn replace(&self, certificates: Certificates) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = certificates;
    }

    pub(super) fn digest(&self) -> Digest {
        let certificates = self.0.read().unwrap_or_else(PoisonError::into_inner);
        certificates.digest()
    }

    /// The certificate that a client gets who asks for this name, as DER.
    pub fn shown(&self, name: Option<&str>) -> Vec<u8> {
        let pair = self.for_name(name);
        pair.cert
            .first()
            .map_or_else(Vec::new, |cert| cert.to_vec())
    }

    fn for_name(&self, name: Option<&str>) -> Arc<CertifiedKey> {
        let certificates = self.0.read().unwrap_or_else(PoisonError::into_inner);
        certificates.for_name(name)
    }
}

impl ResolvesServerCert for CertificateStore {
    fn resolve(&self, client: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.for_name(client.server_name()))
    }
}
