//! Keys from passwords and from other keys.

use super::work::run;
use super::{buffer, count, data, error, hash_argument};
use crate::ops::{OpState, OpTable};
use velodrome_crypto::kdf::{self, ScryptCost};
use velodrome_crypto::{Failure, Hash};
use velodrome_engine::{Args, Scope, Value};

pub(crate) const OPS: OpTable = &[("pbkdf2", pbkdf2), ("scrypt", scrypt), ("hkdf", hkdf)];

/// Bytes that are derived at most: far more than any use.
const LENGTH_MAX: usize = 16 * 1024 * 1024;

/// Blocks of 128 bytes that scrypt may mix: some seconds of work.
const SCRYPT_WORK_MAX: u64 = 1 << 24;

fn hash<'a>(scope: Scope<'a>, name: Value<'a>) -> Result<Hash, Value<'a>> {
    hash_argument(name).ok_or_else(|| {
        let message = format!("Invalid digest: {}", name.to_str_lossy());
        error(scope, &Failure::new("ERR_CRYPTO_INVALID_DIGEST", message))
    })
}

/// How many bytes an argument asks for.
fn length<'a>(scope: Scope<'a>, value: Value<'a>) -> Result<usize, Value<'a>> {
    let length = count(value);
    if length <= LENGTH_MAX {
        return Ok(length);
    }
    let message = format!("A derived key may have {LENGTH_MAX} bytes at most. Received {length}");
    Err(error(scope, &Failure::new("ERR_OUT_OF_RANGE", message)))
}

/// `pbkdf2(later, hash, password, salt, iterations, length)`: an ArrayBuffer, or a promise of one.
fn pbkdf2<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let hash = hash(scope, args.get(1))?;
    let (password, salt) = (data(args.get(2)), data(args.get(3)));
    let iterations = count(args.get(4)).min(u32::MAX as usize) as u32;
    let length = length(scope, args.get(5))?;
    let job = move |stop: &dyn Fn() -> bool| {
        kdf::pbkdf2(hash, &password, &salt, iterations, length, stop)
    };
    run(state, scope, args.get(0), job, buffer)
}

/// `scrypt(later, password, salt, N, r, p, length)`: an ArrayBuffer, or a promise of one.
fn scrypt<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let number = |index| count(args.get(index)) as u64;
    let (n, r, p) = (number(3), number(4), number(5));
    let blocks = n.saturating_mul(r);
    if blocks.saturating_mul(128) > state.limits.heap_bytes_max
        || blocks.saturating_mul(p) > SCRYPT_WORK_MAX
    {
        let message = "Invalid scrypt params: memory limit exceeded";
        return Err(error(
            scope,
            &Failure::new("ERR_CRYPTO_INVALID_SCRYPT_PARAMS", message),
        ));
    }
    let cost = ScryptCost {
        n,
        r: r.min(u64::from(u32::MAX)) as u32,
        p: p.min(u64::from(u32::MAX)) as u32,
    };
    let (password, salt) = (data(args.get(1)), data(args.get(2)));
    let length = length(scope, args.get(6))?;
    let job = move |_: &dyn Fn() -> bool| kdf::scrypt(&password, &salt, cost, length);
    run(state, scope, args.get(0), job, buffer)
}

/// `hkdf(hash, key, salt, info, length)`: an ArrayBuffer.
fn hkdf<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let hash = hash(scope, args.get(0))?;
    let (key, salt, info) = (data(args.get(1)), data(args.get(2)), data(args.get(3)));
    let length = length(scope, args.get(4))?;
    match kdf::hkdf(hash, &key, &salt, &info, length) {
        Ok(bytes) => Ok(buffer(scope, bytes)),
        Err(failure) => Err(error(scope, &failure)),
    }
}
