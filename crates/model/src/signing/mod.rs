//! Signed requests of the HTTP API: one rule, used by whoever signs and whoever verifies.
//!
//! [`SignedHead::read`] finds the credentials of a request, [`Verifier`] decides about it,
//! [`CanonicalMessage`] is the string both sides sign, [`SigningKey`] signs it. Webhooks are the
//! same message without its path. Source of the rule: the HTTP API's documentation of signatures
//! where it is explicit, and what its published clients agree on where it is not; each item says
//! which.
//!
//! What the scheme leaves open, because clients sign values and not names: parameters' names, host
//! and scheme are not signed. Unknown parameters must therefore be refused by whoever routes the
//! request; control characters in values and credentials given twice are refused here.

mod canonical;
mod credentials;
mod instance_token;
mod key;
mod parameters;
mod query;
mod refusal;
mod signature;
mod verifier;

pub use canonical::CanonicalMessage;
pub use credentials::{CredentialMode, CredentialName, Credentials, SignedHead};
pub use instance_token::{InstanceClaims, InstanceTokenError, decode_instance, mint_instance};
pub use key::{MacKey, SigningKey};
pub use parameters::{Origin, PARAMETER_COUNT_MAX, Parameter, Parameters, ParametersError};
pub use query::{PlusReading, QueryError, QueryPairs, decode_component};
pub use refusal::{Refusal, RefusalReason};
pub use signature::Signature;
pub use verifier::{
    ACTIVE_SECRETS_MAX, ApplicationKeys, ApplicationLookup, TIMESTAMP_WINDOW_MS_DEFAULT, Verified,
    Verifier,
};
