//! Calls through a proxy: a tunnel to the address that was checked.

use std::sync::Arc;

use tokio::io::{AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use velodrome_outbound::{AllowList, ErrorKind, Options, Proxies, Proxy, Request, Tls};

use crate::support::{Names, Server, allowing, client, read_head, text};

/// A proxy that tells what it is asked for, and tunnels everything to `to`.
async fn proxy(to: std::net::SocketAddr) -> (Server, mpsc::Receiver<String>) {
    let (asked, heads) = mpsc::channel(8);
    let server = Server::raw(move |mut stream| {
        let asked = asked.clone();
        async move {
            asked.send(read_head(&mut stream).await).await.unwrap();
            let mut onward = TcpStream::connect(to).await.unwrap();
            stream
                .write_all(b"HTTP/1.1 200 Fine\r\nx: y\r\n\r\n")
                .await
                .unwrap();
            let _ = copy_bidirectional(&mut stream, &mut onward).await;
        }
    })
    .await;
    (server, heads)
}

fn through(server: &Server, names_by_proxy: bool) -> Options {
    let mut except = AllowList::default();
    except.add("direct.example").unwrap();
    let proxy = Proxy::parse(&format!("http://user:pass@{}", server.address)).unwrap();
    Options {
        guard: allowing(&["direct.example"]),
        proxies: Proxies {
            http: Some(proxy),
            https: None,
            except,
            names_by_proxy,
        },
        resolver: Arc::new(
            Names::default()
                .with("public.example", &[&["1.1.1.1"]])
                .with("private.example", &[&["10.0.0.1"]])
                .with("direct.example", &[&["127.0.0.1"]]),
        ),
        ..Options::default()
    }
}

#[tokio::test]
async fn the_proxy_is_asked_for_the_address_that_was_checked() {
    let server =
        Server::http(|asked| async move { text(asked.headers()["host"].to_str().unwrap()) }).await;
    let (proxy, mut heads) = proxy(server.address).await;
    let client = client(through(&proxy, false));
    let mut answer = client
        .send(Request::new("GET", "http://public.example/"))
        .await
        .unwrap();
    assert_eq!(answer.body.bytes().await.unwrap(), "public.example");
    let head = heads.recv().await.unwrap();
    assert_eq!(
        head,
        "CONNECT 1.1.1.1:80 HTTP/1.1\r\nhost: 1.1.1.1:80\r\nproxy-authorization: Basic dXNlcjpwYXNz\r\n\r\n"
    );
    for host in ["private.example", "127.1", "[::1]"] {
        let error = client
            .send(Request::new("GET", format!("http://{host}/")))
            .await
            .err()
            .unwrap();
        assert_eq!(error.kind, ErrorKind::AddressForbidden);
    }
    assert_eq!(proxy.accepted(), 1);
}

#[tokio::test]
async fn names_can_be_left_to_the_proxy_and_addresses_cannot() {
    let server = Server::http(|_| async { text("reached") }).await;
    let (proxy, mut heads) = proxy(server.address).await;
    let client = client(through(&proxy, true));
    let mut answer = client
        .send(Request::new("GET", "http://unknown.example:81/"))
        .await
        .unwrap();
    assert_eq!(answer.body.bytes().await.unwrap(), "reached");
    assert!(
        heads
            .recv()
            .await
            .unwrap()
            .starts_with("CONNECT unknown.example:81 HTTP/1.1\r\n")
    );
    for host in ["10.0.0.1", "0x7f.1", "[::1]"] {
        let error = client
            .send(Request::new("GET", format!("http://{host}/")))
            .await
            .err()
            .unwrap();
        assert_eq!(error.kind, ErrorKind::AddressForbidden);
    }
    // Means this machine wherever it is asked for; here it has no address at all.
    let error = client
        .send(Request::new("GET", "http://localhost/"))
        .await
        .err()
        .unwrap();
    assert_eq!(error.kind, ErrorKind::DnsFailed);
    assert_eq!(proxy.accepted(), 1);
}

#[tokio::test]
async fn exceptions_are_called_directly() {
    let server = Server::http(|_| async { text("direct") }).await;
    let (proxy, _heads) = proxy(server.address).await;
    let client = client(through(&proxy, false));
    let url = format!("http://direct.example:{}/", server.address.port());
    let mut answer = client.send(Request::new("GET", url)).await.unwrap();
    assert_eq!(answer.body.bytes().await.unwrap(), "direct");
    assert_eq!(proxy.accepted(), 0);
}

#[tokio::test]
async fn a_proxy_that_refuses_is_said_so() {
    for answer in ["HTTP/1.1 407 Who?\r\n\r\n", "SSH-2.0\r\n\r\n", ""] {
        let proxy = Server::bytes(answer).await;
        let client = client(through(&proxy, false));
        let error = client
            .send(Request::new("GET", "http://public.example/"))
            .await
            .err()
            .unwrap();
        assert_eq!(error.kind, ErrorKind::ProxyFailed, "{answer}: {error:?}");
        assert!(!error.internal.contains("pass"));
    }
}

#[tokio::test]
async fn a_secure_call_is_secure_through_the_proxy() {
    let secure = crate::tls::secure(&["h2"]).await;
    let (proxy, mut heads) = proxy(secure.server.address).await;
    let plain = through(&proxy, true);
    let client = client(Options {
        proxies: Proxies {
            https: plain.proxies.http.clone(),
            http: None,
            ..plain.proxies.clone()
        },
        tls: Tls::with_ca_files(&[&secure.ca_file]).unwrap(),
        ..plain
    });
    for _ in 0..2 {
        let mut answer = client
            .send(Request::new("GET", "https://a.example/x"))
            .await
            .unwrap();
        let body = answer.body.bytes().await.unwrap();
        assert_eq!(body, "HTTP/2.0 https://a.example/x None");
    }
    assert!(
        heads
            .recv()
            .await
            .unwrap()
            .starts_with("CONNECT a.example:443 ")
    );
    assert_eq!(proxy.accepted(), 1);
}
