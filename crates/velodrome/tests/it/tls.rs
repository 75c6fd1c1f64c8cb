//! `velodrome serve` on a port that speaks TLS.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::support::{PATIENCE, Server, Site, eventually};

const NAME: &str = "site.test";
const CONFIG: &str = "[tls]\ncert = \"tls/cert.pem\"\nkey = \"tls/key.pem\"\n";

/// A published site, its certificate, and what the certificate is.
fn secured() -> (Site, CertificateDer<'static>) {
    let site = Site::saying("hello").with_config(CONFIG);
    let cert = write_pair(&site);
    site.publish();
    (site, cert)
}

/// Writes a new certificate and its key as programs do that renew them: one after the other.
fn write_pair(site: &Site) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed([NAME, "127.0.0.1"].map(str::to_owned)).unwrap();
    site.write("tls/cert.pem", &made.cert.pem());
    site.write("tls/key.pem", &made.signing_key.serialize_pem());
    made.cert.der().clone()
}

/// The answer to a request over TLS, from a client that trusts this certificate alone.
fn get(addr: SocketAddr, trusted: &CertificateDer<'static>) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(NAME).unwrap();
    let client = ClientConnection::new(Arc::new(config), name).unwrap();
    let stream = TcpStream::connect(addr)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut stream = StreamOwned::new(client, stream);
    let request = "GET /_functions/hello HTTP/1.1\r\nhost: site.test\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn is_answered(server: &Server, trusted: &CertificateDer<'static>) -> bool {
    get(server.addr, trusted).is_ok_and(|answer| answer.ends_with("hello"))
}

#[test]
fn it_says_https_and_answers_over_it() {
    let (site, cert) = secured();
    let server = Server::serve(&site);
    let ready = format!("velodrome ready https://{}", server.addr);
    assert_eq!(server.stdout.lines()[0], ready);
    let answer = get(server.addr, &cert).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("hello"),
        "{answer}"
    );
}

#[test]
fn curl_speaks_http_2_with_it() {
    let (site, _) = secured();
    let server = Server::serve(&site);
    let port = server.addr.port();
    let asked = Command::new("curl")
        .args(["--silent", "--show-error", "--http2", "--max-time", "30"])
        .args(["--write-out", " %{http_version} %{http_code}"])
        .args(["--resolve", &format!("{NAME}:{port}:127.0.0.1")])
        .arg("--cacert")
        .arg(site.path("tls/cert.pem"))
        .arg(format!("https://{NAME}:{port}/_functions/hello"))
        .output();
    let Ok(output) = asked else {
        println!("left out: there is no curl on this machine");
        return;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "hello 2 200",
        "{said}"
    );
}

#[test]
fn development_speaks_tls_when_it_is_asked_to() {
    let site = Site::saying("hello").with_config(&format!("{CONFIG}[dev]\ntls = true\n"));
    let cert = write_pair(&site);
    let server = Server::dev(&site);
    assert!(is_answered(&server, &cert));
    assert!(server.stdout.lines()[0].contains("https://"));
    let plain = Site::saying("hello").with_config(CONFIG);
    let server = Server::dev(&plain);
    assert_eq!(
        crate::support::get(server.addr, "/_functions/hello").text(),
        "hello"
    );
}

#[test]
fn a_start_with_broken_files_says_which_and_ends_with_64() {
    let (site, _) = secured();
    let serve = ["serve", "--data", "../data", "--listen", "127.0.0.1:0"];
    site.write("tls/key.pem", "");
    let ran = site.run(&serve).exits(64);
    ran.says("error: [tls] ")
        .says("tls/key.pem has no private key in it");
    let other = rcgen::generate_simple_self_signed(vec![NAME.to_owned()]).unwrap();
    site.write("tls/key.pem", &other.signing_key.serialize_pem());
    let ran = site.run(&serve).exits(64);
    ran.says("key.pem does not belong to the first certificate in ");
    std::fs::remove_file(site.path("tls/cert.pem")).unwrap();
    let ran = site.run(&serve).exits(64).prints("");
    ran.says("tls/cert.pem could not be read: No such file");
    assert!(!Path::new(&site.path("tls/cert.pem")).exists());
}

#[test]
fn a_renewed_certificate_is_taken_and_a_broken_one_is_not() {
    let (site, first) = secured();
    let server = Server::serve(&site);
    assert!(is_answered(&server, &first));
    let second = write_pair(&site);
    server.wait_for_log("[tls] the certificates changed; new connections get the new ones");
    eventually("the new certificate is shown", || {
        is_answered(&server, &second)
    });
    assert!(get(server.addr, &first).is_err());
    site.write("tls/key.pem", "no key");
    server.wait_for_log("The certificates before it stay in force.");
    assert!(is_answered(&server, &second));
    let third = write_pair(&site);
    eventually("the third certificate is shown", || {
        is_answered(&server, &third)
    });
    assert_eq!(children(&server), 1, "no process was replaced");
}

fn children(server: &Server) -> usize {
    crate::support::children(server.pid()).len()
}

#[test]
fn a_signed_request_goes_over_it_when_the_certificate_is_trusted() {
    let (site, _) = secured();
    let server = Server::serve(&site);
    let data = ["--data", "../data"];
    let created = ["apps", "create", "demo"];
    site.run(&[&created[..], &data[..]].concat()).exits(0);
    let url = format!("https://{}/v1/collections", server.addr);
    let ask = ["request", "GET", &url, "--data", "../data"];
    let refused = site.run(&ask).exits(1).prints("");
    refused.says("did not answer: invalid peer certificate");
    let trusting = [&ask[..], &["--cacert", "tls/cert.pem"]].concat();
    let answered = site.run(&trusting).exits(0);
    assert!(
        answered.stdout.contains("\"results\":[]"),
        "{}",
        answered.stdout
    );
    let no_certificate = [&ask[..], &["--cacert", "tls/key.pem"]].concat();
    site.run(&no_certificate)
        .exits(1)
        .says("tls/key.pem has no certificate in it");
}
