//! Decompression of bodies while they arrive.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use async_compression::tokio::bufread::{BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder};
use tokio::io::{AsyncBufRead, AsyncRead, BufReader, ReadBuf};

use crate::request::Header;

/// What is accepted, as the value of `accept-encoding`.
pub(crate) const ACCEPTED: &str = "gzip, deflate, br";

/// A way a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Gzip,
    Deflate,
    Brotli,
}

/// Codings one upon another that are undone.
const CODINGS_MAX: usize = 4;

/// How a body is compressed, in the order in which it was. `None` for a coding that is not known:
/// then the bytes are given as they are. An error for too many.
pub(crate) fn codings(headers: &[Header]) -> Result<Option<Vec<Coding>>, String> {
    let mut found = Vec::new();
    for header in headers {
        if header.name != "content-encoding" {
            continue;
        }
        let Ok(text) = std::str::from_utf8(&header.value) else {
            return Ok(None);
        };
        for name in text.split(',').map(|name| name.trim().to_ascii_lowercase()) {
            match name.as_str() {
                "" | "identity" => continue,
                "gzip" | "x-gzip" => found.push(Coding::Gzip),
                "deflate" => found.push(Coding::Deflate),
                "br" => found.push(Coding::Brotli),
                _ => return Ok(None),
            }
            if found.len() > CODINGS_MAX {
                return Err(format!("it is compressed more than {CODINGS_MAX} times"));
            }
        }
    }
    Ok(Some(found))
}

/// Bytes that come out of a decompressor.
pub(crate) type Decoded = Pin<Box<dyn AsyncRead + Send>>;

/// Undoes the codings, the last first.
pub(crate) fn decode<R>(source: R, codings: &[Coding]) -> Decoded
where
    R: AsyncBufRead + Send + Unpin + 'static,
{
    let Some((last, before)) = codings.split_last() else {
        return Box::pin(source);
    };
    let mut decoded = undo(source, *last);
    for coding in before.iter().rev() {
        decoded = undo(BufReader::new(decoded), *coding);
    }
    decoded
}

fn undo<R>(source: R, coding: Coding) -> Decoded
where
    R: AsyncBufRead + Send + Unpin + 'static,
{
    match coding {
        Coding::Gzip => {
            let mut decoder = GzipDecoder::new(source);
            decoder.multiple_members(true);
            Box::pin(decoder)
        }
        Coding::Brotli => Box::pin(BrotliDecoder::new(source)),
        Coding::Deflate => Box::pin(Inflate::Undecided(Some(source))),
    }
}

/// `deflate` is zlib's format (RFC 9110, section 8.4.1.2), but some servers leave its frame out.
enum Inflate<R> {
    Undecided(Option<R>),
    Framed(ZlibDecoder<R>),
    Bare(DeflateDecoder<R>),
}

impl<R: AsyncBufRead + Unpin> AsyncRead for Inflate<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            match &mut *self {
                Inflate::Undecided(source) => {
                    let source_ref = source.as_mut().expect("taken only when decided");
                    let first = match Pin::new(source_ref).poll_fill_buf(cx) {
                        Poll::Ready(Ok(bytes)) => bytes.first().copied(),
                        Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                        Poll::Pending => return Poll::Pending,
                    };
                    let source = source.take().expect("just looked at");
                    // The frame's first byte has 8 in its low half; no bare block begins so.
                    *self = match first {
                        Some(first) if first & 0x0f != 8 => {
                            Inflate::Bare(DeflateDecoder::new(source))
                        }
                        _ => Inflate::Framed(ZlibDecoder::new(source)),
                    };
                }
                Inflate::Framed(decoder) => return Pin::new(decoder).poll_read(cx, buffer),
                Inflate::Bare(decoder) => return Pin::new(decoder).poll_read(cx, buffer),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(values: &[&'static str]) -> Result<Option<Vec<Coding>>, String> {
        let header = |value: &&'static str| Header::new("content-encoding", *value);
        let headers: Vec<Header> = values.iter().map(header).collect();
        codings(&headers)
    }

    #[test]
    fn codings_are_named_in_one_field_or_more() {
        use Coding::{Brotli, Deflate, Gzip};
        assert_eq!(named(&[]), Ok(Some(vec![])));
        assert_eq!(named(&["identity"]), Ok(Some(vec![])));
        assert_eq!(named(&["GZip"]), Ok(Some(vec![Gzip])));
        assert_eq!(
            named(&["x-gzip, br", "deflate"]),
            Ok(Some(vec![Gzip, Brotli, Deflate]))
        );
        assert_eq!(named(&["gzip, exotic"]), Ok(None));
        assert!(named(&["br,br,br,br,br"]).is_err());
    }
}
