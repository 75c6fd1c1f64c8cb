//! Whether a signed request is what it claims to be.
//!
//! Every refusal after the head was read costs the same: as many HMACs over the same bytes, whether
//! the application is unknown, has no secret, one or several, or is bound to another instance.
//! Otherwise the time of an answer would tell which ids exist.

use std::borrow::Cow;

use super::canonical::CanonicalMessage;
use super::credentials::{Credentials, SignedHead};
use super::key::{MacKey, SigningKey};
use super::parameters::Parameters;
use super::query::PlusReading;
use super::refusal::{Refusal, RefusalReason};

/// How many secrets of an application are tried: the current one and those that are being rotated
/// out. A refused request costs as many HMACs, so it is small.
pub const ACTIVE_SECRETS_MAX: usize = 3;

/// How far a timestamp may be from now, on either side. Source: the documentation ("valid for one
/// minute only"); that it also holds for clocks that run ahead is this project's choice.
pub const TIMESTAMP_WINDOW_MS_DEFAULT: i64 = 60_000;

/// What is known of an application on the site that is asked.
#[derive(Debug)]
pub struct ApplicationKeys<'l, K> {
    /// The only instance id under which the application is installed on this site.
    pub instance: &'l str,
    /// The active secrets, the newest first; of more than [`ACTIVE_SECRETS_MAX`] the rest is not tried.
    pub secrets: &'l [K],
}

/// Where the applications of a site are found. No I/O: a request is verified against a snapshot.
pub trait ApplicationLookup {
    /// What signs; [`SigningKey`] but for tests.
    type Key: MacKey;

    /// The application of this id, compared exactly.
    fn application(&self, id: &str) -> Option<ApplicationKeys<'_, Self::Key>>;
}

/// A request that was signed by one of the application's secrets.
#[derive(Clone, Debug)]
pub struct Verified<'h, 'a> {
    /// The application's id.
    pub application: &'h str,
    /// The instance's id, the one that binds the application to this site.
    pub instance: &'h str,
    /// Which of [`ApplicationKeys::secrets`] made the signature.
    pub secret_index: usize,
    /// How each `+` of the query was read when the signature matched.
    pub plus: PlusReading,
    /// The parameters as they were signed: what may be acted on.
    pub parameters: Cow<'h, Parameters<'a>>,
}

/// Decides about signed requests.
#[derive(Clone, Debug)]
pub struct Verifier<K = SigningKey> {
    /// How far a timestamp may be from now, on either side.
    pub window_ms: i64,
    /// Whether a request whose signature does not match is tried once more with each `+` of its
    /// query read as itself. On by default: one published client signs values and then sends them
    /// without encoding, so that every `+` of a phone number or zone offset arrives bare. It
    /// weakens nothing, since what is acted on is what was signed; it costs a refused request
    /// with a `+` twice the HMACs.
    pub retries_literal_plus: bool,
    /// Signs in place of secrets that do not exist.
    stand_in: K,
}

impl Verifier {
    /// A verifier with the defaults. `stand_in_secret` is any text of a secret's length; nothing
    /// that it signs is ever accepted.
    pub fn new(stand_in_secret: &str) -> Verifier {
        Verifier::with_stand_in(SigningKey::new(stand_in_secret))
    }
}

impl<K: MacKey> Verifier<K> {
    /// A verifier with the defaults and this key for secrets that do not exist.
    pub fn with_stand_in(stand_in: K) -> Verifier<K> {
        Verifier {
            window_ms: TIMESTAMP_WINDOW_MS_DEFAULT,
            retries_literal_plus: true,
            stand_in,
        }
    }

    /// Refuses what was signed too long ago or too far ahead; needs neither body nor application.
    pub fn check_time(&self, credentials: &Credentials<'_>, now_ms: i64) -> Result<(), Refusal> {
        let age_ms = now_ms.saturating_sub(credentials.timestamp_ms);
        if age_ms > self.window_ms {
            return Err(RefusalReason::Stale { age_ms }.into());
        }
        let ahead_ms = credentials.timestamp_ms.saturating_sub(now_ms);
        if ahead_ms > self.window_ms {
            return Err(RefusalReason::Future { ahead_ms }.into());
        }
        Ok(())
    }

    /// Decides about a request whose body is there. `now_ms` is when its head arrived: a slow body
    /// must not make a request stale.
    ///
    /// # Errors
    /// Always 403: what is 400 was refused by [`SignedHead::read`].
    pub fn verify<'h, 'a>(
        &self,
        head: &'h SignedHead<'a>,
        body: &[u8],
        lookup: &impl ApplicationLookup<Key = K>,
        now_ms: i64,
    ) -> Result<Verified<'h, 'a>, Refusal> {
        let credentials = head.credentials();
        self.check_time(&credentials, now_ms)?;
        let application = lookup.application(credentials.application);
        let (secrets, refused): (&[K], _) = match &application {
            None => (&[], RefusalReason::UnknownApplication),
            Some(known) if known.instance != credentials.instance => {
                (&[], RefusalReason::WrongInstance)
            }
            Some(known) if known.secrets.is_empty() => (&[], RefusalReason::NoActiveSecret),
            Some(known) => (known.secrets, RefusalReason::WrongSignature),
        };
        let verified = |secret_index, plus, parameters| Verified {
            application: credentials.application,
            instance: credentials.instance,
            secret_index,
            plus,
            parameters,
        };
        if let Some(index) = self.matching(head, head.parameters(), body, secrets) {
            let parameters = Cow::Borrowed(head.parameters());
            return Ok(verified(index, PlusReading::Space, parameters));
        }
        let reread = self
            .retries_literal_plus
            .then(|| head.parameters().with_literal_plus());
        if let Some(parameters) = reread.flatten()
            && let Some(index) = self.matching(head, &parameters, body, secrets)
        {
            return Ok(verified(
                index,
                PlusReading::Literal,
                Cow::Owned(parameters),
            ));
        }
        Err(refused.into())
    }

    /// The secret that made the signature. Without one, [`ACTIVE_SECRETS_MAX`] signatures were made.
    fn matching(
        &self,
        head: &SignedHead<'_>,
        parameters: &Parameters<'_>,
        body: &[u8],
        secrets: &[K],
    ) -> Option<usize> {
        let message = CanonicalMessage {
            method: head.method(),
            path: Some(head.path()),
            parameters,
            body,
        };
        let sent = head.credentials().signature;
        (0..ACTIVE_SECRETS_MAX).find(|&index| {
            let secret = secrets.get(index);
            let is_equal = secret.unwrap_or(&self.stand_in).mac(&message) == sent;
            is_equal && secret.is_some()
        })
    }
}
