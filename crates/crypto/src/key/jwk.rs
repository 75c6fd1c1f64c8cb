//! Keys as JSON Web Keys (RFC 7517, 7518, 8037).

use super::rsa_key::{Parts, public_from_parts};
use super::{Curve, Key, PrivateKey, PublicKey, RsaPrivate, private_from_raw, public_from_raw};
use crate::Failure;
use data_encoding::BASE64URL_NOPAD;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

fn invalid(what: &str) -> Failure {
    Failure::new(
        "ERR_CRYPTO_INVALID_JWK",
        format!("Invalid JWK data: {what}"),
    )
}

fn text<'a>(jwk: &'a Map<String, Value>, name: &str) -> Result<&'a str, Failure> {
    jwk.get(name)
        .and_then(Value::as_str)
        .ok_or_else(|| invalid(&format!("\"{name}\" is missing or no text")))
}

fn bytes(jwk: &Map<String, Value>, name: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let encoded = text(jwk, name)?.trim_end_matches('=');
    BASE64URL_NOPAD
        .decode(encoded.as_bytes())
        .map(Zeroizing::new)
        .map_err(|_| invalid(&format!("\"{name}\" is not base64url")))
}

/// A key from a JWK's text: private if it has a `d`.
///
/// # Errors
/// It is none of those known here, or its parts do not belong together.
pub fn from_jwk(source: &str) -> Result<Key, Failure> {
    let parsed: Value = serde_json::from_str(source).map_err(|_| invalid("no JSON"))?;
    let jwk = parsed.as_object().ok_or_else(|| invalid("no object"))?;
    let private = jwk.contains_key("d");
    match text(jwk, "kty")? {
        "RSA" if private => rsa_private(jwk).map(|key| Key::Private(PrivateKey::Rsa(key))),
        "RSA" => public_from_parts(&bytes(jwk, "n")?, &bytes(jwk, "e")?)
            .map(|key| Key::Public(PublicKey::Rsa(key)))
            .map_err(|_| invalid("no RSA key")),
        "EC" => on_curve(jwk, private),
        "OKP" => octet_key_pair(jwk, private),
        _ => Err(invalid("unsupported \"kty\"")),
    }
}

fn rsa_private(jwk: &Map<String, Value>) -> Result<RsaPrivate, Failure> {
    for part in ["dp", "dq", "qi"] {
        bytes(jwk, part)?;
    }
    if jwk.contains_key("oth") {
        return Err(invalid("keys of more than two primes are not supported"));
    }
    RsaPrivate::from_parts(&Parts {
        n: &bytes(jwk, "n")?,
        e: &bytes(jwk, "e")?,
        d: &bytes(jwk, "d")?,
        p: &bytes(jwk, "p")?,
        q: &bytes(jwk, "q")?,
    })
    .map_err(|_| invalid("no RSA key"))
}

/// Both keys, or the public one; a public part that belongs to another key is refused.
fn pair(kind: &str, secret: Option<&[u8]>, public: &[u8]) -> Result<Key, Failure> {
    let public = public_from_raw(kind, public).map_err(|_| invalid("no key of its kind"))?;
    let Some(secret) = secret else {
        return Ok(Key::Public(public));
    };
    let secret = private_from_raw(kind, secret).map_err(|_| invalid("no key of its kind"))?;
    if secret.public() != public {
        return Err(invalid("its parts do not belong together"));
    }
    Ok(Key::Private(secret))
}

fn on_curve(jwk: &Map<String, Value>, private: bool) -> Result<Key, Failure> {
    let name = text(jwk, "crv")?;
    let curve = Curve::by_name(name).filter(|curve| curve.standard_name() == name);
    let curve = curve.ok_or_else(|| {
        Failure::new(
            "ERR_CRYPTO_INVALID_CURVE",
            format!("Unsupported JWK EC curve: {name}"),
        )
    })?;
    let (x, y) = (bytes(jwk, "x")?, bytes(jwk, "y")?);
    let secret = private.then(|| bytes(jwk, "d")).transpose()?;
    let field = curve.field_len();
    if x.len() != field || y.len() != field || secret.as_ref().is_some_and(|d| d.len() != field) {
        return Err(invalid("a part has a wrong length"));
    }
    let point = [&[4], &x[..], &y[..]].concat();
    pair(curve.name(), secret.as_deref().map(Vec::as_slice), &point)
}

fn octet_key_pair(jwk: &Map<String, Value>, private: bool) -> Result<Key, Failure> {
    let kind = match text(jwk, "crv")? {
        "Ed25519" => "ed25519",
        "X25519" => "x25519",
        _ => return Err(invalid("unsupported \"crv\"")),
    };
    let secret = private.then(|| bytes(jwk, "d")).transpose()?;
    pair(
        kind,
        secret.as_deref().map(Vec::as_slice),
        &bytes(jwk, "x")?,
    )
}

fn b64(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

/// The JWK of a key, as text.
pub fn to_jwk(key: &Key) -> String {
    let mut jwk = of_public(&key.public());
    if let Key::Private(private) = key {
        add_private(&mut jwk, private);
    }
    Value::Object(jwk).to_string()
}

fn of_public(key: &PublicKey) -> Map<String, Value> {
    let jwk = match key {
        PublicKey::Rsa(key) => {
            json!({ "kty": "RSA", "n": b64(&key.n().to_bytes_be()), "e": b64(&key.e().to_bytes_be()) })
        }
        PublicKey::Ec(key) => {
            let point = key.point(false);
            let (x, y) = point[1..].split_at(key.curve().field_len());
            json!({ "kty": "EC", "x": b64(x), "y": b64(y), "crv": key.curve().standard_name() })
        }
        PublicKey::Ed25519(key) => {
            json!({ "kty": "OKP", "crv": "Ed25519", "x": b64(key.as_bytes()) })
        }
        PublicKey::X25519(key) => {
            json!({ "kty": "OKP", "crv": "X25519", "x": b64(key.as_bytes()) })
        }
    };
    match jwk {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn add_private(jwk: &mut Map<String, Value>, key: &PrivateKey) {
    let mut add = |name: &str, bytes: &[u8]| jwk.insert(name.to_owned(), Value::String(b64(bytes)));
    let PrivateKey::Rsa(rsa) = key else {
        let raw = Zeroizing::new(key.raw().unwrap_or_default());
        add("d", &raw);
        return;
    };
    let rsa = rsa.inner();
    add("d", &rsa.d().to_bytes_be());
    if let [p, q] = rsa.primes() {
        add("p", &p.to_bytes_be());
        add("q", &q.to_bytes_be());
    }
    let numbers = [
        ("dp", rsa.dp().cloned()),
        ("dq", rsa.dq().cloned()),
        ("qi", rsa.crt_coefficient()),
    ];
    for (name, number) in numbers {
        if let Some(number) = number {
            add(name, &number.to_bytes_be());
        }
    }
}
