//! Brotli.

use super::{Broken, Codec, Flush, Options, Step};
use brotli::enc::StandardAlloc;
use brotli::enc::encode::{
    BrotliEncoderOperation, BrotliEncoderParameter, BrotliEncoderStateStruct,
};

use brotli::{BrotliDecompressStream, BrotliResult, BrotliState};

pub(super) struct Encoder(Box<BrotliEncoderStateStruct<StandardAlloc>>);

/// Parameters by their numbers, as Node has them.
fn parameter(number: u32) -> Option<BrotliEncoderParameter> {
    Some(match number {
        0 => BrotliEncoderParameter::BROTLI_PARAM_MODE,
        1 => BrotliEncoderParameter::BROTLI_PARAM_QUALITY,
        2 => BrotliEncoderParameter::BROTLI_PARAM_LGWIN,
        3 => BrotliEncoderParameter::BROTLI_PARAM_LGBLOCK,
        4 => BrotliEncoderParameter::BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING,
        5 => BrotliEncoderParameter::BROTLI_PARAM_SIZE_HINT,
        6 => BrotliEncoderParameter::BROTLI_PARAM_LARGE_WINDOW,
        _ => return None,
    })
}

impl Encoder {
    pub(super) fn new(options: &Options) -> Result<Encoder, Broken> {
        let mut state = Box::new(BrotliEncoderStateStruct::new(StandardAlloc::default()));
        for (number, value) in &options.brotli {
            let known = parameter(*number).is_some_and(|known| state.set_parameter(known, *value));
            if !known {
                return Err(Broken {
                    code: "ERR_ZLIB_INITIALIZATION_FAILED".to_owned(),
                    errno: 0,
                    message: "Initialization failed".to_owned(),
                });
            }
        }
        Ok(Encoder(state))
    }
}

impl Codec for Encoder {
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: Flush) -> Result<Step, Broken> {
        let operation = match flush {
            Flush::None => BrotliEncoderOperation::BROTLI_OPERATION_PROCESS,
            Flush::Sync | Flush::Full => BrotliEncoderOperation::BROTLI_OPERATION_FLUSH,
            Flush::Finish => BrotliEncoderOperation::BROTLI_OPERATION_FINISH,
        };
        let mut step = Step::default();
        let (mut left, mut room) = (input.len(), output.len());
        let good = self.0.compress_stream(
            operation,
            &mut left,
            input,
            &mut step.read,
            &mut room,
            output,
            &mut step.written,
            &mut None,
            &mut |_, _, _, _| (),
        );
        if !good {
            return Err(Broken::data("Compression failed"));
        }
        step.ended = self.0.is_finished();
        Ok(step)
    }
}

pub(super) struct Decoder(Box<BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>>);

impl Decoder {
    pub(super) fn new() -> Decoder {
        Decoder(Box::new(BrotliState::new(
            StandardAlloc::default(),
            StandardAlloc::default(),
            StandardAlloc::default(),
        )))
    }
}

impl Decoder {
    /// Node's code: the decoder's own, with another beginning.
    fn code(&self) -> String {
        let name = format!("{:?}", self.0.error_code);
        format!(
            "ERR_{}",
            name.strip_prefix("BROTLI_DECODER").unwrap_or(&name)
        )
    }
}

impl Codec for Decoder {
    fn step(&mut self, input: &[u8], output: &mut [u8], _: Flush) -> Result<Step, Broken> {
        let mut step = Step::default();
        let (mut left, mut room) = (input.len(), output.len());
        let result = BrotliDecompressStream(
            &mut left,
            &mut step.read,
            input,
            &mut room,
            &mut step.written,
            output,
            &mut 0,
            &mut self.0,
        );
        match result {
            BrotliResult::ResultFailure => Err(Broken {
                code: self.code(),
                errno: -1,
                message: "Decompression failed".to_owned(),
            }),
            BrotliResult::ResultSuccess => {
                step.ended = true;
                Ok(step)
            }
            BrotliResult::NeedsMoreInput | BrotliResult::NeedsMoreOutput => Ok(step),
        }
    }
}
