//! Memory: of one VM, and of the whole process.

use std::time::Duration;

use velodrome_server::Notice;
use velodrome_site::host::resident_bytes;

use super::super::server::{Server, alone, code, expect, wait_until};
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

/// Fills a VM bit by bit until it was replaced.
fn fill_until_replaced(server: &Server, mib: u64) {
    let mut before = 0;
    wait_until("the VM is ended", || {
        let answer = server.get(&format!("/fill?mib={mib}"));
        // Memory is looked at now and then; filling faster would overtake that.
        std::thread::park_timeout(Duration::from_millis(20));
        if answer.status != 200 {
            assert!(["VM_LOST", "MEMORY_LIMIT"].contains(&code(&answer)));
            return true;
        }
        let kept = answer.text().parse().unwrap();
        std::mem::replace(&mut before, kept) > kept
    });
    server.logs.wait_for("more memory than it may");
    assert!(server.notices.lock().unwrap().is_empty());
    expect(&server.get("/fill?mib=1"), 200, "");
}

#[test]
fn a_heap_that_many_short_requests_fill_is_ended_too() {
    let _alone = alone();
    let server = Server::dev(&limits(&[("heap_bytes_max", 64 << 20)]), SITE);
    fill_until_replaced(&server, 2);
}

#[test]
fn the_fullest_vm_is_ended_when_the_process_is_too_large() {
    let _alone = alone();
    let Some(resident) = resident_bytes() else {
        return;
    };
    let values = [
        ("process_memory_bytes_max", resident + (100 << 20)),
        ("heap_bytes_max", 4 << 30),
    ];
    let server = Server::dev(&limits(&values), SITE);
    fill_until_replaced(&server, 4);
}
