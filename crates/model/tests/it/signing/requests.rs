//! Requests as values, the keys they are signed with, and a site that knows one application.

use std::cell::Cell;

use velodrome_model::signing::{
    ApplicationKeys, ApplicationLookup, CanonicalMessage, CredentialName, MacKey, Parameters,
    Refusal, Signature, SignedHead, SigningKey, Verified, Verifier,
};

pub const SECRET: &str = "e5f5250a-dbd0-42a1-baf9-c61ea20c401b";
pub const APPLICATION: &str = "e37bd20e-a4a3-4cf8-b392-03269add8b69";
pub const INSTANCE: &str = "d0f9764d-d255-490c-95da-d16e0efaf423";
/// The timestamp of most vectors.
pub const SIGNED_AT: &str = "2014-10-08T10:20:51.036Z";
pub const SIGNED_AT_MS: i64 = 1_412_763_651_036;

/// A request in parts that tests change one by one; the query is encoded.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn new(method: &str, path: &str, query: &str) -> Request {
        Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    pub fn header(mut self, name: &str, value: &str) -> Request {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn parameter(mut self, name: &str, value: &str) -> Request {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&format!("{name}={}", encode(value)));
        self
    }

    pub fn body(mut self, body: &str) -> Request {
        self.body = body.as_bytes().to_vec();
        self
    }

    /// The three credentials that are signed, as headers.
    pub fn sent_by(self, application: &str, instance: &str, timestamp: &str) -> Request {
        self.header("x-wix-application-id", application)
            .header("x-wix-instance-id", instance)
            .header("x-wix-timestamp", timestamp)
    }

    /// The same in the query.
    pub fn sent_by_application_in_query(self) -> Request {
        self.parameter("application-id", APPLICATION)
            .parameter("instance-id", INSTANCE)
            .parameter("timestamp", SIGNED_AT)
    }

    /// With its signature as a header.
    pub fn signed(self, secret: &str) -> Request {
        let signature = self.signature(secret).encode();
        self.header("x-wix-signature", &signature)
    }

    /// With its signature in the query.
    pub fn signed_in_query(self, secret: &str) -> Request {
        let signature = self.signature(secret).encode();
        self.parameter("signature", &signature)
    }

    pub fn parameters(&self) -> Parameters<'_> {
        Parameters::read(&self.query, self.header_pairs()).expect("a request that can be signed")
    }

    pub fn canonical(&self) -> String {
        String::from_utf8(self.canonical_bytes()).expect("a body of text")
    }

    pub fn canonical_bytes(&self) -> Vec<u8> {
        self.with_message(true, |message| message.to_bytes())
    }

    pub fn signature(&self, secret: &str) -> Signature {
        self.with_message(true, |message| SigningKey::new(secret).mac(message))
    }

    pub fn signature_without_path(&self, secret: &str) -> Signature {
        self.with_message(false, |message| SigningKey::new(secret).mac(message))
    }

    pub fn read(&self) -> Result<SignedHead<'_>, Refusal> {
        SignedHead::read(&self.method, &self.path, &self.query, self.header_pairs())
    }

    /// Reads and verifies at the time of signing, against the one application of [`Site`].
    pub fn accepted(&self) -> Result<(), Refusal> {
        self.accepted_by(&Site::default())
    }

    pub fn accepted_by(&self, site: &Site) -> Result<(), Refusal> {
        self.verified_by(site, &Verifier::new(SECRET), |_| ())
    }

    pub fn verified_by<T>(
        &self,
        site: &Site,
        verifier: &Verifier,
        then: impl FnOnce(Verified<'_, '_>) -> T,
    ) -> Result<T, Refusal> {
        let head = self.read()?;
        verifier
            .verify(&head, &self.body, site, SIGNED_AT_MS)
            .map(then)
    }

    fn header_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn with_message<T>(&self, has_path: bool, then: impl FnOnce(&CanonicalMessage<'_>) -> T) -> T {
        then(&CanonicalMessage {
            method: &self.method,
            path: has_path.then_some(self.path.as_str()),
            parameters: &self.parameters(),
            body: &self.body,
        })
    }
}

/// A good request in header mode, of every kind of part.
pub fn in_headers() -> Request {
    Request::new("PUT", "/v1/contacts", "version=1.0.0&pageSize=50")
        .sent_by(APPLICATION, INSTANCE, SIGNED_AT)
        .body("{\"phone\":\"+1-415-639-5555\"}")
        .signed(SECRET)
}

/// The same in query mode.
pub fn in_query() -> Request {
    Request::new("PUT", "/v1/contacts", "version=1.0.0&pageSize=50")
        .sent_by_application_in_query()
        .body("{\"phone\":\"+1-415-639-5555\"}")
        .signed_in_query(SECRET)
}

/// Removes a credential wherever it is.
pub fn without(request: &Request, name: CredentialName) -> Request {
    let mut request = request.clone();
    request
        .headers
        .retain(|(header, _)| header != name.header());
    let start = format!("{}=", name.query());
    let kept: Vec<_> = request
        .query
        .split('&')
        .filter(|pair| !pair.starts_with(&start))
        .collect();
    request.query = kept.join("&");
    request
}

/// Puts another value in a credential's place, in the way of `request`.
pub fn replaced(request: &Request, name: CredentialName, value: &str) -> Request {
    let is_header = request
        .headers
        .iter()
        .any(|(header, _)| header == name.header());
    let rest = without(request, name);
    if is_header {
        rest.header(name.header(), value)
    } else {
        rest.parameter(name.query(), value)
    }
}

/// Everything but letters and digits percent-encoded.
pub fn encode(value: &str) -> String {
    let encoded = value.bytes().map(|byte| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    encoded.collect()
}

/// A site where [`APPLICATION`] is installed as [`INSTANCE`].
#[derive(Debug)]
pub struct Site {
    pub secrets: Vec<SigningKey>,
}

impl Default for Site {
    fn default() -> Site {
        Site::with_secrets(&[SECRET])
    }
}

impl Site {
    pub fn with_secrets(secrets: &[&str]) -> Site {
        let secrets = secrets.iter().map(|secret| SigningKey::new(secret));
        Site {
            secrets: secrets.collect(),
        }
    }
}

impl ApplicationLookup for Site {
    type Key = SigningKey;

    fn application(&self, id: &str) -> Option<ApplicationKeys<'_, SigningKey>> {
        (id == APPLICATION).then_some(ApplicationKeys {
            instance: INSTANCE,
            secrets: &self.secrets,
        })
    }
}

/// What was signed so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    pub macs: usize,
    pub bytes: usize,
}

/// A key that counts what it signs.
#[derive(Debug)]
pub struct CountingKey<'w> {
    pub key: SigningKey,
    pub work: &'w Cell<Work>,
}

impl MacKey for CountingKey<'_> {
    fn mac(&self, message: &CanonicalMessage<'_>) -> Signature {
        let mut work = self.work.get();
        work.macs += 1;
        message.feed(|piece| work.bytes += piece.len());
        self.work.set(work);
        self.key.mac(message)
    }
}
