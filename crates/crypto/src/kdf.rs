//! Keys from passwords and from other keys: PBKDF2 (RFC 8018), scrypt (RFC 7914), HKDF (RFC 5869).

use crate::hash::with_hash;
use crate::{Failure, Hash};
use digest::{KeyInit, Mac};
use hmac::Hmac;

/// Asked now and then during long work: whether to give up.
pub type Stop<'a> = &'a dyn Fn() -> bool;

/// How many rounds of PBKDF2 run between two looks at [`Stop`].
const ROUNDS_BETWEEN_STOPS: u32 = 4096;

fn stopped() -> Failure {
    Failure::new(
        "ERR_CRYPTO_OPERATION_FAILED",
        "Key derivation took longer than a request may; use fewer iterations or a lower cost",
    )
}

/// PBKDF2 with HMAC: `length` bytes.
///
/// The loop is ours, unlike the HMAC in it, so that it can be stopped.
///
/// # Errors
/// It was stopped.
pub fn pbkdf2(
    hash: Hash,
    password: &[u8],
    salt: &[u8],
    iterations: u32,
    length: usize,
    stop: Stop<'_>,
) -> Result<Vec<u8>, Failure> {
    with_hash!(hash, D => {
        let prf = <Hmac<D> as Mac>::new_from_slice(password).expect("HMAC takes keys of any length");
        stretch(&prf, salt, iterations, length, stop)
    })
}

fn stretch<M: Mac + Clone + KeyInit>(
    prf: &M,
    salt: &[u8],
    iterations: u32,
    length: usize,
    stop: Stop<'_>,
) -> Result<Vec<u8>, Failure> {
    let mut out = vec![0; length];
    for (index, block) in (1_u32..).zip(out.chunks_mut(M::output_size())) {
        let mut first = prf.clone();
        first.update(salt);
        first.update(&index.to_be_bytes());
        let mut round = first.finalize().into_bytes();
        xor(block, &round);
        for count in 1..iterations {
            if count % ROUNDS_BETWEEN_STOPS == 0 && stop() {
                return Err(stopped());
            }
            let mut next = prf.clone();
            next.update(&round);
            round = next.finalize().into_bytes();
            xor(block, &round);
        }
    }
    Ok(out)
}

fn xor(target: &mut [u8], with: &[u8]) {
    for (byte, other) in target.iter_mut().zip(with) {
        *byte ^= other;
    }
}

/// What scrypt costs.
#[derive(Clone, Copy, Debug)]
pub struct ScryptCost {
    /// N: a power of two.
    pub n: u64,
    /// r: the block size.
    pub r: u32,
    /// p: the parallelisation.
    pub p: u32,
}

/// scrypt: `length` bytes.
///
/// # Errors
/// Parameters that RFC 7914 does not allow.
pub fn scrypt(
    password: &[u8],
    salt: &[u8],
    cost: ScryptCost,
    length: usize,
) -> Result<Vec<u8>, Failure> {
    let invalid = || Failure::new("ERR_CRYPTO_INVALID_SCRYPT_PARAMS", "Invalid scrypt params");
    if !cost.n.is_power_of_two() || cost.n < 2 {
        return Err(invalid());
    }
    let log_n = cost.n.trailing_zeros() as u8;
    let mut out = vec![0; length];
    if length == 0 {
        return Ok(out);
    }
    // The length in the parameters is for password hashes with theirs; it is not used here.
    let params = ::scrypt::Params::new(log_n, cost.r, cost.p, 32).map_err(|_| invalid())?;
    ::scrypt::scrypt(password, salt, &params, &mut out).map_err(|_| invalid())?;
    Ok(out)
}

/// HKDF, both steps: `length` bytes.
///
/// # Errors
/// More than 255 digests were asked for.
pub fn hkdf(
    hash: Hash,
    key: &[u8],
    salt: &[u8],
    info: &[u8],
    length: usize,
) -> Result<Vec<u8>, Failure> {
    if length > hash.output_len() * 255 {
        return Err(Failure::new(
            "ERR_CRYPTO_INVALID_KEYLEN",
            "Invalid key length",
        ));
    }
    // RFC 5869, 2.2 and 2.3, over the HMAC of any hash.
    let zeros;
    let salt = if salt.is_empty() {
        zeros = vec![0; hash.output_len()];
        &zeros[..]
    } else {
        salt
    };
    let prk = hash.hmac(salt, key);
    let mut out = Vec::with_capacity(length + hash.output_len());
    let mut last: Vec<u8> = Vec::new();
    let mut counter = 0_u8;
    while out.len() < length {
        counter += 1;
        let mut mac = hash.begin(Some(&prk));
        mac.update(&last);
        mac.update(info);
        mac.update(&[counter]);
        last = mac.finish();
        out.extend_from_slice(&last);
    }
    out.truncate(length);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        data_encoding::HEXLOWER
            .decode(text.as_bytes())
            .expect("hex")
    }

    #[test]
    fn pbkdf2_of_rfc_6070_and_7914() {
        let go = || false;
        let sha1 = pbkdf2(Hash::Sha1, b"password", b"salt", 4096, 20, &go).expect("not stopped");
        assert_eq!(sha1, hex("4b007901b765489abead49d926f721d065a429c1"));
        let sha256 = pbkdf2(Hash::Sha256, b"passwd", b"salt", 1, 64, &go).expect("not stopped");
        assert_eq!(
            sha256,
            hex(
                "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc\
                 49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
            )
        );
    }

    #[test]
    fn pbkdf2_can_be_stopped() {
        let stopped = pbkdf2(Hash::Sha256, b"p", b"s", u32::MAX, 32, &|| true);
        assert!(stopped.is_err());
    }

    #[test]
    fn scrypt_of_rfc_7914() {
        let cost = ScryptCost { n: 16, r: 1, p: 1 };
        let out = scrypt(b"", b"", cost, 64).expect("valid");
        assert_eq!(
            out,
            hex(
                "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442\
                 fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
            )
        );
        assert!(scrypt(b"", b"", ScryptCost { n: 15, ..cost }, 64).is_err());
    }

    #[test]
    fn hkdf_of_rfc_5869() {
        let okm = hkdf(
            Hash::Sha256,
            &[0x0b; 22],
            &hex("000102030405060708090a0b0c"),
            &hex("f0f1f2f3f4f5f6f7f8f9"),
            42,
        );
        assert_eq!(
            okm.expect("short enough"),
            hex(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
            )
        );
        assert!(hkdf(Hash::Sha256, b"k", b"", b"", 255 * 32 + 1).is_err());
    }
}
