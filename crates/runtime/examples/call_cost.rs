//! Prints what calling handlers costs without any network, in nanoseconds per call: the part of a
//! request that the runtime and its JavaScript answer for.

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use velodrome_model::compat::Compat;
use velodrome_model::limits::Limits;
use velodrome_model::log::LogLine;
use velodrome_runtime::{
    Activity, Call, Host, Instance, Outcome, Release, RequestView, RunLoop, Settings,
};

const BODY: &str = r#"{"id":"evt_8c1f0a52","type":"order.paid","created":1760000000,"items":[{"sku":"coffee-250","count":2,"price":7.5},{"sku":"tea-100","count":1,"price":4.25}],"customer":{"name":"Ada L","vip":true,"note":null}}"#;
const HEADERS: &str = "Host: 127.0.0.1:8080\r\nx-token: t0ken-1234\r\naccept: application/json\r\naccept-encoding: gzip, br\r\naccept-language: en-GB,en;q=0.8\r\nuser-agent: bench/1\r\nx-request-source: bench\r\n";
const SCRIPT: &str = r#"(async (vd) => { "use strict";
const { ok } = vd.module("wix-http-functions");
const value = JSON.parse(BODY);
const TEXT = BODY; let n = 0; const T16 = ("\u0100" + TEXT).slice(1); const fixed = ok({ body: "Hello, world!" });
const functions = {
  get_hello: () => ok({ body: "Hello, world!" }),
  get_async: async () => ok({ body: "Hello, world!" }),
  post_text: async (request) => { await request.body.text(); return ok({ body: "Hello, world!" }); },
  post_parse: async (request) => { await request.body.json(); return ok({ body: "Hello, world!" }); },
  get_stringify: () => ok({ body: value }),
  post_echo: async (request) => ok({ body: await request.body.json() }),
  get_inspect: ({ path, query, headers }) => ok({ body: { path, limit: query.limit, after: query.after, token: headers["x-token"] } }),
  x_textparse: async (request) => { JSON.parse(await request.body.text()); return ok({ body: "Hello, world!" }); },
  x_textlen: async (request) => { const t = await request.body.text(); return ok({ body: t.slice(5, 20) }); },
  x_parse16: () => { JSON.parse(T16); return ok({ body: "Hello, world!" }); },
  x_retobj: async () => { const f = async () => ({ a: 1, b: { c: 2 }, d: [] }); await f(); return ok({ body: "Hello, world!" }); },
  x_parse_const: () => { JSON.parse(TEXT); return ok({ body: "Hello, world!" }); },
  x_parse_fresh: () => { n++; JSON.parse(TEXT + (n & 1 ? " " : "  ")); return ok({ body: "Hello, world!" }); },
  x_await1: async () => { await 1; return ok({ body: "Hello, world!" }); },
  x_await2: async () => { await 1; await 2; return ok({ body: "Hello, world!" }); },
  x_resolved: () => Promise.resolve(ok({ body: "Hello, world!" })),
  x_fixed: () => fixed,
  x_asyncfixed: async () => fixed,
  x_bigret: async () => { const f = async () => value; await f(); return ok({ body: "Hello, world!" }); },
  x_parseret: async () => { const f = async () => JSON.parse(TEXT); await f(); return ok({ body: "Hello, world!" }); },
  get_path: ({ path }) => ok({ body: path[0] }),
  get_query: ({ query }) => ok({ body: query.limit }),
  get_headers: ({ headers }) => ok({ body: headers["x-token"] }),
};
return functions; })"#;
const ROUNDS: u32 = 100_000;

struct Quiet;

impl Host for Quiet {
    fn now_ms(&self) -> f64 {
        0.0
    }
    fn monotonic_ms(&self) -> f64 {
        0.0
    }
    fn random(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
    fn log(&self, line: LogLine) {
        eprintln!("{}", line.message);
    }
    fn env(&self) -> &[(String, String)] {
        &[]
    }
}

fn main() {
    let settings = Settings {
        limits: Arc::new(Limits::default()),
        compat: Arc::new(Compat::default()),
        host: Rc::new(Quiet),
        activity: Arc::new(Activity::default()),
    };
    let release = Arc::new(Release {
        number: 0,
        id: "cost".into(),
        script: SCRIPT.replace("BODY", &format!("{BODY:?}")).into(),
        source_map: r#"{"version":3,"sources":[],"names":[],"mappings":""}"#.into(),
    });
    let run_loop = RunLoop::for_this_thread();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async {
        let instance = Instance::load(&run_loop, release, settings)
            .await
            .expect("it loads");
        for (index, name) in instance.exports().iter().enumerate() {
            let only: Vec<String> = std::env::args().skip(1).collect();
            if !only.is_empty() && !only.iter().any(|it| **it == **name) {
                continue;
            }
            let cost = cost(&instance, index as u32).await;
            println!("{cost:>8.0} ns  {name}");
        }
    });
}

/// The best of several rounds: what disturbs only adds.
async fn cost(instance: &Rc<Instance>, index: u32) -> f64 {
    let mut best = Duration::MAX;
    for _ in 0..6 {
        let start = thread_time();
        for _ in 0..ROUNDS {
            match instance.call(index, &view(), BODY.as_bytes().to_vec()) {
                Call::Ready(outcome, _) => check(outcome),
                Call::Pending(pending) => check(pending.await.0),
            }
        }
        best = best.min(thread_time() - start);
    }
    best.as_nanos() as f64 / f64::from(ROUNDS)
}

/// CPU time of this thread: what others do on a busy machine is not counted.
fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn check(outcome: Outcome) {
    assert!(
        matches!(outcome, Outcome::Answer(answer) if answer.status == 200),
        "every handler answers"
    );
}

fn view() -> RequestView<'static> {
    RequestView {
        id: "bdnagge1hrhkkfy4",
        method: "POST",
        origin: "http://127.0.0.1:8080",
        base_path: "/_functions",
        function_name: "inspect",
        sub_path: "/orders/42",
        path: "/_functions/inspect/orders/42",
        query: Some("limit=10&after=a%20b"),
        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        header_lines: HEADERS,
    }
}
