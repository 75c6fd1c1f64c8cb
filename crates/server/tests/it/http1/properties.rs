//! What holds for all input.

use proptest::collection::vec;
use proptest::prelude::*;
use velodrome_server::http1::{ChunkDecoder, Fault, HeadParser, Http1Limits, Version};

/// Parses with the bytes arriving in pieces that end at `cuts`.
fn parse(bytes: &[u8], cuts: &[usize]) -> (HeadParser, Result<Option<usize>, Fault>) {
    let limits = Http1Limits::default();
    let mut parser = HeadParser::default();
    for &cut in cuts {
        match parser.advance(&bytes[..cut], &limits) {
            Ok(None) => {}
            verdict => return (parser, verdict),
        }
    }
    let verdict = parser.advance(bytes, &limits);
    (parser, verdict)
}

/// Bytes that come near to a request more often than noise does.
fn near_requests() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => Just(b"\r\n".to_vec()),
        2 => Just(b": ".to_vec()),
        2 => Just(b" ".to_vec()),
        1 => Just(b"GET / HTTP/1.1\r\n".to_vec()),
        1 => Just(b"GET http://a/b?c HTTP/1.1\r\n".to_vec()),
        1 => Just(b"Host: a\r\n".to_vec()),
        1 => Just(b"Content-Length: 5\r\n".to_vec()),
        1 => Just(b"Transfer-Encoding: chunked\r\n".to_vec()),
        1 => Just(b"\n".to_vec()),
        2 => vec(any::<u8>(), 0..4),
        2 => "[a-zA-Z0-9:;=\"/?-]{0,6}".prop_map(String::into_bytes),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

prop_compose! {
    fn cuts_of(bytes_max: usize)(mut cuts in vec(0..=bytes_max, 0..8)) -> Vec<usize> {
        cuts.sort_unstable();
        cuts
    }
}

/// A valid field line: name, white space, value, white space.
fn field() -> impl Strategy<Value = (String, String, String, String)> {
    let white = "[ \t]{0,2}";
    (
        "x-[!#$%&'*+.^_`|~0-9A-Za-z-]{0,12}",
        white,
        "([!-~]([ -~]{0,20}[!-~])?)?",
        white,
    )
}

fn chunks() -> impl Strategy<Value = Vec<Vec<u8>>> {
    vec(vec(any::<u8>(), 1..40), 0..6)
}

fn encode(chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for chunk in chunks {
        bytes.extend(format!("{:x};a=\"b\"\r\n", chunk.len()).bytes());
        bytes.extend(chunk);
        bytes.extend(b"\r\n");
    }
    bytes.extend(b"0\r\nX-Sum: 1\r\n\r\n");
    bytes
}

type Decoded = Result<(Vec<u8>, bool, usize), Fault>;

fn decode(bytes: &[u8], cuts: &[usize]) -> Decoded {
    let limits = Http1Limits::default();
    let mut decoder = ChunkDecoder::default();
    let (mut body, mut at) = (Vec::new(), 0);
    for &cut in cuts.iter().chain([&bytes.len()]) {
        let progress = decoder.decode(&bytes[at..cut], &mut body, 100_000, &limits)?;
        at += progress.consumed;
        if progress.complete {
            return Ok((body, true, at));
        }
    }
    Ok((body, false, at))
}

proptest! {
    #[test]
    fn cuts_do_not_matter_to_heads(
        (bytes, cuts) in near_requests().prop_flat_map(|bytes| {
            let cuts = cuts_of(bytes.len());
            (Just(bytes), cuts)
        })
    ) {
        let (parser, verdict) = parse(&bytes, &cuts);
        prop_assert_eq!(verdict, parse(&bytes, &[]).1);
        if let Ok(Some(end)) = verdict {
            let head = parser.head(&bytes);
            prop_assert!(bytes[..end].ends_with(b"\r\n\r\n"));
            prop_assert!(head.raw().is_ascii());
            prop_assert!(bytes[..end].windows(head.raw().len()).any(|each| each == head.raw().as_bytes()));
        }
    }

    #[test]
    fn noise_is_no_panic(bytes in vec(any::<u8>(), 0..300)) {
        let (_, verdict) = parse(&bytes, &[]);
        prop_assert!(!matches!(verdict, Ok(Some(_))));
        let _ = decode(&bytes, &[]);
    }

    #[test]
    fn a_valid_head_is_read_as_written(
        method in "[A-Z]{1,32}".prop_filter("refused", |method| method != "CONNECT"),
        path in "/[!-\"$-\\[\\]-~]{0,30}".prop_filter("no query", |path| !path.contains('?')),
        query in proptest::option::of("[!-\"$-~]{0,30}"),
        old in any::<bool>(),
        fields in vec(field(), 0..10),
    ) {
        let target = match &query {
            Some(query) => format!("{path}?{query}"),
            None => path.clone(),
        };
        let version = if old { "HTTP/1.0" } else { "HTTP/1.1" };
        let mut raw = format!("{method} {target} {version}\r\nHost: a.test\r\n");
        for (name, before, value, after) in &fields {
            raw += &format!("{name}:{before}{value}{after}\r\n");
        }
        let bytes = format!("{raw}\r\nnext").into_bytes();
        let (parser, verdict) = parse(&bytes, &[]);
        prop_assert_eq!(verdict, Ok(Some(raw.len() + 2)));
        let head = parser.head(&bytes);
        prop_assert_eq!(head.raw(), &raw);
        prop_assert_eq!(Some(head.field_lines()), raw.split_once("\r\n").map(|(_, lines)| lines));
        prop_assert_eq!(head.method().as_str(), method);
        prop_assert_eq!(head.target(), target);
        prop_assert_eq!(head.path(), path);
        prop_assert_eq!(head.query(), query.as_deref());
        prop_assert_eq!(head.version() == Version::Http10, old);
        let seen: Vec<_> = head.fields().skip(1).collect();
        let expected: Vec<_> = fields.iter().map(|f| (f.0.as_str(), f.2.as_str())).collect();
        prop_assert_eq!(seen, expected);
    }

    #[test]
    fn chunks_are_decoded_as_encoded(
        (chunks, cuts) in chunks().prop_flat_map(|chunks| {
            let cuts = cuts_of(encode(&chunks).len());
            (Just(chunks), cuts)
        })
    ) {
        let bytes = encode(&chunks);
        prop_assert_eq!(decode(&bytes, &cuts), Ok((chunks.concat(), true, bytes.len())));
    }

    #[test]
    fn cuts_do_not_matter_to_chunks(
        (bytes, cuts) in "[0-9a-f;=\"\r\n x]{0,60}".prop_flat_map(|text| {
            let cuts = cuts_of(text.len());
            (Just(text.into_bytes()), cuts)
        })
    ) {
        prop_assert_eq!(decode(&bytes, &cuts), decode(&bytes, &[]));
    }
}
