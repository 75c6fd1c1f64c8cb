//! A small HTTP/1.1 client that hides nothing: bytes out as given, header names as they came.
//!
//! A client library would normalise names, follow redirects and refuse what a test must send.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How much of an answer is read at most; more is a fault of the server under test.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;

/// An answer as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names as sent, values without the space around them, in order.
    pub headers: Vec<(String, String)>,
    /// The body, chunks joined.
    pub body: Vec<u8>,
    /// Whether the server says or shows that it closes the connection after this answer.
    pub closes: bool,
}

impl Response {
    /// Every value of the header `name`, in any case, in order.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let same = |(key, _): &&(String, String)| key.eq_ignore_ascii_case(name);
        self.headers
            .iter()
            .filter(same)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// The first value of the header `name`.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.all(name).first().copied()
    }

    /// The body as text, what is not UTF-8 replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub enum ClientError {
    /// The connection broke, or nothing came in time.
    Io(io::Error),
    /// The server closed the connection before the answer was complete.
    Closed,
    /// What came is not an HTTP/1.1 answer.
    NotHttp(String),
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ClientError::Io(error) => write!(f, "the connection failed: {error}"),
            ClientError::Closed => {
                f.write_str("the server closed the connection before its answer was complete")
            }
            ClientError::NotHttp(what) => write!(f, "the answer is not HTTP/1.1: {what}"),
        }
    }
}

impl std::error::Error for ClientError {}

impl From<io::Error> for ClientError {
    fn from(error: io::Error) -> Self {
        ClientError::Io(error)
    }
}

/// The bytes of a request. `Host` and `Content-Length` are not added: `headers` is all there is.
pub fn render(method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{method} {target} HTTP/1.1\r\n").into_bytes();
    for (name, value) in headers {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    bytes
}

/// One connection, for any number of requests after one another.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Opens a connection; no read or write on it takes longer than `timeout`.
    ///
    /// # Errors
    /// The server does not accept.
    pub fn open(addr: SocketAddr, timeout: Duration) -> Result<Connection, ClientError> {
        let stream = TcpStream::connect_timeout(&addr, timeout)?;
        stream.set_read_timeout(Some(timeout))?;
        stream.set_write_timeout(Some(timeout))?;
        stream.set_nodelay(true)?;
        Ok(Connection {
            stream,
            buffer: Vec::new(),
        })
    }

    /// Sends bytes as they are.
    ///
    /// # Errors
    /// The server closed its side; there may be an answer to read all the same.
    pub fn send(&mut self, bytes: &[u8]) -> Result<(), ClientError> {
        Ok(self.stream.write_all(bytes)?)
    }

    /// Sends a request and reads its answer. A server that answers before it has read the whole
    /// body (413) breaks the sending, which is no error as long as it answers.
    ///
    /// # Errors
    /// No complete answer came.
    pub fn request(&mut self, method: &str, bytes: &[u8]) -> Result<Response, ClientError> {
        let sent = self.send(bytes);
        self.read_response(method == "HEAD")
            .map_err(|error| match sent {
                Err(sending) => sending,
                Ok(()) => error,
            })
    }

    /// Reads one answer, interim ones (1xx) left out; `to_head` says that it has no body.
    ///
    /// # Errors
    /// No complete answer came.
    pub fn read_response(&mut self, to_head: bool) -> Result<Response, ClientError> {
        loop {
            let head = self.read_head()?;
            let mut response = parse_head(&head)?;
            if (100..200).contains(&response.status) {
                continue;
            }
            if !to_head && !matches!(response.status, 204 | 304) {
                self.read_body(&mut response)?;
            }
            return Ok(response);
        }
    }

    fn read_head(&mut self) -> Result<String, ClientError> {
        let end = loop {
            match self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                Some(at) => break at,
                None => self.fill()?,
            }
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        self.buffer.drain(..end + 4);
        Ok(head)
    }

    fn read_body(&mut self, response: &mut Response) -> Result<(), ClientError> {
        if response
            .header("transfer-encoding")
            .is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"))
        {
            return self.read_chunks(&mut response.body);
        }
        if let Some(length) = response.header("content-length") {
            let length = length
                .parse()
                .map_err(|_| ClientError::NotHttp(format!("content-length: {length}")))?;
            response.body = self.take(length)?;
            return Ok(());
        }
        response.closes = true;
        loop {
            match self.fill() {
                Ok(()) => {}
                Err(ClientError::Closed) => break,
                Err(error) => return Err(error),
            }
        }
        response.body = std::mem::take(&mut self.buffer);
        Ok(())
    }

    fn read_chunks(&mut self, body: &mut Vec<u8>) -> Result<(), ClientError> {
        loop {
            let line = self.take_line()?;
            let digits = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(digits, 16)
                .map_err(|_| ClientError::NotHttp(format!("chunk size {line:?}")))?;
            if size == 0 {
                while !self.take_line()?.is_empty() {}
                return Ok(());
            }
            body.extend(self.take(size)?);
            if !self.take_line()?.is_empty() {
                return Err(ClientError::NotHttp("no CRLF after a chunk".to_owned()));
            }
        }
    }

    fn take_line(&mut self) -> Result<String, ClientError> {
        loop {
            if let Some(end) = self.buffer.windows(2).position(|two| two == b"\r\n") {
                let line = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
                self.buffer.drain(..end + 2);
                return Ok(line);
            }
            self.fill()?;
        }
    }

    fn take(&mut self, length: usize) -> Result<Vec<u8>, ClientError> {
        while self.buffer.len() < length {
            self.fill()?;
        }
        Ok(self.buffer.drain(..length).collect())
    }

    fn fill(&mut self) -> Result<(), ClientError> {
        if self.buffer.len() > ANSWER_BYTES_MAX {
            return Err(ClientError::NotHttp("the answer does not end".to_owned()));
        }
        let mut piece = [0; 16 * 1024];
        match self.stream.read(&mut piece)? {
            0 => Err(ClientError::Closed),
            length => {
                self.buffer.extend_from_slice(&piece[..length]);
                Ok(())
            }
        }
    }
}

fn parse_head(head: &str) -> Result<Response, ClientError> {
    let mut lines = head.split("\r\n");
    let first = lines.next().unwrap_or_default();
    let status = first
        .strip_prefix("HTTP/1.1 ")
        .and_then(|rest| rest.get(..3))
        .and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| ClientError::NotHttp(format!("{first:?}")))?;
    let mut headers = Vec::new();
    for line in lines {
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| ClientError::NotHttp(format!("{line:?}")))?;
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut response = Response {
        status,
        headers,
        body: Vec::new(),
        closes: false,
    };
    response.closes = response
        .header("connection")
        .is_some_and(|value| value.eq_ignore_ascii_case("close"));
    Ok(response)
}
