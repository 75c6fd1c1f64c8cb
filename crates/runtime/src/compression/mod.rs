//! Compression behind `zlib`: deflate in its three wrappings, and brotli, for data that comes in
//! pieces. What comes out is asked for in pieces too, so that a small input cannot fill the memory.

mod brotli;
mod deflate;
mod inflate;

use deflate::Deflate;
use inflate::Inflate;

/// What to do; the numbers are Node's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Deflate,
    Inflate,
    Gzip,
    Gunzip,
    DeflateRaw,
    InflateRaw,
    Unzip,
    BrotliDecode,
    BrotliEncode,
}

impl Mode {
    pub(crate) fn by_number(number: usize) -> Option<Mode> {
        Some(match number {
            1 => Mode::Deflate,
            2 => Mode::Inflate,
            3 => Mode::Gzip,
            4 => Mode::Gunzip,
            5 => Mode::DeflateRaw,
            6 => Mode::InflateRaw,
            7 => Mode::Unzip,
            8 => Mode::BrotliDecode,
            9 => Mode::BrotliEncode,
            _ => return None,
        })
    }
}

/// How to do it.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// 0 to 9, or -1 for the usual.
    pub(crate) level: i32,
    /// 8 to 15.
    pub(crate) window_bits: u8,
    /// What both sides know already.
    pub(crate) dictionary: Option<Vec<u8>>,
    /// Parameters of brotli's encoder, by their numbers.
    pub(crate) brotli: Vec<(u32, u32)>,
}

/// How much of what is inside has to come out; the numbers are zlib's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flush {
    None,
    Sync,
    Full,
    Finish,
}

impl Flush {
    /// By zlib's numbers, or brotli's.
    pub(crate) fn by_number(mode: Mode, number: usize) -> Flush {
        match (mode, number) {
            (_, 0) => Flush::None,
            (Mode::BrotliDecode | Mode::BrotliEncode, 1) => Flush::Sync,
            (Mode::BrotliDecode | Mode::BrotliEncode, _) => Flush::Finish,
            (_, 3) => Flush::Full,
            (_, 4) => Flush::Finish,
            _ => Flush::Sync,
        }
    }
}

/// Why it cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) code: String,
    pub(crate) errno: i32,
    pub(crate) message: String,
}

impl Broken {
    fn data(message: &str) -> Broken {
        Broken {
            code: "Z_DATA_ERROR".to_owned(),
            errno: -3,
            message: message.to_owned(),
        }
    }

    pub(crate) fn unexpected_end() -> Broken {
        Broken {
            code: "Z_BUF_ERROR".to_owned(),
            errno: -5,
            message: "unexpected end of file".to_owned(),
        }
    }
}

/// What one step did.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    /// Bytes of the input that are done with.
    read: usize,
    /// Bytes of the output that were written.
    written: usize,
    /// Whether the compressed data is at its end.
    ended: bool,
}

trait Codec {
    /// Goes on as far as input and output allow.
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: Flush) -> Result<Step, Broken>;

    /// The data was at its end, and this comes after it: whether it is more data.
    fn goes_on(&mut self, _: &[u8]) -> bool {
        false
    }
}

/// Data that goes through a codec.
pub(crate) struct Stream {
    codec: Box<dyn Codec>,
    /// Whether the end of the input is enough for the end of the data.
    encodes: bool,
    input: Vec<u8>,
    position: usize,
    flush: Flush,
    ended: bool,
}

impl Stream {
    pub(crate) fn new(mode: Mode, options: Options) -> Result<Stream, Broken> {
        let encodes = matches!(
            mode,
            Mode::Deflate | Mode::Gzip | Mode::DeflateRaw | Mode::BrotliEncode
        );
        let codec: Box<dyn Codec> = match mode {
            Mode::Deflate | Mode::Gzip | Mode::DeflateRaw => {
                Box::new(Deflate::new(mode, &options)?)
            }
            Mode::Inflate | Mode::Gunzip | Mode::InflateRaw | Mode::Unzip => {
                Box::new(Inflate::new(mode, options)?)
            }
            Mode::BrotliDecode => Box::new(brotli::Decoder::new()),
            Mode::BrotliEncode => Box::new(brotli::Encoder::new(&options)?),
        };
        Ok(Stream {
            codec,
            encodes,
            input: Vec::new(),
            position: 0,
            flush: Flush::None,
            ended: false,
        })
    }

    /// Takes more input; what was there before has been read to its end. What comes after the end of the
    /// data, and is no more of it, is left unread.
    pub(crate) fn write(&mut self, input: Vec<u8>, flush: Flush) {
        if self.ended && !input.is_empty() && self.codec.goes_on(&input) {
            self.ended = false;
        }
        self.input = input;
        self.position = 0;
        self.flush = flush;
    }

    /// Appends up to `max` bytes of output. Fewer: there is no more before the next input.
    pub(crate) fn read(&mut self, max: usize, out: &mut Vec<u8>) -> Result<(), Broken> {
        let start = out.len();
        out.resize(start + max, 0);
        let mut filled = start;
        while filled < out.len() && !self.ended {
            let input = &self.input[self.position..];
            let step = self.codec.step(input, &mut out[filled..], self.flush);
            let step = step.inspect_err(|_| out.truncate(start))?;
            self.position += step.read;
            filled += step.written;
            self.ended = step.ended;
            if step.read == 0 && step.written == 0 {
                break;
            }
        }
        out.truncate(filled);
        Ok(())
    }

    /// Whether data that is decoded stops in the middle.
    pub(crate) fn is_incomplete(&self) -> bool {
        !self.encodes && !self.ended
    }

    /// Bytes of the last input that nothing was done with.
    pub(crate) fn unread(&self) -> usize {
        self.input.len() - self.position
    }
}

/// How much [`all`] asks for at once.
const CHUNK: usize = 64 * 1024;

/// Why [`all`] gave nothing.
pub(crate) enum Refused {
    /// The output is longer than it may be.
    TooLong,
    /// The input is wrong.
    Broken(Broken),
}

/// Everything in one step: at most `max` bytes.
pub(crate) fn all(
    mode: Mode,
    options: Options,
    input: Vec<u8>,
    flush: Flush,
    max: usize,
) -> Result<Vec<u8>, Refused> {
    let mut stream = Stream::new(mode, options).map_err(Refused::Broken)?;
    let mut out = Vec::with_capacity(input.len().clamp(64, CHUNK));
    stream.write(input, flush);
    loop {
        let before = out.len();
        stream.read(CHUNK, &mut out).map_err(Refused::Broken)?;
        if out.len() > max {
            return Err(Refused::TooLong);
        }
        if out.len() - before < CHUNK {
            break;
        }
    }
    if flush == Flush::Finish && stream.is_incomplete() {
        return Err(Refused::Broken(Broken::unexpected_end()));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn options() -> Options {
        Options {
            level: -1,
            window_bits: 15,
            dictionary: None,
            brotli: vec![(1, 5)],
        }
    }

    fn through(mode: Mode, input: &[u8]) -> Option<Vec<u8>> {
        all(mode, options(), input.to_vec(), Flush::Finish, 1 << 24).ok()
    }

    const PAIRS: &[(Mode, Mode)] = &[
        (Mode::Deflate, Mode::Inflate),
        (Mode::Gzip, Mode::Gunzip),
        (Mode::DeflateRaw, Mode::InflateRaw),
        (Mode::Gzip, Mode::Unzip),
        (Mode::Deflate, Mode::Unzip),
        (Mode::BrotliEncode, Mode::BrotliDecode),
    ];

    proptest! {
        #[test]
        fn what_goes_in_comes_out(input in proptest::collection::vec(0_u8..8, 0..5000)) {
            for (there, back) in PAIRS {
                let packed = through(*there, &input).expect("anything can be compressed");
                prop_assert_eq!(through(*back, &packed), Some(input.clone()));
            }
        }

        #[test]
        fn decoders_take_anything(input in proptest::collection::vec(any::<u8>(), 0..300)) {
            for (_, back) in PAIRS {
                let _outcome = through(*back, &input);
            }
        }
    }

    /// What comes out of these pieces, and how much of the last was left.
    fn in_pieces(mode: Mode, pieces: &[&[u8]]) -> Result<(Vec<u8>, usize), Broken> {
        let mut stream = Stream::new(mode, options())?;
        let mut out = Vec::new();
        for piece in pieces {
            stream.write(piece.to_vec(), Flush::Sync);
            stream.read(CHUNK, &mut out)?;
        }
        assert!(!stream.is_incomplete());
        Ok((out, stream.unread()))
    }

    #[test]
    fn members_follow_in_later_pieces_until_something_else_does() {
        let member = |text: &[u8]| through(Mode::Gzip, text).expect("compressed");
        let (one, two) = (member(b"abc"), member(b"def"));
        for mode in [Mode::Gunzip, Mode::Unzip] {
            let both = [&one[..], &two[..1], &two[1..]];
            assert_eq!(in_pieces(mode, &both), Ok((b"abcdef".to_vec(), 0)));
            let padded = [&one[..], &[0, 0], &two[..]];
            assert_eq!(in_pieces(mode, &padded), Ok((b"abc".to_vec(), two.len())));
            let garbage = in_pieces(mode, &[&one[..], b"garbage"]);
            assert_eq!(
                garbage.map_err(|broken| broken.code),
                Err("Z_DATA_ERROR".to_owned())
            );
        }
        let plain = through(Mode::Deflate, b"abc").expect("compressed");
        let twice = in_pieces(Mode::Inflate, &[&plain[..], &plain[..]]);
        assert_eq!(twice, Ok((b"abc".to_vec(), plain.len())));
    }

    #[test]
    fn a_bomb_is_stopped() {
        let packed = through(Mode::Gzip, &vec![0; 10_000_000]).expect("compressed");
        let refused = all(Mode::Gunzip, options(), packed, Flush::Finish, 1_000_000);
        assert!(matches!(refused, Err(Refused::TooLong)));
    }

    #[test]
    fn what_is_cut_off_is_an_error_unless_it_may_be() {
        let packed = through(Mode::Deflate, b"hello hello hello").expect("compressed");
        let cut = packed[..packed.len() - 6].to_vec();
        let refused = all(Mode::Inflate, options(), cut.clone(), Flush::Finish, 1000);
        assert!(
            matches!(refused, Err(Refused::Broken(broken)) if broken == Broken::unexpected_end())
        );
        assert!(all(Mode::Inflate, options(), cut, Flush::Sync, 1000).is_ok());
    }
}
