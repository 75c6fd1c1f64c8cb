//! Asymmetric keys: RSA, four curves of ECDSA, Ed25519 and X25519; read, written, made.

mod der;
mod generate;
mod jwk;
mod legacy;
mod pem;
mod raw;
mod rsa_key;
mod write;

pub use der::{Form, certificate_public_key, read_private, read_public};
pub use generate::{ec, ed25519, rsa, x25519};
pub use jwk::{from_jwk, to_jwk};
pub use pem::{Sealing, read_pem, write_private_pem, write_public_pem};
pub use raw::{point_converted, private_from_raw, public_from_raw};
pub use rsa_key::{RsaPrivate, rsa_size};
pub use write::{Encryption, write_private, write_public};

use crate::Failure;
use ed25519_dalek::{SigningKey, VerifyingKey};

/// A curve of ECDSA and ECDH.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Curve {
    P256,
    P384,
    P521,
    K256,
}

/// Curves: OpenSSL's name, WebCrypto's.
const CURVES: &[(Curve, &str, &str)] = &[
    (Curve::P256, "prime256v1", "P-256"),
    (Curve::K256, "secp256k1", "secp256k1"),
    (Curve::P384, "secp384r1", "P-384"),
    (Curve::P521, "secp521r1", "P-521"),
];

impl Curve {
    /// By OpenSSL's or the standard's name.
    pub fn by_name(name: &str) -> Option<Curve> {
        let found = CURVES
            .iter()
            .find(|(_, openssl, standard)| name.eq_ignore_ascii_case(openssl) || name == *standard);
        match (found, name) {
            (Some((curve, ..)), _) => Some(*curve),
            (None, "secp256r1") => Some(Curve::P256),
            _ => None,
        }
    }

    /// OpenSSL's name.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// The name in a JWK.
    pub fn standard_name(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> &'static (Curve, &'static str, &'static str) {
        let found = CURVES.iter().find(|(curve, ..)| *curve == self);
        found.expect("every curve has a row")
    }

    /// OpenSSL's names of all.
    pub fn names() -> impl Iterator<Item = &'static str> {
        CURVES.iter().map(|(_, name, _)| *name)
    }

    /// Bytes of a coordinate.
    pub fn field_len(self) -> usize {
        match self {
            Curve::P256 | Curve::K256 => 32,
            Curve::P384 => 48,
            Curve::P521 => 66,
        }
    }
}

/// The private part of a key on a curve.
#[derive(Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum EcPrivate {
    P256(p256::SecretKey),
    P384(p384::SecretKey),
    P521(p521::SecretKey),
    K256(k256::SecretKey),
}

/// A point on a curve.
#[derive(Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum EcPublic {
    P256(p256::PublicKey),
    P384(p384::PublicKey),
    P521(p521::PublicKey),
    K256(k256::PublicKey),
}

/// Runs an expression for whichever curve a key is on.
macro_rules! on_curve {
    ($key:expr, $Kind:ident, $C:ident, $k:ident => $body:expr) => {
        match $key {
            $crate::key::$Kind::P256($k) => {
                #[allow(dead_code)]
                type $C = p256::NistP256;
                $body
            }
            $crate::key::$Kind::P384($k) => {
                #[allow(dead_code)]
                type $C = p384::NistP384;
                $body
            }
            $crate::key::$Kind::P521($k) => {
                #[allow(dead_code)]
                type $C = p521::NistP521;
                $body
            }
            $crate::key::$Kind::K256($k) => {
                #[allow(dead_code)]
                type $C = k256::Secp256k1;
                $body
            }
        }
    };
}
pub(crate) use on_curve;

/// Makes a key of a curve that is known at run time only.
macro_rules! of_curve {
    ($curve:expr, $Kind:ident, $C:ident => $body:expr) => {
        match $curve {
            $crate::key::Curve::P256 => {
                type $C = p256::NistP256;
                $body.map($crate::key::$Kind::P256)
            }
            $crate::key::Curve::P384 => {
                type $C = p384::NistP384;
                $body.map($crate::key::$Kind::P384)
            }
            $crate::key::Curve::P521 => {
                type $C = p521::NistP521;
                $body.map($crate::key::$Kind::P521)
            }
            $crate::key::Curve::K256 => {
                type $C = k256::Secp256k1;
                $body.map($crate::key::$Kind::K256)
            }
        }
    };
}
pub(crate) use of_curve;

impl EcPrivate {
    /// Which curve.
    pub fn curve(&self) -> Curve {
        match self {
            EcPrivate::P256(_) => Curve::P256,
            EcPrivate::P384(_) => Curve::P384,
            EcPrivate::P521(_) => Curve::P521,
            EcPrivate::K256(_) => Curve::K256,
        }
    }

    fn public(&self) -> EcPublic {
        match self {
            EcPrivate::P256(key) => EcPublic::P256(key.public_key()),
            EcPrivate::P384(key) => EcPublic::P384(key.public_key()),
            EcPrivate::P521(key) => EcPublic::P521(key.public_key()),
            EcPrivate::K256(key) => EcPublic::K256(key.public_key()),
        }
    }
}

impl EcPublic {
    /// Which curve.
    pub fn curve(&self) -> Curve {
        match self {
            EcPublic::P256(_) => Curve::P256,
            EcPublic::P384(_) => Curve::P384,
            EcPublic::P521(_) => Curve::P521,
            EcPublic::K256(_) => Curve::K256,
        }
    }
}

/// A private key.
#[derive(Clone)]
#[allow(missing_docs)]
pub enum PrivateKey {
    Rsa(RsaPrivate),
    Ec(EcPrivate),
    Ed25519(SigningKey),
    X25519(x25519_dalek::StaticSecret),
}

/// A public key.
#[derive(Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum PublicKey {
    Rsa(::rsa::RsaPublicKey),
    Ec(EcPublic),
    Ed25519(VerifyingKey),
    X25519(x25519_dalek::PublicKey),
}

/// Either.
#[derive(Clone)]
#[allow(missing_docs)]
pub enum Key {
    Private(PrivateKey),
    Public(PublicKey),
}

impl PrivateKey {
    /// The public key that belongs to it.
    pub fn public(&self) -> PublicKey {
        match self {
            PrivateKey::Rsa(key) => PublicKey::Rsa(key.public()),
            PrivateKey::Ec(key) => PublicKey::Ec(key.public()),
            PrivateKey::Ed25519(key) => PublicKey::Ed25519(key.verifying_key()),
            PrivateKey::X25519(key) => PublicKey::X25519(x25519_dalek::PublicKey::from(key)),
        }
    }
}

impl PublicKey {
    /// `rsa`, `ec`, `ed25519` or `x25519`.
    pub fn kind(&self) -> &'static str {
        match self {
            PublicKey::Rsa(_) => "rsa",
            PublicKey::Ec(_) => "ec",
            PublicKey::Ed25519(_) => "ed25519",
            PublicKey::X25519(_) => "x25519",
        }
    }
}

impl Key {
    /// The public key, or that of a private one.
    pub fn public(&self) -> PublicKey {
        match self {
            Key::Private(key) => key.public(),
            Key::Public(key) => key.clone(),
        }
    }
}

/// What was given is no key that is known here.
pub(crate) fn unreadable() -> Failure {
    Failure::new(
        "ERR_OSSL_UNSUPPORTED",
        "error:1E08010C:DECODER routines::unsupported",
    )
}
