//! Symmetric ciphers and AES key wrap.

use super::{buffer, count, data, error};
use crate::ops::{OpState, OpTable};
use std::cell::RefCell;
use velodrome_crypto::cipher::{self, Cipher, Mode, Spec};
use velodrome_crypto::{Failure, key_wrap};
use velodrome_engine::{Args, Scope, Value};

pub(crate) const OPS: OpTable = &[
    ("cipherNames", names),
    ("cipherInfo", info),
    ("cipherBegin", begin),
    ("cipherSeal", seal),
    ("cipherOpen", open),
    ("aesCtr", aes_ctr),
    ("keyWrap", wrap),
    ("keyUnwrap", unwrap),
];

fn spec<'a>(scope: Scope<'a>, name: Value<'a>) -> Result<&'static Spec, Value<'a>> {
    Spec::by_name(&name.to_str_lossy()).ok_or_else(|| {
        error(
            scope,
            &Failure::new("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher"),
        )
    })
}

fn settled<'a>(scope: Scope<'a>, result: Result<Vec<u8>, Failure>) -> Result<Value<'a>, Value<'a>> {
    match result {
        Ok(bytes) => Ok(buffer(scope, bytes)),
        Err(failure) => Err(error(scope, &failure)),
    }
}

/// `cipherNames()`: all names, with spaces between.
fn names<'a>(_: &OpState, scope: Scope<'a>, _: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    Ok(scope.string(&cipher::names().join(" ")))
}

/// `cipherInfo(name, ivLength?)`: `[name, nid, blockLength, ivLength, keyLength, mode, takesIv]`,
/// undefined for a name that is not known.
fn info<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let Some(spec) = Spec::by_name(&args.get(0).to_str_lossy()) else {
        return Ok(scope.undefined());
    };
    let mode = match spec.mode {
        Mode::Ecb => "ecb",
        Mode::Cbc => "cbc",
        Mode::Ctr => "ctr",
        Mode::Gcm => "gcm",
        Mode::Poly1305 => "stream",
    };
    // OpenSSL has another name for these.
    let name = match spec.name {
        "aes-128-gcm" => "id-aes128-GCM",
        "aes-192-gcm" => "id-aes192-GCM",
        "aes-256-gcm" => "id-aes256-GCM",
        name => name,
    };
    let number = |value: usize| scope.number(value as f64);
    let all = [
        scope.string(name),
        number(spec.nid as usize),
        number(spec.block_len()),
        number(spec.iv_len()),
        number(spec.key_len()),
        scope.string(mode),
        scope.bool(spec.takes_iv_len(count(args.get(1)))),
    ];
    Ok(scope.array(&all).into())
}

/// `cipherBegin(name, encrypt, key, iv)`: a function that holds the state: `(0, data)` takes more
/// and gives what is ready, `(1)` gives the rest, `(2, data)` takes what is authenticated only,
/// `(3)` gives the tag, `(4, tag)` takes the one to expect, `(5, on)` turns padding on or off.
fn begin<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let spec = spec(scope, args.get(0))?;
    let (key, iv) = (data(args.get(2)), data(args.get(3)));
    let cipher = Cipher::new(spec, args.get(1).is_truthy(), &key, &iv);
    let cipher = RefCell::new(cipher.map_err(|failure| error(scope, &failure))?);
    let function = scope.function("cipher", move |scope, args| {
        let mut cipher = cipher.borrow_mut();
        Ok(match count(args.get(0)) {
            0 => buffer(scope, cipher.update(&data(args.get(1)))),
            1 => return settled(scope, cipher.finish()),
            2 => scope.bool(cipher.authenticate(&data(args.get(1)))),
            3 => cipher
                .tag()
                .map_or(scope.undefined(), |tag| buffer(scope, tag.to_vec())),
            4 => scope.bool(cipher.expect_tag(&data(args.get(1)))),
            _ => {
                cipher.set_padding(args.get(1).is_truthy());
                scope.undefined()
            }
        })
    });
    Ok(function.into())
}

/// `cipherSeal(name, key, iv, aad, data, tagLength)`: the text and the tag.
fn seal<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let spec = spec(scope, args.get(0))?;
    let [key, iv, aad, text] = [1, 2, 3, 4].map(|index| data(args.get(index)));
    settled(
        scope,
        cipher::seal(spec, &key, &iv, &aad, &text, count(args.get(5))),
    )
}

/// `cipherOpen(name, key, iv, aad, data, tagLength)`: the text.
fn open<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let spec = spec(scope, args.get(0))?;
    let [key, iv, aad, text] = [1, 2, 3, 4].map(|index| data(args.get(index)));
    settled(
        scope,
        cipher::open(spec, &key, &iv, &aad, &text, count(args.get(5))),
    )
}

/// `aesCtr(key, counter, bits, data)`: the last `bits` of the counter block count.
fn aes_ctr<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let (key, counter, text) = (data(args.get(0)), data(args.get(1)), data(args.get(3)));
    settled(
        scope,
        cipher::aes_ctr(&key, &counter, count(args.get(2)) as u32, &text),
    )
}

/// `keyWrap(key, data)`: RFC 3394.
fn wrap<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    settled(
        scope,
        key_wrap::wrap(&data(args.get(0)), &data(args.get(1))),
    )
}

/// `keyUnwrap(key, data)`: the other way.
fn unwrap<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    settled(
        scope,
        key_wrap::unwrap(&data(args.get(0)), &data(args.get(1))),
    )
}
