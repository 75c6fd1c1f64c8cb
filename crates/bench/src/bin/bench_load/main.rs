//! The load of the bench where wrk does not do: many connections that are all there before anything
//! is counted, and requests at a given rate, whose times begin when they are due.
//!
//! `bench_load PORT CONNECTIONS SECONDS closed|RATE` opens the connections one after the other, each
//! with a first answer, and says `ready`; on a line of input it begins. What it sends is the file that
//! BENCH_REQUEST names, as it goes over the wire. What was measured is one line of JSON. It has one
//! thread, which never sleeps where a rate is given.

mod answer;
mod arrivals;
mod closed;
mod connection;
mod connections;
mod open;
mod outcome;

use std::io::{BufRead, Write};
use std::time::Duration;

use connections::Connections;

type Failure = Box<dyn std::error::Error>;

fn main() {
    if let Err(error) = run() {
        eprintln!("bench_load: {error}");
        std::process::exit(1);
    }
}

fn run() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [port, count, seconds, rate] = arguments.as_slice() else {
        return Err("what is needed: PORT CONNECTIONS SECONDS closed|RATE".into());
    };
    let request = std::fs::read(std::env::var("BENCH_REQUEST")?)?;
    let duration = Duration::try_from_secs_f64(seconds.parse()?)?;
    let mut connections = Connections::open(port.parse()?, count.parse()?, &request)?;
    println!("ready");
    std::io::stdout().flush()?;
    std::io::stdin().lock().read_line(&mut String::new())?;
    let mut outcome = match rate.as_str() {
        "closed" => closed::run(&mut connections, duration)?,
        rate => open::run(&mut connections, duration, rate.parse()?)?,
    };
    outcome.reopened = connections.reopened;
    println!("{}", outcome.json());
    Ok(())
}
