//! Forbidden addresses, however they are spelt: refused, and nobody is connected to.

use velodrome_outbound::{Client, ErrorKind, Options, Request};

use crate::support::{Names, Server, allowing, client, options, status, text};

/// Hosts of URLs that would reach loopback, or what is private otherwise, `PORT` behind them.
const SPELLINGS: &[&str] = &[
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "2130706433",
    "0x7f000001",
    "0x7F.0x0.0x0.0x1",
    "0x7f.1",
    "017700000001",
    "0177.0.0.01",
    "0177.0x0.1",
    "%31%32%37.0.0.1",
    "\u{ff11}\u{ff12}\u{ff17}.\u{ff10}.\u{ff10}.\u{ff11}",
    "\u{2460}\u{2461}\u{2466}\u{3002}0\u{3002}0\u{3002}1",
    "0",
    "0.0.0.0",
    "0x0",
    "10.0.0.1",
    "167772161",
    "0xa.1",
    "172.16.0.1",
    "192.168.0.1",
    "0300.0250.0.1",
    "169.254.169.254",
    "0xA9FEA9FE",
    "2852039166",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:0001]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::127.0.0.1]",
    "[2001:0:7f00:1::1]",
    "[2002:7f00:1::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[2001:db8::1]",
    "localhost",
    "LOCALHOST.",
    "loopback.example",
    "loopback-v6.example",
    "mapped.example",
    "linklocal.example",
    "private.example",
    "nat64.example",
    "public-then-private.example",
    "none-then-private.example",
];

fn names() -> Names {
    Names::default()
        .with("localhost", &[&["127.0.0.1"]])
        .with("localhost.", &[&["::1", "127.0.0.1"]])
        .with("loopback.example", &[&["127.0.0.1"]])
        .with("loopback-v6.example", &[&["::1"]])
        .with("mapped.example", &[&["::ffff:127.0.0.1"]])
        .with("linklocal.example", &[&["169.254.169.254"]])
        .with("private.example", &[&["10.0.0.1"]])
        .with("nat64.example", &[&["64:ff9b::127.0.0.1"]])
        // Public and private at once: which one a connection would go to is not left to chance.
        .with("public-then-private.example", &[&["1.1.1.1", "127.0.0.1"]])
        .with("none-then-private.example", &[&["127.0.0.1", "1.1.1.1"]])
}

async fn refused(client: &Client, url: &str) {
    match client.send(Request::new("GET", url)).await {
        Ok(answer) => panic!("{url}: {}", answer.status),
        Err(error) => {
            assert_eq!(error.kind, ErrorKind::AddressForbidden, "{url}: {error:?}");
            assert_eq!(error.code(), "ADDRESS_FORBIDDEN");
        }
    }
}

#[tokio::test]
async fn every_spelling_is_refused_and_nobody_is_connected_to() {
    assert!(SPELLINGS.len() >= 40);
    let listener = Server::http(|_| async { text("reached") }).await;
    let client = client(Options {
        resolver: std::sync::Arc::new(names()),
        ..Options::default()
    });
    for spelling in SPELLINGS {
        refused(
            &client,
            &format!("http://{spelling}:{}/", listener.address.port()),
        )
        .await;
    }
    assert_eq!(listener.accepted(), 0);
}

#[tokio::test]
async fn the_same_spellings_reach_the_listener_where_it_is_allowed() {
    let listener = Server::http(|_| async { text("reached") }).await;
    let client = client(Options {
        resolver: std::sync::Arc::new(names()),
        ..options()
    });
    let port = listener.address.port();
    for host in [
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.01",
        "[::ffff:7f00:1]",
        "loopback.example",
    ] {
        let url = format!("http://{host}:{port}/");
        let mut answer = client.send(Request::new("GET", url)).await.expect(host);
        assert_eq!(answer.body.bytes().await.unwrap(), "reached");
    }
    assert!(listener.accepted() > 0);
}

#[tokio::test]
async fn a_redirect_is_checked_like_a_first_call() {
    let forbidden = Server::http(|_| async { text("reached") }).await;
    let port = forbidden.address.port();
    let open = Server::http(move |asked| async move {
        let to = asked.uri().query().unwrap().to_owned();
        status(302, &[("location", &format!("http://{to}:{port}/"))])
    })
    .await;
    let client = client(Options {
        guard: allowing(&[&format!("open.example:{}", open.address.port())]),
        resolver: std::sync::Arc::new(names().with("open.example", &[&["127.0.0.1"]])),
        ..Options::default()
    });
    for host in [
        "127.0.0.1",
        "2130706433",
        "[::1]",
        "[::ffff:7f00:1]",
        "localhost",
        "open.example",
    ] {
        let url = format!("http://open.example:{}/?{host}", open.address.port());
        refused(&client, &url).await;
    }
    assert_eq!(forbidden.accepted(), 0);
    assert!(open.accepted() > 0);
}

#[tokio::test]
async fn a_name_that_changes_its_address_is_checked_again() {
    let first = Server::raw_at([127, 0, 0, 2].into(), |mut stream| async move {
        use tokio::io::AsyncWriteExt;
        crate::support::read_head(&mut stream).await;
        let answer = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok";
        let _ = stream.write_all(answer).await;
    })
    .await
    .unwrap();
    let port = first.address.port();
    // Allowed, as a public address would be; the second is not.
    let rebinding = Names::default().with("rebinding.example", &[&["127.0.0.2"], &["127.0.0.1"]]);
    let client = client(Options {
        guard: allowing(&["127.0.0.2"]),
        resolver: std::sync::Arc::new(rebinding),
        ..Options::default()
    });
    let url = format!("http://rebinding.example:{port}/");
    let mut answer = client.send(Request::new("GET", &*url)).await.unwrap();
    assert_eq!(answer.body.bytes().await.unwrap(), "ok");
    refused(&client, &url).await;
    assert_eq!(first.accepted(), 1);
}

#[tokio::test]
async fn the_message_names_what_was_asked_for_and_no_address_behind_it() {
    let client = client(Options {
        resolver: std::sync::Arc::new(names()),
        ..Options::default()
    });
    let error = client
        .send(Request::new("GET", "http://private.example:81/"))
        .await
        .err()
        .unwrap();
    assert_eq!(
        error.external,
        "private.example:81 is not a public address; [fetch] allow in velodrome.toml can name it"
    );
    assert!(!error.external.contains("10.0.0.1"));
    assert!(
        error.internal.contains("10.0.0.1 (private)"),
        "{}",
        error.internal
    );
}
