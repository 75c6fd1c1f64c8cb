//! Calls to other servers, as the world makes them for a site's code: what is asked, and what comes
//! back. How HTTP is spoken, and which addresses may be called, is the world's business.

use crate::answer_streams::Piece;
use bytes::Bytes;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc;

/// One call.
#[derive(Debug)]
pub struct FetchCall {
    /// The method, as it is to be sent.
    pub method: String,
    /// An absolute URL, `http:` or `https:`.
    pub url: String,
    /// Header lines `name:value`, each ended by a line feed. No character above U+00FF, which stand
    /// for bytes.
    pub headers: String,
    /// The body.
    pub body: FetchBody,
    /// What happens at a redirect.
    pub redirect: FetchRedirect,
    /// How many calls a site has made to itself in a row with this one, if that is what it is. To be
    /// sent along as [`DEPTH_HEADER`].
    pub depth: u64,
}

/// The header that counts such calls.
pub const DEPTH_HEADER: &str = "x-velodrome-depth";

/// The body of a call.
#[derive(Debug)]
pub enum FetchBody {
    /// None.
    None,
    /// All of it.
    Whole(Vec<u8>),
    /// Its bytes, in the order in which they come. It is complete only when [`Piece::End`] came:
    /// without it the call must fail.
    Stream(mpsc::Receiver<Piece>),
}

/// What happens at a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchRedirect {
    /// The next address is called.
    Follow,
    /// The call fails.
    Error,
    /// The redirect is the answer.
    Manual,
}

/// What a call gives: polled on the VM's thread.
pub type FetchReply = Pin<Box<dyn Future<Output = Result<FetchAnswer, FetchError>>>>;

/// The answer to a call.
pub struct FetchAnswer {
    /// 100 to 999.
    pub status: u16,
    /// The phrase after the status; without line ends.
    pub status_text: String,
    /// The URL that answered, after redirects.
    pub url: String,
    /// Whether there were redirects.
    pub redirected: bool,
    /// Header lines as in [`FetchCall::headers`], names in lower case.
    pub headers: String,
    /// The body. Dropping it closes the connection when it was not read to its end.
    pub body: Box<dyn FetchedBody>,
}

/// The body of an answer, which comes bit by bit.
pub trait FetchedBody {
    /// The next bytes; none after the last. Not polled any more after an error.
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, FetchError>>;
}

/// Why a call has no answer, or its body no end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError {
    /// Stable; `error.cause.code` in JavaScript.
    pub code: &'static str,
    /// For the site's code.
    pub message: String,
}

impl FetchError {
    /// An error.
    pub fn new(code: &'static str, message: impl Into<String>) -> FetchError {
        FetchError {
            code,
            message: message.into(),
        }
    }

    /// As it crosses to `js/web/fetch/fetch.js`: the code, a space, the message.
    pub(crate) fn to_text(&self) -> String {
        format!("{} {}", self.code, self.message)
    }
}
