//! Sending a body that comes bit by bit.
//!
//! Backpressure: no further piece is taken before the client has taken those before it. While there is
//! none the client is watched: when it ends its direction it is taken to be gone, because whoever waits
//! for a stream has nothing else to say.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

use super::answer::Request;
use super::connection::Connection;
use super::encode::chunk_size;
use super::head::Version;
use super::response::{BodyPiece, BodyStream};
use super::service::Service;
use super::wire::Broken;

/// Requests that are sent meanwhile are kept up to this many bytes.
const AHEAD_BYTES_MAX: usize = 64 * 1024;

enum Event {
    Piece(BodyPiece),
    /// What is collected can be written.
    Flush,
    /// The client is gone, the source failed, or the time is over.
    Stop,
}

impl<S: Service, IO: AsyncRead + AsyncWrite + Unpin> Connection<'_, S, IO> {
    /// Sends the stream's pieces; `sent_bytes` counts the body's.
    pub(super) async fn stream(
        &mut self,
        stream: &mut dyn BodyStream,
        request: &Request,
        sent_bytes: &mut usize,
    ) -> Result<(), Broken> {
        let is_chunked = request.frame.version == Version::Http11;
        let until = Instant::now() + Duration::from_millis(self.http1.limits.stream_time_ms_max);
        loop {
            match self.event(stream, request.consumed, until).await {
                Event::Stop => return Err(Broken),
                Event::Flush => self.wire.flush().await?,
                Event::Piece(BodyPiece::Bytes(bytes)) if bytes.is_empty() => {}
                Event::Piece(BodyPiece::Bytes(bytes)) => {
                    let out = &mut self.wire.out;
                    if is_chunked {
                        chunk_size(out, bytes.len());
                    }
                    out.extend_from_slice(&bytes);
                    if is_chunked {
                        out.extend_from_slice(b"\r\n");
                    }
                    *sent_bytes += bytes.len();
                    if out.len() >= self.http1.limits.coalesce_bytes_max {
                        self.wire.flush().await?;
                    }
                }
                Event::Piece(BodyPiece::End) => {
                    if is_chunked {
                        self.wire.out.extend_from_slice(b"0\r\n\r\n");
                    }
                    return self.wire.flush().await;
                }
            }
        }
    }

    async fn event(
        &mut self,
        stream: &mut dyn BodyStream,
        consumed: usize,
        until: Instant,
    ) -> Event {
        let (wire, input) = (&mut self.wire, &mut self.input);
        poll_fn(|cx| {
            if let Poll::Ready(piece) = stream.poll_piece(cx) {
                return Poll::Ready(piece.map_or(Event::Stop, Event::Piece));
            }
            if !wire.out.is_empty() {
                return Poll::Ready(Event::Flush);
            }
            while input.bytes().len() < consumed + AHEAD_BYTES_MAX {
                match wire.poll_read(cx, input.room(), until) {
                    Poll::Ready(Ok(count)) if count > 0 => {}
                    Poll::Ready(_) => return Poll::Ready(Event::Stop),
                    Poll::Pending => return Poll::Pending,
                }
            }
            wire.poll_deadline(cx, until).map(|()| Event::Stop)
        })
        .await
    }
}
