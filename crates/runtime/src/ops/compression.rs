//! Compressing and decompressing streams (`js/web/streams/compression.js`).

use super::{OpState, OpTable};
use flate2::write::{DeflateEncoder, GzDecoder, GzEncoder, ZlibEncoder};
use flate2::{Compression, Decompress, FlushDecompress, Status};
use std::cell::RefCell;
use std::io::{self, Write};
use velodrome_engine::{Args, ErrorKind, Scope, Value};

pub(crate) const OPS: OpTable = &[("compressor", compressor)];

/// Room that is made for what comes out, at a time.
const STEP_BYTES: usize = 32 * 1024;

/// The state of one stream; what is ready collects in the vectors.
enum Coder {
    Gzip(GzEncoder<Vec<u8>>),
    Zlib(ZlibEncoder<Vec<u8>>),
    Raw(DeflateEncoder<Vec<u8>>),
    FromGzip(GzDecoder<Vec<u8>>),
    FromFlate(Inflate),
}

impl Coder {
    fn new(format: u32, decompresses: bool) -> Coder {
        let (out, level) = (Vec::new(), Compression::default());
        match (format, decompresses) {
            (0, false) => Coder::Gzip(GzEncoder::new(out, level)),
            (1, false) => Coder::Zlib(ZlibEncoder::new(out, level)),
            (_, false) => Coder::Raw(DeflateEncoder::new(out, level)),
            (0, true) => Coder::FromGzip(GzDecoder::new(out)),
            (format, true) => Coder::FromFlate(Inflate {
                state: Decompress::new(format == 1),
                has_ended: false,
            }),
        }
    }

    /// Takes bytes, gives those that are ready.
    fn write(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Coder::Gzip(coder) => write_all(coder, bytes, GzEncoder::get_mut),
            Coder::Zlib(coder) => write_all(coder, bytes, ZlibEncoder::get_mut),
            Coder::Raw(coder) => write_all(coder, bytes, DeflateEncoder::get_mut),
            Coder::FromGzip(coder) => write_all(coder, bytes, GzDecoder::get_mut),
            Coder::FromFlate(inflate) => inflate.write(bytes),
        }
    }

    /// The end; gives what is left.
    fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Coder::Gzip(coder) => coder.finish(),
            Coder::Zlib(coder) => coder.finish(),
            Coder::Raw(coder) => coder.finish(),
            Coder::FromGzip(coder) => coder.finish(),
            Coder::FromFlate(inflate) if inflate.has_ended => Ok(Vec::new()),
            Coder::FromFlate(_) => Err(invalid("the compressed data is not complete")),
        }
    }
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

fn trailing() -> io::Error {
    invalid("bytes follow after the end of the compressed data")
}

fn write_all<W: Write>(
    coder: &mut W,
    mut bytes: &[u8],
    out: impl FnOnce(&mut W) -> &mut Vec<u8>,
) -> io::Result<Vec<u8>> {
    while !bytes.is_empty() {
        match coder.write(bytes)? {
            0 => return Err(trailing()),
            taken => bytes = &bytes[taken..],
        }
    }
    Ok(std::mem::take(out(coder)))
}

/// Decompresses deflate, and knows whether its end has come.
struct Inflate {
    state: Decompress,
    has_ended: bool,
}

impl Inflate {
    fn write(&mut self, mut bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        while !bytes.is_empty() || (!out.is_empty() && out.len() == out.capacity()) {
            if self.has_ended {
                return if bytes.is_empty() {
                    Ok(out)
                } else {
                    Err(trailing())
                };
            }
            out.reserve(STEP_BYTES);
            let before = (self.state.total_in(), self.state.total_out());
            let status = self
                .state
                .decompress_vec(bytes, &mut out, FlushDecompress::None)?;
            bytes = &bytes[(self.state.total_in() - before.0) as usize..];
            self.has_ended = status == Status::StreamEnd;
            let stands_still = before == (self.state.total_in(), self.state.total_out());
            if stands_still && !self.has_ended {
                break;
            }
        }
        Ok(out)
    }
}

/// `compressor(format, decompresses)`: a function of bytes, or at the end of undefined, to a Uint8Array.
/// The numbers of the formats are those of `js/web/streams/compression.js`.
fn compressor<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let format = args.get(0).as_number().unwrap_or_default() as u32;
    let coder = Coder::new(format, args.get(1).as_bool().unwrap_or_default());
    let coder = RefCell::new(Some(coder));
    let function = scope.function("compressor", move |scope, args| {
        let result = code(&mut coder.borrow_mut(), args);
        result.map_or_else(
            |error| {
                let message = format!("The data cannot be (de)compressed: {error}");
                Err(scope.error(ErrorKind::TypeError, &message).into())
            },
            |bytes| Ok(scope.uint8_array(bytes).into()),
        )
    });
    Ok(function.into())
}

fn code(coder: &mut Option<Coder>, args: Args<'_>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if args.get(0).copy_bytes(&mut bytes) {
        let open = coder
            .as_mut()
            .ok_or_else(|| io::Error::other("the stream has ended"))?;
        let written = open.write(&bytes);
        if written.is_err() {
            *coder = None;
        }
        return written;
    }
    match coder.take() {
        Some(open) => open.finish(),
        None => Ok(Vec::new()),
    }
}
