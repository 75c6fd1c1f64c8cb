//! From a host to a connection: names, the guard, addresses tried in turn, the proxy's tunnel, TLS.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::error::{Error, ErrorKind, chain};
use crate::options::Options;
use crate::proxy::{Proxy, connect_status};
use crate::target::Target;

/// A connection, secure or not.
pub(crate) enum Stream {
    Plain(TcpStream),
    Secure(Box<TlsStream<TcpStream>>),
}

/// Addresses of one host that are tried.
const ADDRESSES_MAX: usize = 16;

/// After what time the next address is tried beside the one before it (RFC 8305, section 5).
const NEXT_ADDRESS_AFTER: Duration = Duration::from_millis(250);

/// Longest head of a proxy's answer, in bytes.
const PROXY_HEAD_BYTES_MAX: usize = 16 * 1024;

/// Connects. The time it may take is the caller's business.
pub(crate) async fn connect(options: &Options, target: &Target) -> Result<Stream, Error> {
    let stream = match options.proxies.find(target) {
        None => {
            let addresses = addresses(options, target).await?;
            dial(
                &addresses,
                &target.host_and_port(),
                ErrorKind::ConnectFailed,
            )
            .await?
        }
        Some(proxy) => tunnel(options, proxy, target).await?,
    };
    if !target.secure {
        return Ok(Stream::Plain(stream));
    }
    secure(options, target, stream).await
}

/// Where a target may be called: every address of it, all checked.
async fn addresses(options: &Options, target: &Target) -> Result<Vec<SocketAddr>, Error> {
    let found = match target.host.parse::<IpAddr>() {
        Ok(literal) => vec![literal],
        Err(_) => resolve(options, &target.host, ErrorKind::DnsFailed).await?,
    };
    check(options, target, &found)?;
    Ok(sockets(&found, target.port))
}

fn check(options: &Options, target: &Target, found: &[IpAddr]) -> Result<(), Error> {
    let checked = options.guard.check_all(&target.host, target.port, found);
    checked.map_err(|forbidden| {
        Error::caused(
            ErrorKind::AddressForbidden,
            format!(
                "{} is not a public address; [fetch] allow in velodrome.toml can name it",
                target.host_and_port()
            ),
            format_args!("{} ({})", forbidden.address, forbidden.what),
        )
    })
}

async fn resolve(options: &Options, host: &str, kind: ErrorKind) -> Result<Vec<IpAddr>, Error> {
    let message = || format!("the name {host} has no address");
    let mut found = match options.resolver.resolve(host).await {
        Ok(found) => found,
        Err(error) => return Err(Error::caused(kind, message(), error)),
    };
    if found.is_empty() {
        return Err(Error::new(kind, message()));
    }
    found.truncate(ADDRESSES_MAX);
    Ok(found)
}

fn sockets(addresses: &[IpAddr], port: u16) -> Vec<SocketAddr> {
    let socket = |address: &IpAddr| SocketAddr::new(*address, port);
    addresses.iter().map(socket).collect()
}

/// Connects to the first address that answers. A slow one gets company after a moment.
async fn dial(addresses: &[SocketAddr], name: &str, kind: ErrorKind) -> Result<TcpStream, Error> {
    let mut waiting = addresses.iter().copied();
    let mut attempts = JoinSet::new();
    let mut failure = None;
    loop {
        if let Some(address) = waiting.next() {
            if addresses.len() == 1 {
                return one(address)
                    .await
                    .map_err(|error| unreachable(kind, name, &error));
            }
            attempts.spawn(one(address));
        }
        let next = if waiting.len() > 0 {
            match tokio::time::timeout(NEXT_ADDRESS_AFTER, attempts.join_next()).await {
                Ok(next) => next,
                Err(_) => continue,
            }
        } else {
            attempts.join_next().await
        };
        match next {
            Some(Ok(Ok(stream))) => return Ok(stream),
            Some(Ok(Err(error))) => failure = Some(error),
            Some(Err(error)) => failure = Some(io::Error::other(error)),
            None if waiting.len() == 0 => {
                let error = failure.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into());
                return Err(unreachable(kind, name, &error));
            }
            None => {}
        }
    }
}

async fn one(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn unreachable(kind: ErrorKind, name: &str, error: &io::Error) -> Error {
    let what = match error.kind() {
        io::ErrorKind::ConnectionRefused => "it refuses connections",
        io::ErrorKind::TimedOut => "it does not answer",
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => "no way leads there",
        _ => "it cannot be reached",
    };
    Error::caused(kind, format!("no connection to {name}: {what}"), error)
}

/// A tunnel through a proxy. The proxy itself was named by the operator: no guard asks about it.
async fn tunnel(options: &Options, proxy: &Proxy, target: &Target) -> Result<TcpStream, Error> {
    let to = if options.proxies.names_by_proxy && !has_own_address(&target.host) {
        vec![target.host_and_port()]
    } else {
        let found = addresses(options, target).await?;
        found.iter().map(SocketAddr::to_string).collect()
    };
    let at = match proxy.host.parse::<IpAddr>() {
        Ok(literal) => vec![literal],
        Err(_) => resolve(options, &proxy.host, ErrorKind::ProxyFailed).await?,
    };
    let at = sockets(&at, proxy.port);
    let mut failure = None;
    for to in to {
        let mut stream = dial(&at, "the proxy", ErrorKind::ProxyFailed).await?;
        let asked = ask(&mut stream, &proxy.connect_request(&to)).await;
        match asked.and_then(|head| connect_status(&head)) {
            Ok(200..=299) => return Ok(stream),
            Ok(status) => {
                let message = format!("the proxy refuses {}: {status}", target.host_and_port());
                failure = Some(Error::new(ErrorKind::ProxyFailed, message));
            }
            Err(error) => failure = Some(error),
        }
    }
    Err(failure.unwrap_or_else(|| Error::new(ErrorKind::ProxyFailed, "the proxy was not asked")))
}

/// Whether a host is an address, or a name that means this machine wherever it is asked for.
fn has_own_address(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host);
    host.parse::<IpAddr>().is_ok() || name == "localhost" || name.ends_with(".localhost")
}

/// Sends the request and reads the head of the answer, and nothing after it.
async fn ask(stream: &mut TcpStream, request: &str) -> Result<Vec<u8>, Error> {
    let lost = |error| {
        Error::caused(
            ErrorKind::ProxyFailed,
            "the proxy ends the connection",
            error,
        )
    };
    stream.write_all(request.as_bytes()).await.map_err(lost)?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() == PROXY_HEAD_BYTES_MAX {
            let message = "the head of the proxy's answer is too long";
            return Err(Error::new(ErrorKind::ProxyFailed, message));
        }
        // By bytes: what follows the head is the other server's.
        head.push(stream.read_u8().await.map_err(lost)?);
    }
    Ok(head)
}

async fn secure(options: &Options, target: &Target, stream: TcpStream) -> Result<Stream, Error> {
    let failed = |cause: &(dyn std::error::Error + 'static)| {
        let cause = chain(cause);
        let name = target.host_and_port();
        Error::new(
            ErrorKind::TlsFailed,
            format!("no secure connection to {name}: {cause}"),
        )
    };
    let name = ServerName::try_from(target.host.clone()).map_err(|error| failed(&error))?;
    let connector = TlsConnector::from(options.tls.config());
    let stream = connector
        .connect(name, stream)
        .await
        .map_err(|error| failed(&error))?;
    Ok(Stream::Secure(Box::new(stream)))
}

impl Stream {
    /// Whether both sides agreed on HTTP/2.
    pub fn is_http2(&self) -> bool {
        match self {
            Stream::Plain(_) => false,
            Stream::Secure(stream) => stream.get_ref().1.alpn_protocol() == Some(b"h2"),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_read(cx, buffer),
            Stream::Secure(stream) => Pin::new(stream).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Stream::Secure(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Stream::Secure(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Stream::Secure(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_write_vectored(cx, slices),
            Stream::Secure(stream) => Pin::new(stream).poll_write_vectored(cx, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Stream::Plain(stream) => stream.is_write_vectored(),
            Stream::Secure(stream) => stream.is_write_vectored(),
        }
    }
}
