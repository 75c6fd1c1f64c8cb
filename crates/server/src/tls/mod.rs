//! The TLS layer of the serving port: handshakes, bounded in time and number, and what comes after.
//!
//! A port that speaks TLS speaks nothing else; who sends plain HTTP gets told so in plain HTTP.
//! Which certificate a client sees is the site's matter (`site/src/tls/`). A connection can move to
//! another thread (`link.rs`) until its first byte is read: later its state is more than a socket.

mod handshakes;
mod serve;

use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use rustls::version::{TLS12, TLS13};
use tokio_rustls::TlsAcceptor;
use velodrome_model::limits::Limits;
use velodrome_site::tls::{CertificateStore, provider};

use handshakes::Handshakes;
pub(crate) use serve::spawn;

/// What the threads of a process share to speak TLS.
pub(crate) struct Tls {
    acceptor: TlsAcceptor,
    handshakes: Arc<Handshakes>,
    handshake_time: Duration,
}

impl Tls {
    /// TLS 1.2 and 1.3, HTTP/2 preferred, with the certificates in this store.
    pub(crate) fn new(certificates: Arc<CertificateStore>, limits: &Limits) -> Tls {
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&TLS13, &TLS12])
            .expect("the provider has cipher suites for both versions")
            .with_no_client_auth()
            .with_cert_resolver(certificates);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        // A client that comes back needs no certificate again, on whichever thread it arrives.
        // Without tickets it only costs more.
        if let Ok(ticketer) = rustls::crypto::ring::Ticketer::new() {
            config.ticketer = ticketer;
        }
        Tls {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            handshakes: Arc::new(Handshakes::new(limits.handshakes_max as usize)),
            handshake_time: Duration::from_millis(limits.handshake_time_ms_max),
        }
    }
}
