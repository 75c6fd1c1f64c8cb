//! A head is read the same way whole and in two pieces, and what is accepted is plain.

#![no_main]

use libfuzzer_sys::fuzz_target;
use velodrome_server::http1::{HeadParser, Http1Limits};

fuzz_target!(|input: (u16, &[u8])| {
    let (cut, bytes) = input;
    let limits = Http1Limits {
        header_block_bytes_max: 300,
        header_count_max: 8,
        target_bytes_max: 60,
        ..Http1Limits::default()
    };
    let mut whole = HeadParser::default();
    let verdict = whole.advance(bytes, &limits);

    let mut pieces = HeadParser::default();
    let first = pieces.advance(&bytes[..usize::from(cut).min(bytes.len())], &limits);
    let second = match first {
        Ok(None) => pieces.advance(bytes, &limits),
        decided => decided,
    };
    assert_eq!(verdict, second);

    if let Ok(Some(end)) = verdict {
        let head = whole.head(bytes);
        assert!(bytes[..end].ends_with(b"\r\n\r\n"));
        assert!(head.raw().bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\r' | b'\n')));
        assert_eq!(head.raw().lines().count(), head.fields().len() + 1);
        for (name, value) in head.fields() {
            assert_eq!(value, value.trim());
            assert!(!name.is_empty());
        }
        assert!(head.target().contains(head.path()) || head.path() == "/");
    }
});
