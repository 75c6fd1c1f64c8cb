//! A server that says hello, to measure what the protocol alone costs.
//!
//! `cargo run --release -p velodrome-server --example http1_hello`, then for example
//! `wrk -t1 -c64 -d5s http://127.0.0.1:PORT/`. On the end of its input it prints the CPU time it
//! used, in total and per request.

use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;
use std::time::SystemTime;

use tokio::net::TcpListener;
use tokio::task::LocalSet;
use velodrome_server::http1::{
    Begin, Body, DateCache, Done, Drain, Fault, Head, HeaderBlock, Http1, Http1Limits, Peer,
    Response, Service, serve_connection,
};

#[derive(Default)]
struct Hello {
    answered: Cell<u64>,
}

impl Service for Hello {
    fn begin(&self, _: &Head<'_>, _: &Peer) -> Begin {
        Begin::ReadBody {
            bytes_max: u64::MAX,
        }
    }

    async fn call(&self, _: &Head<'_>, _: Vec<u8>, _: &Peer) -> Response {
        Response::new(200)
            .with_headers(HeaderBlock::from_static("content-type: text/plain\r\n"))
            .with_body(Body::Static(b"Hello, world!"))
    }

    fn refuse(&self, fault: Fault, _: &Peer) -> Response {
        Response::new(fault.status()).with_body(Body::Static(fault.code().as_bytes()))
    }

    fn done(&self, _: Done<'_>) {
        self.answered.set(self.answered.get() + 1);
    }
}

async fn serve(http1: Rc<Http1<Hello>>) -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    loop {
        let (socket, address) = listener.accept().await?;
        socket.set_nodelay(true)?;
        let http1 = http1.clone();
        tokio::task::spawn_local(async move {
            serve_connection(socket, Peer::plain(address), &http1).await;
        });
    }
}

/// User and system CPU time of this process, from `/proc`; its unit is 10 ms.
fn cpu_time_ms() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    Some((fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?) * 10)
}

fn main() -> std::io::Result<()> {
    let http1 = Rc::new(Http1 {
        service: Hello::default(),
        limits: Rc::new(Http1Limits::default()),
        dates: Rc::new(DateCache::new(SystemTime::now)),
        drain: Rc::new(Drain::default()),
    });
    let (stop, stopped) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        let _ = stop.send(());
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let work = http1.clone();
    LocalSet::new().block_on(&runtime, async move {
        tokio::select! {
            served = serve(work) => served,
            _ = stopped => Ok(()),
        }
    })?;
    let answered = http1.service.answered.get();
    if let Some(cpu_ms) = cpu_time_ms() {
        let each_us = cpu_ms as f64 * 1000.0 / answered.max(1) as f64;
        println!("{answered} answers, {cpu_ms} ms of CPU, {each_us:.2} us each");
    }
    Ok(())
}
