//! Digests behind `node:crypto`: one call for what is small, a stream for what is not.

use super::{data, optional_data};
use crate::ops::encoding::bytes;
use crate::ops::{OpState, OpTable};
use std::cell::RefCell;
use subtle::ConstantTimeEq;
use velodrome_crypto::Hash;
use velodrome_crypto::hash::{Running, names};
use velodrome_engine::{Args, ErrorKind, Scope, Value};

pub(crate) const OPS: OpTable = &[
    ("hashLength", hash_length),
    ("hashName", hash_name),
    ("hashNames", hash_names),
    ("digest", digest_once),
    ("hashStream", hash_stream),
    ("timingSafeEqual", timing_safe_equal),
];

/// `hashName(name)`: the plain name, undefined if there is no such algorithm.
fn hash_name<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    Ok(Hash::by_name(&args.get(0).to_str_lossy())
        .map_or(scope.undefined(), |known| scope.string(known.name())))
}

/// `hashLength(name)`: bytes of a digest.
fn hash_length<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    Ok(scope.number(known(scope, args.get(0))?.output_len() as f64))
}

/// `hashNames()`: all names, with spaces between.
fn hash_names<'a>(_: &OpState, scope: Scope<'a>, _: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let names: Vec<&str> = names().collect();
    Ok(scope.string(&names.join(" ")))
}

/// The algorithm of an argument.
fn known<'a>(scope: Scope<'a>, name: Value<'a>) -> Result<Hash, Value<'a>> {
    Hash::by_name(&name.to_str_lossy()).ok_or_else(|| {
        scope
            .error(ErrorKind::Error, "Digest method not supported")
            .into()
    })
}

/// The digest as asked for: 0 an ArrayBuffer, 1 hex, 2 base64, 3 base64url (`OUTPUT` in `hash.js`). A
/// Uint8Array is filled with it, and undefined given; an ArrayBuffer if that cannot be.
fn output<'a>(scope: Scope<'a>, digest: Vec<u8>, wanted: Value<'a>) -> Value<'a> {
    use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
    if wanted.write_bytes(&digest) {
        return scope.undefined();
    }
    match wanted.as_number().unwrap_or_default() as u32 {
        1 => scope.string(&HEXLOWER.encode(&digest)),
        2 => scope.string(&BASE64.encode(&digest)),
        3 => scope.string(&BASE64URL_NOPAD.encode(&digest)),
        _ => scope.array_buffer(digest).into(),
    }
}

/// `digest(name, key?, data, output)`: a hash, or with a key an HMAC, in one step.
fn digest_once<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let hash = known(scope, args.get(0))?;
    let digest = match optional_data(args.get(1)) {
        None => hash.digest(&data(args.get(2))),
        Some(key) => hash.hmac(&key, &data(args.get(2))),
    };
    Ok(output(scope, digest, args.get(3)))
}

/// `hashStream(name, key?)`: a function that holds the state: `(0, data)` takes more, `(1, output)`
/// gives the digest, `(2)` gives an independent copy.
fn hash_stream<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let hash = known(scope, args.get(0))?;
    let key = optional_data(args.get(1));
    Ok(stream(scope, hash.begin(key.as_deref())))
}

fn stream(scope: Scope<'_>, running: Box<dyn Running>) -> Value<'_> {
    let running = RefCell::new(running);
    let function = scope.function("hashStream", move |scope, args| {
        match args.get(0).as_number().unwrap_or_default() as u32 {
            0 => running.borrow_mut().update(&bytes(args.get(1))),
            1 => return Ok(output(scope, running.borrow_mut().finish(), args.get(1))),
            _ => return Ok(stream(scope, running.borrow().copy())),
        }
        Ok(scope.undefined())
    });
    function.into()
}

/// `timingSafeEqual(a, b)`: for equal lengths, in a time that does not depend on the contents.
fn timing_safe_equal<'a>(
    _: &OpState,
    scope: Scope<'a>,
    args: Args<'a>,
) -> Result<Value<'a>, Value<'a>> {
    Ok(scope.bool(bytes(args.get(0)).ct_eq(&bytes(args.get(1))).into()))
}
