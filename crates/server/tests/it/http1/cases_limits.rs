//! Sizes at the limit and one past it.

use velodrome_server::http1::Http1Limits;

use super::cases::{Case, bad, get, good, line, post, refused};

pub fn cases() -> Vec<Case> {
    let limits = Http1Limits::default();
    let target = |bytes: usize| line(&format!("GET /?{} HTTP/1.1", "a".repeat(bytes - 2)));
    let fields = |count: usize| get(&"X-A: b\r\n".repeat(count - 1));
    // `Host: a.test` and the final line are part of the block.
    let host_bytes = "Host: a.test\r\n\r\n".len();
    let block = |bytes: usize| {
        let value = "b".repeat(bytes - host_bytes - "X-Big: \r\n".len());
        get(&format!("X-Big: {value}\r\n"))
    };
    let pairs: Vec<_> = (0..1000).map(|n| format!("k{n}=v{n}")).collect();
    vec![
        good(
            "target at the limit",
            "hello",
            target(limits.target_bytes_max),
        ),
        refused(
            "target over the limit",
            414,
            target(limits.target_bytes_max + 1),
        ),
        refused("target of 100 KB", 414, target(100_000)),
        refused(
            "target of 100 KB without end",
            414,
            format!("GET /{}", "a".repeat(100_000)),
        ),
        good(
            "field count at the limit",
            "hello",
            fields(limits.header_count_max),
        ),
        refused(
            "field count over the limit",
            431,
            fields(limits.header_count_max + 1),
        ),
        refused("10,000 fields", 431, fields(10_000)),
        good(
            "block at the limit",
            "hello",
            block(limits.header_block_bytes_max),
        ),
        refused(
            "block over the limit",
            431,
            block(limits.header_block_bytes_max + 1),
        ),
        refused(
            "value of 100 KB",
            431,
            get(&format!("X-Big: {}\r\n", "b".repeat(100_000))),
        ),
        refused(
            "name of 100 KB",
            431,
            get(&format!("{}: v\r\n", "b".repeat(100_000))),
        ),
        refused(
            "cookie of 64 KB",
            431,
            get(&format!("Cookie: big={}\r\n", "A".repeat(65_536))),
        ),
        good(
            "1,000 cookies",
            "hello",
            get(&format!("Cookie: {}\r\n", pairs.join("; "))),
        ),
        good(
            "1,000 ranges",
            "hello",
            get(&format!("Range: bytes={}\r\n", "0-,".repeat(1000))),
        ),
        bad("a method without end", "A".repeat(100_000)),
        refused(
            "body over the limit",
            413,
            post("Content-Length: 524289\r\n", "x"),
        ),
    ]
}
