//! The request that brings a letter: signed as the API's own requests are, without the line of the
//! path. Source: the HTTP API's webhooks.

use velodrome_model::signing::{CanonicalMessage, MacKey, Parameters, SigningKey};
use velodrome_model::timestamp::format_utc;
use velodrome_outbound::{Header, RedirectMode, Request, RequestBody};

use super::content::Content;

/// Who sends, and where to.
pub(super) struct Envelope<'a> {
    pub url: &'a str,
    pub application: &'a str,
    pub instance: &'a str,
    pub key: &'a SigningKey,
    pub now_ms: i64,
}

/// The request; an error says why the URL's query cannot be signed.
pub(super) fn request(envelope: &Envelope<'_>, content: &Content) -> Result<Request, String> {
    let timestamp = format_utc(envelope.now_ms);
    let signed = [
        ("x-wix-application-id", envelope.application),
        ("x-wix-event-id", &content.id),
        ("x-wix-event-type", &content.event),
        ("x-wix-instance-id", envelope.instance),
        ("x-wix-timestamp", &timestamp),
    ];
    let query = envelope.url.split_once('?').map_or("", |(_, query)| query);
    let parameters = Parameters::read(query, signed).map_err(|error| error.to_string())?;
    let message = CanonicalMessage {
        method: "POST",
        path: None,
        parameters: &parameters,
        body: content.body.as_bytes(),
    };
    let signature = envelope.key.mac(&message).encode();
    let mut request = Request::new("POST", envelope.url);
    request.redirect = RedirectMode::Manual;
    request.decompress = false;
    request.headers = signed
        .into_iter()
        .chain([
            ("x-wix-signature", signature.as_str()),
            ("content-type", "application/json"),
        ])
        .map(|(name, value)| Header::new(name, value.to_owned()))
        .collect();
    request.body = RequestBody::Bytes(content.body.clone().into());
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use velodrome_model::signing::Signature;

    #[test]
    fn the_signature_is_over_method_values_and_body_without_the_path() {
        let key = SigningKey::new("secret");
        let content = Content {
            id: "event-1".to_owned(),
            event: "/contacts/created".to_owned(),
            body: r#"{"contactId":"7"}"#.to_owned(),
        };
        let envelope = Envelope {
            url: "https://a.example/hooks/x?tenant=blue%20one",
            application: "app",
            instance: "inst",
            key: &key,
            now_ms: 1_412_763_652_320,
        };
        let request = request(&envelope, &content).expect("it can be signed");
        let header = |name: &str| {
            let header = request.headers.iter().find(|header| header.name == name);
            String::from_utf8_lossy(&header.expect(name).value).into_owned()
        };
        assert_eq!(header("x-wix-timestamp"), "2014-10-08T10:20:52.320Z");
        // Sorted by name: tenant, then the headers.
        let text = "POST\nblue one\napp\nevent-1\n/contacts/created\ninst\n2014-10-08T10:20:52.320Z\n{\"contactId\":\"7\"}";
        let expected = hmac(b"secret", text.as_bytes());
        assert_eq!(
            header("x-wix-signature"),
            Signature::from_bytes(expected).encode()
        );
        assert_eq!(header("content-type"), "application/json");
    }

    /// HMAC-SHA256 (RFC 2104), written out: what is tested must not be what tests it.
    fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
        use sha2::{Digest, Sha256};
        let mut block = [0; 64];
        block[..key.len()].copy_from_slice(key);
        let pad = |with: u8| block.map(|byte| byte ^ with);
        let inner = Sha256::new()
            .chain_update(pad(0x36))
            .chain_update(text)
            .finalize();
        Sha256::new()
            .chain_update(pad(0x5c))
            .chain_update(inner)
            .finalize()
            .into()
    }
}
