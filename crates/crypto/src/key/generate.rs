//! New keys.

use super::{Curve, EcPrivate, PrivateKey, RsaPrivate, of_curve};
use crate::{Failure, Seed, generator};
use rsa::BigUint;

/// Making longer ones takes minutes.
const RSA_BITS_MAX: usize = 8192;

/// An RSA key.
///
/// # Errors
/// A length or exponent that cannot be.
pub fn rsa(bits: usize, public_exponent: u64, seed: Seed) -> Result<PrivateKey, Failure> {
    if bits > RSA_BITS_MAX {
        return Err(Failure::new(
            "ERR_OUT_OF_RANGE",
            format!(
                "RSA keys of more than {RSA_BITS_MAX} bits are not made here; make this one elsewhere and import it"
            ),
        ));
    }
    if bits < 512 {
        return Err(Failure::new(
            "ERR_OSSL_RSA_KEY_SIZE_TOO_SMALL",
            "error:0200007A:rsa routines::key size too small",
        ));
    }
    if public_exponent < 3 || public_exponent.is_multiple_of(2) {
        return Err(Failure::new(
            "ERR_OSSL_RSA_PUB_EXPONENT_OUT_OF_RANGE",
            "error:020000B2:rsa routines::pub exponent out of range",
        ));
    }
    let exponent = BigUint::from(public_exponent);
    rsa::RsaPrivateKey::new_with_exp(&mut generator(seed), bits, &exponent)
        .map(|key| PrivateKey::Rsa(RsaPrivate::new(key)))
        .map_err(|_| Failure::operation("The key could not be made"))
}

/// A key on a curve.
pub fn ec(curve: Curve, seed: Seed) -> PrivateKey {
    let mut random = generator(seed);
    let key: Result<EcPrivate, std::convert::Infallible> =
        of_curve!(curve, EcPrivate, C => Ok(elliptic_curve::SecretKey::<C>::random(&mut random)));
    match key {
        Ok(key) => PrivateKey::Ec(key),
        Err(never) => match never {},
    }
}

/// An Ed25519 key.
pub fn ed25519(seed: Seed) -> PrivateKey {
    PrivateKey::Ed25519((&seed).into())
}

/// An X25519 key.
pub fn x25519(seed: Seed) -> PrivateKey {
    PrivateKey::X25519(seed.into())
}
