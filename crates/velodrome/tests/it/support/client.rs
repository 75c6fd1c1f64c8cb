//! Clients: one question, or questions without end.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use velodrome_testkit::http::{ClientError, Connection, Response, render};

use super::PATIENCE;

/// One GET over a connection of its own.
///
/// # Errors
/// No answer came.
pub fn get_with(
    addr: SocketAddr,
    path: &str,
    headers: &[(&str, &str)],
) -> Result<Response, ClientError> {
    let mut connection = Connection::open(addr, PATIENCE)?;
    connection.request("GET", &request(addr, path, headers))
}

/// One GET over a connection of its own, which is answered.
#[track_caller]
pub fn get(addr: SocketAddr, path: &str) -> Response {
    get_with(addr, path, &[]).unwrap()
}

fn request(addr: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let host = addr.to_string();
    let mut all = vec![("host", host.as_str())];
    all.extend(headers);
    render("GET", path, &all, b"")
}

/// What the clients saw.
#[derive(Debug, Default)]
pub struct Tally {
    /// Answers that were as they must be.
    pub good: u64,
    /// Connections that were refused.
    pub refused: Vec<String>,
    /// Requests without an answer, or with one that is not as it must be.
    pub failed: Vec<String>,
}

/// Clients that ask one thing after another: some over connections that stay open as long as
/// the server wants, some over a new one each time.
pub struct Hammer {
    stop: Arc<AtomicBool>,
    good: Arc<AtomicU64>,
    tally: Arc<Mutex<Tally>>,
    threads: Vec<JoinHandle<()>>,
}

/// What is wrong with an answer.
type Judge = fn(&Response) -> Result<(), String>;

impl Hammer {
    /// Starts the clients.
    pub fn start(addr: SocketAddr, path: &'static str, judge: Judge) -> Hammer {
        let mut hammer = Hammer {
            stop: Arc::default(),
            good: Arc::default(),
            tally: Arc::default(),
            threads: Vec::new(),
        };
        for stays in [true, true, false] {
            let (stop, good) = (Arc::clone(&hammer.stop), Arc::clone(&hammer.good));
            let tally = Arc::clone(&hammer.tally);
            let client = move || {
                let mut open = None;
                while !stop.load(Ordering::Relaxed) {
                    match ask(addr, path, judge, stays, &mut open) {
                        Ok(()) => drop(good.fetch_add(1, Ordering::Relaxed)),
                        Err(Failure::Refused(how)) => tally.lock().unwrap().refused.push(how),
                        Err(Failure::Failed(how)) => tally.lock().unwrap().failed.push(how),
                    }
                }
            };
            hammer.threads.push(std::thread::spawn(client));
        }
        hammer
    }

    /// How many clients there are.
    pub fn clients(&self) -> usize {
        self.threads.len()
    }

    /// Waits for so many more good answers.
    pub fn wait_for_answers(&self, more: u64) {
        let wanted = self.good.load(Ordering::Relaxed) + more;
        super::eventually("the clients get answers", || {
            self.good.load(Ordering::Relaxed) >= wanted
        });
    }

    /// Ends the clients.
    pub fn stop(mut self) -> Tally {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            thread.join().unwrap();
        }
        let mut tally = std::mem::take(&mut *self.tally.lock().unwrap());
        tally.good = self.good.load(Ordering::Relaxed);
        tally
    }
}

impl Drop for Hammer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

enum Failure {
    Refused(String),
    Failed(String),
}

fn ask(
    addr: SocketAddr,
    path: &str,
    judge: Judge,
    stays: bool,
    open: &mut Option<Connection>,
) -> Result<(), Failure> {
    let mut connection = match open.take() {
        Some(connection) => connection,
        None => {
            Connection::open(addr, PATIENCE).map_err(|error| Failure::Refused(error.to_string()))?
        }
    };
    let response = connection
        .request("GET", &request(addr, path, &[]))
        .map_err(|error| Failure::Failed(error.to_string()))?;
    if stays && !response.closes {
        *open = Some(connection);
    }
    judge(&response).map_err(Failure::Failed)
}
