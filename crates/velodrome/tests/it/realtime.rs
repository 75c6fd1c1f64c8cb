//! `/_realtime` by the real binary, while developing and in production.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use rustix::process::Signal;
use velodrome_testkit::http::render;

use crate::support::{PATIENCE, Server, Site, eventually, get, signal};

/// A site whose `get_say` publishes, and whose channel `closed` is nobody's.
fn site(word: &str) -> Site {
    let site = Site::of(&handlers(word));
    site.write(
        "backend/realtime-permissions.js",
        "export const realtime_check_permission = ({ name }) => ({ read: name !== 'closed' });\n",
    );
    site
}

fn handlers(word: &str) -> String {
    format!(
        "import {{ ok }} from 'wix-http-functions';\n\
         import {{ publish }} from 'wix-realtime-backend';\n\
         export async function get_say(request) {{\n\
         \x20 await publish({{ name: 'news' }}, {{ {word}: request.query.text }});\n\
         \x20 return ok();\n\
         }}\n"
    )
}

struct Listener {
    stream: TcpStream,
    seen: String,
}

impl Listener {
    fn open(addr: SocketAddr, headers: &[(&str, &str)]) -> Listener {
        let mut stream = TcpStream::connect(addr).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let host = addr.to_string();
        let mut all = vec![("Host", host.as_str())];
        all.extend(headers);
        let request = render("GET", "/_realtime/news", &all, b"");
        stream.write_all(&request).unwrap();
        let mut listener = Listener {
            stream,
            seen: String::new(),
        };
        listener.wait_for("event: subscribed");
        listener
    }

    #[track_caller]
    fn wait_for(&mut self, text: &str) {
        while !self.seen.contains(text) {
            assert!(self.read(), "closed before {text:?}: {}", self.seen);
        }
    }

    /// Whether there was more.
    fn read(&mut self) -> bool {
        let mut piece = [0; 4096];
        let length = self.stream.read(&mut piece).unwrap_or_default();
        self.seen
            .push_str(&String::from_utf8_lossy(&piece[..length]));
        length > 0
    }
}

#[test]
fn listeners_stay_while_the_code_changes() {
    let site = site("first");
    let server = Server::dev(&site);
    let mut news = Listener::open(server.addr, &[]);
    assert_eq!(get(server.addr, "/_functions/say?text=a").status, 200);
    news.wait_for("{\"first\":\"a\"}");
    let closed = get(server.addr, "/_realtime/closed");
    assert_eq!(
        (closed.status, closed.header("x-velodrome-error")),
        (403, Some("CHANNEL_FORBIDDEN"))
    );
    site.handlers(&handlers("second"));
    site.write(
        "backend/realtime-permissions.js",
        "export const realtime_check_permission = () => { throw new Error('not now'); };\n",
    );
    eventually("the new code answers", || {
        get(server.addr, "/_functions/say?text=b").status == 200
            && get(server.addr, "/_realtime/closed").status == 500
    });
    assert_eq!(get(server.addr, "/_functions/say?text=c").status, 200);
    news.wait_for("{\"second\":\"c\"}");
}

#[test]
fn a_published_site_tells_its_listeners_and_a_lost_process_is_noticed() {
    let site = site("first");
    let mut server = Server::serve(&site);
    let before = get(server.addr, "/_realtime/news");
    assert_eq!(
        before.header("x-velodrome-error"),
        Some("SITE_NOT_PUBLISHED")
    );
    site.publish();
    eventually("the release answers", || {
        get(server.addr, "/_functions/say?text=a").status == 200
    });
    let mut news = Listener::open(server.addr, &[]);
    site.handlers(&handlers("second"));
    site.publish();
    eventually("the next release tells the same listener", || {
        let answer = get(server.addr, "/_functions/say?text=b");
        assert_eq!(answer.status, 200);
        news.read() && news.seen.contains("{\"second\":\"b\"}")
    });
    let (_, rest) = news.seen.rsplit_once("id: ").unwrap();
    let place = rest.split('\n').next().unwrap().to_owned();
    signal(server.site_process(), Signal::KILL);
    while news.read() {}
    eventually("another process answers", || {
        velodrome_testkit::http::Connection::open(server.addr, PATIENCE)
            .and_then(|mut connection| {
                let host = server.addr.to_string();
                let bytes = render("GET", "/_functions/say?text=c", &[("Host", &host)], b"");
                connection.request("GET", &bytes)
            })
            .is_ok_and(|answer| answer.status == 200)
    });
    let mut back = Listener::open(server.addr, &[("Last-Event-ID", &place)]);
    back.wait_for("event: missed");
    // One that listens does not hold up the end.
    server.signal(Signal::TERM);
    assert!(server.wait_for_exit().success());
    while back.read() {}
    assert!(back.seen.ends_with("0\r\n\r\n"), "{}", back.seen);
}
