//! `/_realtime`: server-sent events over the wire.

use std::io::{Read, Write};
use std::net::TcpStream;

use velodrome_testkit::http::{Response, render};

use super::limits::limits;
use super::server::{PATIENCE, Server, alone, expect, finish, wait_until};

/// Says what it is told, and who may listen.
const SITE: &str = r#"
    const { publish, permissionsRouter } = $vd.module("wix-realtime-backend");
    permissionsRouter.add({ name: "members" }, () => ({ read: false }));
    permissionsRouter.add({ name: "members", resourceId: "lobby" }, (_, subscriber) => ({ read: subscriber.type === "Visitor" }));
    permissionsRouter.add({ name: "broken" }, () => { throw new Error("no idea"); });
    permissionsRouter.add({ name: "slow" }, () => new Promise(() => {}));
    $vd.part("realtime", async () => ({ realtime_check_permission: (channel, subscriber) => permissionsRouter.check(channel, subscriber) }), true);
    const vm = crypto.randomUUID();
    return {
        async get_say({ query }) { await publish({ name: query.to, resourceId: query.about }, query.text, { users: query.only && [query.only] }); return ok(); },
        get_spin() { console.log("spinning"); const until = Date.now() + 1500; while (Date.now() < until); return ok({ body: vm }); },
        get_vm: () => ok({ body: vm }),
    };
"#;

/// A client that listens.
pub struct Listener {
    stream: TcpStream,
    pub seen: String,
}

impl Listener {
    pub fn open(server: &Server, target: &str, headers: &[(&str, &str)]) -> Listener {
        let mut stream = TcpStream::connect(server.addr).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut all = vec![("Host", "site.test")];
        all.extend(headers);
        stream.write_all(&render("GET", target, &all, b"")).unwrap();
        let mut listener = Listener {
            stream,
            seen: String::new(),
        };
        listener.wait_for("event: subscribed\n");
        listener
    }

    /// Reads until this has come.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) {
        let mut piece = [0; 4096];
        while !self.seen.contains(text) {
            let length = self.stream.read(&mut piece).unwrap();
            assert!(length > 0, "closed before {text:?}: {:?}", self.seen);
            self.seen
                .push_str(&String::from_utf8_lossy(&piece[..length]));
        }
    }

    /// Reads until the body is complete.
    #[track_caller]
    fn wait_for_end(&mut self) {
        self.wait_for("\r\n0\r\n\r\n");
    }

    fn subscriber(&self) -> String {
        let (_, rest) = self.seen.split_once("\"subscriberId\":\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }
}

fn get(server: &Server, target: &str) -> Response {
    let bytes = render("GET", target, &[("Host", "site.test")], b"");
    server.connect().request("GET", &bytes).unwrap()
}

#[test]
fn what_is_published_comes_to_those_who_listen() {
    let server = Server::dev("", SITE);
    let mut news = Listener::open(&server, "/_realtime/news", &[]);
    let mut about = Listener::open(&server, "/_realtime/news/a%20b", &[]);
    for head in [
        "HTTP/1.1 200 OK\r\n",
        "content-type: text/event-stream\r\n",
        "cache-control: no-store\r\n",
        "access-control-allow-origin: *\r\n",
        "x-accel-buffering: no\r\n",
        "transfer-encoding: chunked\r\n",
    ] {
        assert!(news.seen.contains(head), "{head}: {}", news.seen);
    }
    expect(&server.get("/say?to=news&text=one"), 200, "");
    expect(&server.get("/say?to=news&about=a%20b&text=two"), 200, "");
    expect(&server.get("/say?to=news&text=three"), 200, "");
    news.wait_for("data: {\"channel\":{\"name\":\"news\"},\"payload\":\"three\"}\n\n");
    assert!(news.seen.contains("\"payload\":\"one\"") && !news.seen.contains("two"));
    about.wait_for(
        "data: {\"channel\":{\"name\":\"news\",\"resourceId\":\"a b\"},\"payload\":\"two\"}\n\n",
    );
    let only = Listener::open(&server, "/_realtime/news", &[]).subscriber();
    expect(
        &server.get(&format!("/say?to=news&text=four&only={only}")),
        200,
        "",
    );
    expect(&server.get("/say?to=news&text=five"), 200, "");
    news.wait_for("\"payload\":\"five\"");
    assert!(!news.seen.contains("four"));
}

#[test]
fn who_comes_back_gets_what_was_missed() {
    let server = Server::dev("", SITE);
    let mut news = Listener::open(&server, "/_realtime/news", &[]);
    expect(&server.get("/say?to=news&text=one"), 200, "");
    news.wait_for("\"payload\":\"one\"");
    let (_, rest) = news.seen.rsplit_once("id: ").unwrap();
    let place = rest.split('\n').next().unwrap().to_owned();
    drop(news);
    expect(&server.get("/say?to=news&text=two"), 200, "");
    for (target, header) in [
        (
            "/_realtime/news".to_owned(),
            Some(("Last-Event-ID", place.as_str())),
        ),
        (format!("/_realtime/news?lastEventId={place}"), None),
    ] {
        let headers: Vec<_> = header.into_iter().collect();
        let mut back = Listener::open(&server, &target, &headers);
        back.wait_for("\"payload\":\"two\"");
        assert!(!back.seen.contains("\"one\"") && !back.seen.contains("missed"));
    }
    let mut lost = Listener::open(
        &server,
        "/_realtime/news",
        &[("Last-Event-ID", "elsewhere-7")],
    );
    lost.wait_for("event: missed\ndata: {\"channel\":{\"name\":\"news\"}}\n\n");
}

#[test]
fn the_sites_code_says_who_may_listen() {
    let server = Server::dev("[limits]\nwall_time_ms_max = 300\n", SITE);
    expect(
        &get(&server, "/_realtime/members"),
        403,
        "CHANNEL_FORBIDDEN",
    );
    expect(
        &get(&server, "/_realtime/members/other"),
        403,
        "CHANNEL_FORBIDDEN",
    );
    drop(Listener::open(&server, "/_realtime/members/lobby", &[]));
    expect(&get(&server, "/_realtime/broken"), 500, "FUNCTION_FAILED");
    server.logs.wait_for("no idea");
    expect(&get(&server, "/_realtime/slow"), 504, "WALL_TIME");
    expect(&get(&server, "/_realtime/"), 404, "NOT_FOUND");
    expect(&get(&server, "/_realtime/a%0Ab"), 404, "NOT_FOUND");
    let bytes = render(
        "POST",
        "/_realtime/news",
        &[("Host", "site.test"), ("Content-Length", "0")],
        b"",
    );
    let posted = server.connect().request("POST", &bytes).unwrap();
    expect(&posted, 405, "METHOD_NOT_ALLOWED");
    assert_eq!(posted.header("allow"), Some("GET"));
}

#[test]
fn the_router_is_asked_where_the_function_is_missing() {
    let site = r#"
        const { permissionsRouter } = $vd.module("wix-realtime-backend");
        permissionsRouter.add({ name: "members" }, () => ({ read: false }));
        $vd.part("realtime", async () => ({}), true);
        return {};
    "#;
    let server = Server::dev("", site);
    expect(
        &get(&server, "/_realtime/members"),
        403,
        "CHANNEL_FORBIDDEN",
    );
    drop(Listener::open(&server, "/_realtime/news", &[]));
}

#[test]
fn what_cannot_be_published_is_told_to_the_code() {
    let site = r#"
        const { publish } = $vd.module("wix-realtime-backend");
        const tried = async (...args) => { try { await publish(...args); return "published"; } catch (error) { return error.code; } };
        return { get_all: async () => ok({ body: [
            await tried({ name: "a" }, { x: 1 }),
            await tried("a", 1),
            await tried({ name: "" }, 1),
            await tried({ name: "a", resourceId: 7 }, 1),
            await tried({ name: "a\nb" }, 1),
            await tried({ name: "a" }, undefined),
            await tried({ name: "a" }, 1, { users: "all" }),
            await tried({ name: "a" }, "x".repeat(62)),
            await tried({ name: "a" }, "x".repeat(63)),
        ] }) };
    "#;
    let server = Server::dev(&limits(&[("realtime_message_bytes_max", 64)]), site);
    assert_eq!(
        server.get("/all").text(),
        r#"["published","INVALID_ARGUMENT","INVALID_ARGUMENT","INVALID_ARGUMENT","REALTIME_CHANNEL_INVALID","INVALID_ARGUMENT","INVALID_ARGUMENT","published","REALTIME_MESSAGE_TOO_LARGE"]"#
    );
}

#[test]
fn messages_come_from_vms_of_other_threads() {
    let _alone = alone();
    let values = [("instances_max", 1), ("stand_ins_max", 1)];
    let server = Server::dev(&limits(&values), SITE);
    let mut news = Listener::open(&server, "/_realtime/news", &[]);
    let own = server.get("/vm").text();
    let spinning = server.begin("/spin");
    server.logs.wait_for("spinning");
    // The thread that has the listener's connection is stuck: another one publishes.
    assert_ne!(server.get("/vm").text(), own);
    expect(&server.get("/say?to=news&text=elsewhere"), 200, "");
    news.wait_for("\"payload\":\"elsewhere\"");
    assert_eq!(finish(spinning).text(), own);
}

#[test]
fn a_quiet_stream_has_a_heartbeat_and_then_an_end() {
    let values = [
        ("realtime_heartbeat_ms_max", 50),
        ("realtime_idle_ms_max", 400),
    ];
    let server = Server::dev(&limits(&values), SITE);
    let mut news = Listener::open(&server, "/_realtime/news", &[]);
    news.wait_for("3\r\n:\n\n\r\n3\r\n:\n\n\r\n");
    news.wait_for_end();
    wait_until("nobody listens", || server.site.realtime.subscribers() == 0);
    let whole = Server::dev(&limits(&[("stream_time_ms_max", 300)]), SITE);
    Listener::open(&whole, "/_realtime/news", &[]).wait_for_end();
}

#[test]
pub fn one_subscriber_more_is_503() {
    let values = [
        ("realtime_subscribers_max", 2),
        ("realtime_channel_subscribers_max", 1),
    ];
    let server = Server::dev(&limits(&values), SITE);
    let first = Listener::open(&server, "/_realtime/a", &[]);
    let refused = get(&server, "/_realtime/a");
    expect(&refused, 503, "OVERLOADED");
    assert_eq!(refused.header("retry-after"), Some("10"));
    let _second = Listener::open(&server, "/_realtime/b", &[]);
    expect(&get(&server, "/_realtime/c"), 503, "OVERLOADED");
    drop(first);
    wait_until("the first is seen to be gone", || {
        server.site.realtime.subscribers() == 1
    });
    drop(Listener::open(&server, "/_realtime/a", &[]));
}

#[test]
fn draining_ends_streams_at_once_and_completely() {
    let mut server = Server::dev("", SITE);
    let mut news = Listener::open(&server, "/_realtime/news", &[]);
    server.begin_drain();
    news.wait_for_end();
    server.drain(PATIENCE);
}
