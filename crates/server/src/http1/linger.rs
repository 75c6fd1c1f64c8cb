//! The end of a connection that the server ends.
//!
//! A socket closed with unread bytes in it is reset, and a reset makes the client's system throw
//! away the answer it has not read yet. So our direction is ended first, and what the client still
//! sends is read for a while.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

use super::input::Input;
use super::limits::Http1Limits;
use super::wire::Wire;

pub(super) async fn linger<IO: AsyncRead + AsyncWrite + Unpin>(
    wire: &mut Wire<IO>,
    input: &mut Input,
    limits: &Http1Limits,
) {
    if wire.flush().await.is_err() {
        return;
    }
    let until = Instant::now() + Duration::from_millis(limits.linger_time_ms_max);
    if wire.shutdown(until).await.is_err() {
        return;
    }
    let mut thrown_away = 0u64;
    while thrown_away <= limits.linger_bytes_max {
        input.consume(input.bytes().len());
        match wire.read(input.room(), until, None).await {
            Ok(count) => thrown_away += count as u64,
            Err(_) => return,
        }
    }
}

/// The same for a socket whose protocol has said all it had to say.
pub(crate) async fn linger_on_socket<IO: AsyncRead + AsyncWrite + Unpin>(
    mut io: IO,
    limits: &Http1Limits,
) {
    let until = Instant::now() + Duration::from_millis(limits.linger_time_ms_max);
    if !matches!(timeout_at(until, io.shutdown()).await, Ok(Ok(()))) {
        return;
    }
    let mut thrown_away = 0u64;
    let mut buffer = [0; 4096];
    while thrown_away <= limits.linger_bytes_max {
        match timeout_at(until, io.read(&mut buffer)).await {
            Ok(Ok(count)) if count > 0 => thrown_away += count as u64,
            _ => return,
        }
    }
}
