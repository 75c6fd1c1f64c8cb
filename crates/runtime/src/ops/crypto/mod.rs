//! What `node:crypto` and WebCrypto compute (`velodrome-crypto`), as JavaScript calls it.
//!
//! What is slow by design runs on another thread (`work.rs`); everything else at once, because it
//! takes less time than going there.

mod cipher;
mod hash;
mod kdf;
mod key;
mod work;

use super::{OpState, OpTable};
use velodrome_crypto::{Failure, Hash, Seed};
use velodrome_engine::{ErrorKind, Scope, Value};

pub(crate) use work::{SlowWork, run_slowly};

pub(crate) const OPS: &[OpTable] = &[hash::OPS, cipher::OPS, kdf::OPS, key::OPS];

/// Randomness for one operation.
fn seed(state: &OpState) -> Seed {
    let mut seed = Seed::default();
    state.host.random(&mut seed);
    seed
}

/// Text as UTF-8, or bytes as they are.
pub(super) fn data(value: Value<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    if !value.copy_bytes(&mut out) {
        value.write_utf8(&mut out);
    }
    out
}

/// As [`data`]; `None` for undefined.
pub(super) fn optional_data(value: Value<'_>) -> Option<Vec<u8>> {
    (!value.is_undefined()).then(|| data(value))
}

/// A whole number that is not negative; 0 for anything else.
pub(super) fn count(value: Value<'_>) -> usize {
    value.as_number().unwrap_or_default() as usize
}

/// The hash that an argument names, if it names one.
fn hash_argument(value: Value<'_>) -> Option<Hash> {
    if value.is_undefined() {
        return None;
    }
    Hash::by_name(&value.to_str_lossy())
}

/// A new ArrayBuffer.
fn buffer<'a>(scope: Scope<'a>, bytes: Vec<u8>) -> Value<'a> {
    scope.array_buffer(bytes).into()
}

/// The error that JavaScript sees: `code`, and of OpenSSL's also `library` and `reason`.
fn error<'a>(scope: Scope<'a>, failure: &Failure) -> Value<'a> {
    let kind = match failure.code {
        "ERR_CRYPTO_INVALID_KEYLEN" | "ERR_OUT_OF_RANGE" => ErrorKind::RangeError,
        "ERR_CRYPTO_INVALID_CURVE"
        | "ERR_CRYPTO_INVALID_IV"
        | "ERR_CRYPTO_INVALID_JWK"
        | "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE"
        | "ERR_MISSING_PASSPHRASE" => ErrorKind::TypeError,
        _ => ErrorKind::Error,
    };
    let error = scope.error(kind, &failure.message);
    let mut properties = Vec::new();
    // Node gives this one no code.
    if failure.code != "ERR_CRYPTO_OPERATION_FAILED" {
        properties.push(("code", failure.code));
    }
    // error:number:library:function, left empty:reason
    let parts: Vec<&str> = failure.message.splitn(5, ':').collect();
    if let ["error", _, library, _, reason] = parts[..] {
        properties.extend([("library", library), ("reason", reason)]);
    }
    for (name, text) in properties {
        if let Err(thrown) = error.set(name, scope.string(text)) {
            return thrown.value();
        }
    }
    error.into()
}
