//! Keys into DER, in the same bytes as OpenSSL.

use super::der::{EC, ED25519, RSA, X25519, curve_oid};
use super::{EcPublic, Form, PrivateKey, PublicKey, RsaPrivate};
use crate::{Failure, Seed};
use pkcs8::der::asn1::{AnyRef, BitStringRef, OctetStringRef};
use pkcs8::der::{Encode, SecretDocument};
use pkcs8::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};
use pkcs8::{ObjectIdentifier, PrivateKeyInfo, pkcs5};
use rsa::pkcs1::{EncodeRsaPrivateKey, EncodeRsaPublicKey};
use zeroize::Zeroizing;

/// How the DER of a private key is sealed (PBES2, RFC 8018).
pub struct Encryption<'a> {
    /// `aes-128-cbc`, `aes-192-cbc` or `aes-256-cbc`.
    pub cipher: &'a str,
    /// The secret.
    pub passphrase: &'a [u8],
    /// For salt and initialisation vector.
    pub seed: Seed,
}

/// OpenSSL's number of rounds.
const ROUNDS: u32 = 2048;

fn wrong_form(form: Form) -> Failure {
    let name = match form {
        Form::Pkcs1 => "pkcs1",
        Form::Pkcs8 => "pkcs8",
        Form::Sec1 => "sec1",
        Form::Spki => "spki",
    };
    Failure::new(
        "ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS",
        format!("The selected key encoding {name} does not support this key type."),
    )
}

fn impossible<E: std::fmt::Debug>(error: E) -> Failure {
    Failure::operation("The key could not be written").with_cause(&format!("{error:?}"))
}

impl Failure {
    fn with_cause(mut self, cause: &str) -> Failure {
        self.message = format!("{}: {cause}", self.message);
        self
    }
}

/// A private key as `pkcs8`, `pkcs1` (RSA) or `sec1` (EC).
///
/// # Errors
/// A form that this kind of key does not have.
pub fn write_private(form: Form, key: &PrivateKey) -> Result<Zeroizing<Vec<u8>>, Failure> {
    match (form, key) {
        (Form::Pkcs8, key) => pkcs8_of(key),
        (Form::Pkcs1, PrivateKey::Rsa(key)) => pkcs1_of(key),
        (Form::Sec1, PrivateKey::Ec(key)) => sec1_of(key, true),
        _ => Err(wrong_form(form)),
    }
}

fn pkcs1_of(key: &RsaPrivate) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let document = key.inner().to_pkcs1_der().map_err(impossible)?;
    Ok(Zeroizing::new(document.as_bytes().to_vec()))
}

fn sec1_of(key: &super::EcPrivate, with_curve: bool) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let scalar = Zeroizing::new(key.scalar());
    let point = key.public().point(false);
    let sec1 = sec1::EcPrivateKey {
        private_key: &scalar,
        parameters: with_curve.then(|| sec1::EcParameters::NamedCurve(curve_oid(key.curve()))),
        public_key: Some(&point),
    };
    sec1.to_der().map(Zeroizing::new).map_err(impossible)
}

fn pkcs8_of(key: &PrivateKey) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let oid;
    let (algorithm, inner) = match key {
        PrivateKey::Rsa(key) => (rsa_algorithm(), pkcs1_of(key)?),
        PrivateKey::Ec(key) => {
            oid = curve_oid(key.curve());
            (ec_algorithm(&oid), sec1_of(key, false)?)
        }
        PrivateKey::Ed25519(key) => (plain_algorithm(ED25519), octets(&key.to_bytes())?),
        PrivateKey::X25519(key) => (plain_algorithm(X25519), octets(&key.to_bytes())?),
    };
    let info = PrivateKeyInfo::new(algorithm, &inner);
    info.to_der().map(Zeroizing::new).map_err(impossible)
}

fn octets(bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let string = OctetStringRef::new(bytes).map_err(impossible)?;
    string.to_der().map(Zeroizing::new).map_err(impossible)
}

fn rsa_algorithm() -> AlgorithmIdentifierRef<'static> {
    AlgorithmIdentifierRef {
        oid: RSA,
        parameters: Some(AnyRef::NULL),
    }
}

fn ec_algorithm(curve: &ObjectIdentifier) -> AlgorithmIdentifierRef<'_> {
    AlgorithmIdentifierRef {
        oid: EC,
        parameters: Some(curve.into()),
    }
}

fn plain_algorithm(oid: ObjectIdentifier) -> AlgorithmIdentifierRef<'static> {
    AlgorithmIdentifierRef {
        oid,
        parameters: None,
    }
}

/// A public key as `spki` or `pkcs1` (RSA).
///
/// # Errors
/// A form that this kind of key does not have.
pub fn write_public(form: Form, key: &PublicKey) -> Result<Vec<u8>, Failure> {
    match (form, key) {
        (Form::Pkcs1, PublicKey::Rsa(key)) => {
            let document = key.to_pkcs1_der().map_err(impossible)?;
            Ok(document.as_bytes().to_vec())
        }
        (Form::Spki, PublicKey::Rsa(key)) => {
            let inner = key.to_pkcs1_der().map_err(impossible)?;
            spki(rsa_algorithm(), inner.as_bytes())
        }
        (Form::Spki, PublicKey::Ec(key)) => spki_of_point(key),
        (Form::Spki, PublicKey::Ed25519(key)) => spki(plain_algorithm(ED25519), key.as_bytes()),
        (Form::Spki, PublicKey::X25519(key)) => spki(plain_algorithm(X25519), key.as_bytes()),
        _ => Err(wrong_form(form)),
    }
}

fn spki_of_point(key: &EcPublic) -> Result<Vec<u8>, Failure> {
    let oid = curve_oid(key.curve());
    spki(ec_algorithm(&oid), &key.point(false))
}

fn spki(algorithm: AlgorithmIdentifierRef<'_>, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let subject_public_key = BitStringRef::from_bytes(bytes).map_err(impossible)?;
    let info = SubjectPublicKeyInfoRef {
        algorithm,
        subject_public_key,
    };
    info.to_der().map_err(impossible)
}

/// Seals the DER of a PKCS#8 key.
///
/// # Errors
/// A cipher that is not known for this.
pub(super) fn sealed(der: &[u8], encryption: &Encryption<'_>) -> Result<SecretDocument, Failure> {
    use rand_chacha::rand_core::RngCore;
    let mut random = crate::generator(encryption.seed);
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    random.fill_bytes(&mut salt);
    random.fill_bytes(&mut iv);
    let parameters = pkcs5::pbes2::Parameters {
        kdf: pkcs5::pbes2::Pbkdf2Params::hmac_with_sha256(ROUNDS, &salt)
            .map_err(impossible)?
            .into(),
        encryption: match encryption.cipher.to_ascii_lowercase().as_str() {
            "aes-128-cbc" | "aes128" => pkcs5::pbes2::EncryptionScheme::Aes128Cbc { iv: &iv },
            "aes-192-cbc" | "aes192" => pkcs5::pbes2::EncryptionScheme::Aes192Cbc { iv: &iv },
            "aes-256-cbc" | "aes256" => pkcs5::pbes2::EncryptionScheme::Aes256Cbc { iv: &iv },
            _ => return Err(Failure::new("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher")),
        },
    };
    let info = PrivateKeyInfo::try_from(der).map_err(impossible)?;
    info.encrypt_with_params(parameters, encryption.passphrase)
        .map_err(impossible)
}
