//! A request with its signature.

use velodrome_model::signing::{
    CanonicalMessage, CredentialName, MacKey, Parameters, Signature, SignedHead,
};
use velodrome_model::timestamp;

use super::credentials::Credentials;
use super::target::Target;
use crate::cli::signed::SignedArgs;
use crate::commands::body;
use crate::commands::site::{Stop, now_ms};

/// A request that is ready to be sent.
pub(super) struct Signed {
    pub(super) method: String,
    /// With the credentials in its query when they are sent there.
    pub(super) target: Target,
    /// Those of the command line, and the credentials when they are sent here.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// What was signed.
    pub(super) message: Vec<u8>,
    pub(super) signature: Signature,
}

impl Signed {
    /// Signs what the command line says.
    ///
    /// # Errors
    /// It cannot be signed, or would be refused whoever sent it; why has been said.
    pub(super) fn of(args: &SignedArgs) -> Result<Signed, Stop> {
        let mut target = Target::read(&args.url).map_err(Stop::failed)?;
        check_words(args)?;
        let body = body::read(args.body.as_deref())?;
        let credentials = Credentials::of(args)?;
        let method = args.method.to_ascii_uppercase();
        let mut headers = args.headers.clone();
        let time = time(args)?;
        let mut add = |name: CredentialName, value: &str| {
            if args.in_query {
                let and = if target.query.is_empty() { "" } else { "&" };
                let pair = format!("{and}{}={}", name.query(), encode(value));
                target.query.push_str(&pair);
            } else {
                headers.push((name.header().to_owned(), value.to_owned()));
            }
        };
        add(CredentialName::Application, &credentials.application);
        add(CredentialName::Instance, &credentials.instance);
        add(CredentialName::Timestamp, &time);
        let (message, signature) = sign(&method, &target, &headers, &body, &credentials)?;
        let name = CredentialName::Signature;
        if args.in_query {
            let pair = format!("&{}={}", name.query(), signature.encode());
            target.query.push_str(&pair);
        } else {
            headers.push((name.header().to_owned(), signature.encode()));
        }
        let signed = Signed {
            method,
            target,
            headers,
            body,
            message,
            signature,
        };
        signed.check()?;
        Ok(signed)
    }

    /// Reads the request as the server will.
    fn check(&self) -> Result<(), Stop> {
        let (target, headers) = (&self.target, pairs(&self.headers));
        SignedHead::read(&self.method, &target.path, &target.query, headers)
            .map(drop)
            .map_err(|refusal| Stop::failed(format_args!("this cannot be signed: {refusal}")))
    }
}

fn pairs(headers: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
}

fn sign(
    method: &str,
    target: &Target,
    headers: &[(String, String)],
    body: &[u8],
    credentials: &Credentials,
) -> Result<(Vec<u8>, Signature), Stop> {
    let parameters = Parameters::read(&target.query, pairs(headers));
    let parameters =
        parameters.map_err(|error| Stop::failed(format_args!("this cannot be signed: {error}")))?;
    let message = CanonicalMessage {
        method,
        path: Some(&target.path),
        parameters: &parameters,
        body,
    };
    Ok((message.to_bytes(), credentials.key.mac(&message)))
}

/// The timestamp as it is sent: what was given, or now.
fn time(args: &SignedArgs) -> Result<String, Stop> {
    let Some(given) = &args.timestamp else {
        let now_ms = i64::try_from(now_ms()).unwrap_or(i64::MAX);
        return Ok(timestamp::format_utc(now_ms));
    };
    match timestamp::parse_ms(given) {
        Ok(_) => Ok(given.clone()),
        Err(error) => Err(Stop::failed(format_args!("{given:?} is {error}"))),
    }
}

/// Method and headers must not end their line: the rest of it would be another request.
fn check_words(args: &SignedArgs) -> Result<(), Stop> {
    let is_word = |text: &str| {
        let is_token =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        !text.is_empty() && text.bytes().all(is_token)
    };
    if !is_word(&args.method) {
        return Err(Stop::failed(format_args!(
            "{:?} is not a method",
            args.method
        )));
    }
    for (name, value) in &args.headers {
        if !is_word(name) || value.chars().any(|c| c.is_control() && c != '\t') {
            return Err(Stop::failed(format_args!(
                "the header {name:?} has characters in it that no header has"
            )));
        }
    }
    Ok(())
}

/// What stands for a value in a query.
fn encode(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' => {
                text.push(char::from(byte));
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
