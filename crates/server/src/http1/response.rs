//! An answer, as an application makes it. Length, date and connection are the codec's business.

use std::fmt;
use std::task::{Context, Poll};

use bytes::Bytes;

use super::file_part::FilePart;
use super::header_block::HeaderBlock;

/// A part of a body that comes bit by bit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyPiece {
    /// Its next bytes.
    Bytes(Bytes),
    /// It is complete.
    End,
}

/// A body that comes bit by bit. Dropping it says that nobody wants the rest.
pub trait BodyStream {
    /// The next piece; `None` when it will never be complete.
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<BodyPiece>>;
}

/// The bytes of an answer. Which kind it is only decides who frees them, but for the last.
#[derive(Default)]
pub enum Body {
    /// No bytes; the answer says `content-length: 0`.
    #[default]
    Empty,
    /// Bytes of the program.
    Static(&'static [u8]),
    /// Bytes made for this answer.
    Owned(Vec<u8>),
    /// Bytes shared with others.
    Shared(Bytes),
    /// Bytes of a file, read while they are written.
    File(FilePart),
    /// Bytes that are still to come. Their number is not known.
    Stream(Box<dyn BodyStream>),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Body::Stream(_) => f.write_str("Stream"),
            Body::File(part) => f.debug_tuple("File").field(part).finish(),
            whole => f.debug_tuple("Body").field(&whole.as_bytes()).finish(),
        }
    }
}

impl Body {
    /// How many bytes; 0 for a stream, of which nobody knows.
    pub fn length(&self) -> u64 {
        match self {
            Body::File(part) => part.bytes(),
            held => held.as_bytes().len() as u64,
        }
    }

    /// The bytes that are in memory; those of a file and a stream are not.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Body::Empty | Body::File(_) | Body::Stream(_) => &[],
            Body::Static(bytes) => bytes,
            Body::Owned(bytes) => bytes,
            Body::Shared(bytes) => bytes,
        }
    }
}

/// An answer.
#[derive(Debug)]
pub struct Response {
    status: u16,
    /// Fields besides those that the codec writes.
    pub headers: HeaderBlock,
    /// The body. It is not sent with 204, 304 or to `HEAD`.
    pub body: Body,
    /// Close the connection after this answer.
    pub close: bool,
}

impl Response {
    /// An answer without body. A status outside 200 to 999 is no final status and becomes 500.
    pub fn new(status: u16) -> Self {
        Self {
            status: if (200..1000).contains(&status) {
                status
            } else {
                500
            },
            headers: HeaderBlock::new(),
            body: Body::Empty,
            close: false,
        }
    }

    /// The same answer with this body.
    pub fn with_body(self, body: Body) -> Self {
        Self { body, ..self }
    }

    /// The same answer with these fields in place of the ones it had.
    pub fn with_headers(self, headers: HeaderBlock) -> Self {
        Self { headers, ..self }
    }

    /// The same answer, the last one of its connection.
    pub fn closing(self) -> Self {
        Self {
            close: true,
            ..self
        }
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }
}
