//! A request that may be carried out: one that was verified, or an operation of such a batch.

use super::authenticate::Authenticated;
use super::body::json_value;
use super::code::ApiCode;
use super::error::ApiError;
use super::state::Api;
use crate::worker::Worker;
use serde_json::Value;
use std::borrow::Cow;
use std::net::IpAddr;
use velodrome_model::timestamp;
use velodrome_site::config::Config;
use velodrome_site::crm::{Crm, Expected};

/// The parameter by which a client says what it believes of a contact.
pub(super) const MODIFIED_AT: &str = "modifiedAt";

/// What an operation sees.
#[derive(Clone, Copy)]
pub(super) struct Request<'r> {
    pub(super) worker: &'r Worker,
    pub(super) api: &'r Api,
    pub(super) config: &'r Config,
    pub(super) caller: &'r Authenticated,
    /// The path, as cursors are bound to it.
    pub(super) endpoint: &'r str,
    /// What the route's template leaves open, decoded.
    pub(super) segments: &'r [Cow<'r, str>],
    pub(super) body: &'r [u8],
    /// When it came, in milliseconds since 1970.
    pub(super) at_ms: i64,
    /// Its id.
    pub(super) id: &'r str,
    /// The client's address.
    pub(super) ip: IpAddr,
    /// Where the client reached the server: scheme and authority.
    pub(super) origin: &'r str,
}

impl Request<'_> {
    /// A part of the path that the template leaves open.
    pub(super) fn segment(&self, index: usize) -> &str {
        self.segments.get(index).map_or("", |segment| &**segment)
    }

    pub(super) fn crm(&self) -> Result<&Crm, ApiError> {
        self.api.crm()
    }

    /// The body as JSON.
    pub(super) fn json(&self) -> Result<Value, ApiError> {
        json_value(self.body)
    }

    /// What the client believes of a contact, which it must say.
    pub(super) fn expected(&self) -> Result<Expected, ApiError> {
        let Some(text) = self.caller.parameter(MODIFIED_AT) else {
            return Err(bad(
                "modifiedAt is missing: send the contact's modifiedAt as you read it.",
            ));
        };
        Ok(Expected::ModifiedAt(time(MODIFIED_AT, text)?))
    }

    /// The same where it need not be said.
    pub(super) fn expected_or_anything(&self) -> Result<Expected, ApiError> {
        match self.caller.parameter(MODIFIED_AT) {
            Some(_) => self.expected(),
            None => Ok(Expected::Anything),
        }
    }

    /// A time in a parameter, in milliseconds since 1970.
    pub(super) fn time(&self, parameter: &str) -> Result<Option<i64>, ApiError> {
        let text = self.caller.parameter(parameter);
        text.map(|text| time(parameter, text)).transpose()
    }

    /// The names in a parameter that is a list with commas.
    pub(super) fn names(&self, parameter: &str) -> Vec<String> {
        let text = self.caller.parameter(parameter).unwrap_or_default();
        let names = text.split(',').map(str::trim);
        names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// A parameter's text.
    pub(super) fn text(&self, parameter: &str) -> Option<String> {
        self.caller.parameter(parameter).map(str::to_owned)
    }
}

/// For a parameter that cannot be used.
pub(super) fn bad(message: impl Into<String>) -> ApiError {
    ApiError::new(ApiCode::BadParameter, message)
}

pub(super) fn time(parameter: &str, text: &str) -> Result<i64, ApiError> {
    // No time has a space: it was a plus that somebody did not encode.
    timestamp::parse_ms(&text.replace(' ', "+")).map_err(|_| {
        bad(format!(
            "{parameter} must be a time such as 2014-10-08T10:20:51.036Z."
        ))
    })
}
