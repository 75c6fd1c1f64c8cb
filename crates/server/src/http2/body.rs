//! Request bodies: read whole, within bounds.

use std::time::Duration;

use bytes::Bytes;
use h2::RecvStream;
use tokio::time::{Instant, timeout_at};

use crate::http1::{Fault, Http1Limits};

/// Why there is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyStop {
    Fault(Fault),
    /// The client took the request back, broke the protocol, or is gone.
    Broken,
}

/// Reads a body of at most `bytes_max`. One whose length is not the declared one is broken: `h2`
/// counts.
pub(super) async fn read(
    stream: &mut RecvStream,
    bytes_max: u64,
    limits: &Http1Limits,
    started: Instant,
) -> Result<Vec<u8>, BodyStop> {
    let whole_until = started + Duration::from_millis(limits.body_time_ms_max);
    let mut body = Vec::new();
    loop {
        let idle = Instant::now() + Duration::from_millis(limits.body_idle_ms_max);
        let piece = match timeout_at(idle.min(whole_until), stream.data()).await {
            Err(_) => return Err(BodyStop::Fault(Fault::BodyTimeout)),
            Ok(None) => return Ok(body),
            Ok(Some(Err(_))) => return Err(BodyStop::Broken),
            Ok(Some(Ok(piece))) => piece,
        };
        take(stream, &piece, &mut body, bytes_max)?;
    }
}

fn take(
    stream: &mut RecvStream,
    piece: &Bytes,
    body: &mut Vec<u8>,
    bytes_max: u64,
) -> Result<(), BodyStop> {
    if (body.len() + piece.len()) as u64 > bytes_max {
        return Err(BodyStop::Fault(Fault::BodyTooLarge));
    }
    body.extend_from_slice(piece);
    // The client may send as much again.
    let released = stream.flow_control().release_capacity(piece.len());
    released.map_err(|_| BodyStop::Broken)
}
