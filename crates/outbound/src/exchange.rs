//! One request and its answer, without redirects: a connection that waited or a new one.

use bytes::Bytes;
use http::header::{HOST, HeaderValue};
use http::{HeaderMap, Method, Uri};
use hyper::body::Incoming;

use crate::connect::connect;
use crate::connection::{Connection, SentBody, failure, is_unanswered};
use crate::error::{Error, ErrorKind};
use crate::options::Options;
use crate::pool::{Lease, Pool, Slot};
use crate::request::{BodyStream, RequestBody};
use crate::target::Target;

/// A request in the form in which it is sent, redirected, and sent again.
pub(crate) struct Call {
    pub method: Method,
    pub target: Target,
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
    fn take(&mut self) -> SentBody {
        match self {
            Payload::None => SentBody::Bytes(Bytes::new()),
            Payload::Bytes(bytes) => SentBody::Bytes(bytes.clone()),
            Payload::Once(stream) => match stream.take() {
                Some(stream) => SentBody::Stream(stream),
                None => SentBody::Bytes(Bytes::new()),
            },
        }
    }

    /// Takes back what was not sent.
    fn put_back(&mut self, body: SentBody) {
        if let (Payload::Once(place), SentBody::Stream(stream)) = (self, body) {
            *place = Some(stream);
        }
    }

    fn is_sent_once(&self) -> bool {
        matches!(self, Payload::Once(None))
    }
}

/// The head of an answer, its body still to come.
pub(crate) struct Answer {
    pub response: http::Response<Incoming>,
    /// What gives the connection back; `None` for one that is shared.
    pub lease: Option<Lease>,
    pub is_http2: bool,
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
    let origin = call.target.origin();
    let waiting = pool.take(&origin);
    if let Some(mut connection) = waiting {
        let request = request(call, connection.is_http2())?;
        match connection.send(request).await {
            Ok(response) => return Ok(answer(pool, call, response, connection)),
            Err(failed) => {
                let is_unsent = failed.unsent.is_some();
                if let Some(unsent) = failed.unsent {
                    call.payload.put_back(unsent.into_body());
                }
                let may_repeat = is_idempotent(&call.method) && !call.payload.is_sent_once();
                let goes_again = is_unsent || may_repeat && is_unanswered(&failed.error);
                if !goes_again {
                    return Err(failure(&call.target.host_and_port(), &failed.error));
                }
            }
        }
    }
    let mut connection = open(pool, options, &call.target).await?;
    let request = request(call, connection.is_http2())?;
    match connection.send(request).await {
        Ok(response) => Ok(answer(pool, call, response, connection)),
        Err(failed) => Err(failure(&call.target.host_and_port(), &failed.error)),
    }
}

fn answer(
    pool: &Pool,
    call: &Call,
    response: http::Response<Incoming>,
    connection: Connection,
) -> Answer {
    let is_http2 = connection.is_http2();
    let lease = pool.lease(call.target.origin(), connection);
    Answer {
        response,
        lease,
        is_http2,
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
        let permit = match pool.slot(&target.origin()).await {
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
        pool.share(&target.origin(), sender);
    }
    Ok(connection)
}

/// The request as it goes over one kind of connection.
fn request(call: &mut Call, is_http2: bool) -> Result<http::Request<SentBody>, Error> {
    let target = &call.target;
    let mut headers = call.headers.clone();
    let invalid = |error: &dyn std::fmt::Display| {
        let message = format!("{} cannot be called", target.href);
        Error::caused(ErrorKind::InvalidRequest, message, error)
    };
    let uri = if is_http2 {
        let host = headers.remove(HOST);
        let authority = match &host {
            Some(host) => host.to_str().map_err(|error| invalid(&error))?,
            None => &target.authority,
        };
        let uri = Uri::builder().scheme("https").authority(authority);
        uri.path_and_query(target.path.as_str()).build()
    } else {
        if !headers.contains_key(HOST) {
            let host = HeaderValue::from_str(&target.authority).map_err(|error| invalid(&error))?;
            headers.insert(HOST, host);
        }
        Uri::builder().path_and_query(target.path.as_str()).build()
    };
    let uri = uri.map_err(|error| invalid(&error))?;
    let mut request = http::Request::new(call.payload.take());
    *request.method_mut() = call.method.clone();
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    Ok(request)
}
