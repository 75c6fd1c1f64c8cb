//! Deflate's encoder.

use super::{Broken, Codec, Flush, Mode, Options, Step};
use flate2::{Compress, Compression, FlushCompress, Status};

pub(super) struct Deflate {
    compress: Compress,
    /// What was asked for last: asked for twice, a flush would write an empty block each time.
    flushed: bool,
}

/// The library refuses windows of 256 bytes; zlib takes 512 for them, too.
const WINDOW_BITS_MIN: u8 = 9;

impl Deflate {
    pub(super) fn new(mode: Mode, options: &Options) -> Result<Deflate, Broken> {
        let level = match options.level {
            -1 => Compression::default(),
            level => Compression::new(level.clamp(0, 9) as u32),
        };
        let bits = options.window_bits.clamp(WINDOW_BITS_MIN, 15);
        let mut compress = match mode {
            Mode::Gzip => Compress::new_gzip(level, bits),
            _ => Compress::new_with_window_bits(level, mode == Mode::Deflate, bits),
        };
        if let Some(dictionary) = options.dictionary.as_deref().filter(|_| mode != Mode::Gzip) {
            compress
                .set_dictionary(dictionary)
                .map_err(|_| Broken::data("Failed to set dictionary"))?;
        }
        Ok(Deflate {
            compress,
            flushed: false,
        })
    }
}

impl Codec for Deflate {
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: Flush) -> Result<Step, Broken> {
        let wanted = match flush {
            Flush::None => FlushCompress::None,
            Flush::Sync if input.is_empty() && self.flushed => FlushCompress::None,
            Flush::Full if input.is_empty() && self.flushed => FlushCompress::None,
            Flush::Sync => FlushCompress::Sync,
            Flush::Full => FlushCompress::Full,
            Flush::Finish => FlushCompress::Finish,
        };
        let (read, written) = (self.compress.total_in(), self.compress.total_out());
        let status = self
            .compress
            .compress(input, output, wanted)
            .map_err(|_| Broken::data("stream error"))?;
        let step = Step {
            read: (self.compress.total_in() - read) as usize,
            written: (self.compress.total_out() - written) as usize,
            ended: status == Status::StreamEnd,
        };
        let everything = step.read == input.len() && step.written < output.len();
        self.flushed = matches!(flush, Flush::Sync | Flush::Full) && everything;
        Ok(step)
    }
}
