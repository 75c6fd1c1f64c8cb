//! A server with a certificate, and clients that trust it.

use std::fs;
use std::io::Read;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use h2::client::SendRequest;
use http::{HeaderMap, Request, StatusCode};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use velodrome_site::config::PairFiles;
use velodrome_site::tls::{CertificateStore, Certificates, provider};

use crate::site::server::{PATIENCE, Server};

/// What its certificate is for.
pub const NAME: &str = "site.test";

/// A server that speaks TLS.
pub struct Secured {
    pub server: Server,
    roots: Arc<RootCertStore>,
}

pub type Plain = StreamOwned<ClientConnection, TcpStream>;

impl Secured {
    /// Serves `body` in production.
    pub fn new(config: &str, body: &str) -> Secured {
        Secured::start(|store| Server::with_tls(config, body, store))
    }

    /// The same with its data in this directory.
    pub fn with_data(config: &str, body: &str, data_dir: &Path) -> Secured {
        Secured::start(|store| Server::with_tls_and_data(config, body, store, data_dir))
    }

    fn start(serve: impl FnOnce(Arc<CertificateStore>) -> Server) -> Secured {
        let dir = tempfile::tempdir().unwrap();
        let made = rcgen::generate_simple_self_signed(vec![NAME.to_owned()]).unwrap();
        let pair = PairFiles {
            cert: "cert.pem".into(),
            key: "key.pem".into(),
        };
        fs::write(dir.path().join(&pair.cert), made.cert.pem()).unwrap();
        fs::write(dir.path().join(&pair.key), made.signing_key.serialize_pem()).unwrap();
        let certificates = Certificates::load(&[pair], dir.path()).unwrap();
        let store = Arc::new(CertificateStore::new(certificates));
        let mut roots = RootCertStore::empty();
        roots.add(made.cert.der().clone()).unwrap();
        Secured {
            server: serve(store),
            roots: Arc::new(roots),
        }
    }

    /// What a client knows that offers these protocols.
    pub fn client(&self, alpn: &[&str]) -> ClientConfig {
        self.client_of(alpn, rustls::ALL_VERSIONS)
    }

    pub fn client_of(
        &self,
        alpn: &[&str],
        versions: &[&'static rustls::SupportedProtocolVersion],
    ) -> ClientConfig {
        let mut config = ClientConfig::builder_with_provider(provider())
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(Arc::clone(&self.roots))
            .with_no_client_auth();
        config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        config
    }

    /// A connection for HTTP/1.1.
    pub fn connect(&self) -> Plain {
        self.connect_as(self.client(&["http/1.1"]))
    }

    pub fn connect_as(&self, config: ClientConfig) -> Plain {
        let name = ServerName::try_from(NAME).unwrap();
        let client = ClientConnection::new(Arc::new(config), name).unwrap();
        let stream = TcpStream::connect(self.server.addr).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        StreamOwned::new(client, stream)
    }

    /// A connection for HTTP/2; must be called inside a runtime.
    pub async fn http2(&self) -> Http2 {
        self.http2_as(&h2::client::Builder::new()).await
    }

    pub async fn http2_as(&self, builder: &h2::client::Builder) -> Http2 {
        let connector = tokio_rustls::TlsConnector::from(Arc::new(self.client(&["h2"])));
        let stream = tokio::net::TcpStream::connect(self.server.addr).await;
        let name = ServerName::try_from(NAME).unwrap();
        let stream = connector.connect(name, stream.unwrap()).await.unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
        let (send, connection) = builder.handshake(stream).await.unwrap();
        Http2 {
            send,
            ended: tokio::spawn(connection),
        }
    }
}

/// A client's connection.
pub struct Http2 {
    pub send: SendRequest<Bytes>,
    /// Ends with the connection.
    pub ended: tokio::task::JoinHandle<Result<(), h2::Error>>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Asserts status and code.
    #[track_caller]
    pub fn expect(&self, status: u16, code: &str) {
        let found = self.header("x-velodrome-error").unwrap_or_default();
        assert_eq!(
            (self.status.as_u16(), found),
            (status, code),
            "{}",
            self.text()
        );
    }
}

impl Http2 {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask(request("GET", path), b"").await.unwrap()
    }

    /// Sends a request and its whole body, and reads the answer.
    pub async fn ask(&mut self, request: Request<()>, body: &[u8]) -> Result<Answer, h2::Error> {
        self.send = self.send.clone().ready().await?;
        let (answer, mut stream) = self.send.send_request(request, body.is_empty())?;
        if !body.is_empty() {
            // A server that does not want it says so in its answer.
            let _refused = stream.send_data(Bytes::copy_from_slice(body), true);
        }
        read(answer.await?).await
    }
}

/// Reads an answer to its end.
pub async fn read(answer: http::Response<h2::RecvStream>) -> Result<Answer, h2::Error> {
    let (head, mut stream) = answer.into_parts();
    let mut body = Vec::new();
    while let Some(piece) = stream.data().await {
        let piece = piece?;
        stream.flow_control().release_capacity(piece.len())?;
        body.extend_from_slice(&piece);
    }
    Ok(Answer {
        status: head.status,
        headers: head.headers,
        body,
    })
}

/// A request for one of the site's functions.
pub fn request(method: &str, path: &str) -> Request<()> {
    builder(method, path).body(()).unwrap()
}

pub fn builder(method: &str, path: &str) -> http::request::Builder {
    let uri = format!("https://{NAME}/_functions{path}");
    Request::builder().method(method).uri(uri)
}

/// Runs a client.
pub fn run<T>(client: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        tokio::time::timeout(PATIENCE, client)
            .await
            .expect("in time")
    })
}

/// Reads until the server closes; a reset is an end too.
pub fn read_to_end(stream: &mut impl Read) -> Vec<u8> {
    let mut answer = Vec::new();
    let _reset = stream.read_to_end(&mut answer);
    answer
}
