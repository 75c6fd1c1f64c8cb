//! Turns a step's request into bytes.

use super::format::{Request, json};
use crate::http::render;

/// The request's bytes, and its head as a failure's message shows it.
pub fn request_bytes(request: &Request, addr: &str) -> Result<(Vec<u8>, String), String> {
    let place = |text: &str| text.replace("$ADDR", addr);
    let body = body_bytes(request, addr)?;
    let given = |name: &str| {
        request
            .headers
            .keys()
            .any(|key| key.eq_ignore_ascii_case(name))
    };
    let mut headers = Vec::new();
    if !given("host") {
        headers.push(("Host".to_owned(), addr.to_owned()));
    }
    for (name, values) in &request.headers {
        headers.extend(
            values
                .as_slice()
                .iter()
                .map(|value| (name.clone(), place(value))),
        );
    }
    if let Some(body) = &body
        && !given("content-length")
        && !given("transfer-encoding")
    {
        headers.push(("Content-Length".to_owned(), body.len().to_string()));
    }
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let (method, path) = (&request.method, place(&request.path));
    let shown = String::from_utf8_lossy(&render(method, &path, &headers, b""))
        .trim_end()
        .to_owned();
    Ok((
        render(method, &path, &headers, &body.unwrap_or_default()),
        shown,
    ))
}

fn body_bytes(request: &Request, addr: &str) -> Result<Option<Vec<u8>>, String> {
    if let Some(text) = &request.body {
        return Ok(Some(text.replace("$ADDR", addr).into_bytes()));
    }
    if let Some(value) = &request.body_json {
        return Ok(Some(json(value, addr)?.to_string().into_bytes()));
    }
    if let Some(text) = &request.body_base64 {
        let bytes = data_encoding::BASE64
            .decode(text.as_bytes())
            .map_err(|error| format!("body_base64: {error}"))?;
        return Ok(Some(bytes));
    }
    Ok(request.body_fill.map(|length| vec![b'x'; length]))
}
