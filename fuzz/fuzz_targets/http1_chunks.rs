//! A chunked body is decoded the same way whole and in two pieces.

#![no_main]

use libfuzzer_sys::fuzz_target;
use velodrome_server::http1::{ChunkDecoder, Fault, Http1Limits};

const BODY_BYTES_MAX: u64 = 1000;

type Decoded = Result<(Vec<u8>, usize, bool), Fault>;

fn decode(pieces: [&[u8]; 2]) -> Decoded {
    let limits = Http1Limits {
        chunk_extension_bytes_max: 20,
        trailer_bytes_max: 40,
        ..Http1Limits::default()
    };
    let mut decoder = ChunkDecoder::default();
    let (mut body, mut consumed) = (Vec::new(), 0);
    for piece in pieces {
        let progress = decoder.decode(piece, &mut body, BODY_BYTES_MAX, &limits)?;
        consumed += progress.consumed;
        if progress.complete {
            return Ok((body, consumed, true));
        }
        assert_eq!(progress.consumed, piece.len());
    }
    Ok((body, consumed, false))
}

fuzz_target!(|input: (u16, &[u8])| {
    let (cut, bytes) = input;
    let whole = decode([bytes, &[]]);
    let (first, second) = bytes.split_at(usize::from(cut).min(bytes.len()));
    assert_eq!(whole, decode([first, second]));
    if let Ok((body, consumed, _)) = whole {
        assert!(body.len() as u64 <= BODY_BYTES_MAX);
        assert!(body.len() <= consumed);
    }
});
