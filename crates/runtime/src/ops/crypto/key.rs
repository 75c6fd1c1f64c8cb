//! Asymmetric keys. To JavaScript a key is a function that holds it: `key(operation, ..)`.

use super::work::run;
use super::{buffer, count, data, error, hash_argument, optional_data, seed};
use crate::ops::{OpState, OpTable};
use std::rc::Rc;
use velodrome_crypto::key::{self, Curve, Encryption, Form, Key, PrivateKey, PublicKey, Sealing};
use velodrome_crypto::rsa_encryption::{self, Padding};
use velodrome_crypto::signature::{self, RsaScheme, Salt, Scheme};
use velodrome_crypto::{Failure, Hash, Seed, agreement};
use velodrome_engine::{Args, Scope, Value};

pub(crate) const OPS: OpTable = &[
    ("keyCurves", curves),
    ("keyPem", pem),
    ("keyDer", der),
    ("keyJwk", jwk),
    ("keyRaw", raw),
    ("keyMake", make),
    ("pointConvert", point_convert),
    ("signatureConvert", signature_convert),
];

type Given<'a> = Result<Value<'a>, Value<'a>>;

/// `keyCurves()`: OpenSSL's names, with spaces between.
fn curves<'a>(_: &OpState, scope: Scope<'a>, _: Args<'a>) -> Given<'a> {
    let names: Vec<&str> = Curve::names().collect();
    Ok(scope.string(&names.join(" ")))
}

fn given<'a>(state: &OpState, scope: Scope<'a>, key: Result<Key, Failure>) -> Given<'a> {
    match key {
        Ok(key) => Ok(handle(scope, Rc::new(key), &state.host)),
        Err(failure) => Err(error(scope, &failure)),
    }
}

/// `keyPem(text, passphrase?)`: the first key in a PEM text.
fn pem<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Given<'a> {
    let passphrase = optional_data(args.get(1));
    given(
        state,
        scope,
        key::read_pem(&data(args.get(0)), passphrase.as_deref()),
    )
}

fn form<'a>(scope: Scope<'a>, name: Value<'a>) -> Result<Form, Value<'a>> {
    Form::by_name(&name.to_str_lossy()).ok_or_else(|| {
        error(
            scope,
            &Failure::new("ERR_INVALID_ARG_VALUE", "The key encoding is not known"),
        )
    })
}

/// `keyDer(form, private, bytes, passphrase?)`.
fn der<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Given<'a> {
    let form = form(scope, args.get(0))?;
    let bytes = data(args.get(2));
    let key = if args.get(1).is_truthy() {
        key::read_private(form, &bytes, optional_data(args.get(3)).as_deref()).map(Key::Private)
    } else {
        key::read_public(form, &bytes).map(Key::Public)
    };
    given(state, scope, key)
}

/// `keyJwk(json)`.
fn jwk<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Given<'a> {
    given(state, scope, key::from_jwk(&args.get(0).to_str_lossy()))
}

/// `keyRaw(kind, private, bytes)`: kind is the name of a curve, `ed25519` or `x25519`.
fn raw<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Given<'a> {
    let kind = args.get(0).to_str_lossy();
    let bytes = data(args.get(2));
    let key = if args.get(1).is_truthy() {
        key::private_from_raw(&kind, &bytes).map(Key::Private)
    } else {
        key::public_from_raw(&kind, &bytes).map(Key::Public)
    };
    given(state, scope, key)
}

/// `keyMake(later, kind, bits?, exponent?)`: a new private key, or a promise of one; kind as for
/// `keyRaw`, or `rsa`.
fn make<'a>(state: &OpState, scope: Scope<'a>, args: Args<'a>) -> Given<'a> {
    let kind = args.get(1).to_str_lossy();
    let (bits, exponent) = (count(args.get(2)), count(args.get(3)) as u64);
    let seed = seed(state);
    let host = Rc::clone(&state.host);
    let job = move |_: &dyn Fn() -> bool| made(&kind, bits, exponent, seed).map(Key::Private);
    run(state, scope, args.get(0), job, move |scope, key| {
        handle(scope, Rc::new(key), &host)
    })
}

fn made(kind: &str, bits: usize, exponent: u64, seed: Seed) -> Result<PrivateKey, Failure> {
    Ok(match kind {
        "rsa" => return key::rsa(bits, exponent, seed),
        "ed25519" => key::ed25519(seed),
        "x25519" => key::x25519(seed),
        name => {
            let curve = Curve::by_name(name)
                .ok_or_else(|| Failure::new("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name"))?;
            key::ec(curve, seed)
        }
    })
}

/// `pointConvert(curve, point, compress)`.
fn point_convert<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Given<'a> {
    let curve = Curve::by_name(&args.get(0).to_str_lossy());
    let curve = curve.ok_or_else(|| {
        error(
            scope,
            &Failure::new("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name"),
        )
    })?;
    settled(
        scope,
        key::point_converted(curve, &data(args.get(1)), args.get(2).is_truthy()),
    )
}

/// `signatureConvert(curve, signature, toDer)`: undefined if it is none of that curve.
fn signature_convert<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Given<'a> {
    let bytes = data(args.get(1));
    let converted = Curve::by_name(&args.get(0).to_str_lossy()).and_then(|curve| {
        if args.get(2).is_truthy() {
            signature::to_der(curve, &bytes)
        } else {
            signature::from_der(curve, &bytes)
        }
    });
    Ok(converted.map_or(scope.undefined(), |bytes| buffer(scope, bytes)))
}

type Host = Rc<dyn crate::host::Host>;

fn settled<'a>(scope: Scope<'a>, result: Result<Vec<u8>, Failure>) -> Given<'a> {
    match result {
        Ok(bytes) => Ok(buffer(scope, bytes)),
        Err(failure) => Err(error(scope, &failure)),
    }
}

/// The function that holds a key. Operations, and what they take:
/// `info`; `public`; `write` form, pem, cipher?, passphrase?; `jwk`; `raw`; `sign` data, and `verify`
/// data, signature, both with hash?, pss, salt, der; `encrypt`, `decrypt`, `encryptPrivate`,
/// `decryptPublic` data, padding, hash?, label?; `agree` the SPKI of the other's key.
fn handle<'a>(scope: Scope<'a>, key: Rc<Key>, host: &Host) -> Value<'a> {
    let host = Rc::clone(host);
    let function = scope.function("key", move |scope, args| {
        let operation = args.get(0).to_str_lossy();
        match operation.as_str() {
            "info" => Ok(info(scope, &key)),
            "public" => Ok(handle(scope, Rc::new(Key::Public(key.public())), &host)),
            "write" => write(scope, &key, args, random(&host)),
            "jwk" => Ok(scope.string(&key::to_jwk(&key))),
            "raw" => {
                let bytes = match &*key {
                    Key::Private(key) => key.raw(),
                    Key::Public(key) => key.raw(),
                };
                Ok(bytes.map_or(scope.undefined(), |bytes| buffer(scope, bytes)))
            }
            "sign" => {
                let private = private_of(scope, &key)?;
                let scheme = scheme(args, 2);
                settled(
                    scope,
                    signature::sign(private, &data(args.get(1)), &scheme, random(&host)),
                )
            }
            "verify" => {
                let (text, given) = (data(args.get(1)), data(args.get(2)));
                match signature::verify(&key.public(), &text, &given, &scheme(args, 3)) {
                    Ok(good) => Ok(scope.bool(good)),
                    Err(failure) => Err(error(scope, &failure)),
                }
            }
            "agree" => {
                let other = key::read_public(Form::Spki, &data(args.get(1)));
                let private = private_of(scope, &key)?;
                settled(
                    scope,
                    other.and_then(|other| agreement::shared_secret(private, &other)),
                )
            }
            _ => settled(scope, rsa_operation(&operation, &key, args, random(&host))),
        }
    });
    function.into()
}

fn random(host: &Host) -> Seed {
    let mut seed = Seed::default();
    host.random(&mut seed);
    seed
}

fn private_of<'a, 'k>(scope: Scope<'a>, key: &'k Key) -> Result<&'k PrivateKey, Value<'a>> {
    match key {
        Key::Private(key) => Ok(key),
        Key::Public(_) => Err(error(scope, &not_private())),
    }
}

fn not_private() -> Failure {
    Failure::new(
        "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE",
        "Invalid key object type public, expected private.",
    )
}

/// `[private, kind, bits, exponent, curve]`: what a kind does not have is undefined.
fn info<'a>(scope: Scope<'a>, key: &Key) -> Value<'a> {
    let public = key.public();
    let private = scope.bool(matches!(key, Key::Private(_)));
    let mut all = [
        private,
        scope.string(public.kind()),
        scope.undefined(),
        scope.undefined(),
        scope.undefined(),
    ];
    match &public {
        PublicKey::Rsa(rsa) => {
            let (bits, exponent) = key::rsa_size(rsa);
            all[2] = scope.number(bits as f64);
            all[3] = scope.string(&exponent);
        }
        PublicKey::Ec(point) => all[4] = scope.string(point.curve().name()),
        _ => {}
    }
    scope.array(&all).into()
}

/// `write(form, pem, cipher?, passphrase?)`: an ArrayBuffer.
fn write<'a>(scope: Scope<'a>, key: &Key, args: Args<'a>, seed: Seed) -> Given<'a> {
    let form = form(scope, args.get(1))?;
    let pem = args.get(2).is_truthy();
    let cipher = optional_data(args.get(3)).map(|name| String::from_utf8_lossy(&name).into_owned());
    let passphrase = data(args.get(4));
    let encryption = cipher.as_deref().map(|cipher| Encryption {
        cipher,
        passphrase: &passphrase,
        seed,
    });
    let sealing = if pem { Sealing::Pem } else { Sealing::Der };
    let written = match key {
        Key::Private(key) => key::write_private_pem(form, key, encryption.as_ref(), sealing),
        Key::Public(key) if pem => key::write_public_pem(form, key).map(String::into_bytes),
        Key::Public(key) => key::write_public(form, key),
    };
    settled(scope, written)
}

/// `hash?, pss, salt, der` from an argument on; salt is -1 for the digest's length, -2 for any.
fn scheme(args: Args<'_>, from: usize) -> Scheme {
    let salt = match args.get(from + 2).as_number().unwrap_or(-2.0) {
        -1.0 => Salt::Digest,
        length if length >= 0.0 => Salt::Bytes(length as usize),
        _ => Salt::Any,
    };
    Scheme {
        hash: hash_argument(args.get(from)),
        rsa: if args.get(from + 1).is_truthy() {
            RsaScheme::Pss(salt)
        } else {
            RsaScheme::Pkcs1
        },
        der: args.get(from + 3).is_truthy(),
    }
}

/// OpenSSL's numbers of paddings.
fn padding<'l>(number: usize, hash: Option<Hash>, label: &'l [u8]) -> Result<Padding<'l>, Failure> {
    match number {
        1 => Ok(Padding::Pkcs1),
        3 => Ok(Padding::None),
        4 => Ok(Padding::Oaep {
            hash: hash.unwrap_or(Hash::Sha1),
            label,
        }),
        _ => Err(Failure::new(
            "ERR_OSSL_RSA_ILLEGAL_OR_UNSUPPORTED_PADDING_MODE",
            "error:1C8000A5:Provider routines::illegal or unsupported padding mode",
        )),
    }
}

fn rsa_operation(
    operation: &str,
    key: &Key,
    args: Args<'_>,
    seed: Seed,
) -> Result<Vec<u8>, Failure> {
    let text = data(args.get(1));
    let label = optional_data(args.get(4)).unwrap_or_default();
    let padding = padding(count(args.get(2)), hash_argument(args.get(3)), &label)?;
    match (operation, key, key.public()) {
        ("encrypt", _, PublicKey::Rsa(rsa)) => rsa_encryption::encrypt(&rsa, &text, padding, seed),
        ("decryptPublic", _, PublicKey::Rsa(rsa)) => {
            rsa_encryption::decrypt_public(&rsa, &text, padding)
        }
        ("decrypt", Key::Private(PrivateKey::Rsa(rsa)), _) => {
            rsa_encryption::decrypt(rsa, &text, padding, seed)
        }
        ("encryptPrivate", Key::Private(PrivateKey::Rsa(rsa)), _) => {
            rsa_encryption::encrypt_private(rsa, &text, padding, seed)
        }
        (_, Key::Public(_), PublicKey::Rsa(_)) => Err(not_private()),
        _ => Err(Failure::new(
            "ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE",
            "error:03000096:digital envelope routines::operation not supported for this keytype",
        )),
    }
}
