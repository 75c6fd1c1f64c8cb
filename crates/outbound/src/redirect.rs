//! What a redirect makes of a request: the Fetch standard's HTTP-redirect fetch, as a rule.

use std::sync::Arc;

use http::header::{AUTHORIZATION, COOKIE, HOST, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderName, Method};

use crate::error::{Error, ErrorKind};
use crate::exchange::{Call, Payload};
use crate::request::Header;
use crate::target::Target;

/// Fields that say something of a body, and go with it.
const BODY_FIELDS: [HeaderName; 5] = [
    http::header::CONTENT_ENCODING,
    http::header::CONTENT_LANGUAGE,
    http::header::CONTENT_LOCATION,
    http::header::CONTENT_TYPE,
    http::header::CONTENT_LENGTH,
];

/// Fields that are for one origin.
const ORIGIN_FIELDS: [HeaderName; 4] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, HOST];

/// Where an answer leads: `None` when it is no redirect.
pub(crate) fn location(
    at: &Target,
    status: u16,
    headers: &[Header],
) -> Option<Result<Target, Error>> {
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = headers.iter().find(|header| header.name == "location")?;
    let next = std::str::from_utf8(&location.value)
        .map_err(|_| "it is not UTF-8".to_owned())
        .and_then(|text| Target::parse(text, Some(at)).map_err(|error| error.external));
    Some(next.map_err(|why| {
        let message = format!(
            "{} redirects to what cannot be called: {why}",
            at.host_and_port()
        );
        Error::new(ErrorKind::RedirectRefused, message)
    }))
}

/// Turns the call into the one that follows.
pub(crate) fn follow(call: &mut Call, status: u16, next: Target) -> Result<(), Error> {
    let loses_body = match status {
        301 | 302 => call.method == Method::POST,
        303 => call.method != Method::GET && call.method != Method::HEAD,
        _ => false,
    };
    if loses_body {
        call.method = Method::GET;
        call.payload = Payload::None;
        remove(&mut call.headers, &BODY_FIELDS);
    }
    if matches!(call.payload, Payload::Once(_)) {
        let message = format!(
            "{} redirects a request whose body is a stream: it cannot be sent again",
            call.target.host_and_port()
        );
        return Err(Error::new(ErrorKind::RedirectRefused, message));
    }
    if !call.target.is_same_origin(&next) {
        remove(&mut call.headers, &ORIGIN_FIELDS);
    }
    call.target = Arc::new(next);
    Ok(())
}

fn remove(headers: &mut HeaderMap, names: &[HeaderName]) {
    for name in names {
        headers.remove(name);
    }
}
