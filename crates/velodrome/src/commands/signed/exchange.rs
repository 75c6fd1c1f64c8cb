//! One request over a connection of its own, and its answer. Everything has a bound: the time, from
//! connecting to the last byte, and the answer's length.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::{ClientConfig, StreamOwned};

use super::answer::{Answer, Reading};
use super::secure;
use super::target::Server;

/// Longest answer that is read, in bytes.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Of a host with many addresses, so many are tried.
const ADDRESSES_MAX: usize = 8;

/// A connection whose reads and writes can be bounded in time.
trait Stream: Read + Write {
    fn socket(&self) -> &TcpStream;
}

impl Stream for TcpStream {
    fn socket(&self) -> &TcpStream {
        self
    }
}

impl Stream for StreamOwned<rustls::ClientConnection, TcpStream> {
    fn socket(&self) -> &TcpStream {
        &self.sock
    }
}

/// Sends a request and reads its answer; over TLS when there is a configuration for it.
///
/// # Errors
/// There was no answer in time, or none that is HTTP/1.1; or the server's certificate is not
/// trusted.
pub(super) fn exchange(
    server: &Server,
    tls: Option<Arc<ClientConfig>>,
    request: &[u8],
    method: &str,
    timeout: Duration,
) -> io::Result<Answer> {
    let deadline = Instant::now() + timeout;
    let stream = connect(server, deadline)?;
    stream.set_write_timeout(Some(left(deadline)?))?;
    stream.set_read_timeout(Some(left(deadline)?))?;
    match tls {
        None => talk(stream, request, method, deadline),
        Some(config) => {
            let client = secure::connection(config, &server.host)?;
            talk(StreamOwned::new(client, stream), request, method, deadline)
        }
    }
}

fn talk(
    mut stream: impl Stream,
    request: &[u8],
    method: &str,
    deadline: Instant,
) -> io::Result<Answer> {
    // A server may answer before it has read a body that it does not want.
    let sent = stream.write_all(request);
    let answer = receive(&mut stream, method == "HEAD", deadline);
    match sent {
        Err(error) if answer.is_err() => Err(error),
        _ => answer,
    }
}

fn connect(server: &Server, deadline: Instant) -> io::Result<TcpStream> {
    let addresses = (server.host.as_str(), server.port).to_socket_addrs()?;
    let mut failed = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    for address in addresses.take(ADDRESSES_MAX) {
        match TcpStream::connect_timeout(&address, left(deadline)?) {
            Ok(stream) => return Ok(stream),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

fn receive(stream: &mut impl Stream, to_head: bool, deadline: Instant) -> io::Result<Answer> {
    let mut bytes = Vec::new();
    let mut piece = [0; 16 * 1024];
    loop {
        stream.socket().set_read_timeout(Some(left(deadline)?))?;
        let length = match stream.read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Err(too_late()),
            read => read?,
        };
        bytes.extend_from_slice(&piece[..length]);
        match Answer::read(&bytes, to_head, length == 0) {
            Reading::Whole(answer) => return Ok(answer),
            Reading::Wrong(why) => return Err(io::Error::new(io::ErrorKind::InvalidData, why)),
            Reading::Part if length == 0 => {
                let why = "the connection was closed before the answer was complete";
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, why));
            }
            Reading::Part if bytes.len() > ANSWER_BYTES_MAX => {
                let why = format!("the answer is longer than {ANSWER_BYTES_MAX} bytes");
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
            }
            Reading::Part => {}
        }
    }
}

fn left(deadline: Instant) -> io::Result<Duration> {
    match deadline.saturating_duration_since(Instant::now()) {
        Duration::ZERO => Err(too_late()),
        left => Ok(left),
    }
}

fn too_late() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the time is over")
}
