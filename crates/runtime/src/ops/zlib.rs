//! Compression (`js/node/zlib.js`): in one step, here or on another thread, and for streams.

use super::crypto::{count, data, optional_data, run_slowly};
use super::{OpState, OpTable};
use crate::compression::{self, Broken, Flush, Mode, Options, Refused, Stream};
use std::cell::RefCell;
use velodrome_engine::{Args, ErrorKind, Exception, Scope, Value};

pub(crate) const OPS: OpTable = &[("zlibAll", all), ("zlibStream", stream), ("crc32", crc32)];

/// Shorter input is done at once: it takes less time than going to another thread.
const AT_ONCE_BYTES_MAX: usize = 16 * 1024;

fn error<'a>(scope: Scope<'a>, broken: &Broken) -> Value<'a> {
    let error = scope.error(ErrorKind::Error, &broken.message);
    let set = error
        .set("code", scope.string(&broken.code))
        .and_then(|()| error.set("errno", scope.number(f64::from(broken.errno))));
    set.map_or_else(Exception::value, |()| error.into())
}

fn refused<'a>(scope: Scope<'a>, refused: &Refused, max: usize) -> Value<'a> {
    match refused {
        Refused::Broken(broken) => error(scope, broken),
        Refused::TooLong => {
            let message = format!("Cannot create a Buffer larger than {max} bytes");
            let error = scope.error(ErrorKind::RangeError, &message);
            let set = error.set("code", scope.string("ERR_BUFFER_TOO_LARGE"));
            set.map_or_else(Exception::value, |()| error.into())
        }
    }
}

/// `mode, level, windowBits, dictionary?, brotli?` from an argument on; `brotli` is a text of numbers
/// `parameter=value` with spaces between.
fn options<'a>(
    scope: Scope<'a>,
    args: Args<'a>,
    from: usize,
) -> Result<(Mode, Options), Value<'a>> {
    let mode = Mode::by_number(count(args.get(from)))
        .ok_or_else(|| scope.error(ErrorKind::RangeError, "unknown mode").value())?;
    let brotli = args.get(from + 4);
    let brotli = if brotli.is_undefined() {
        String::new()
    } else {
        brotli.to_str_lossy()
    };
    let pair = |text: &str| {
        let (parameter, value) = text.split_once('=')?;
        Some((parameter.parse().ok()?, value.parse().ok()?))
    };
    let options = Options {
        level: args.get(from + 1).as_number().unwrap_or(-1.0) as i32,
        window_bits: count(args.get(from + 2)).min(15) as u8,
        dictionary: optional_data(args.get(from + 3)),
        brotli: brotli.split_whitespace().filter_map(pair).collect(),
    };
    Ok((mode, options))
}

/// `zlibAll(later, mode, level, windowBits, dictionary, brotli, data, flush, max)`: an ArrayBuffer,
/// or a promise of one.
fn all<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let (mode, options) = options(scope, args, 1)?;
    let input = data(args.get(6));
    let flush = Flush::by_number(mode, count(args.get(7)));
    let max = count(args.get(8)).min(state.limits.heap_bytes_max as usize);
    let later = args.get(0).is_truthy() && input.len() > AT_ONCE_BYTES_MAX;
    run_slowly(
        state,
        scope,
        later,
        move |_| compression::all(mode, options, input, flush, max),
        |scope, bytes| scope.array_buffer(bytes).into(),
        move |scope, reason| refused(scope, &reason, max),
    )
}

/// `zlibStream(mode, level, windowBits, dictionary, brotli)`: a function that holds the state:
/// `(0, data, flush)` takes input, `(1, max)` gives up to so many bytes of output, `(2)` whether data
/// that is decoded stops in the middle, `(3)` how much of the input nothing was done with.
fn stream<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let (mode, options) = options(scope, args, 0)?;
    let stream = Stream::new(mode, options).map_err(|broken| error(scope, &broken))?;
    let stream = RefCell::new(stream);
    let function = scope.function("zlibStream", move |scope, args| {
        let mut stream = stream.borrow_mut();
        Ok(match count(args.get(0)) {
            0 => {
                let flush = Flush::by_number(mode, count(args.get(2)));
                stream.write(data(args.get(1)), flush);
                scope.undefined()
            }
            1 => {
                let mut out = Vec::new();
                let max = count(args.get(1)).min(CHUNK_BYTES_MAX);
                match stream.read(max, &mut out) {
                    Ok(()) => scope.array_buffer(out).into(),
                    Err(broken) => return Err(error(scope, &broken)),
                }
            }
            2 => scope.bool(stream.is_incomplete()),
            _ => scope.number(stream.unread() as f64),
        })
    });
    Ok(function.into())
}

/// The most that a stream gives at once.
const CHUNK_BYTES_MAX: usize = 16 * 1024 * 1024;

/// `crc32(data, value)`.
fn crc32<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let mut hasher = crc32fast::Hasher::new_with_initial(count(args.get(1)) as u32);
    hasher.update(&data(args.get(0)));
    Ok(scope.number(f64::from(hasher.finalize())))
}
