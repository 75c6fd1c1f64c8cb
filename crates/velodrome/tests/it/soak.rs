//! Many requests that use fetch, crypto and timers: memory stays where it is.

use std::net::SocketAddr;

use velodrome_testkit::http::{Connection, render};

use crate::support::{PATIENCE, Server, Site, resident_kib, wants_long_tests};

/// Resident memory may differ by this much between two moments, whatever the number of requests.
const GROWTH_KIB_MAX: u64 = 40 * 1024;
/// Connections that ask at once.
const CLIENTS: u64 = 4;
/// In how many parts memory is looked at.
const PARTS: u64 = 10;

/// Reads answers whole, in parts, not at all, and gives some up.
const HANDLERS: &str = "
import { ok } from 'wix-http-functions';
import { createHmac, randomBytes } from 'crypto';
let count = 0;
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const get_small = () => ok({ body: { text: 'x'.repeat(200) } });
export const get_stream = () => ok({ body: ReadableStream.from(['a'.repeat(1000), 'b'.repeat(1000)]) });
export async function get_work(request) {
    const turn = count++;
    const digest = createHmac('sha256', 'key').update(randomBytes(64)).digest('hex');
    const forgotten = setTimeout(() => {}, 5000);
    if (turn % 8 === 0) await wait(1);
    clearTimeout(forgotten);
    const small = await (await fetch(`${request.baseUrl}/small`)).json();
    if (turn % 4 === 1) for await (const chunk of (await fetch(`${request.baseUrl}/stream`)).body) if (chunk.byteLength === 0) break;
    if (turn % 16 === 2) await (await fetch(`${request.baseUrl}/stream`)).body.cancel();
    if (turn % 16 === 3) {
        const stop = new AbortController();
        const call = fetch(`${request.baseUrl}/small`, { signal: stop.signal }).catch(() => {});
        stop.abort();
        await call;
    }
    if (turn % 64 === 4) await fetch(`${request.baseUrl}/stream`);
    return ok({ body: { digest: digest.length, text: small.text.length } });
}
";

#[test]
fn requests_that_use_the_world_leave_no_memory_behind() {
    if !wants_long_tests() {
        return;
    }
    let requests = std::env::var("VELODROME_SOAK_REQUESTS").ok();
    let requests: u64 = requests.map_or(1_000_000, |count| count.parse().unwrap());
    let config = "[limits]\nlog_lines_per_request_max = 0\n";
    let site = Site::of(HANDLERS).with_config(config);
    let server = Server::dev(&site);
    let process = server.site_process();
    let part = requests / PARTS;
    // Memory that allocators and the engine keep for good is there after the first part.
    ask(server.addr, part);
    let mut seen = Vec::new();
    for _ in 1..PARTS {
        ask(server.addr, part);
        seen.push(resident_kib(process));
    }
    println!("{requests} requests: KiB resident after each tenth: {seen:?}");
    assert_eq!(
        server.site_process(),
        process,
        "it is still the same process"
    );
    // The engine collects when it likes: the least of some moments says what is really held.
    let least = |of: &[u64]| of.iter().copied().min().unwrap();
    let (before, after) = (least(&seen[..3]), least(&seen[6..]));
    assert!(
        after < before + GROWTH_KIB_MAX,
        "{before} KiB, then {after} KiB"
    );
}

/// Sends so many requests, and looks at each answer.
fn ask(addr: SocketAddr, requests: u64) {
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                let host = addr.to_string();
                let headers = [("Host", host.as_str())];
                let request = render("GET", "/_functions/work", &headers, b"");
                let mut connection = Connection::open(addr, PATIENCE).unwrap();
                for _ in 0..requests / CLIENTS {
                    let answer = connection.request("GET", &request).unwrap();
                    assert_eq!(answer.text(), r#"{"digest":64,"text":200}"#);
                    if answer.closes {
                        connection = Connection::open(addr, PATIENCE).unwrap();
                    }
                }
            });
        }
    });
}
