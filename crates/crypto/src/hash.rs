//! Hashes and HMAC: one step for what is there, a stream for what comes in pieces.

use digest::{Digest, DynDigest, Mac};
use hmac::Hmac;

/// A hash algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Hash {
    Md5,
    Ripemd160,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512_224,
    Sha512_256,
    Sha3_224,
    Sha3_256,
    Sha3_384,
    Sha3_512,
}

/// Runs an expression with the type of a hash.
macro_rules! with_hash {
    ($hash:expr, $D:ident => $body:expr) => {
        match $hash {
            $crate::Hash::Md5 => {
                type $D = md5::Md5;
                $body
            }
            $crate::Hash::Ripemd160 => {
                type $D = ripemd::Ripemd160;
                $body
            }
            $crate::Hash::Sha1 => {
                type $D = sha1::Sha1;
                $body
            }
            $crate::Hash::Sha224 => {
                type $D = sha2::Sha224;
                $body
            }
            $crate::Hash::Sha256 => {
                type $D = sha2::Sha256;
                $body
            }
            $crate::Hash::Sha384 => {
                type $D = sha2::Sha384;
                $body
            }
            $crate::Hash::Sha512 => {
                type $D = sha2::Sha512;
                $body
            }
            $crate::Hash::Sha512_224 => {
                type $D = sha2::Sha512_224;
                $body
            }
            $crate::Hash::Sha512_256 => {
                type $D = sha2::Sha512_256;
                $body
            }
            $crate::Hash::Sha3_224 => {
                type $D = sha3::Sha3_224;
                $body
            }
            $crate::Hash::Sha3_256 => {
                type $D = sha3::Sha3_256;
                $body
            }
            $crate::Hash::Sha3_384 => {
                type $D = sha3::Sha3_384;
                $body
            }
            $crate::Hash::Sha3_512 => {
                type $D = sha3::Sha3_512;
                $body
            }
        }
    };
}
pub(crate) use with_hash;

/// Names as in `crypto.getHashes()`, sorted.
const NAMES: &[(&str, Hash)] = &[
    ("md5", Hash::Md5),
    ("ripemd160", Hash::Ripemd160),
    ("sha1", Hash::Sha1),
    ("sha224", Hash::Sha224),
    ("sha256", Hash::Sha256),
    ("sha3-224", Hash::Sha3_224),
    ("sha3-256", Hash::Sha3_256),
    ("sha3-384", Hash::Sha3_384),
    ("sha3-512", Hash::Sha3_512),
    ("sha384", Hash::Sha384),
    ("sha512", Hash::Sha512),
    ("sha512-224", Hash::Sha512_224),
    ("sha512-256", Hash::Sha512_256),
];

/// All plain names.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(name, _)| *name)
}

impl Hash {
    /// By any of the names that OpenSSL knows it by (`SHA-256`, `RSA-SHA256`, `rmd160`).
    pub fn by_name(given: &str) -> Option<Hash> {
        Hash::by_plain_name(given).or_else(|| Hash::by_other_name(given))
    }

    fn by_plain_name(plain: &str) -> Option<Hash> {
        let found = NAMES.iter().find(|(name, _)| *name == plain);
        found.map(|(_, hash)| *hash)
    }

    fn by_other_name(given: &str) -> Option<Hash> {
        let lower = given.to_ascii_lowercase();
        let plain = lower.strip_prefix("rsa-").unwrap_or(&lower);
        let plain = plain.strip_suffix("withrsaencryption").unwrap_or(plain);
        let plain = match plain {
            "rmd160" | "ripemd" | "ripemd-160" => "ripemd160",
            "sha-1" | "ssl3-sha1" => "sha1",
            "sha-224" | "sha2-224" => "sha224",
            "sha-256" | "sha2-256" => "sha256",
            "sha-384" | "sha2-384" => "sha384",
            "sha-512" | "sha2-512" => "sha512",
            "sha512/224" | "sha-512/224" | "sha2-512/224" => "sha512-224",
            "sha512/256" | "sha-512/256" | "sha2-512/256" => "sha512-256",
            "ssl3-md5" => "md5",
            other => other,
        };
        Hash::by_plain_name(plain)
    }

    /// The plain name.
    pub fn name(self) -> &'static str {
        let found = NAMES.iter().find(|(_, hash)| *hash == self);
        found.expect("every hash has a name").0
    }

    /// Bytes of a digest.
    pub fn output_len(self) -> usize {
        with_hash!(self, D => <D as Digest>::output_size())
    }

    /// The digest of `data`.
    pub fn digest(self, data: &[u8]) -> Vec<u8> {
        with_hash!(self, D => <D as Digest>::digest(data).to_vec())
    }

    /// The HMAC of `data` (RFC 2104).
    pub fn hmac(self, key: &[u8], data: &[u8]) -> Vec<u8> {
        with_hash!(self, D => mac::<Hmac<D>>(key).chain_update(data).finalize().into_bytes().to_vec())
    }

    /// Begins a digest, or with a key an HMAC.
    pub fn begin(self, key: Option<&[u8]>) -> Box<dyn Running> {
        with_hash!(self, D => match key {
            None => Box::new(Plain(Box::new(D::default()))),
            Some(key) => Box::new(Keyed(mac::<Hmac<D>>(key))),
        })
    }
}

fn mac<M: Mac + digest::KeyInit>(key: &[u8]) -> M {
    <M as Mac>::new_from_slice(key).expect("HMAC takes keys of any length")
}

/// A hash or an HMAC while it takes data.
pub trait Running {
    /// Takes more.
    fn update(&mut self, data: &[u8]);
    /// The digest of what came.
    fn finish(&mut self) -> Vec<u8>;
    /// An independent copy of the state.
    fn copy(&self) -> Box<dyn Running>;
}

struct Plain(Box<dyn DynDigest>);

impl Running for Plain {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }
    fn finish(&mut self) -> Vec<u8> {
        self.0.finalize_reset().into_vec()
    }
    fn copy(&self) -> Box<dyn Running> {
        Box::new(Plain(self.0.box_clone()))
    }
}

struct Keyed<M>(M);

impl<M: Mac + Clone + 'static> Running for Keyed<M> {
    fn update(&mut self, data: &[u8]) {
        Mac::update(&mut self.0, data);
    }
    fn finish(&mut self) -> Vec<u8> {
        self.0.clone().finalize().into_bytes().to_vec()
    }
    fn copy(&self) -> Box<dyn Running> {
        Box::new(Keyed(self.0.clone()))
    }
}
