//! Digests behind `node:crypto`: one call for what is small, a stream for what is not.

use super::encoding::bytes;
use super::{OpState, OpTable};
use digest::{DynDigest, Mac};
use hmac::Hmac;
use std::cell::RefCell;
use subtle::ConstantTimeEq;
use velodrome_engine::{Args, ErrorKind, Scope, Value};

pub(crate) const OPS: OpTable = &[
    ("hashName", hash_name),
    ("hashNames", hash_names),
    ("digest", digest_once),
    ("hashStream", hash_stream),
    ("timingSafeEqual", timing_safe_equal),
];

/// A hash or an HMAC while it takes data.
trait Running {
    fn update(&mut self, data: &[u8]);
    fn finish(&mut self) -> Vec<u8>;
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

/// One hash algorithm: its name, and how to begin.
struct Algorithm {
    name: &'static str,
    begin: fn(key: Option<&[u8]>) -> Box<dyn Running>,
}

macro_rules! algorithms {
    ($($name:literal => $hash:ty),* $(,)?) => {
        &[$(Algorithm {
            name: $name,
            begin: |key| match key {
                None => Box::new(Plain(Box::new(<$hash>::default()))),
                Some(key) => Box::new(Keyed(
                    <Hmac<$hash> as Mac>::new_from_slice(key).expect("HMAC takes keys of any length"),
                )),
            },
        }),*]
    };
}

/// Names as in `crypto.getHashes()`.
const ALGORITHMS: &[Algorithm] = algorithms![
    "md5" => md5::Md5,
    "ripemd160" => ripemd::Ripemd160,
    "sha1" => sha1::Sha1,
    "sha224" => sha2::Sha224,
    "sha256" => sha2::Sha256,
    "sha3-224" => sha3::Sha3_224,
    "sha3-256" => sha3::Sha3_256,
    "sha3-384" => sha3::Sha3_384,
    "sha3-512" => sha3::Sha3_512,
    "sha384" => sha2::Sha384,
    "sha512" => sha2::Sha512,
    "sha512-224" => sha2::Sha512_224,
    "sha512-256" => sha2::Sha512_256,
];

/// The plain name of an algorithm that OpenSSL knows by several (`SHA-256`, `RSA-SHA256`, `rmd160`).
fn algorithm(given: &str) -> Option<&'static Algorithm> {
    let lower = given.to_ascii_lowercase();
    let plain = lower.strip_prefix("rsa-").unwrap_or(&lower);
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
    ALGORITHMS.iter().find(|known| known.name == plain)
}

/// `hashName(name)`: the plain name, undefined if there is no such algorithm.
fn hash_name<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    Ok(algorithm(&args.get(0).to_str_lossy())
        .map_or(scope.undefined(), |known| scope.string(known.name)))
}

/// `hashNames()`: all names, with spaces between.
fn hash_names<'a>(_: &OpState, scope: Scope<'a>, _: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let names: Vec<&str> = ALGORITHMS.iter().map(|known| known.name).collect();
    Ok(scope.string(&names.join(" ")))
}

/// Text as UTF-8, or bytes as they are.
fn data(value: Value<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    if !value.copy_bytes(&mut out) {
        value.write_utf8(&mut out);
    }
    out
}

fn begin<'a>(
    scope: Scope<'a>,
    name: Value<'a>,
    key: Value<'a>,
) -> Result<Box<dyn Running>, Value<'a>> {
    let Some(known) = algorithm(&name.to_str_lossy()) else {
        return Err(scope
            .error(ErrorKind::Error, "Digest method not supported")
            .into());
    };
    let key = (!key.is_undefined()).then(|| data(key));
    Ok((known.begin)(key.as_deref()))
}

/// The digest as asked for: 0 an ArrayBuffer, 1 hex, 2 base64, 3 base64url (`OUTPUT` in `hash.js`).
fn output<'a>(scope: Scope<'a>, digest: Vec<u8>, kind: Value<'a>) -> Value<'a> {
    use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
    match kind.as_number().unwrap_or_default() as u32 {
        1 => scope.string(&HEXLOWER.encode(&digest)),
        2 => scope.string(&BASE64.encode(&digest)),
        3 => scope.string(&BASE64URL_NOPAD.encode(&digest)),
        _ => scope.array_buffer(digest).into(),
    }
}

/// `digest(name, key?, data, output)`: a hash, or with a key an HMAC, in one step.
fn digest_once<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let mut running = begin(scope, args.get(0), args.get(1))?;
    running.update(&data(args.get(2)));
    Ok(output(scope, running.finish(), args.get(3)))
}

/// `hashStream(name, key?)`: a function that holds the state: `(0, data)` takes more, `(1, output)`
/// gives the digest, `(2)` gives an independent copy.
fn hash_stream<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    Ok(stream(scope, begin(scope, args.get(0), args.get(1))?))
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
