//! Text to bytes and back: what JavaScript could do itself, only slower, and the legacy encodings.

use super::{OpState, OpTable};
use encoding_rs::{DecoderResult, Encoding};
use velodrome_engine::{Args, ErrorKind, Scope, Value};

pub(crate) const OPS: OpTable = &[
    ("utf8Encode", utf8_encode),
    ("utf8Write", utf8_write),
    ("utf8Decode", utf8_decode),
    ("utf16Decode", utf16_decode),
    ("latin1Decode", latin1_decode),
    ("encodingName", encoding_name),
    ("textDecode", text_decode),
];

/// The bytes of an argument; empty for what has none.
pub(super) fn bytes(value: Value<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    value.copy_bytes(&mut out);
    out
}

/// `utf8Encode(text)`: a new Uint8Array; lone surrogates become U+FFFD.
fn utf8_encode<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let mut out = Vec::new();
    args.get(0).write_utf8(&mut out);
    Ok(scope.uint8_array(out).into())
}

/// `utf8Write(text, bytes)`: fills a Uint8Array with the text, if it is exactly as long as that; false,
/// and nothing written, else.
fn utf8_write<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let (mut text, mut place) = (Vec::new(), Vec::new());
    args.get(0).write_utf8(&mut text);
    let fits = args.get(1).copy_bytes(&mut place) && place.len() == text.len();
    Ok(scope.bool(fits && args.get(1).write_bytes(&text)))
}

/// `utf8Decode(bytes)`: malformed sequences become U+FFFD, one per maximal part (WHATWG, and Node).
fn utf8_decode<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    Ok(scope.string(&String::from_utf8_lossy(&bytes(args.get(0)))))
}

/// `utf16Decode(bytes)`: little endian, lone surrogates kept, an odd byte at the end left out.
fn utf16_decode<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let bytes = bytes(args.get(0));
    let (pairs, _) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    Ok(scope.string_utf16(&units))
}

/// `latin1Decode(bytes)`: one character per byte.
fn latin1_decode<'a>(
    _: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    Ok(scope.string_latin1(&bytes(args.get(0))))
}

/// `encodingName(label)`: the encoding's name in lower case, undefined for an unknown label.
fn encoding_name<'a>(
    _: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    let label = args.get(0).to_str_lossy();
    let encoding = Encoding::for_label_no_replacement(label.as_bytes());
    Ok(encoding.map_or(scope.undefined(), |encoding| {
        scope.string(&encoding.name().to_ascii_lowercase())
    }))
}

/// `textDecode(name, bytes, fatal, last)`: the text, undefined if `fatal` and the bytes are
/// malformed. Byte order marks stay; unfinished sequences give nothing unless `last`.
fn text_decode<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let name = args.get(0).to_str_lossy();
    let Some(encoding) = Encoding::for_label_no_replacement(name.as_bytes()) else {
        return Err(scope
            .error(ErrorKind::RangeError, "unknown encoding")
            .into());
    };
    let decoded = decode(
        encoding,
        &bytes(args.get(1)),
        args.get(2).is_truthy(),
        args.get(3).is_truthy(),
    );
    Ok(decoded.map_or(scope.undefined(), |text| scope.string(&text)))
}

fn decode(encoding: &'static Encoding, bytes: &[u8], fatal: bool, last: bool) -> Option<String> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length(bytes.len())?;
    let mut text = String::with_capacity(room);
    if !fatal {
        let (_, read, _) = decoder.decode_to_string(bytes, &mut text, last);
        debug_assert_eq!(read, bytes.len(), "the room was the decoder's own estimate");
        return Some(text);
    }
    match decoder
        .decode_to_string_without_replacement(bytes, &mut text, last)
        .0
    {
        DecoderResult::InputEmpty => Some(text),
        DecoderResult::Malformed(..) | DecoderResult::OutputFull => None,
    }
}
