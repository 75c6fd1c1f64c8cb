//! The signed `instance` text by which an application learns where it was installed.
//!
//! `signature.data`: `data` is Base64 of JSON, the signature is of that Base64 text. The server of
//! an application needs only to mint one; applications decode it.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::key::SigningKey;
use super::signature::Signature;

/// How long a token may be; those in use have some 400 characters.
const TOKEN_CHARS_MAX: usize = 16 * 1024;

/// What an instance token says. Source: the documentation of the app instance, and tokens that
/// published clients carry in their tests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InstanceClaims {
    /// The application's instance on the site.
    pub instance_id: String,
    /// When it was signed, ISO 8601 with a zone; [`crate::timestamp::parse_ms`] reads it.
    pub sign_date: String,
    /// The member or owner who looks at the application.
    #[serde(default, deserialize_with = "text_or_none")]
    pub uid: Option<String>,
    /// `OWNER` for the site's owner. The text `null`, which was once sent, reads as none.
    #[serde(default, deserialize_with = "text_or_none")]
    pub permissions: Option<String>,
    /// `1.2.3.4/46455`, or `null/null`.
    #[serde(default, deserialize_with = "text_or_none")]
    pub ip_and_port: Option<String>,
    /// The premium package that was bought.
    #[serde(default, deserialize_with = "text_or_none")]
    pub vendor_product_id: Option<String>,
    /// Whether the application is only being shown.
    #[serde(default)]
    pub demo_mode: bool,
    /// Members that were added later (`siteOwnerId`, `originInstanceId`, `aid`, `biToken`, ..).
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

fn text_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.filter(|text| !text.is_empty() && text != "null"))
}

/// Why an instance token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceTokenError {
    /// Not two parts of Base64 with a dot between them.
    Malformed,
    /// Not signed by this secret.
    WrongSignature,
    /// Signed, and its data is not the JSON of an instance.
    NotAnInstance,
}

impl fmt::Display for InstanceTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            InstanceTokenError::Malformed => {
                "not an instance token: it needs a signature, a dot and data"
            }
            InstanceTokenError::WrongSignature => {
                "the instance token was not signed by this secret"
            }
            InstanceTokenError::NotAnInstance => {
                "the instance token's data is not the JSON of an instance"
            }
        })
    }
}

impl std::error::Error for InstanceTokenError {}

/// The token of these claims, both parts in the URL alphabet without padding.
pub fn mint_instance(secret: &SigningKey, claims: &InstanceClaims) -> String {
    let json = serde_json::to_vec(claims).expect("claims are plain JSON");
    let data = BASE64URL_NOPAD.encode(&json);
    let mut token = secret.mac_bytes(data.as_bytes()).encode();
    token.push('.');
    token.push_str(&data);
    token
}

/// What a token says, once its signature is known to be right.
///
/// How old it may be is the caller's choice: published clients ask for one hour, two days, or nothing.
pub fn decode_instance(
    secret: &SigningKey,
    token: &str,
) -> Result<InstanceClaims, InstanceTokenError> {
    if token.len() > TOKEN_CHARS_MAX {
        return Err(InstanceTokenError::Malformed);
    }
    let (signature, data) = token.split_once('.').ok_or(InstanceTokenError::Malformed)?;
    let signature = Signature::decode(signature).ok_or(InstanceTokenError::Malformed)?;
    let json = BASE64URL_NOPAD
        .decode(data.as_bytes())
        .map_err(|_| InstanceTokenError::Malformed)?;
    if secret.mac_bytes(data.as_bytes()) != signature {
        return Err(InstanceTokenError::WrongSignature);
    }
    serde_json::from_slice(&json).map_err(|_| InstanceTokenError::NotAnInstance)
}
