//! The fields that decide where a request ends and what happens to its connection.
//!
//! They are judged line by line, in the order in which they were sent: so the verdict on a bad
//! request is the same however the network cut it.

use super::fault::Fault;
use super::field::FieldSpan;
use super::grammar::{is_token, list};
use super::head::Version;
use super::host::is_authority;
use super::request_line::Span;

/// No limit can be configured above this (256 MiB), so a longer declared length is answered like
/// one that overflows: as nonsense, not as too large.
const DECLARED_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// How the end of a body is found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BodyLength {
    /// Neither `Content-Length` nor `Transfer-Encoding`: no body.
    #[default]
    None,
    /// `Content-Length`, in bytes.
    Exact(u64),
    /// `Transfer-Encoding: chunked`.
    Chunked,
}

/// What the fields seen so far say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Framing {
    pub host: Option<Span>,
    pub body: BodyLength,
    pub expects_continue: bool,
    pub close: bool,
    pub keep_alive: bool,
}

impl Framing {
    /// Takes one more field into account.
    pub fn see(&mut self, head: &[u8], field: FieldSpan, version: Version) -> Result<(), Fault> {
        let name = field.name.of(head);
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        match name.len() {
            4 if is("host") => self.see_host(head, field.value),
            6 if is("expect") && version == Version::Http11 => {
                self.see_expect(field.value.of(head))
            }
            10 if is("connection") => {
                self.see_connection(field.value.of(head));
                Ok(())
            }
            14 if is("content-length") => self.see_content_length(field.value.of(head)),
            17 if is("transfer-encoding") => {
                self.see_transfer_encoding(field.value.of(head), version)
            }
            // Gateways that turn names into variables read these as the ones above.
            14 if is("content_length") => Err(Fault::ContentLength),
            17 if is("transfer_encoding") => Err(Fault::TransferEncoding),
            _ => Ok(()),
        }
    }

    /// The verdict after the last field.
    pub fn finish(&self, version: Version) -> Result<(), Fault> {
        if self.host.is_none() && version == Version::Http11 {
            return Err(Fault::Host);
        }
        Ok(())
    }

    fn see_host(&mut self, head: &[u8], value: Span) -> Result<(), Fault> {
        if self.host.is_some() || !is_authority(value.of(head)) {
            return Err(Fault::Host);
        }
        self.host = Some(value);
        Ok(())
    }

    fn see_expect(&mut self, value: &[u8]) -> Result<(), Fault> {
        if !value.eq_ignore_ascii_case(b"100-continue") {
            return Err(Fault::Expectation);
        }
        self.expects_continue = true;
        Ok(())
    }

    fn see_connection(&mut self, value: &[u8]) {
        for option in list(value) {
            self.close |= option.eq_ignore_ascii_case(b"close");
            self.keep_alive |= option.eq_ignore_ascii_case(b"keep-alive");
        }
    }

    fn see_content_length(&mut self, value: &[u8]) -> Result<(), Fault> {
        let length = content_length(value).ok_or(Fault::ContentLength)?;
        match self.body {
            BodyLength::None => {
                self.body = BodyLength::Exact(length);
                Ok(())
            }
            BodyLength::Exact(_) => Err(Fault::ContentLength),
            BodyLength::Chunked => Err(Fault::FramingConflict),
        }
    }

    fn see_transfer_encoding(&mut self, value: &[u8], version: Version) -> Result<(), Fault> {
        if version == Version::Http10 {
            return Err(Fault::TransferEncoding);
        }
        match self.body {
            BodyLength::None => {
                only_chunked(value)?;
                self.body = BodyLength::Chunked;
                Ok(())
            }
            BodyLength::Exact(_) => Err(Fault::FramingConflict),
            BodyLength::Chunked => Err(Fault::TransferEncoding),
        }
    }
}

/// Plain digits without a leading zero, which some programs read as octal.
fn content_length(value: &[u8]) -> Option<u64> {
    if value.is_empty() || (value.len() > 1 && value[0] == b'0') {
        return None;
    }
    value.iter().try_fold(0u64, |length, byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        let length = length * 10 + digit;
        (length <= DECLARED_BYTES_MAX).then_some(length)
    })
}

/// `chunked` alone is fine. With other codings before it the length is still certain, so that is
/// 501 (RFC 9112 6.1); everything else leaves the length open, which is 400 (RFC 9112 6.3).
fn only_chunked(value: &[u8]) -> Result<(), Fault> {
    let chunked = |coding: &[u8]| coding.eq_ignore_ascii_case(b"chunked");
    if chunked(value) {
        return Ok(());
    }
    let codings = list(value).count();
    let sound = list(value)
        .enumerate()
        .all(|(at, coding)| is_token(coding) && chunked(coding) == (at + 1 == codings));
    Err(if sound {
        Fault::TransferCoding
    } else {
        Fault::TransferEncoding
    })
}
