//! Calls to other servers that are going on, and bodies of answers that nobody has read yet.
//!
//! JavaScript knows a call by its number. What the number stands for lives here until the body was
//! read, the call was given up, its request was forgotten, or its time is over: so a site's code that
//! forgets a body leaves no connection open.

use crate::answer_streams::Piece;
use crate::fetch::{FetchAnswer, FetchError, FetchedBody};
use crate::requests::Serial;
use bytes::Bytes;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;
use tokio::sync::{Notify, mpsc};

/// Number of a call in its VM. A later call has a greater one.
pub(crate) type ExchangeId = u64;

/// This much of a body is taken from the connection before anybody asks for it, so that a short one
/// is there at once.
const AHEAD_BYTES_MAX: usize = 64 * 1024;
/// How often the connection gets a turn for that.
const AHEAD_TURNS: usize = 2;

/// A whole body up to this length comes along with the head, if it is text.
const TOGETHER_BYTES_MAX: usize = 16 * 1024;

/// What crosses when the head of an answer has come.
pub(crate) struct Head {
    /// The status times four, two more after a redirect, one more when all of the body has come.
    pub(crate) code: u32,
    /// The URL and the phrase, a line each, then the fields.
    pub(crate) text: String,
    /// The body, its byte order mark included: a short one that is UTF-8.
    pub(crate) body: Option<String>,
}

/// The calls of one VM.
#[derive(Default)]
pub(crate) struct Exchanges {
    open: BTreeMap<ExchangeId, Rc<Exchange>>,
}

/// One call.
pub(crate) struct Exchange {
    owner: Serial,
    expires: Instant,
    cancelled: Cell<bool>,
    cancel: Notify,
    inner: RefCell<Inner>,
}

struct Inner {
    body: Body,
    /// What has come and was not read.
    chunks: VecDeque<Bytes>,
    /// Where the pieces of the request's body go.
    upload: Option<mpsc::Sender<Piece>>,
    /// Who waits for the body.
    waker: Option<Waker>,
}

enum Body {
    /// The answer's head is not there yet.
    Awaited,
    Open(Box<dyn FetchedBody>),
    /// All of it has come.
    Ended,
    Failed(FetchError),
}

impl Exchanges {
    /// Takes a call in.
    pub(crate) fn begin(
        &mut self,
        id: ExchangeId,
        owner: Serial,
        expires: Instant,
        upload: Option<mpsc::Sender<Piece>>,
    ) -> Rc<Exchange> {
        let exchange = Rc::new(Exchange {
            owner,
            expires,
            cancelled: Cell::new(false),
            cancel: Notify::new(),
            inner: RefCell::new(Inner {
                body: Body::Awaited,
                chunks: VecDeque::new(),
                upload,
                waker: None,
            }),
        });
        self.open.insert(id, Rc::clone(&exchange));
        exchange
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    /// One of them.
    pub(crate) fn get(&self, id: ExchangeId) -> Option<Rc<Exchange>> {
        self.open.get(&id).cloned()
    }

    /// Lets go of one: the connection is closed when the body was not read to its end.
    pub(crate) fn end(&mut self, id: ExchangeId) {
        if let Some(exchange) = self.open.remove(&id) {
            exchange.cancel();
        }
    }

    /// When the first of them is to be let go.
    pub(crate) fn next_expiry(&self) -> Option<Instant> {
        let (_, first) = self.open.first_key_value()?;
        Some(first.expires)
    }

    /// Lets go of those whose time is over.
    pub(crate) fn expire(&mut self, now: Instant) {
        while let Some(first) = self.open.first_entry()
            && first.get().expires <= now
        {
            first.remove().cancel();
        }
    }

    /// Ends those of one request.
    pub(crate) fn forget(&mut self, owner: Serial) {
        self.open.retain(|_, exchange| {
            if exchange.owner == owner {
                exchange.cancel();
            }
            exchange.owner != owner
        });
    }

    /// Ends them all.
    pub(crate) fn clear(&mut self) {
        for (_, exchange) in std::mem::take(&mut self.open) {
            exchange.cancel();
        }
    }
}

fn aborted() -> FetchError {
    FetchError::new("ABORTED", "the call was given up")
}

impl Exchange {
    fn cancel(&self) {
        if self.cancelled.replace(true) {
            return;
        }
        self.cancel.notify_one();
        let mut inner = self.inner.borrow_mut();
        inner.chunks.clear();
        inner.upload = None;
        // Dropping the body may do much: not while it is borrowed.
        let body = std::mem::replace(&mut inner.body, Body::Failed(aborted()));
        let waker = inner.waker.take();
        drop(inner);
        drop(body);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Waits for the head, unless the call is given up first. Gives what crosses of it; a short body
    /// goes along where `together` says so, and is read then.
    pub(crate) async fn head(
        &self,
        answer: impl Future<Output = Result<FetchAnswer, FetchError>>,
        together: bool,
    ) -> Result<Head, FetchError> {
        let answer = tokio::select! {
            biased;
            () = self.cancel.notified() => return Err(aborted()),
            answer = answer => answer?,
        };
        let FetchAnswer {
            status,
            status_text,
            url,
            redirected,
            headers,
            body,
        } = answer;
        self.inner.borrow_mut().body = Body::Open(body);
        for turn in 0..=AHEAD_TURNS {
            if turn > 0 {
                tokio::task::yield_now().await;
            }
            let ended = poll_fn(|cx| {
                let enough = self.take_ahead(cx);
                Poll::Ready(enough)
            });
            if ended.await {
                break;
            }
        }
        if self.cancelled.get() {
            return Err(aborted());
        }
        let is_whole = matches!(self.inner.borrow().body, Body::Ended);
        let mut text = String::with_capacity(url.len() + status_text.len() + headers.len() + 2);
        for part in [&url, "\n", &status_text, "\n", &headers] {
            text.push_str(part);
        }
        let body = (is_whole && together).then(|| self.inner.borrow_mut().take_short_text());
        Ok(Head {
            code: u32::from(status) * 4 + u32::from(redirected) * 2 + u32::from(is_whole),
            text,
            body: body.flatten(),
        })
    }

    /// Takes what has come; true when no more is to be taken now.
    fn take_ahead(&self, cx: &mut Context<'_>) -> bool {
        let mut inner = self.inner.borrow_mut();
        let mut bytes = inner.chunks.iter().map(Bytes::len).sum::<usize>();
        loop {
            if bytes >= AHEAD_BYTES_MAX {
                return true;
            }
            match inner.poll_chunk(cx) {
                Poll::Pending => return false,
                Poll::Ready(Ok(Some(chunk))) => {
                    bytes += chunk.len();
                    inner.chunks.push_back(chunk);
                }
                Poll::Ready(Ok(None) | Err(_)) => return true,
            }
        }
    }

    /// The next bytes of the body; none after the last.
    pub(crate) fn poll_chunk(
        &self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, FetchError>> {
        let mut inner = self.inner.borrow_mut();
        match inner.chunks.pop_front() {
            Some(chunk) => Poll::Ready(Ok(Some(chunk))),
            None => inner.poll_chunk(cx),
        }
    }

    /// The whole rest of the body.
    pub(crate) fn poll_all(&self, cx: &mut Context<'_>) -> Poll<Result<Vec<u8>, FetchError>> {
        let mut inner = self.inner.borrow_mut();
        loop {
            match inner.poll_chunk(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(Some(chunk))) => inner.chunks.push_back(chunk),
                Poll::Ready(Ok(None)) => return Poll::Ready(Ok(inner.take_all())),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
            }
        }
    }

    /// Where the pieces of the request's body go; nothing when nobody wants more.
    pub(crate) fn upload(&self) -> Option<mpsc::Sender<Piece>> {
        self.inner.borrow().upload.clone()
    }
}

impl Inner {
    /// From the connection.
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, FetchError>> {
        let polled = match &mut self.body {
            Body::Awaited => Poll::Pending,
            Body::Ended => Poll::Ready(Ok(None)),
            Body::Failed(error) => Poll::Ready(Err(error.clone())),
            Body::Open(body) => body.poll_chunk(cx),
        };
        match &polled {
            Poll::Pending => self.waker = Some(cx.waker().clone()),
            Poll::Ready(Ok(Some(_))) => {}
            Poll::Ready(Ok(None)) => self.body = Body::Ended,
            Poll::Ready(Err(error)) => self.body = Body::Failed(error.clone()),
        }
        polled
    }

    /// What has come, if it is short and UTF-8.
    fn take_short_text(&mut self) -> Option<String> {
        let len_bytes = self.chunks.iter().map(Bytes::len).sum::<usize>();
        if len_bytes > TOGETHER_BYTES_MAX {
            return None;
        }
        String::from_utf8(self.take_all())
            .map_err(|wrong| self.chunks.push_back(wrong.into_bytes().into()))
            .ok()
    }

    fn take_all(&mut self) -> Vec<u8> {
        let mut chunks = std::mem::take(&mut self.chunks);
        if chunks.len() == 1 {
            return chunks.pop_front().map(Vec::from).unwrap_or_default();
        }
        let mut all = Vec::with_capacity(chunks.iter().map(Bytes::len).sum());
        for chunk in chunks {
            all.extend_from_slice(&chunk);
        }
        all
    }
}
