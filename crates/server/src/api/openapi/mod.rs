//! The API's description in OpenAPI 3.1, made of the table of routes and of what is said here of
//! operations, parameters and shapes. An operation without a description does not compile; a
//! parameter or a shape without one fails a test.

mod contact_schemas;
mod describe;
mod document;
mod parameters;
mod schemas;

use std::sync::OnceLock;

use bytes::Bytes;

use crate::http1::{Body, Response};

/// Where the document is. It is no secret and needs no signature.
pub(super) const PATH: &str = "/v1/openapi.json";

/// The document, made when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct OpenApi(OnceLock<Bytes>);

impl OpenApi {
    /// The document as a response; `prefix` is the path of the site's `base_url`.
    pub(super) fn response(&self, prefix: &str) -> Response {
        let make = || Bytes::from(document::document(prefix).to_string());
        let document = self.0.get_or_init(make).clone();
        let mut response = Response::new(200).with_body(Body::Shared(document));
        let headers = &mut response.headers;
        headers.push_known("content-type", "application/json");
        // Tools in a browser read it from anywhere.
        headers.push_known("access-control-allow-origin", "*");
        response
    }
}
