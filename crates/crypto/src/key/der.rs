//! Keys out of DER: PKCS#8, PKCS#1, SEC1, SPKI, and the public key in a certificate.

use super::rsa_key::{Parts, public_from_parts};
use super::{Curve, EcPrivate, PrivateKey, PublicKey, RsaPrivate, of_curve, unreadable};
use crate::Failure;
use pkcs8::der::asn1::{AnyRef, ObjectIdentifier};
use pkcs8::der::{Decode, Reader, SliceReader};
use pkcs8::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};
use rsa::pkcs1;

pub(super) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
pub(super) const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
pub(super) const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
pub(super) const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
pub(super) const X25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.110");

const CURVE_OIDS: &[(Curve, ObjectIdentifier)] = &[
    (
        Curve::P256,
        ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
    ),
    (Curve::P384, ObjectIdentifier::new_unwrap("1.3.132.0.34")),
    (Curve::P521, ObjectIdentifier::new_unwrap("1.3.132.0.35")),
    (Curve::K256, ObjectIdentifier::new_unwrap("1.3.132.0.10")),
];

/// How the DER of a key is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Form {
    Pkcs1,
    Pkcs8,
    Sec1,
    Spki,
}

impl Form {
    /// As Node names it.
    pub fn by_name(name: &str) -> Option<Form> {
        match name {
            "pkcs1" => Some(Form::Pkcs1),
            "pkcs8" => Some(Form::Pkcs8),
            "sec1" => Some(Form::Sec1),
            "spki" => Some(Form::Spki),
            _ => None,
        }
    }
}

/// The OID of a curve.
pub(super) fn curve_oid(curve: Curve) -> ObjectIdentifier {
    let found = CURVE_OIDS.iter().find(|(known, _)| *known == curve);
    found.expect("every curve has an OID").1
}

fn curve_of(oid: ObjectIdentifier) -> Result<Curve, Failure> {
    let found = CURVE_OIDS.iter().find(|(_, known)| *known == oid);
    found.map(|(curve, _)| *curve).ok_or_else(unreadable)
}

fn malformed<E>(_: E) -> Failure {
    unreadable()
}

/// A private key. An encrypted PKCS#8 needs its passphrase.
///
/// # Errors
/// It is none of those known here.
pub fn read_private(
    form: Form,
    der: &[u8],
    passphrase: Option<&[u8]>,
) -> Result<PrivateKey, Failure> {
    match form {
        Form::Pkcs1 => rsa_private(der).map(PrivateKey::Rsa),
        Form::Sec1 => ec_private(der, None).map(PrivateKey::Ec),
        Form::Pkcs8 => match pkcs8::EncryptedPrivateKeyInfo::from_der(der) {
            Ok(sealed) => pkcs8(unsealed(&sealed, passphrase)?.as_bytes()),
            Err(_) => pkcs8(der),
        },
        Form::Spki => Err(unreadable()),
    }
}

fn unsealed(
    sealed: &pkcs8::EncryptedPrivateKeyInfo<'_>,
    passphrase: Option<&[u8]>,
) -> Result<pkcs8::der::SecretDocument, Failure> {
    let passphrase = passphrase.ok_or_else(needs_passphrase)?;
    sealed.decrypt(passphrase).map_err(|_| bad_passphrase())
}

pub(super) fn needs_passphrase() -> Failure {
    Failure::new(
        "ERR_MISSING_PASSPHRASE",
        "Passphrase required for encrypted key",
    )
}

pub(super) fn bad_passphrase() -> Failure {
    Failure::new(
        "ERR_OSSL_BAD_DECRYPT",
        "error:1C800064:Provider routines::bad decrypt",
    )
}

fn pkcs8(der: &[u8]) -> Result<PrivateKey, Failure> {
    let info = pkcs8::PrivateKeyInfo::from_der(der).map_err(malformed)?;
    match info.algorithm.oid {
        RSA | RSA_PSS => rsa_private(info.private_key).map(PrivateKey::Rsa),
        EC => ec_private(info.private_key, Some(named_curve(&info.algorithm)?)).map(PrivateKey::Ec),
        ED25519 => Ok(PrivateKey::Ed25519((&octets(info.private_key)?).into())),
        X25519 => Ok(PrivateKey::X25519(octets(info.private_key)?.into())),
        _ => Err(unreadable()),
    }
}

/// The 32 bytes in an octet string in an octet string (RFC 8410, 7).
fn octets(der: &[u8]) -> Result<[u8; 32], Failure> {
    let inner = pkcs8::der::asn1::OctetStringRef::from_der(der).map_err(malformed)?;
    inner.as_bytes().try_into().map_err(malformed)
}

fn named_curve(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<Curve, Failure> {
    curve_of(algorithm.parameters_oid().map_err(malformed)?)
}

fn rsa_private(der: &[u8]) -> Result<RsaPrivate, Failure> {
    let key = pkcs1::RsaPrivateKey::try_from(der).map_err(malformed)?;
    RsaPrivate::from_parts(&Parts {
        n: key.modulus.as_bytes(),
        e: key.public_exponent.as_bytes(),
        d: key.private_exponent.as_bytes(),
        p: key.prime1.as_bytes(),
        q: key.prime2.as_bytes(),
    })
}

/// A SEC1 key; its curve is in it, or known from around it.
fn ec_private(der: &[u8], around: Option<Curve>) -> Result<EcPrivate, Failure> {
    let key = sec1::EcPrivateKey::try_from(der).map_err(malformed)?;
    let inside = key.parameters.and_then(sec1::EcParameters::named_curve);
    let inside = inside.map(curve_of).transpose()?;
    let curve = around.or(inside).ok_or_else(unreadable)?;
    if inside.is_some_and(|inside| inside != curve) {
        return Err(unreadable());
    }
    let secret = of_curve!(curve, EcPrivate, C => elliptic_curve::SecretKey::<C>::from_slice(key.private_key))
        .map_err(malformed)?;
    // A public part that belongs to another key is no slip, it is an attack or a mix-up.
    if let Some(point) = key.public_key
        && super::raw::ec_public(curve, point)? != secret.public()
    {
        return Err(unreadable());
    }
    Ok(secret)
}

/// A public key, in the form `spki` or `pkcs1`.
///
/// # Errors
/// It is none of those known here.
pub fn read_public(form: Form, der: &[u8]) -> Result<PublicKey, Failure> {
    match form {
        Form::Pkcs1 => {
            let key = pkcs1::RsaPublicKey::try_from(der).map_err(malformed)?;
            public_from_parts(key.modulus.as_bytes(), key.public_exponent.as_bytes())
                .map(PublicKey::Rsa)
        }
        Form::Spki => spki(&SubjectPublicKeyInfoRef::try_from(der).map_err(malformed)?),
        _ => Err(unreadable()),
    }
}

fn spki(info: &SubjectPublicKeyInfoRef<'_>) -> Result<PublicKey, Failure> {
    let bytes = info.subject_public_key.as_bytes().ok_or_else(unreadable)?;
    let raw = || <[u8; 32]>::try_from(bytes).map_err(malformed);
    match info.algorithm.oid {
        RSA | RSA_PSS => read_public(Form::Pkcs1, bytes),
        EC => {
            let curve = named_curve(&info.algorithm)?;
            super::raw::ec_public(curve, bytes).map(PublicKey::Ec)
        }
        ED25519 => ed25519_dalek::VerifyingKey::from_bytes(&raw()?)
            .map(PublicKey::Ed25519)
            .map_err(malformed),
        X25519 => Ok(PublicKey::X25519(raw()?.into())),
        _ => Err(unreadable()),
    }
}

/// The public key in an X.509 certificate (RFC 5280, 4.1), of which nothing else is looked at.
///
/// # Errors
/// It is no certificate, or its key is none of those known here.
pub fn certificate_public_key(der: &[u8]) -> Result<PublicKey, Failure> {
    let mut reader = SliceReader::new(der).map_err(malformed)?;
    let info = reader
        .sequence(|certificate| {
            let key = certificate.sequence(|fields| {
                if fields.peek_header()?.tag.is_context_specific() {
                    AnyRef::decode(fields)?; // version
                }
                for _ in 0..5 {
                    AnyRef::decode(fields)?; // serial number, algorithm, issuer, validity, subject
                }
                let key = AnyRef::decode(fields)?;
                while !fields.is_finished() {
                    AnyRef::decode(fields)?;
                }
                Ok(key)
            })?;
            while !certificate.is_finished() {
                AnyRef::decode(certificate)?;
            }
            Ok(key)
        })
        .map_err(|_: pkcs8::der::Error| unreadable())?;
    let info = info
        .decode_as::<SubjectPublicKeyInfoRef<'_>>()
        .map_err(malformed)?;
    spki(&info)
}
