//! One request, answered without a socket: for the command line and for tests.

use crate::http1::{DateCache, Drain, Http1, Peer, serve_connection};
use crate::pipeline::Connection;
use crate::shared::{Site, ThreadState};
use crate::thread::http1_limits;
use crate::worker::Worker;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::sync::Arc;
use std::time::SystemTime;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Bytes of the pipe between both sides.
const PIPE_BYTES: usize = 64 * 1024;

/// Answers the bytes of one whole request, which has to ask to close the connection.
///
/// # Errors
/// The system refused an event loop.
pub fn answer_one(site: Arc<Site>, request: &[u8]) -> io::Result<Vec<u8>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let worker = Rc::new(Worker::new(site, Arc::new(ThreadState::default())));
        let limits = http1_limits(worker.limits());
        let http1 = Http1 {
            service: Connection::new(worker, None),
            limits: Rc::new(limits),
            dates: Rc::new(DateCache::new(SystemTime::now)),
            drain: Rc::new(Drain::default()),
        };
        let peer = Peer {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        };
        let (ours, theirs) = tokio::io::duplex(PIPE_BYTES);
        let (mut answers, mut asks) = tokio::io::split(ours);
        // Open until the answer is there: a client that ends its direction wants no more of a stream.
        let talk = async move {
            let mut answer = Vec::new();
            let ask = async {
                // A server that refuses early stops reading; its answer is there all the same.
                let _refused = asks.write_all(request).await;
            };
            let ((), read) = tokio::join!(ask, answers.read_to_end(&mut answer));
            read.map(|_| answer)
        };
        let ((), answer) = tokio::join!(serve_connection(theirs, peer, &http1), talk);
        answer
    })
}
