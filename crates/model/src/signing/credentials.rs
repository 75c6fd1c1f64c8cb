//! Who a request claims to be from, found in its head before anything is read of its body.
//!
//! Clients send the four credentials either as headers or as query parameters; one client does
//! both, call by call. A request with credentials of both kinds, or with one of them twice, has two
//! readings and is refused.

use crate::timestamp;

use super::parameters::{Origin, Parameter, Parameters, starts_with_prefix};
use super::query::{PlusReading, decode_component, has_byte};
use super::refusal::{Refusal, RefusalReason};
use super::signature::Signature;

/// How long an application's or instance's id may be; those in use are GUIDs.
const ID_CHARS_MAX: usize = 64;

/// One of the four credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialName {
    /// Which application calls.
    Application,
    /// Which installation of it, that is for which site.
    Instance,
    /// When the request was signed.
    Timestamp,
    /// The signature.
    Signature,
}

impl CredentialName {
    /// All of them, in the order of the documentation.
    pub const ALL: [CredentialName; 4] = [
        CredentialName::Application,
        CredentialName::Instance,
        CredentialName::Timestamp,
        CredentialName::Signature,
    ];

    /// Its name among the headers.
    pub const fn header(self) -> &'static str {
        match self {
            CredentialName::Application => "x-wix-application-id",
            CredentialName::Instance => "x-wix-instance-id",
            CredentialName::Timestamp => "x-wix-timestamp",
            CredentialName::Signature => "x-wix-signature",
        }
    }

    /// Its name in the query: the same without the prefix.
    pub fn query(self) -> &'static str {
        &self.header()["x-wix-".len()..]
    }

    fn of(parameter: &Parameter<'_>) -> Option<CredentialName> {
        CredentialName::ALL.into_iter().find(|name| {
            parameter
                .name()
                .eq_ignore_ascii_case(match parameter.origin() {
                    Origin::Header => name.header(),
                    Origin::Query => name.query(),
                })
        })
    }
}

/// How the credentials were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialMode {
    /// As `x-wix-*` headers.
    Header,
    /// As parameters of the query, without the prefix.
    Query,
}

/// What a request says about who sent it. Nothing of it is proven yet.
#[derive(Clone, Copy, Debug)]
pub struct Credentials<'h> {
    /// The application's id: 1 to 64 of `A-Z a-z 0-9 . _ : -`.
    pub application: &'h str,
    /// The instance's id, of the same characters.
    pub instance: &'h str,
    /// The timestamp as it is signed.
    pub timestamp_text: &'h str,
    /// The timestamp in milliseconds since 1970.
    pub timestamp_ms: i64,
    /// The signature.
    pub signature: Signature,
    /// How they were sent.
    pub mode: CredentialMode,
}

/// The head of a request that has all four credentials, well-formed.
#[derive(Clone, Debug)]
pub struct SignedHead<'a> {
    method: &'a str,
    path: &'a str,
    parameters: Parameters<'a>,
    /// Of each credential, its place in `parameters`.
    places: [usize; 4],
    timestamp_ms: i64,
    signature: Signature,
    mode: CredentialMode,
}

impl<'a> SignedHead<'a> {
    /// Finds the credentials in a request's head.
    ///
    /// `path` is the target's path as it was sent, `query` what follows the `?` (empty without
    /// one), `headers` are all headers with their values as text.
    ///
    /// # Errors
    /// 400 when credentials are missing, given twice or in both ways, and when the parameters
    /// cannot be signed; 403 when a credential is there and cannot be valid. Source of the
    /// statuses: the black-box tests of the API's own client.
    pub fn read(
        method: &'a str,
        path: &'a str,
        query: &'a str,
        headers: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<SignedHead<'a>, Refusal> {
        let parameters = Parameters::read(query, headers)?;
        let (places, mode) = find(&parameters)?;
        let at = |name: CredentialName| {
            let place = places[name as usize];
            parameters
                .iter()
                .nth(place)
                .expect("a place that was found")
        };
        for name in [CredentialName::Application, CredentialName::Instance] {
            if !is_id(at(name).value()) {
                return Err(RefusalReason::MalformedId(name).into());
            }
        }
        let timestamp_ms = timestamp_ms(at(CredentialName::Timestamp))?;
        let signature = Signature::decode(at(CredentialName::Signature).value())
            .ok_or(RefusalReason::MalformedSignature)?;
        Ok(SignedHead {
            method,
            path,
            parameters,
            places,
            timestamp_ms,
            signature,
            mode,
        })
    }

    /// The credentials.
    pub fn credentials(&self) -> Credentials<'_> {
        let value = |name: CredentialName| {
            let place = self.places[name as usize];
            let parameter = self.parameters.iter().nth(place);
            parameter.expect("a place that was found").value()
        };
        Credentials {
            application: value(CredentialName::Application),
            instance: value(CredentialName::Instance),
            timestamp_text: value(CredentialName::Timestamp),
            timestamp_ms: self.timestamp_ms,
            signature: self.signature,
            mode: self.mode,
        }
    }

    /// The method as it was sent.
    pub fn method(&self) -> &'a str {
        self.method
    }

    /// The path as it was sent.
    pub fn path(&self) -> &'a str {
        self.path
    }

    /// The parameters, credentials included, each `+` of the query read as a space. Act on those of
    /// [`Verified`](super::Verified) instead: they are the ones that were signed.
    pub fn parameters(&self) -> &Parameters<'a> {
        &self.parameters
    }
}

/// Of each credential its place among the parameters, and how all of them were sent.
fn find(parameters: &Parameters<'_>) -> Result<([usize; 4], CredentialMode), Refusal> {
    let mut found: [Option<(usize, &Parameter<'_>)>; 4] = [None; 4];
    let (mut in_headers, mut in_query) = (false, false);
    for (place, parameter) in parameters.iter().enumerate() {
        if parameter.origin() == Origin::Query && starts_with_prefix(parameter.name()) {
            return Err(RefusalReason::PrefixInQuery.into());
        }
        let Some(name) = CredentialName::of(parameter) else {
            continue;
        };
        in_headers |= parameter.origin() == Origin::Header;
        in_query |= parameter.origin() == Origin::Query;
        if let Some((_, first)) = found[name as usize].replace((place, parameter)) {
            let is_same = first.value() == parameter.value();
            return Err(Refusal::from(if is_same {
                RefusalReason::Duplicate(name)
            } else {
                RefusalReason::Contradictory(name)
            }));
        }
    }
    let mode = match (in_headers, in_query) {
        (true, false) => CredentialMode::Header,
        (false, true) => CredentialMode::Query,
        (true, true) => return Err(RefusalReason::MixedModes.into()),
        (false, false) => return Err(RefusalReason::NoCredentials.into()),
    };
    let mut places = [0; 4];
    for name in CredentialName::ALL {
        places[name as usize] = match found[name as usize] {
            Some((place, parameter)) if !parameter.value().is_empty() => place,
            _ => return Err(RefusalReason::Missing(name, mode).into()),
        };
    }
    Ok((places, mode))
}

fn is_id(text: &str) -> bool {
    let is_foreign =
        |byte: u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b':' | b'-'));
    (1..=ID_CHARS_MAX).contains(&text.len()) && !has_byte(text, is_foreign)
}

/// A timestamp never holds a space, so that the `+` of an offset that was sent bare is known for
/// what it is; whether it was also signed so is for the verifier to find out.
fn timestamp_ms(parameter: &Parameter<'_>) -> Result<i64, Refusal> {
    let parsed = match parameter.origin() {
        Origin::Header => timestamp::parse_ms(parameter.value()),
        Origin::Query => {
            let literal = decode_component(parameter.raw(), PlusReading::Literal);
            timestamp::parse_ms(literal.unwrap_or_default().trim_matches(' '))
        }
    };
    parsed.map_err(|_| RefusalReason::MalformedTimestamp.into())
}
