//! `method SP request-target SP HTTP-version`, one space each, nothing else.

use super::fault::Fault;
use super::grammar::is_token;
use super::head::Version;
use super::target::{self, TargetParts};

/// Longer methods are refused as malformed; the longest registered one has 17 bytes.
pub(super) const METHOD_BYTES_MAX: usize = 32;
const VERSION_BYTES: usize = "HTTP/1.1".len();

/// A part of a head, counted from its first byte.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub fn new(start: usize, length: usize) -> Self {
        let fit = |offset: usize| u32::try_from(offset).expect("a head is shorter than 4 GiB");
        Self {
            start: fit(start),
            end: fit(start + length),
        }
    }

    pub fn start(self) -> usize {
        self.start as usize
    }

    pub fn of(self, head: &[u8]) -> &[u8] {
        &head[self.start as usize..self.end as usize]
    }

    pub fn of_str(self, head: &str) -> &str {
        &head[self.start as usize..self.end as usize]
    }
}

/// A validated request line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RequestLine {
    pub method: Span,
    pub target: Span,
    pub parts: TargetParts,
    pub version: Version,
}

impl RequestLine {
    /// Where the line after it begins: nothing but the version follows the target.
    pub fn next_line(&self) -> usize {
        self.target.end as usize + 1 + VERSION_BYTES + 2
    }
}

/// The most bytes a request line with an acceptable target can have, its CRLF included.
pub(super) fn line_bytes_max(target_bytes_max: usize) -> usize {
    METHOD_BYTES_MAX + 1 + target_bytes_max + 1 + VERSION_BYTES + 2
}

/// What a request line is that goes on beyond the longest acceptable one: only its beginning may
/// be looked at, so that the verdict does not depend on how many bytes have arrived.
pub(super) fn overlong(line: &[u8]) -> Fault {
    match memchr::memchr(b' ', &line[..=METHOD_BYTES_MAX]) {
        Some(_) => Fault::TargetTooLong,
        None => Fault::Method,
    }
}

/// Parses the line (without CRLF) at the beginning of a head.
pub(super) fn parse(line: &[u8], target_bytes_max: usize) -> Result<RequestLine, Fault> {
    let method_end = memchr::memchr(b' ', line).ok_or(Fault::RequestLine)?;
    let method = &line[..method_end];
    if method_end > METHOD_BYTES_MAX || !is_token(method) {
        return Err(Fault::Method);
    }
    let version_start = memchr::memrchr(b' ', line).expect("a space was found") + 1;
    let target_start = method_end + 1;
    // `GET /` (HTTP/0.9) and `GET HTTP/1.1` have one space only.
    let target_bytes = (version_start - 1)
        .checked_sub(target_start)
        .filter(|&bytes| bytes > 0)
        .ok_or(Fault::RequestLine)?;
    if target_bytes > target_bytes_max {
        return Err(Fault::TargetTooLong);
    }
    let version = version(&line[version_start..])?;
    if method == b"CONNECT" {
        return Err(Fault::Connect);
    }
    let target = Span::new(target_start, target_bytes);
    Ok(RequestLine {
        method: Span::new(0, method_end),
        target,
        parts: target::parse(line, target, method)?,
        version,
    })
}

fn version(bytes: &[u8]) -> Result<Version, Fault> {
    match bytes {
        b"HTTP/1.1" => Ok(Version::Http11),
        b"HTTP/1.0" => Ok(Version::Http10),
        [b'H', b'T', b'T', b'P', b'/', major, b'.', minor]
            if major.is_ascii_digit() && minor.is_ascii_digit() =>
        {
            Err(Fault::VersionUnsupported)
        }
        _ => Err(Fault::Version),
    }
}
