//! A request head from bytes that may arrive in any pieces.
//!
//! Each line is judged once, when its end has arrived, and never looked at again: a client that
//! sends byte by byte costs no more than one that sends all at once, and gets the same verdict.

use super::fault::Fault;
use super::field::{self, FieldSpan};
use super::framing::Framing;
use super::head::Head;
use super::limits::Http1Limits;
use super::request_line::{self, RequestLine};

/// Reusable state of the head being read. One per connection; it keeps its allocation.
#[derive(Debug, Default)]
pub struct HeadParser {
    stage: Stage,
    /// Bytes before the request line: nothing, or one empty line.
    lead: usize,
    /// The line being read begins here (counted after `lead`), and has no LF before `searched`.
    line_start: usize,
    searched: usize,
    /// Where the field lines begin.
    block_start: usize,
    request_line: RequestLine,
    fields: Vec<FieldSpan>,
    framing: Framing,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Stage {
    #[default]
    RequestLine,
    Fields,
    Complete,
}

impl HeadParser {
    /// Forgets the last head.
    pub fn reset(&mut self) {
        self.stage = Stage::RequestLine;
        self.lead = 0;
        self.line_start = 0;
        self.searched = 0;
        self.fields.clear();
        self.framing = Framing::default();
    }

    /// Reads on. `bytes` begins where the request begins and only ever grows between two calls.
    ///
    /// Gives the number of bytes up to and including the empty line once the head is complete.
    pub fn advance(&mut self, bytes: &[u8], limits: &Http1Limits) -> Result<Option<usize>, Fault> {
        while self.stage != Stage::Complete {
            let head = &bytes[self.lead..];
            let Some(line_end) = memchr::memchr(b'\n', &head[self.searched..]) else {
                self.searched = head.len();
                self.check_length(head, head.len(), limits)?;
                return Ok(None);
            };
            let line_end = self.searched + line_end;
            self.check_length(head, line_end + 1, limits)?;
            self.take_line(head, line_end, limits)?;
        }
        Ok(Some(self.lead + self.line_start))
    }

    /// The complete head in `bytes`, which are the ones given to [`advance`](Self::advance).
    ///
    /// # Panics
    /// When the head is not complete.
    pub fn head<'b>(&'b self, bytes: &'b [u8]) -> Head<'b> {
        assert!(
            self.stage == Stage::Complete,
            "a head is viewed only when complete"
        );
        let raw = &bytes[self.lead..self.lead + self.line_start - 2];
        let raw = std::str::from_utf8(raw).expect("every byte of a head was checked to be ASCII");
        Head::new(raw, &self.request_line, &self.fields, &self.framing)
    }

    /// Whether anything but an empty line has arrived in `bytes`.
    pub(super) fn is_blank(&self, bytes: &[u8]) -> bool {
        self.stage == Stage::RequestLine && bytes.len() <= self.lead
    }

    /// Whether the method is already known to be `HEAD`.
    pub(super) fn is_head(&self, bytes: &[u8]) -> bool {
        self.stage != Stage::RequestLine
            && self.request_line.method.of(&bytes[self.lead..]) == b"HEAD"
    }

    /// A line that is, or can only become, longer than allowed.
    fn check_length(
        &self,
        head: &[u8],
        line_end: usize,
        limits: &Http1Limits,
    ) -> Result<(), Fault> {
        match self.stage {
            Stage::RequestLine
                if line_end > request_line::line_bytes_max(limits.target_bytes_max) =>
            {
                Err(request_line::overlong(head))
            }
            Stage::Fields if line_end - self.block_start > limits.header_block_bytes_max => {
                Err(Fault::HeadersTooLarge)
            }
            _ => Ok(()),
        }
    }

    /// Takes the line whose LF is at `line_feed`.
    fn take_line(
        &mut self,
        head: &[u8],
        line_feed: usize,
        limits: &Http1Limits,
    ) -> Result<(), Fault> {
        let bare = match self.stage {
            Stage::Fields => Fault::Field,
            _ => Fault::RequestLine,
        };
        let line = head[self.line_start..line_feed]
            .strip_suffix(b"\r")
            .ok_or(bare)?;
        let next = line_feed + 1;
        match self.stage {
            // One empty line is left over by some old clients after a body (RFC 9112 2.2).
            Stage::RequestLine if line.is_empty() && self.lead == 0 => {
                self.lead = next;
                self.searched = 0;
                return Ok(());
            }
            Stage::RequestLine => {
                self.request_line = request_line::parse(line, limits.target_bytes_max)?;
                self.block_start = next;
                self.stage = Stage::Fields;
            }
            Stage::Fields if line.is_empty() => {
                self.framing.finish(self.request_line.version)?;
                self.stage = Stage::Complete;
            }
            Stage::Fields => self.take_field(head, line, limits)?,
            Stage::Complete => unreachable!("a complete head takes no line"),
        }
        self.line_start = next;
        self.searched = next;
        Ok(())
    }

    fn take_field(&mut self, head: &[u8], line: &[u8], limits: &Http1Limits) -> Result<(), Fault> {
        if self.fields.len() == limits.header_count_max {
            return Err(Fault::HeadersTooLarge);
        }
        let field = field::parse(line, self.line_start)?;
        self.framing.see(head, field, self.request_line.version)?;
        self.fields.push(field);
        Ok(())
    }
}
