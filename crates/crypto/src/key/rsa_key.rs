//! RSA keys: numbers of bounded size, and the form in which ring signs with them.

use super::unreadable;
use crate::Failure;
use ::rsa::traits::{PrivateKeyParts, PublicKeyParts};
use ::rsa::{BigUint, RsaPrivateKey, RsaPublicKey};
use std::sync::{Arc, OnceLock};

/// Longer ones would take seconds to use.
pub(crate) const MODULUS_BITS_MAX: usize = 16384;

/// An RSA private key.
#[derive(Clone)]
pub struct RsaPrivate {
    key: Arc<RsaPrivateKey>,
    /// For ring, once somebody signed; none for a key that it does not take.
    signer: Arc<OnceLock<Option<ring::rsa::KeyPair>>>,
}

/// Numbers of a private key, big endian.
pub(crate) struct Parts<'a> {
    pub n: &'a [u8],
    pub e: &'a [u8],
    pub d: &'a [u8],
    pub p: &'a [u8],
    pub q: &'a [u8],
}

impl RsaPrivate {
    /// A key that is known to be one.
    pub(crate) fn new(key: RsaPrivateKey) -> RsaPrivate {
        RsaPrivate {
            key: Arc::new(key),
            signer: Arc::default(),
        }
    }

    pub(crate) fn from_parts(parts: &Parts<'_>) -> Result<RsaPrivate, Failure> {
        let number = BigUint::from_bytes_be;
        let n = number(parts.n);
        if n.bits() > MODULUS_BITS_MAX || parts.d.len() > parts.n.len() + 8 {
            return Err(unreadable());
        }
        let primes = vec![number(parts.p), number(parts.q)];
        let key = RsaPrivateKey::from_components(n, number(parts.e), number(parts.d), primes);
        key.map(RsaPrivate::new).map_err(|_| unreadable())
    }

    /// The numbers.
    pub(crate) fn inner(&self) -> &RsaPrivateKey {
        &self.key
    }

    /// Bytes of the modulus.
    pub fn modulus_len(&self) -> usize {
        self.key.size()
    }

    pub(crate) fn public(&self) -> RsaPublicKey {
        self.key.to_public_key()
    }

    /// The key in ring's form, if it takes it (2048 to 4096 bits, primes of equal length).
    pub(crate) fn signer(&self) -> Option<&ring::rsa::KeyPair> {
        self.signer.get_or_init(|| for_ring(&self.key)).as_ref()
    }
}

fn for_ring(key: &RsaPrivateKey) -> Option<ring::rsa::KeyPair> {
    let [p, q] = key.primes() else {
        return None;
    };
    let qinv = key.crt_coefficient()?;
    let components = ring::rsa::KeyPairComponents {
        public_key: ring::rsa::PublicKeyComponents {
            n: key.n().to_bytes_be(),
            e: key.e().to_bytes_be(),
        },
        d: key.d().to_bytes_be(),
        p: p.to_bytes_be(),
        q: q.to_bytes_be(),
        dP: key.dp()?.to_bytes_be(),
        dQ: key.dq()?.to_bytes_be(),
        qInv: qinv.to_bytes_be(),
    };
    ring::rsa::KeyPair::from_components(&components).ok()
}

/// A public key of two numbers, big endian.
pub(crate) fn public_from_parts(n: &[u8], e: &[u8]) -> Result<RsaPublicKey, Failure> {
    let (n, e) = (BigUint::from_bytes_be(n), BigUint::from_bytes_be(e));
    RsaPublicKey::new_with_max_size(n, e, MODULUS_BITS_MAX).map_err(|_| unreadable())
}

/// Bits of the modulus, and the exponent in decimal.
pub fn rsa_size(key: &RsaPublicKey) -> (usize, String) {
    (key.n().bits(), key.e().to_string())
}
