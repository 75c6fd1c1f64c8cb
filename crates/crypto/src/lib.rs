//! What `node:crypto` and WebCrypto compute: bytes to bytes, keys, signatures.
//!
//! Pure: no JavaScript, no clock, no randomness of its own (a [`Seed`] comes in). Algorithms are
//! RustCrypto's; ring does what requests do most, verifying signatures.

pub mod agreement;
pub mod cipher;
mod failure;
pub mod hash;
pub mod kdf;
pub mod key;
pub mod key_wrap;
pub mod rsa_encryption;
pub mod signature;

pub use failure::Failure;
pub use hash::Hash;

/// Randomness for one operation, from whoever runs it.
pub type Seed = [u8; 32];

/// The generator of one operation.
fn generator(seed: Seed) -> rand_chacha::ChaCha20Rng {
    <rand_chacha::ChaCha20Rng as rand_chacha::rand_core::SeedableRng>::from_seed(seed)
}
