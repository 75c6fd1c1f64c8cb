//! The chunked transfer coding, from bytes that may arrive in any pieces.
//!
//! The decoder takes all it is given until the body is complete, so a caller never has to keep a
//! piece of framing for later. Data is copied in runs, only framing goes byte by byte.

use super::chunk_extension::Extension;
use super::fault::Fault;
use super::limits::Http1Limits;
use super::trailer;

/// A chunk of 4 GiB has no business here; more digits are nonsense, not merely too large.
const SIZE_DIGITS_MAX: u32 = 8;

/// State of one chunked body.
#[derive(Debug)]
pub struct ChunkDecoder {
    place: Place,
    /// Of the current chunk, then what is left of it.
    chunk_bytes: u64,
    digits: u32,
    decoded_bytes: u64,
    extension_bytes: usize,
    trailer_bytes: usize,
    /// The trailer line being read.
    line: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Size,
    Extension(Extension),
    SizeLineFeed,
    Data,
    DataReturn,
    DataLineFeed,
    Trailer,
    Done,
}

/// What one call of [`ChunkDecoder::decode`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkProgress {
    /// Bytes of the input that belonged to the body's framing or data.
    pub consumed: usize,
    /// The body is complete; the input after `consumed` is the next request.
    pub complete: bool,
}

impl Default for ChunkDecoder {
    fn default() -> Self {
        Self {
            place: Place::Size,
            chunk_bytes: 0,
            digits: 0,
            decoded_bytes: 0,
            extension_bytes: 0,
            trailer_bytes: 0,
            line: Vec::new(),
        }
    }
}

impl ChunkDecoder {
    /// Decodes `input`, appending data to `body`.
    ///
    /// Over `bytes_max` decoded bytes: [`Fault::BodyTooLarge`], as soon as a chunk declares it.
    pub fn decode(
        &mut self,
        input: &[u8],
        body: &mut Vec<u8>,
        bytes_max: u64,
        limits: &Http1Limits,
    ) -> Result<ChunkProgress, Fault> {
        let mut at = 0;
        while at < input.len() && self.place != Place::Done {
            if self.place == Place::Data {
                let left = usize::try_from(self.chunk_bytes).unwrap_or(usize::MAX);
                let run = &input[at..][..left.min(input.len() - at)];
                body.extend_from_slice(run);
                at += run.len();
                self.chunk_bytes -= run.len() as u64;
                if self.chunk_bytes == 0 {
                    self.place = Place::DataReturn;
                }
            } else {
                self.place = self.step(input[at], bytes_max, limits)?;
                at += 1;
            }
        }
        Ok(ChunkProgress {
            consumed: at,
            complete: self.place == Place::Done,
        })
    }

    fn step(&mut self, byte: u8, bytes_max: u64, limits: &Http1Limits) -> Result<Place, Fault> {
        match (self.place, byte) {
            (Place::Size, b'\r') if self.digits > 0 => Ok(Place::SizeLineFeed),
            (Place::Size, b';') if self.digits > 0 => {
                self.count_extension(limits)?;
                Ok(Place::Extension(Extension::NameStart))
            }
            (Place::Size, byte) => self.take_digit(byte),
            (Place::Extension(extension), b'\r') if extension.may_end() => Ok(Place::SizeLineFeed),
            (Place::Extension(extension), byte) => {
                self.count_extension(limits)?;
                let next = extension.step(byte).ok_or(Fault::Chunk)?;
                Ok(Place::Extension(next))
            }
            (Place::SizeLineFeed, b'\n') => self.begin_chunk(bytes_max),
            (Place::DataReturn, b'\r') => Ok(Place::DataLineFeed),
            (Place::DataLineFeed, b'\n') => {
                self.digits = 0;
                Ok(Place::Size)
            }
            (Place::Trailer, byte) => self.take_trailer(byte, limits),
            _ => Err(Fault::Chunk),
        }
    }

    fn take_digit(&mut self, byte: u8) -> Result<Place, Fault> {
        let digit = char::from(byte).to_digit(16).ok_or(Fault::Chunk)?;
        if self.digits == SIZE_DIGITS_MAX {
            return Err(Fault::Chunk);
        }
        self.digits += 1;
        self.chunk_bytes = self.chunk_bytes * 16 + u64::from(digit);
        Ok(Place::Size)
    }

    fn begin_chunk(&mut self, bytes_max: u64) -> Result<Place, Fault> {
        if self.chunk_bytes == 0 {
            return Ok(Place::Trailer);
        }
        self.decoded_bytes += self.chunk_bytes;
        if self.decoded_bytes > bytes_max {
            return Err(Fault::BodyTooLarge);
        }
        Ok(Place::Data)
    }

    fn count_extension(&mut self, limits: &Http1Limits) -> Result<(), Fault> {
        self.extension_bytes += 1;
        if self.extension_bytes > limits.chunk_extension_bytes_max {
            return Err(Fault::Chunk);
        }
        Ok(())
    }

    fn take_trailer(&mut self, byte: u8, limits: &Http1Limits) -> Result<Place, Fault> {
        self.trailer_bytes += 1;
        // The two bytes are those of the empty line, which every body has.
        if self.trailer_bytes > limits.trailer_bytes_max + 2 {
            return Err(Fault::HeadersTooLarge);
        }
        if byte != b'\n' {
            self.line.push(byte);
            return Ok(Place::Trailer);
        }
        let line = self.line.strip_suffix(b"\r").ok_or(Fault::Trailer)?;
        if line.is_empty() {
            return Ok(Place::Done);
        }
        trailer::check(line)?;
        self.line.clear();
        Ok(Place::Trailer)
    }
}
