//! Why a signed request is refused: a reason for the log, and much less for the caller.
//!
//! Whoever signs correctly never sees a 403, and whoever guesses must not learn which of
//! application, instance, secret or time was wrong: they all read the same from outside.

use std::borrow::Cow;
use std::fmt;

use super::credentials::{CredentialMode, CredentialName};
use super::parameters::ParametersError;

const MESSAGE_403: &str = "The request's credentials are not valid for this site. Check the application, the instance, the secret, \
     the clock and what was signed.";

/// What exactly is wrong. For logs only: see [`Refusal::message`] for what callers are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// The parameters cannot be signed.
    Parameters(ParametersError),
    /// The request is not signed at all.
    NoCredentials,
    /// This credential is absent or empty, others are there.
    Missing(CredentialName, CredentialMode),
    /// This credential was given more than once, each time the same.
    Duplicate(CredentialName),
    /// This credential was given more than once, and differently.
    Contradictory(CredentialName),
    /// Some credentials are headers, others in the query.
    MixedModes,
    /// A parameter of the query has a header's name (`x-wix-..`).
    PrefixInQuery,
    /// The application's or instance's id holds characters that no id has, or too many.
    MalformedId(CredentialName),
    /// The timestamp is no ISO 8601 time with a zone.
    MalformedTimestamp,
    /// The signature is not Base64 of 32 bytes.
    MalformedSignature,
    /// The timestamp is too long ago.
    Stale {
        /// How long ago.
        age_ms: i64,
    },
    /// The timestamp is too far ahead.
    Future {
        /// How far.
        ahead_ms: i64,
    },
    /// No application has this id.
    UnknownApplication,
    /// The application is not installed here under this instance id.
    WrongInstance,
    /// All secrets of the application have been revoked.
    NoActiveSecret,
    /// No active secret made this signature of this request.
    WrongSignature,
}

impl RefusalReason {
    /// The stable text for a log's fields.
    pub const fn code(&self) -> &'static str {
        match self {
            RefusalReason::Parameters(ParametersError::Query(_)) => "malformed_query",
            RefusalReason::Parameters(ParametersError::ControlCharacter { .. }) => {
                "control_character"
            }
            RefusalReason::Parameters(ParametersError::TooMany) => "too_many_parameters",
            RefusalReason::NoCredentials => "no_credentials",
            RefusalReason::Missing(..) => "missing_credential",
            RefusalReason::Duplicate(_) => "duplicate_credential",
            RefusalReason::Contradictory(_) => "contradictory_credential",
            RefusalReason::MixedModes => "mixed_modes",
            RefusalReason::PrefixInQuery => "prefix_in_query",
            RefusalReason::MalformedId(_) => "malformed_id",
            RefusalReason::MalformedTimestamp => "malformed_timestamp",
            RefusalReason::MalformedSignature => "malformed_signature",
            RefusalReason::Stale { .. } => "stale",
            RefusalReason::Future { .. } => "future",
            RefusalReason::UnknownApplication => "unknown_application",
            RefusalReason::WrongInstance => "wrong_instance",
            RefusalReason::NoActiveSecret => "no_active_secret",
            RefusalReason::WrongSignature => "wrong_signature",
        }
    }
}

/// A signed request that is not let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    reason: RefusalReason,
}

impl Refusal {
    /// Why, for the log.
    pub fn reason(&self) -> &RefusalReason {
        &self.reason
    }

    /// 400 when the request cannot be read in one way, 403 when it can and is not valid.
    pub const fn status(&self) -> u16 {
        match self.reason {
            RefusalReason::Parameters(_)
            | RefusalReason::NoCredentials
            | RefusalReason::Missing(..)
            | RefusalReason::Duplicate(_)
            | RefusalReason::Contradictory(_)
            | RefusalReason::MixedModes
            | RefusalReason::PrefixInQuery => 400,
            _ => 403,
        }
    }

    /// What the caller is told: precise for 400, the same for every 403.
    pub fn message(&self) -> Cow<'static, str> {
        match &self.reason {
            RefusalReason::Parameters(error) => format!("The request cannot be verified: {error}.").into(),
            RefusalReason::NoCredentials => "The request is not signed. Send application-id, instance-id, timestamp and \
                 signature, as headers with the prefix x-wix- or in the query without it."
                .into(),
            RefusalReason::Missing(name, CredentialMode::Header) => {
                format!("The header {} is missing.", name.header()).into()
            }
            RefusalReason::Missing(name, CredentialMode::Query) => {
                format!("The parameter {} is missing in the query.", name.query()).into()
            }
            RefusalReason::Duplicate(name) | RefusalReason::Contradictory(name) => {
                format!("The request has more than one {}. Send it once.", name.query()).into()
            }
            RefusalReason::MixedModes => "Some credentials are headers and others are in the query. Send all of them in one way."
                .into(),
            RefusalReason::PrefixInQuery => {
                "Names in the query must not start with x-wix-. Leave the prefix out, or send a header.".into()
            }
            _ => MESSAGE_403.into(),
        }
    }
}

impl From<RefusalReason> for Refusal {
    fn from(reason: RefusalReason) -> Refusal {
        Refusal { reason }
    }
}

impl From<ParametersError> for Refusal {
    fn from(error: ParametersError) -> Refusal {
        RefusalReason::Parameters(error).into()
    }
}

/// The internal message: code and details, without any credential.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason.code())?;
        match &self.reason {
            RefusalReason::Parameters(error) => write!(f, ": {error}"),
            RefusalReason::Missing(name, _)
            | RefusalReason::Duplicate(name)
            | RefusalReason::Contradictory(name)
            | RefusalReason::MalformedId(name) => write!(f, ": {}", name.query()),
            RefusalReason::Stale { age_ms } => write!(f, ": signed {age_ms} ms ago"),
            RefusalReason::Future { ahead_ms } => write!(f, ": signed {ahead_ms} ms ahead"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Refusal {}
