//! Memory: of one VM, and of the whole process.

use velodrome_server::Notice;

use super::super::server::{Server, alone, expect};
use super::limits;

const SITE: &str = r#"
    const kept = [];
    return {
        get_fill({ query }) {
            for (let i = 0; i < Number(query.mib); i++) {
                kept.push(new Uint8Array(1024 * 1024).fill(1));
            }
            return ok({ body: String(kept.length) });
        },
        get_objects({ query }) {
            for (let i = 0; i < Number(query.count); i++) kept.push({ i });
            return ok({ body: String(kept.length) });
        },
    };"#;

#[test]
pub fn a_larger_heap_is_500() {
    let _alone = alone();
    let server = Server::dev(&limits(&[("heap_bytes_max", 64 << 20)]), SITE);
    assert_eq!(server.get("/fill?mib=20").text(), "20");
    expect(&server.get("/fill?mib=1000"), 500, "MEMORY_LIMIT");
    assert_eq!(server.get("/objects?count=1000").text(), "1000");
    expect(&server.get("/objects?count=100000000"), 500, "MEMORY_LIMIT");
    assert_eq!(server.get("/fill?mib=1").text(), "1");
}

#[test]
pub fn a_larger_process_is_told_of() {
    let _alone = alone();
    let server = Server::dev(&limits(&[("process_memory_bytes_max", 64 << 20)]), SITE);
    assert_eq!(server.get("/fill?mib=200").text(), "200");
    server.wait_for_notice(Notice::OutOfMemory);
    let modest = Server::dev("", SITE);
    assert_eq!(modest.get("/fill?mib=1").text(), "1");
    assert!(modest.notices.lock().unwrap().is_empty());
}
