//! A request's head, written down as HTTP/1.1 has it.
//!
//! What comes from `h2` cannot break a line: methods are tokens, field values have no CR, LF or
//! NUL. Fields about the connection were refused there (RFC 9113 8.2.2).

use http::header::{COOKIE, HOST};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};

use crate::http1::Fault;

/// Appends request line, fields and the empty line.
///
/// # Errors
/// The pseudo-fields contradict the fields, or name no host.
pub(super) fn write(parts: &Parts, text: &mut Vec<u8>) -> Result<(), Fault> {
    if parts.method == http::Method::CONNECT {
        return Err(Fault::Connect);
    }
    let target = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    for piece in [parts.method.as_str(), " ", target, " HTTP/1.1\r\n"] {
        text.extend_from_slice(piece.as_bytes());
    }
    field(text, "host", host(parts)?);
    for (name, value) in &parts.headers {
        if name != HOST && name != COOKIE {
            field(text, name.as_str(), value.as_bytes());
        }
    }
    cookies(&parts.headers, text);
    text.extend_from_slice(b"\r\n");
    Ok(())
}

/// `:authority`, or the `host` field where there is none; both when they are equal.
fn host(parts: &Parts) -> Result<&[u8], Fault> {
    let authority = parts.uri.authority().map(|host| host.as_str().as_bytes());
    let mut fields = parts.headers.get_all(HOST).iter();
    let field = fields.next().map(HeaderValue::as_bytes);
    if fields.next().is_some() {
        return Err(Fault::Host);
    }
    match (authority, field) {
        (Some(authority), Some(field)) if !authority.eq_ignore_ascii_case(field) => {
            Err(Fault::Host)
        }
        (Some(host), _) | (None, Some(host)) => Ok(host),
        (None, None) => Err(Fault::Host),
    }
}

/// Clients may send one field for each cookie; elsewhere it is one field (RFC 9113 8.2.3).
fn cookies(headers: &HeaderMap, text: &mut Vec<u8>) {
    let crumbs: Vec<&[u8]> = headers
        .get_all(COOKIE)
        .iter()
        .map(HeaderValue::as_bytes)
        .collect();
    if !crumbs.is_empty() {
        field(text, "cookie", &crumbs.join(&b"; "[..]));
    }
}

fn field(text: &mut Vec<u8>, name: &str, value: &[u8]) {
    for piece in [name.as_bytes(), b": ", value, b"\r\n"] {
        text.extend_from_slice(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(request: http::request::Builder) -> Result<String, Fault> {
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let mut text = Vec::new();
        write(&parts, &mut text)?;
        Ok(String::from_utf8(text).unwrap())
    }

    #[test]
    fn a_head_is_written_as_http_1_has_it() {
        let request = http::Request::put("https://site.test:1/a%20b?c=d")
            .header("x-a", "1")
            .header("cookie", "a=1")
            .header("cookie", "b=2")
            .header("x-a", "2");
        assert_eq!(
            written(request).unwrap(),
            "PUT /a%20b?c=d HTTP/1.1\r\nhost: site.test:1\r\nx-a: 1\r\nx-a: 2\r\ncookie: a=1; b=2\r\n\r\n"
        );
    }

    #[test]
    fn there_is_one_host() {
        let of = |host: &[&str], uri: &str| {
            let request = http::Request::get(uri);
            written(
                host.iter()
                    .fold(request, |request, host| request.header("host", *host)),
            )
        };
        assert!(of(&["SITE.test"], "https://site.test/").is_ok());
        assert!(of(&["site.test"], "/").is_ok());
        assert_eq!(of(&["other.test"], "https://site.test/"), Err(Fault::Host));
        assert_eq!(of(&["site.test", "site.test"], "/"), Err(Fault::Host));
        assert_eq!(of(&[], "/"), Err(Fault::Host));
        let connect = http::Request::connect("site.test:1");
        assert_eq!(written(connect), Err(Fault::Connect));
    }
}
