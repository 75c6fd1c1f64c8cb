//! One request and its answer, without redirects: a connection that waited or a new one.

use std::sync::Arc;

use bytes::Bytes;
use http::header::HOST;
use http::{HeaderMap, Method, Uri};
use hyper::body::Incoming;
use hyper::client::conn::http2;

use crate::connect::connect;
use crate::connection::{Connection, SentBody, failure, fault, is_unanswered};
use crate::error::{Error, ErrorKind};
use crate::http1::Fault;
use crate::options::Options;
use crate::pool::{Lease, Pool, Slot};
use crate::request::{BodyStream, Header, RequestBody};
use crate::target::Target;

/// A request in the form in which it is sent, redirected, and sent again.
pub(crate) struct Call {
    pub method: Method,
    pub target: Arc<Target>,
    pub headers: HeaderMap,
    pub payload: Payload,
}

/// The body of a call.
pub(crate) enum Payload {
    None,
    Bytes(Bytes),
    /// Until it is sent.
    Once(Option<BodyStream>),
}

impl From<RequestBody> for Payload {
    fn from(body: RequestBody) -> Payload {
        match body {
            RequestBody::Empty => Payload::None,
            RequestBody::Bytes(bytes) => Payload::Bytes(bytes),
            RequestBody::Stream(stream) => Payload::Once(Some(stream)),
        }
    }
}

impl Payload {
    /// What is to be sent now; a stream is gone from here then.
    pub fn take(&mut self) -> Payload {
        match self {
            Payload::None => Payload::None,
            Payload::Bytes(bytes) => Payload::Bytes(bytes.clone()),
            Payload::Once(stream) => Payload::Once(stream.take()),
        }
    }

    /// Takes back what was not sent.
    pub fn put_back(&mut self, unsent: Payload) {
        if let (Payload::Once(place), Payload::Once(Some(stream))) = (self, unsent) {
            *place = Some(stream);
        }
    }

    fn is_sent_once(&self) -> bool {
        matches!(self, Payload::Once(None))
    }
}

/// The head of an answer, its body still to come.
pub(crate) struct Answer {
    pub status: u16,
    pub status_text: String,
    pub headers: Vec<Header>,
    pub body: Arriving,
}

/// A body as it comes off its connection.
pub(crate) enum Arriving {
    /// With the connection, which is given back when all of it was read.
    Http1(Option<Lease>),
    Http2(Incoming),
}

/// Why a call has no answer.
struct Failed {
    error: Error,
    /// Nothing of it was sent.
    is_unsent: bool,
    /// The connection ended: it may have been closed while it was idle.
    is_unanswered: bool,
}

/// Sends a call and waits for the head of the answer.
///
/// A connection that waited may have been closed by the other side meanwhile: then the call goes
/// over a new one, if nothing of it was sent or sending it twice is the same as once.
pub(crate) async fn exchange(
    pool: &Pool,
    options: &Options,
    call: &mut Call,
) -> Result<Answer, Error> {
    if let Some(waiting) = pool.take(&call.target.origin) {
        match send(pool, call, waiting).await {
            Ok(answer) => return Ok(answer),
            Err(failed) => {
                let may_repeat = is_idempotent(&call.method) && !call.payload.is_sent_once();
                let goes_again = failed.is_unsent || may_repeat && failed.is_unanswered;
                if !goes_again {
                    return Err(failed.error);
                }
            }
        }
    }
    let connection = open(pool, options, &call.target).await?;
    send(pool, call, connection)
        .await
        .map_err(|failed| failed.error)
}

async fn send(pool: &Pool, call: &mut Call, connection: Connection) -> Result<Answer, Failed> {
    match connection {
        Connection::Http1(mut connection) => match connection.send(call).await {
            Ok(head) => Ok(Answer {
                status: head.status,
                status_text: head.reason,
                headers: head.headers,
                body: Arriving::Http1(Some(pool.lease(&call.target.origin, connection))),
            }),
            Err((found, is_unsent)) => Err(Failed {
                error: fault(&call.target.host_and_port(), &found),
                is_unsent,
                is_unanswered: matches!(found, Fault::Lost(_)),
            }),
        },
        Connection::Http2(sender) => send_http2(call, sender).await,
    }
}

async fn send_http2(
    call: &mut Call,
    mut sender: http2::SendRequest<SentBody>,
) -> Result<Answer, Failed> {
    let request = request(call).map_err(|error| Failed {
        error,
        is_unsent: false,
        is_unanswered: false,
    })?;
    match sender.try_send_request(request).await {
        Ok(response) => {
            let (head, body) = response.into_parts();
            let fields = head.headers.iter();
            let headers = fields.map(|(name, value)| {
                Header::new(name.as_str(), Bytes::copy_from_slice(value.as_bytes()))
            });
            Ok(Answer {
                status: head.status.as_u16(),
                status_text: String::new(),
                headers: headers.collect(),
                body: Arriving::Http2(body),
            })
        }
        Err(mut failed) => {
            let unsent = failed.take_message();
            let is_unsent = unsent.is_some();
            if let Some(unsent) = unsent {
                call.payload.put_back(unsent.into_body().into_payload());
            }
            let error = failed.into_error();
            Err(Failed {
                is_unsent,
                is_unanswered: is_unanswered(&error),
                error: failure(&call.target.host_and_port(), &error),
            })
        }
    }
}

/// Methods whose requests mean the same sent twice (RFC 9110, section 9.2.2).
fn is_idempotent(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE | Method::PUT | Method::DELETE
    )
}

/// A new connection, within the time that one may take.
async fn open(pool: &Pool, options: &Options, target: &Target) -> Result<Connection, Error> {
    let limit = options.limits.connect_time_max;
    let connected = async {
        let permit = match pool.slot(&target.origin).await {
            Slot::New(permit) => permit,
            Slot::Old(connection) => return Ok(connection),
        };
        let stream = connect(options, target).await?;
        let started = Connection::start(stream, &options.limits, permit).await;
        started.map_err(|error| failure(&target.host_and_port(), &error))
    };
    let connection = match tokio::time::timeout(limit, connected).await {
        Ok(connected) => connected?,
        Err(_) => {
            let name = target.host_and_port();
            let message = format!("no connection to {name} within {} ms", limit.as_millis());
            return Err(Error::new(ErrorKind::TimedOut, message));
        }
    };
    if let Connection::Http2(sender) = &connection {
        pool.share(&target.origin, sender);
    }
    Ok(connection)
}

/// The request as it goes over HTTP/2.
fn request(call: &mut Call) -> Result<http::Request<SentBody>, Error> {
    let target = &call.target;
    let mut headers = call.headers.clone();
    let invalid = |error: &dyn std::fmt::Display| {
        let message = format!("{} cannot be called", target.href);
        Error::caused(ErrorKind::InvalidRequest, message, error)
    };
    let host = headers.remove(HOST);
    let authority = match &host {
        Some(host) => host.to_str().map_err(|error| invalid(&error))?,
        None => &target.authority,
    };
    let uri = Uri::builder().scheme("https").authority(authority);
    let uri = uri.path_and_query(target.path.as_str()).build();
    let uri = uri.map_err(|error| invalid(&error))?;
    let mut request = http::Request::new(SentBody::from(call.payload.take()));
    *request.method_mut() = call.method.clone();
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    Ok(request)
}
