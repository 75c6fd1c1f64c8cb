//! Request bodies: read whole, within bounds, straight to where they stay.

use std::time::Duration;

use bytes::BufMut;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

use super::chunked::ChunkDecoder;
use super::fault::Fault;
use super::framing::BodyLength;
use super::input::Input;
use super::limits::Http1Limits;
use super::wire::{ReadStop, Wire};

/// At least this much room is made for a read. A declared length alone never allocates more.
const STEP_BYTES: usize = 16 * 1024;

/// Why there is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyStop {
    Fault(Fault),
    Broken,
}

impl From<Fault> for BodyStop {
    fn from(fault: Fault) -> Self {
        BodyStop::Fault(fault)
    }
}

/// Reads the body that follows the head at the front of the input.
pub(super) struct BodyReader<'a, IO> {
    pub wire: &'a mut Wire<IO>,
    pub input: &'a mut Input,
    pub limits: &'a Http1Limits,
    pub started: Instant,
}

impl<IO: AsyncRead + AsyncWrite + Unpin> BodyReader<'_, IO> {
    /// Gives the body, and how many bytes of the input head and body take together. An exact
    /// length was compared with `bytes_max` before; a chunked body is counted here.
    pub async fn read(
        mut self,
        head_bytes: usize,
        length: BodyLength,
        bytes_max: u64,
    ) -> Result<(Vec<u8>, usize), BodyStop> {
        match length {
            BodyLength::None => Ok((Vec::new(), head_bytes)),
            BodyLength::Exact(bytes) => {
                let bytes = usize::try_from(bytes).map_err(|_| Fault::BodyTooLarge)?;
                self.read_exact(head_bytes, bytes).await
            }
            BodyLength::Chunked => self.read_chunked(head_bytes, bytes_max).await,
        }
    }

    async fn read_exact(
        &mut self,
        head_bytes: usize,
        bytes: usize,
    ) -> Result<(Vec<u8>, usize), BodyStop> {
        let arrived = &self.input.bytes()[head_bytes..];
        let arrived = &arrived[..arrived.len().min(bytes)];
        let mut body = arrived.to_vec();
        let consumed = head_bytes + body.len();
        while body.len() < bytes {
            let left = bytes - body.len();
            if body.len() == body.capacity() {
                body.reserve_exact(left.min(STEP_BYTES.max(body.len())));
            }
            let until = self.until();
            let mut rest = (&mut body).limit(left);
            self.wire.read(&mut rest, until, None).await.map_err(stop)?;
        }
        Ok((body, consumed))
    }

    async fn read_chunked(
        &mut self,
        head_bytes: usize,
        bytes_max: u64,
    ) -> Result<(Vec<u8>, usize), BodyStop> {
        let mut decoder = ChunkDecoder::default();
        let mut body = Vec::new();
        loop {
            let arrived = &self.input.bytes()[head_bytes..];
            let progress = decoder.decode(arrived, &mut body, bytes_max, self.limits)?;
            if progress.complete {
                return Ok((body, head_bytes + progress.consumed));
            }
            // All of it was taken: the next piece goes to the same place, right behind the head.
            self.input.truncate(head_bytes);
            let until = self.until();
            let read = self.wire.read(self.input.room(), until, None);
            read.await.map_err(stop)?;
        }
    }

    fn until(&self) -> Instant {
        let idle = Instant::now() + Duration::from_millis(self.limits.body_idle_ms_max);
        idle.min(self.started + Duration::from_millis(self.limits.body_time_ms_max))
    }
}

/// Throws away `bytes` that follow what was consumed.
pub(super) async fn skip<IO: AsyncRead + AsyncWrite + Unpin>(
    wire: &mut Wire<IO>,
    input: &mut Input,
    mut bytes: u64,
    until: Instant,
) -> Result<(), ReadStop> {
    loop {
        let arrived = usize::try_from(bytes)
            .map_or(input.bytes().len(), |bytes| bytes.min(input.bytes().len()));
        input.consume(arrived);
        bytes -= arrived as u64;
        if bytes == 0 {
            return Ok(());
        }
        wire.read(input.room(), until, None).await?;
    }
}

fn stop(stop: ReadStop) -> BodyStop {
    match stop {
        ReadStop::End => BodyStop::Fault(Fault::Truncated),
        ReadStop::TimedOut => BodyStop::Fault(Fault::BodyTimeout),
        ReadStop::Draining | ReadStop::Broken => BodyStop::Broken,
    }
}
