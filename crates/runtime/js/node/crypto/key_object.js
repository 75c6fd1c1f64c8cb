/**
 * KeyObject: a key that is kept by the server, or a secret that is kept here.
 */

const { Buffer } = require("node/buffer");
const { bytesOf, isBytes } = require("node/crypto/bytes");
const { makeError, invalidArgType, invalidArgValue } = require("node/errors");

/** What a key is made of: `handle` of an asymmetric one, `bytes` of a secret. */
let contentsOf;
const INTERNAL = Symbol("internal");

class KeyObject {
  #type;
  #contents;

  constructor(type, contents, internal) {
    if (type !== "secret" && type !== "public" && type !== "private") throw invalidArgValue("type", type);
    if (internal !== INTERNAL) throw invalidArgType("handle", "object", contents);
    this.#type = type;
    this.#contents = contents;
  }

  static {
    contentsOf = (key) => (typeof key === "object" && key !== null && #contents in key ? key.#contents : undefined);
  }

  /** @param {CryptoKey} key of the web's `crypto` */
  static from(key) {
    const { keyContents } = require("web/crypto/key");
    const contents = keyContents(key);
    if (contents === undefined) throw invalidArgType("key", "CryptoKey", key);
    return make(key.type, contents);
  }

  get type() {
    return this.#type;
  }

  /** @param {KeyObject} other */
  equals(other) {
    const theirs = contentsOf(other);
    if (theirs === undefined) throw invalidArgType("otherKeyObject", "KeyObject", other);
    if (other.type !== this.#type) return false;
    const [a, b] = [comparable(this.#type, this.#contents), comparable(this.#type, theirs)];
    return a.byteLength === b.byteLength && native.timingSafeEqual(a, b);
  }

  get [Symbol.toStringTag]() {
    return "KeyObject";
  }
}

function comparable(type, { bytes, handle }) {
  return type === "secret" ? bytes : handle("write", type === "private" ? "pkcs8" : "spki", false);
}

class SecretKeyObject extends KeyObject {
  get symmetricKeySize() {
    return contentsOf(this).bytes.length;
  }

  export(options = undefined) {
    if (options !== undefined) checkOptions(options);
    const { bytes } = contentsOf(this);
    const format = options?.format ?? "buffer";
    if (format === "jwk") return { kty: "oct", k: Buffer.from(bytes).toString("base64url") };
    if (format !== "buffer") throw invalidArgValue("options.format", format);
    return Buffer.from(bytes);
  }
}

function checkOptions(options) {
  if (options === null || typeof options !== "object") throw invalidArgType("options", "object", options);
}

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() {
    return contentsOf(this).handle("info")[1];
  }

  get asymmetricKeyDetails() {
    const [, , bits, exponent, curve] = contentsOf(this).handle("info");
    if (bits !== undefined) return { modulusLength: bits, publicExponent: BigInt(exponent) };
    return curve === undefined ? {} : { namedCurve: curve };
  }
}

const isPem = (format) => {
  if (format === undefined || format === "pem") return true;
  if (format === "der") return false;
  throw invalidArgValue("options.format", format);
};

class PublicKeyObject extends AsymmetricKeyObject {
  export(options) {
    return exportPublic(contentsOf(this).handle, options);
  }
}

class PrivateKeyObject extends AsymmetricKeyObject {
  export(options) {
    return exportPrivate(contentsOf(this).handle, options);
  }
}

/** As `export` of a public key. */
function exportPublic(handle, options) {
  checkOptions(options);
  const { format, type } = options;
  if (format === "jwk") return JSON.parse(handle("jwk"));
  const pem = isPem(format);
  if (type !== "spki" && type !== "pkcs1") throw invalidArgValue("options.type", type);
  return written(handle("write", type, pem), pem);
}
exports.exportPublic = exportPublic;

/** As `export` of a private key. */
function exportPrivate(handle, options) {
  checkOptions(options);
  const { format, type, cipher, passphrase } = options;
  if (format === "jwk") {
    if (passphrase !== undefined) throw incompatible("jwk", "does not support encryption");
    return JSON.parse(handle("jwk"));
  }
  const pem = isPem(format);
  if (type !== "pkcs8" && type !== "pkcs1" && type !== "sec1") throw invalidArgValue("options.type", type);
  if (cipher === undefined || cipher === null) {
    if (passphrase !== undefined) throw invalidArgValue("options.cipher", cipher);
    return written(handle("write", type, pem), pem);
  }
  if (typeof cipher !== "string") throw invalidArgValue("options.cipher", cipher);
  if (typeof passphrase !== "string" && !isBytes(passphrase)) throw invalidArgValue("options.passphrase", passphrase);
  if (type !== "pkcs8" && !pem) throw incompatible(type, "does not support encryption");
  return written(handle("write", type, pem, cipher, bytesOf(passphrase, "options.passphrase")), pem);
}
exports.exportPrivate = exportPrivate;

function incompatible(type, why) {
  return makeError(Error, "ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS", `The selected key encoding ${type} ${why}.`);
}

function written(bytes, pem) {
  return pem ? Buffer.from(bytes).toString("latin1") : Buffer.from(bytes);
}

/** @returns {KeyObject} */
function make(type, contents) {
  const Type = type === "secret" ? SecretKeyObject : type === "public" ? PublicKeyObject : PrivateKeyObject;
  return new Type(type, contents, INTERNAL);
}
exports.make = make;

/** What a KeyObject or CryptoKey is made of, with its `type`; undefined for anything else. */
function unwrap(key) {
  const own = contentsOf(key);
  if (own !== undefined) return { type: key.type, ...own };
  if (typeof key !== "object" || key === null || isBytes(key)) return undefined;
  const web = require("web/crypto/key").keyContents(key);
  return web === undefined ? undefined : { type: key.type, ...web };
}
exports.unwrap = unwrap;

function wrongType(type, expected) {
  return makeError(TypeError, "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE", `Invalid key object type ${type}, expected ${expected}.`);
}

/** The bytes of a secret KeyObject or CryptoKey; undefined for what is no such object. */
exports.secretOf = function secretOf(key) {
  const known = unwrap(key);
  if (known === undefined) return undefined;
  if (known.type !== "secret") throw wrongType(known.type, "secret");
  return known.bytes;
};

exports.createSecretKey = function createSecretKey(key, encoding = undefined) {
  const bytes = bytesOf(key, "key", encoding);
  const copy = typeof bytes === "string" ? native.utf8Encode(bytes) : bytes.slice();
  return make("secret", { bytes: copy });
};

const KEY_KINDS = ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView", "KeyObject", "CryptoKey"];

function passphraseOf(passphrase, encoding) {
  if (passphrase === undefined || passphrase === null) return undefined;
  return bytesOf(passphrase, "key.passphrase", encoding);
}

/** A key from what stands in `{ key, format, type, .. }`. */
function parse(options, isPrivate) {
  const { key, format, type, encoding } = options;
  if (format === "jwk") {
    if (key === null || typeof key !== "object") throw invalidArgType("key.key", "object", key);
    return native.keyJwk(JSON.stringify(key));
  }
  if (format !== undefined && format !== "pem" && format !== "der") throw invalidArgValue("options.format", format);
  const bytes = bytesOf(key, "key.key", encoding, KEY_KINDS);
  const passphrase = passphraseOf(options.passphrase, encoding);
  if (format !== "der") return native.keyPem(bytes, passphrase);
  const types = isPrivate ? ["pkcs1", "pkcs8", "sec1"] : ["pkcs1", "spki", "pkcs8", "sec1"];
  if (!types.includes(type)) throw invalidArgValue("options.type", type);
  if (isPrivate || type === "pkcs8" || type === "sec1") return native.keyDer(type, true, bytes, passphrase);
  try {
    return native.keyDer(type, false, bytes);
  } catch (error) {
    if (type !== "pkcs1") throw error;
    return native.keyDer(type, true, bytes, passphrase);
  }
}

/**
 * The server's key for anything that a function of `node:crypto` takes as one.
 * @param {unknown} given
 * @param {"public" | "private" | "any"} wanted "public" takes a private one too
 * @param {boolean} [objects] whether KeyObjects are among what is taken
 * @returns {Function}
 */
function handleOf(given, wanted, objects = true) {
  const known = unwrap(given);
  if (known !== undefined) return handleOfKnown(known, wanted, objects);
  if (typeof given === "string" || isBytes(given)) return checked(native.keyPem(bytesOf(given, "key")), wanted);
  if (given === null || typeof given !== "object") throw invalidArgType("key", objects ? [...KEY_KINDS.slice(0, 5), "KeyObject", "CryptoKey"] : KEY_KINDS.slice(0, 5), given);
  const inner = unwrap(given.key);
  if (inner !== undefined) return handleOfKnown(inner, wanted, objects);
  return checked(parse(given, wanted === "private"), wanted);
}
exports.handleOf = handleOf;

function handleOfKnown({ type, handle }, wanted, objects) {
  if (type === "secret") throw wrongType(type, wanted === "private" ? "private" : "private or public");
  if (type === "public" && wanted === "private") throw wrongType(type, "private");
  if (!objects && type === wanted) throw wrongType(type, wanted === "public" ? "private" : "public");
  return handle;
}

/** What was read has to be private when that is wanted. */
function checked(handle, wanted) {
  if (wanted === "private" && !handle("info")[0]) {
    throw Object.assign(new Error("error:1E08010C:DECODER routines::unsupported"), {
      library: "DECODER routines",
      reason: "unsupported",
      code: "ERR_OSSL_UNSUPPORTED",
    });
  }
  return handle;
}

exports.createPrivateKey = function createPrivateKey(key) {
  if (unwrap(key) !== undefined) throw invalidArgType("key", KEY_KINDS.slice(0, 5), key);
  return make("private", { handle: handleOf(key, "private") });
};

exports.createPublicKey = function createPublicKey(key) {
  const known = unwrap(key);
  if (known !== undefined && known.type === "public") throw wrongType("public", "private");
  const handle = handleOf(key, "public");
  return make("public", { handle: handle("public") });
};

exports.KeyObject = KeyObject;
