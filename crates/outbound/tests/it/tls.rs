//! TLS with an authority of one's own, HTTP/1.1 and HTTP/2.

use std::net::Ipv4Addr;
use std::sync::Arc;

use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;
use velodrome_outbound::{ErrorKind, Options, Request, Tls};

use crate::support::{Names, Server, client, options, text};

/// An authority, its certificate in a file, and a server with a certificate for `a.example` and
/// 127.0.0.1.
pub struct Secure {
    _folder: tempfile::TempDir,
    pub ca_file: std::path::PathBuf,
    pub server: Server,
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn config(authority: &CertifiedIssuer<'static, KeyPair>, protocols: &[&str]) -> ServerConfig {
    let names = vec!["a.example".to_owned(), "127.0.0.1".to_owned()];
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(names)
        .unwrap()
        .signed_by(&key, authority)
        .unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    config.alpn_protocols = protocols
        .iter()
        .map(|name| name.as_bytes().to_vec())
        .collect();
    config
}

pub async fn secure(protocols: &[&str]) -> Secure {
    let authority = authority();
    let acceptor = TlsAcceptor::from(Arc::new(config(&authority, protocols)));
    let server = Server::raw_at(Ipv4Addr::LOCALHOST.into(), move |stream| {
        let acceptor = acceptor.clone();
        async move {
            let Ok(stream) = acceptor.accept(stream).await else {
                return;
            };
            let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            let service = service_fn(|asked: crate::support::Asked| async move {
                let host = asked
                    .headers()
                    .get("host")
                    .map(|host| host.to_str().unwrap().to_owned());
                let seen = format!("{:?} {} {host:?}", asked.version(), asked.uri());
                Ok::<_, std::io::Error>(text(seen))
            });
            let io = TokioIo::new(stream);
            if is_http2 {
                let builder = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                let _ = builder.serve_connection(io, service).await;
            } else {
                let builder = hyper::server::conn::http1::Builder::new();
                let _ = builder.serve_connection(io, service).await;
            }
        }
    })
    .await
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ca_file = folder.path().join("ca.pem");
    std::fs::write(&ca_file, authority.pem()).unwrap();
    Secure {
        _folder: folder,
        ca_file,
        server,
    }
}

fn trusting(secure: &Secure) -> Options {
    let names = Names::default()
        .with("a.example", &[&["127.0.0.1"]])
        .with("b.example", &[&["127.0.0.1"]]);
    Options {
        tls: Tls::with_ca_files(&[&secure.ca_file]).unwrap(),
        resolver: Arc::new(names),
        ..options()
    }
}

#[tokio::test]
async fn http2_is_spoken_where_both_can_and_one_connection_serves_all() {
    let secure = secure(&["h2", "http/1.1"]).await;
    let client = client(trusting(&secure));
    let port = secure.server.address.port();
    let url = format!("https://a.example:{port}/p?q");
    let mut first = client.send(Request::new("GET", &*url)).await.unwrap();
    let mut second = client.send(Request::new("GET", &*url)).await.unwrap();
    let expected = format!("HTTP/2.0 https://a.example:{port}/p?q None");
    assert_eq!(first.body.bytes().await.unwrap(), expected);
    assert_eq!(second.body.bytes().await.unwrap(), expected);
    assert_eq!((first.status, first.status_text.as_str()), (200, ""));
    assert_eq!(secure.server.accepted(), 1);
}

#[tokio::test]
async fn http1_is_spoken_where_the_server_wants_it() {
    for protocols in [&["http/1.1"][..], &[]] {
        let secure = secure(protocols).await;
        let client = client(trusting(&secure));
        for _ in 0..2 {
            let url = format!("https://{}/", secure.server.address);
            let mut answer = client.send(Request::new("GET", url)).await.unwrap();
            let host = secure.server.address;
            let body = answer.body.bytes().await.unwrap();
            assert_eq!(body, format!("HTTP/1.1 / Some(\"{host}\")"));
            assert_eq!(answer.status_text, "OK");
        }
        assert_eq!(secure.server.accepted(), 1);
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_ends_the_call() {
    let secure = secure(&["http/1.1"]).await;
    let port = secure.server.address.port();
    let url = format!("https://a.example:{port}/");
    let stranger = Options {
        tls: Tls::default(),
        ..trusting(&secure)
    };
    let error = client(stranger)
        .send(Request::new("GET", &*url))
        .await
        .err()
        .unwrap();
    assert_eq!(error.kind, ErrorKind::TlsFailed);
    assert!(error.external.contains("UnknownIssuer"), "{error}");
    // Known, but for another name.
    let url = format!("https://b.example:{port}/");
    let error = client(trusting(&secure))
        .send(Request::new("GET", &*url))
        .await
        .err()
        .unwrap();
    assert_eq!(error.kind, ErrorKind::TlsFailed);
    assert!(error.external.contains("b.example"), "{error}");
}

#[tokio::test]
async fn a_server_without_tls_is_no_secure_server() {
    let plain = Server::raw(|mut stream| async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let _ = stream.write_all(b"HTTP/1.1 400 What?\r\n\r\n").await;
        let _ = stream.read_to_end(&mut Vec::new()).await;
    })
    .await;
    let url = format!("https://{}/", plain.address);
    let error = client(options())
        .send(Request::new("GET", url))
        .await
        .err()
        .unwrap();
    assert_eq!(error.kind, ErrorKind::TlsFailed);
}

#[test]
fn a_file_without_certificates_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.pem");
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "nothing").unwrap();
    let broken = folder.path().join("broken.pem");
    std::fs::write(
        &broken,
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    )
    .unwrap();
    for path in [missing, empty, broken] {
        let error = Tls::with_ca_files(&[&path]).err().unwrap();
        assert!(error.to_string().contains(path.to_str().unwrap()));
    }
}
