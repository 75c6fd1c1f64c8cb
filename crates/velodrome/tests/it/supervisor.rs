//! The parent process: what dies below it comes back, what it leaves ends with it.

use rustix::process::Signal;
use velodrome_testkit::http::{Connection, Response};

use crate::support::{
    Hammer, PATIENCE, Server, Site, below, eventually, get, get_with, is_alive, signal,
    wants_long_tests,
};

fn says_hello(response: &Response) -> Result<(), String> {
    match (response.status, response.text().as_str()) {
        (200, "hello") => Ok(()),
        (status, text) => Err(format!("{status} {text}")),
    }
}

#[test]
fn a_site_process_that_is_killed_is_back_at_once() {
    let site = Site::saying("hello");
    let server = Server::dev(&site);
    for which in [Signal::KILL, Signal::SEGV, Signal::ABORT, Signal::TERM] {
        let before = server.site_process();
        eventually("it ends", || {
            // One SIGSEGV that no fault caused is taken by Rust's look for stack overflows.
            signal(before, which);
            !is_alive(before)
        });
        // The socket stays open: this waits, it is not refused. One that the old process had
        // accepted ends without an answer.
        eventually("a request is answered", || {
            match get_with(server.addr, "/_functions/hello", &[]) {
                Ok(response) => response.text() == "hello",
                Err(error) => !error.to_string().contains("refused"),
            }
        });
        assert_ne!(server.site_process(), before, "{which:?}");
    }
    server.wait_for_log("the site process was ended by signal 9; the next start is now");
}

#[test]
fn under_load_only_what_was_in_flight_fails_and_nobody_is_refused() {
    let kills = if wants_long_tests() { 60 } else { 5 };
    let site = Site::saying("hello");
    let server = Server::dev(&site);
    let hammer = Hammer::start(server.addr, "/_functions/hello", says_hello);
    for _ in 0..kills {
        hammer.wait_for_answers(50);
        signal(server.site_process(), Signal::KILL);
    }
    hammer.wait_for_answers(50);
    let clients = hammer.clients();
    let tally = hammer.stop();
    let (good, failed) = (tally.good, tally.failed.len());
    println!("{kills} kills, {good} answers, {failed} failed");
    assert!(tally.refused.is_empty(), "{tally:?}");
    assert!(tally.failed.len() <= kills * clients, "{tally:?}");
}

#[test]
fn an_update_of_the_executable_does_not_keep_a_process_from_coming_back() {
    // On the file system of the original, so that a link will do.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let program = folder.path().join("velodrome");
    std::fs::hard_link(env!("CARGO_BIN_EXE_velodrome"), &program).unwrap();
    let site = Site::saying("hello");
    let server = Server::dev_by(&program, &site);
    std::fs::remove_file(&program).unwrap();
    let before = server.site_process();
    signal(before, Signal::KILL);
    eventually("it ends", || !is_alive(before));
    let answer = get(server.addr, "/_functions/hello").text();
    assert_eq!(answer, "hello");
}

#[test]
fn nothing_survives_the_parent() {
    let site = Site::saying("hello");
    let server = Server::dev(&site);
    let below = below(server.pid());
    // The site process, and the bundler that waits for the next change.
    assert!(below.len() >= 2, "{below:?}");
    server.signal(Signal::KILL);
    eventually("every process below it ends", || {
        !below.iter().any(|pid| is_alive(*pid))
    });
}

/// A handler that answers when it is told to, but not before it said that it runs.
const SLOW: &str = "
import { ok } from 'wix-http-functions';
export async function get_slow(request) {
  console.log('slow begins');
  await new Promise((resolve) => setTimeout(resolve, Number(request.query.ms)));
  return ok({ body: 'slow ends' });
}
";

/// A request for `get_slow` that has begun.
fn begin_slow(server: &Server, ms: u32) -> Connection {
    let mut connection = Connection::open(server.addr, PATIENCE).unwrap();
    let request = format!("GET /_functions/slow?ms={ms} HTTP/1.1\r\nhost: a\r\n\r\n");
    connection.send(request.as_bytes()).unwrap();
    server.wait_for_log("slow begins");
    connection
}

#[track_caller]
fn wait_until_refused(server: &Server) {
    eventually("connections are refused", || {
        get_with(server.addr, "/", &[]).is_err_and(|error| error.to_string().contains("refused"))
    });
}

#[test]
fn on_sigterm_what_was_begun_is_answered_and_nothing_else_is_begun() {
    let site = Site::of(SLOW);
    for which in [Signal::TERM, Signal::INT] {
        let mut server = Server::dev(&site);
        let mut idle = Connection::open(server.addr, PATIENCE).unwrap();
        let mut slow = begin_slow(&server, 1500);
        server.signal(which);
        wait_until_refused(&server);
        let answer = slow.read_response(false).unwrap();
        assert_eq!(answer.text(), "slow ends");
        assert!(answer.closes);
        assert!(idle.read_response(false).is_err(), "it is closed");
        assert_eq!(server.wait_for_exit().code(), Some(0));
    }
}

#[test]
fn a_second_signal_ends_everything_at_once() {
    let site = Site::of(SLOW)
        .with_config("[limits]\ndrain_time_ms_max = 600000\nwall_time_ms_max = 600000\n");
    let mut server = Server::dev(&site);
    let below = below(server.pid());
    let mut slow = begin_slow(&server, 600_000);
    server.signal(Signal::TERM);
    wait_until_refused(&server);
    assert!(server.exit_status().is_none(), "it waits for the request");
    server.signal(Signal::TERM);
    server.wait_for_exit();
    assert!(slow.read_response(false).is_err());
    eventually("every process below it ends", || {
        !below.iter().any(|pid| is_alive(*pid))
    });
}

#[test]
fn requests_that_outlive_the_drain_time_are_cut() {
    let site = Site::of(SLOW).with_config("[limits]\ndrain_time_ms_max = 200\n");
    let mut server = Server::dev(&site);
    let mut slow = begin_slow(&server, 10_000);
    server.signal(Signal::TERM);
    assert_eq!(server.wait_for_exit().code(), Some(0));
    assert!(slow.read_response(false).is_err());
}

#[test]
fn a_process_that_cannot_start_is_tried_again_ever_more_slowly() {
    let site = Site::saying("hello");
    let server = Server::serve(&site);
    let current = site.data().join("current");
    std::fs::write(&current, "damaged").unwrap();
    signal(server.site_process(), Signal::KILL);
    server.wait_for_log("the next start is in 100 ms");
    server.wait_for_log("the next start is in 200 ms");
    std::fs::remove_file(&current).unwrap();
    assert_eq!(get(server.addr, "/_functions/hello").status, 404);
}

/// `get_chain` never ends, and the engine cannot end it either.
const CHAIN: &str = "
import { ok } from 'wix-http-functions';
export const get_hello = () => ok({ body: 'hello' });
export function get_chain() {
  const f = () => Promise.resolve().then(f);
  return f();
}
";

#[test]
fn an_endless_chain_of_microtasks_ends_and_others_are_answered() {
    let site = Site::of(CHAIN).with_config("[limits]\ncpu_time_ms_max = 200\n");
    let server = Server::dev(&site);
    let before = server.site_process();
    let mut chain = Connection::open(server.addr, PATIENCE).unwrap();
    chain
        .send(b"GET /_functions/chain HTTP/1.1\r\nhost: a\r\n\r\n")
        .unwrap();
    let hammer = Hammer::start(server.addr, "/_functions/hello", says_hello);
    let answer = chain.read_response(false);
    hammer.wait_for_answers(50);
    let tally = hammer.stop();
    assert!(tally.refused.is_empty(), "{tally:?}");
    // Those that a stuck thread had accepted go with it.
    assert!(tally.failed.len() <= 3, "{tally:?}");
    match answer {
        // The engine found a moment to end it after all.
        Ok(answer) => assert_eq!(answer.header("x-velodrome-error"), Some("CPU_LIMIT")),
        Err(_) => {
            server.wait_for_log("cannot be stopped");
            eventually("the process is replaced", || {
                server.site_process() != before
            });
        }
    }
    assert_eq!(get(server.addr, "/_functions/hello").text(), "hello");
}

/// `(module (func (export "f") (loop br 0)))`: a loop that the engine never interrupts.
const WEBASSEMBLY_LOOP: &str = "
import { ok } from 'wix-http-functions';
const bytes = new Uint8Array([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,9,1,7,0,3,64,12,0,11,11]);
export async function get_spin() {
  const { instance } = await WebAssembly.instantiate(bytes);
  instance.exports.f();
}
export const get_hello = () => ok({ body: 'hello' });
";

#[test]
fn a_loop_inside_webassembly_ends_with_its_process_and_nothing_else_does() {
    let site = Site::of(WEBASSEMBLY_LOOP)
        .with_config("[limits]\ncpu_time_ms_max = 200\nwall_time_ms_max = 1000\n");
    let server = Server::dev(&site);
    let before = server.site_process();
    let mut spin = Connection::open(server.addr, PATIENCE).unwrap();
    spin.send(b"GET /_functions/spin HTTP/1.1\r\nhost: a\r\n\r\n")
        .unwrap();
    server.wait_for_log("cannot be stopped");
    assert!(spin.read_response(false).is_err(), "it is closed");
    eventually("the process is replaced", || {
        server.site_process() != before
    });
    assert_eq!(get(server.addr, "/_functions/hello").text(), "hello");
}
