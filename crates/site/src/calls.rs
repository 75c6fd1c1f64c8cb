//! Calls of the site's code to other servers (`fetch`): what it asks becomes a request of the client,
//! which guards addresses and keeps limits.

use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::sync::mpsc;
use velodrome_outbound::{
    Body, BodySender, Client, Error, Header, Options, RedirectMode, Request, RequestBody, Response,
};
use velodrome_runtime::{
    DEPTH_HEADER, FetchAnswer, FetchBody, FetchCall, FetchError, FetchRedirect, FetchReply,
    FetchedBody, Piece,
};

use crate::config::{Config, FetchError as ConfigFetchError, Mode};

/// How a site's code may call other servers. Shared by the threads of a site process.
#[derive(Clone)]
pub struct Calls(Arc<Options>);

impl Calls {
    /// As these options say.
    pub fn new(options: Options) -> Calls {
        Calls(Arc::new(options))
    }

    /// As the site's configuration says. Reads the files of authorities.
    ///
    /// # Errors
    /// Calls cannot be made as `[fetch]` says.
    pub fn of_site(
        config: &Config,
        mode: Mode,
        site_dir: &Path,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Calls, ConfigFetchError> {
        let limits = config.limits(mode);
        let options = config.fetch.options(mode, &limits, site_dir, environment)?;
        Ok(Calls::new(options))
    }
}

/// The calls of one thread, with its connections.
pub(crate) struct Caller(Rc<Client>);

impl Caller {
    pub(crate) fn new(calls: &Calls) -> Caller {
        Caller(Rc::new(Client::new(Arc::clone(&calls.0))))
    }

    /// Makes a call. Dropping what this gives ends it.
    pub(crate) fn call(&self, call: FetchCall) -> FetchReply {
        let client = Rc::clone(&self.0);
        Box::pin(async move {
            let response = client.send(request(call)).await.map_err(failure)?;
            Ok(answer(response))
        })
    }
}

fn failure(error: Error) -> FetchError {
    FetchError::new(error.code(), error.external)
}

fn request(call: FetchCall) -> Request {
    let mut request = Request::new(call.method, call.url);
    for line in call.headers.lines() {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        // Calls of other code than this would be counted together with ours.
        if !name.eq_ignore_ascii_case(DEPTH_HEADER) {
            request.headers.push(Header::new(name, to_bytes(value)));
        }
    }
    request
        .headers
        .push(Header::new(DEPTH_HEADER, call.depth.to_string()));
    request.redirect = match call.redirect {
        FetchRedirect::Follow => RedirectMode::Follow,
        FetchRedirect::Error => RedirectMode::Error,
        FetchRedirect::Manual => RedirectMode::Manual,
    };
    request.body = match call.body {
        FetchBody::None => RequestBody::Empty,
        FetchBody::Whole(bytes) => RequestBody::Bytes(Bytes::from(bytes)),
        FetchBody::Stream(pieces) => {
            let (sender, body) = RequestBody::channel(None);
            tokio::task::spawn_local(forward(pieces, sender));
            body
        }
    };
    request
}

/// Passes a body's pieces on, until nobody gives or nobody wants more.
async fn forward(mut pieces: mpsc::Receiver<Piece>, sender: BodySender) {
    loop {
        let piece = tokio::select! {
            piece = pieces.recv() => piece,
            () = sender.closed() => return,
        };
        match piece {
            Some(Piece::Bytes(bytes)) => {
                if !bytes.is_empty() && sender.send(bytes).await.is_err() {
                    return;
                }
            }
            Some(Piece::End) => return,
            None => {
                sender.fail("the request's body was given up").await;
                return;
            }
        }
    }
}

fn answer(response: Response) -> FetchAnswer {
    let mut headers = String::new();
    for Header { name, value } in &response.headers {
        headers.push_str(name);
        headers.push(':');
        headers.extend(value.iter().map(|byte| char::from(*byte)));
        headers.push('\n');
    }
    FetchAnswer {
        status: response.status,
        status_text: response.status_text,
        url: response.url,
        redirected: response.redirected,
        headers,
        body: Box::new(Incoming(response.body)),
    }
}

/// One byte per character; none is above U+00FF.
fn to_bytes(text: &str) -> Bytes {
    text.chars().map(|character| character as u8).collect()
}

struct Incoming(Body);

impl FetchedBody for Incoming {
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, FetchError>> {
        self.0.poll_chunk(cx).map(|chunk| chunk.map_err(failure))
    }
}
