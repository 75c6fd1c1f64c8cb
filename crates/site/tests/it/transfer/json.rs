//! JSON lines, arrays, and documents one after another.

use velodrome_site::transfer::Format;
use velodrome_site::transfer::bounds::DOCUMENT_BYTES_MAX;

use super::{gzip, open, read};

#[test]
fn lines_keep_their_mistakes_to_themselves() {
    let import = open(b"{\"a\":1}\r\n\n  {\"b\":\"}\"}  \n{\"c\":\n\xff\n{\"d\":4}");
    assert_eq!(import.format, Format::JsonLines);
    let found = read(import);
    let wanted = [
        "1 {\"a\":1}",
        "3 {\"b\":\"}\"}",
        "4 {\"c\":",
        "5: this is not UTF-8; save the file as UTF-8",
        "6 {\"d\":4}",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn an_array_is_cut_into_its_documents() {
    let import = open(
        b"\xef\xbb\xbf\n [\n {\"a\":\"]}\\\"{\",\n \"b\":[1,{}]},{\"c\":\"\\\\\"},\n7,\"x,y\",[{}],null,\n{}]\n",
    );
    assert_eq!(import.format, Format::JsonArray);
    let wanted = [
        "3 {\"a\":\"]}\\\"{\",\n \"b\":[1,{}]}",
        "4 {\"c\":\"\\\\\"}",
        "5: this is not an object",
        "5: this is not an object",
        "5: this is not an object",
        "5: this is not an object",
        "6 {}",
    ];
    assert_eq!(read(import), wanted);
    assert_eq!(read(open(b"[]")), [""; 0]);
}

#[test]
fn an_array_that_is_cut_short_says_so() {
    let wanted = [
        "1 {\"a\":1}",
        "2: the file ends within this document (the end)",
    ];
    assert_eq!(read(open(b"[{\"a\":1},\n{\"b\":{}")), wanted);
    let wanted = [
        "1 {\"a\":1}",
        "2: the file ends before the array does (the end)",
    ];
    assert_eq!(read(open(b"[{\"a\":1},\n")), wanted);
    let wanted = ["1 {}", "1: there is something after the array (the end)"];
    assert_eq!(read(open(b"[{}] {}")), wanted);
}

#[test]
fn documents_may_be_spread_over_lines() {
    let import = open(b"{\n  \"a\": 1\n}\n{\n  \"b\": 2\n}\n");
    assert_eq!(import.format, Format::JsonSequence);
    assert_eq!(read(import), ["1 {\n  \"a\": 1\n}", "4 {\n  \"b\": 2\n}"]);
}

#[test]
fn a_document_too_long_to_be_held_is_passed_over() {
    let long = "x".repeat(DOCUMENT_BYTES_MAX);
    let what = "a document of more than 4194304 bytes";
    let lines = format!("{{\"a\":1}}\n{{\"a\":\"{long}\"}}\n{{\"a\":3}}\n");
    let wanted = ["1 {\"a\":1}", &format!("2: {what}"), "3 {\"a\":3}"];
    assert_eq!(read(open(lines.as_bytes())), wanted);
    let array = format!("[{{\"a\":1}},\n{{\"a\":\"{long}\"}},\n{{\"a\":3}}]");
    assert_eq!(read(open(array.as_bytes())), wanted);
}

#[test]
fn gzip_is_unpacked_whatever_the_name() {
    let mut packed = gzip(b"{\"a\":1}\n");
    packed.extend(gzip(b"{\"b\":2}\n"));
    let import = open(&packed);
    let progress = import.progress();
    assert_eq!(read(import), ["1 {\"a\":1}", "2 {\"b\":2}"]);
    assert_eq!(progress.read(), packed.len() as u64);
    assert_eq!(progress.bytes(), packed.len() as u64);
}

#[test]
fn gzip_that_is_cut_short_says_so() {
    let lines: String = (0..100_000).map(|n| format!("{{\"a\":{n}}}\n")).collect();
    let packed = gzip(lines.as_bytes());
    let found = read(open(&packed[..packed.len() / 2]));
    assert!(found.len() > 1000, "{}", found.len());
    let last = found.last().unwrap();
    assert!(last.ends_with("(the end)"), "{last}");
}
