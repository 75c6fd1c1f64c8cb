//! Deflate's decoder: zlib's wrapping, gzip's of one or more members, none, or whichever it is.

use super::{Broken, Codec, Flush, Mode, Options, Step};
use flate2::{Decompress, FlushDecompress, Status};

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

pub(super) struct Inflate {
    mode: Mode,
    options: Options,
    /// None before the first byte says which it is (`Unzip`).
    decompress: Option<Decompress>,
    /// A member has ended, and another follows.
    between: bool,
    /// Something that is no member came after the last.
    padded: bool,
    /// The first byte of gzip's magic number, which came alone.
    held: bool,
}

impl Inflate {
    pub(super) fn new(mode: Mode, options: Options) -> Result<Inflate, Broken> {
        let mut inflate = Inflate {
            mode,
            options,
            decompress: None,
            between: false,
            padded: false,
            held: false,
        };
        if mode != Mode::Unzip {
            inflate.begin(mode)?;
        }
        Ok(inflate)
    }

    fn begin(&mut self, mode: Mode) -> Result<(), Broken> {
        // 0 would be: as the header says. The largest window reads them all.
        let bits = match self.options.window_bits {
            0 => 15,
            bits => bits.clamp(9, 15),
        };
        let mut decompress = match mode {
            Mode::Gunzip => Decompress::new_gzip(bits),
            _ => Decompress::new_with_window_bits(mode == Mode::Inflate, bits),
        };
        if let (Mode::InflateRaw, Some(dictionary)) = (mode, &self.options.dictionary) {
            decompress
                .set_dictionary(dictionary)
                .map_err(|_| Broken::data("Failed to set dictionary"))?;
        }
        self.mode = mode;
        self.decompress = Some(decompress);
        Ok(())
    }

    /// `Unzip`: looks at the first bytes. False while it cannot tell.
    fn recognise(&mut self, input: &[u8]) -> Result<bool, Broken> {
        if self.decompress.is_some() {
            return Ok(true);
        }
        let first = if self.held {
            Some(GZIP_MAGIC[0])
        } else {
            input.first().copied()
        };
        let second = if self.held {
            input.first()
        } else {
            input.get(1)
        };
        match (first, second) {
            (None, _) => return Ok(false),
            (Some(byte), _) if byte != GZIP_MAGIC[0] => self.begin(Mode::Inflate)?,
            (Some(_), None) => return Ok(false),
            (Some(_), Some(byte)) if *byte == GZIP_MAGIC[1] => self.begin(Mode::Gunzip)?,
            _ => self.begin(Mode::Inflate)?,
        }
        Ok(true)
    }

    fn decode(&mut self, input: &[u8], output: &mut [u8]) -> Result<Step, Broken> {
        let Some(decompress) = &mut self.decompress else {
            return Ok(Step::default());
        };
        let (read, written) = (decompress.total_in(), decompress.total_out());
        let status = decompress.decompress(input, output, FlushDecompress::None);
        let step = Step {
            read: (decompress.total_in() - read) as usize,
            written: (decompress.total_out() - written) as usize,
            ended: matches!(status, Ok(Status::StreamEnd)),
        };
        let Err(error) = status else {
            return Ok(step);
        };
        if error.needs_dictionary().is_none() {
            return Err(Broken::data(error.message().unwrap_or("invalid data")));
        }
        let dictionary = self.options.dictionary.as_deref();
        let dictionary = dictionary.ok_or_else(|| needs("Missing dictionary"))?;
        decompress
            .set_dictionary(dictionary)
            .map_err(|_| needs("Bad dictionary"))?;
        let more = self.decode(&input[step.read..], &mut output[step.written..])?;
        Ok(Step {
            read: step.read + more.read,
            written: step.written + more.written,
            ended: more.ended,
        })
    }
}

impl Codec for Inflate {
    fn step(&mut self, input: &[u8], output: &mut [u8], _: Flush) -> Result<Step, Broken> {
        if !self.recognise(input)? {
            // One byte of two: it is kept in mind, not as input.
            self.held |= !input.is_empty();
            return Ok(Step {
                read: input.len(),
                ..Step::default()
            });
        }
        if std::mem::take(&mut self.held) {
            self.decode(&GZIP_MAGIC[..1], output)?;
        }
        if std::mem::take(&mut self.between) {
            self.begin(Mode::Gunzip)?;
        }
        let mut step = self.decode(input, output)?;
        let rest = &input[step.read..];
        if step.ended && !rest.is_empty() && self.goes_on(rest) {
            step.ended = false;
        }
        Ok(step)
    }

    fn goes_on(&mut self, rest: &[u8]) -> bool {
        // Zeros fill up the blocks of some media.
        self.padded |= rest.first() == Some(&0);
        self.between = self.mode == Mode::Gunzip && !self.padded;
        self.between
    }
}

/// The dictionary is not there, or another one.
fn needs(message: &str) -> Broken {
    Broken {
        code: "Z_NEED_DICT".to_owned(),
        errno: 2,
        message: message.to_owned(),
    }
}
