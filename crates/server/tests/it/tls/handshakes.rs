//! How long handshakes take, and how many there are at once.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::site::server::{PATIENCE, bytes};

use super::support::{Secured, read_to_end};

const SITE: &str = r#"return { get_x() { return ok({ body: "x" }); } };"#;

fn silent(secured: &Secured) -> TcpStream {
    let stream = TcpStream::connect(secured.server.addr).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

fn is_answered(secured: &Secured) -> bool {
    let mut stream = secured.connect();
    let request = bytes("GET", "/x", &[("Connection", "close")], b"");
    stream.write_all(&request).is_ok() && read_to_end(&mut stream).starts_with(b"HTTP/1.1 200")
}

#[test]
pub fn a_handshake_has_its_time() {
    let secured = Secured::new("[limits]\nhandshake_time_ms_max = 300", SITE);
    let mut nothing = silent(&secured);
    let mut beginning = silent(&secured);
    beginning.write_all(b"\x16\x03\x01\x02\x00\x01").unwrap();
    assert_eq!(nothing.read(&mut [0]).unwrap(), 0);
    assert_eq!(beginning.read(&mut [0]).unwrap(), 0);
    assert!(is_answered(&secured));
}

#[test]
pub fn one_more_handshake_ends_the_oldest() {
    let limits = "[limits]\nhandshakes_max = 2\nhandshake_time_ms_max = 120000\ninstances_max = 1";
    let secured = Secured::new(limits, SITE);
    let mut first = silent(&secured);
    // Accepted in the order in which they connect: whoever is answered, the first was there before.
    assert!(is_answered(&secured));
    let _second = silent(&secured);
    assert!(is_answered(&secured), "the one before it gives way");
    assert_eq!(read_to_end(&mut first), b"");
}
