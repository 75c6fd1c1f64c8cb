//! Servers that count their connections, and a resolver that says what it is told to.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use velodrome_outbound::{AllowList, Client, Guard, Options, Resolve, Resolver};

pub type Asked = http::Request<Incoming>;
pub type Answered = http::Response<BoxBody<Bytes, io::Error>>;

/// A server on loopback; it ends with this value.
pub struct Server {
    pub address: SocketAddr,
    accepted: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// Hands every connection to `serve`.
    pub async fn raw<F, S>(serve: S) -> Server
    where
        S: Fn(TcpStream) -> F + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        Server::raw_at(Ipv4Addr::LOCALHOST.into(), serve)
            .await
            .unwrap()
    }

    /// The same on another address of this machine.
    pub async fn raw_at<F, S>(address: IpAddr, serve: S) -> io::Result<Server>
    where
        S: Fn(TcpStream) -> F + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind((address, 0)).await?;
        let address = listener.local_addr()?;
        let accepted = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&accepted);
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                connections.spawn(serve(stream));
            }
        });
        Ok(Server {
            address,
            accepted,
            task,
        })
    }

    /// Answers requests over HTTP/1.1.
    pub async fn http<F, H>(handler: H) -> Server
    where
        H: Fn(Asked) -> F + Clone + Send + 'static,
        F: Future<Output = Answered> + Send + 'static,
    {
        Server::raw(move |stream| {
            let handler = handler.clone();
            async move {
                let service = service_fn(move |asked| {
                    let answered = handler(asked);
                    async move { Ok::<_, io::Error>(answered.await) }
                });
                let _ = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            }
        })
        .await
    }

    /// Reads the head of one request, answers with these bytes and closes.
    pub async fn bytes(answer: impl Into<Bytes>) -> Server {
        let answer = answer.into();
        Server::raw(move |mut stream| {
            let answer = answer.clone();
            async move {
                read_head(&mut stream).await;
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
                // Until the other side has read it.
                let _ = stream.read(&mut [0]).await;
            }
        })
        .await
    }

    /// The connections it got so far.
    pub fn accepted(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

/// Reads up to the empty line; what was read.
pub async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8_lossy(&head).into_owned()
}

pub fn full(body: impl Into<Bytes>) -> BoxBody<Bytes, io::Error> {
    Full::new(body.into())
        .map_err(|never| match never {})
        .boxed()
}

pub fn text(body: impl Into<String>) -> Answered {
    http::Response::new(full(body.into()))
}

pub fn status(code: u16, headers: &[(&str, &str)]) -> Answered {
    let mut response = http::Response::builder().status(code);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(full("")).unwrap()
}

/// Names with what they resolve to: one list after another, the last for ever.
#[derive(Clone, Default)]
pub struct Names(Arc<Mutex<HashMap<String, VecDeque<Vec<IpAddr>>>>>);

impl Names {
    pub fn with(self, name: &str, answers: &[&[&str]]) -> Names {
        let addresses = |list: &&[&str]| list.iter().map(|text| text.parse().unwrap()).collect();
        let answers = answers.iter().map(addresses).collect();
        self.0.lock().unwrap().insert(name.to_owned(), answers);
        self
    }
}

impl Resolver for Names {
    fn resolve(&self, host: &str) -> Resolve {
        let mut names = self.0.lock().unwrap();
        let found = match names.get_mut(host) {
            None => Err(io::Error::new(io::ErrorKind::NotFound, "no such name")),
            Some(answers) if answers.len() > 1 => Ok(answers.pop_front().unwrap()),
            Some(answers) => Ok(answers[0].clone()),
        };
        Box::pin(async move { found })
    }
}

/// A guard that allows these besides public addresses.
pub fn allowing(entries: &[&str]) -> Guard {
    let mut allow = AllowList::default();
    for entry in entries {
        allow.add(entry).unwrap();
    }
    Guard::new(allow)
}

/// Options that allow loopback.
pub fn options() -> Options {
    Options {
        guard: allowing(&["127.0.0.0/8", "::1"]),
        ..Options::default()
    }
}

pub fn client(options: Options) -> Client {
    Client::new(Arc::new(options))
}
