//! An answer, as an application makes it. Length, date and connection are the codec's business.

use bytes::Bytes;

use super::file_part::FilePart;
use super::header_block::HeaderBlock;

/// The bytes of an answer. Which kind it is only decides who frees them.
#[derive(Debug, Clone, Default)]
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
}

impl Body {
    /// How many bytes.
    pub fn length(&self) -> u64 {
        match self {
            Body::File(part) => part.bytes(),
            held => held.as_bytes().len() as u64,
        }
    }

    /// The bytes that are in memory; those of a file are not.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Body::Empty | Body::File(_) => &[],
            Body::Static(bytes) => bytes,
            Body::Owned(bytes) => bytes,
            Body::Shared(bytes) => bytes,
        }
    }
}

/// An answer.
#[derive(Debug, Clone)]
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
