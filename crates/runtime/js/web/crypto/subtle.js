/**
 * SubtleCrypto (Web Crypto, 14): checks who may do what, and lets the algorithm do it.
 */

const { bytes, integer, isBufferSource, text } = require("web/crypto/convert");
const { attempt, dataError, invalidAccess, notSupported, syntaxError } = require("web/crypto/errors");
const { toJwk } = require("web/crypto/jwk");
const { USAGES, keyContents } = require("web/crypto/key");
const { normalize } = require("web/crypto/normalize");
const { expose, requireArguments } = require("web/idl");

const MAKE = Symbol("make");
const FORMATS = ["raw", "spki", "pkcs8", "jwk"];
const SECRET = ["AES-CBC", "AES-CTR", "AES-GCM", "AES-KW", "HMAC", "HKDF", "PBKDF2"];

/** The operations of an algorithm. */
function algorithmOf(name) {
  return SECRET.includes(name) ? require("web/crypto/secret")[name] : require("web/crypto/pair")[name];
}

function operationOf(name, operation) {
  const found = algorithmOf(name)[operation];
  if (found === undefined) throw notSupported(`${name} has no ${operation}`);
  return found;
}

function keyArgument(key, what) {
  if (keyContents(key) === undefined) throw new TypeError(`${what} must be a CryptoKey`);
}

function formatArgument(format) {
  const name = text(format, "format");
  if (!FORMATS.includes(name)) throw new TypeError(`format must be one of ${FORMATS.join(", ")}`);
  return name;
}

/** A list of usages, each known, none twice. */
function usagesArgument(usages) {
  if (typeof usages?.[Symbol.iterator] !== "function" || typeof usages === "string") throw new TypeError("keyUsages must be a list");
  const list = [...usages].map((usage) => text(usage, "A usage"));
  const unknown = list.find((usage) => !USAGES.includes(usage));
  if (unknown !== undefined) throw new TypeError(`${unknown} is no key usage`);
  return [...new Set(list)];
}

/** The key has to be of the algorithm, and allowed to do this. */
function checkKey(key, name, usage) {
  const contents = keyContents(key);
  if (contents.name !== name) throw invalidAccess(`The key is for ${contents.name}, not for ${name}`);
  if (!contents.may.includes(usage)) throw invalidAccess(`The key may not be used for ${usage}`);
}

function checkUsable(key) {
  if ((key.type === "secret" || key.type === "private") && key.usages.length === 0) throw syntaxError("The key would have no usages");
  return key;
}

async function importInto(format, data, algorithm, extractable, usages) {
  const key = await operationOf(algorithm.name, "importKey")(format, data, algorithm, extractable, usages);
  return checkUsable(key);
}

function exported(format, key) {
  if (!key.extractable) throw invalidAccess("The key is not extractable");
  return operationOf(keyContents(key).name, "exportKey")(format, key);
}

async function derivedBits(algorithm, key, length) {
  return await operationOf(algorithm.name, "deriveBits")(algorithm, key, length);
}

/** What `encrypt`, `decrypt` and `sign` have in common. */
function overData(operation, given, algorithm, key, data) {
  requireArguments(given, ["algorithm", "key", "data"]);
  keyArgument(key, "key");
  const copy = bytes(data, "data");
  const normalized = normalize(operation, algorithm);
  checkKey(key, normalized.name, operation);
  return operationOf(normalized.name, operation)(normalized, key, copy);
}

class SubtleCrypto {
  #brand = true;

  constructor(key = undefined) {
    if (key !== MAKE) throw new TypeError("Illegal constructor");
  }

  async encrypt(algorithm, key, data) {
    void this.#brand;
    return overData("encrypt", arguments.length, algorithm, key, data);
  }

  async decrypt(algorithm, key, data) {
    void this.#brand;
    return overData("decrypt", arguments.length, algorithm, key, data);
  }

  async sign(algorithm, key, data) {
    void this.#brand;
    return overData("sign", arguments.length, algorithm, key, data);
  }

  async verify(algorithm, key, signature, data) {
    void this.#brand;
    requireArguments(arguments.length, ["algorithm", "key", "signature", "data"]);
    keyArgument(key, "key");
    const given = bytes(signature, "signature");
    const copy = bytes(data, "data");
    const normalized = normalize("verify", algorithm);
    checkKey(key, normalized.name, "verify");
    return operationOf(normalized.name, "verify")(normalized, key, given, copy);
  }

  async digest(algorithm, data) {
    void this.#brand;
    requireArguments(arguments.length, ["algorithm", "data"]);
    const copy = bytes(data, "data");
    const { name } = normalize("digest", algorithm);
    return native.digest(name, undefined, copy, 0);
  }

  async generateKey(algorithm, extractable, keyUsages) {
    void this.#brand;
    requireArguments(arguments.length, ["algorithm", "extractable", "keyUsages"]);
    const usages = usagesArgument(keyUsages);
    const normalized = normalize("generateKey", algorithm);
    const made = await operationOf(normalized.name, "generateKey")(normalized, Boolean(extractable), usages);
    checkUsable(made.privateKey ?? made);
    return made;
  }

  async deriveKey(algorithm, baseKey, derivedKeyType, extractable, keyUsages) {
    void this.#brand;
    requireArguments(arguments.length, ["algorithm", "baseKey", "derivedKeyType", "extractable", "keyUsages"]);
    keyArgument(baseKey, "baseKey");
    const usages = usagesArgument(keyUsages);
    const normalized = normalize("deriveBits", algorithm);
    const type = normalize("importKey", derivedKeyType);
    const lengthOf = normalize("keyLength", derivedKeyType);
    checkKey(baseKey, normalized.name, "deriveKey");
    const length = operationOf(lengthOf.name, "keyLength")(lengthOf);
    const secret = await derivedBits(normalized, baseKey, length);
    return await importInto("raw", new Uint8Array(secret), type, Boolean(extractable), usages);
  }

  async deriveBits(algorithm, baseKey, length = null) {
    void this.#brand;
    requireArguments(arguments.length, ["algorithm", "baseKey"]);
    keyArgument(baseKey, "baseKey");
    const bits = length === null ? null : integer(length, 32, "length");
    const normalized = normalize("deriveBits", algorithm);
    checkKey(baseKey, normalized.name, "deriveBits");
    return await derivedBits(normalized, baseKey, bits);
  }

  async importKey(format, keyData, algorithm, extractable, keyUsages) {
    void this.#brand;
    requireArguments(arguments.length, ["format", "keyData", "algorithm", "extractable", "keyUsages"]);
    const form = formatArgument(format);
    const usages = usagesArgument(keyUsages);
    if ((form === "jwk") === isBufferSource(keyData)) throw new TypeError(form === "jwk" ? "keyData must be a JWK" : "keyData must be bytes");
    if (form === "jwk" && (keyData === null || typeof keyData !== "object")) throw new TypeError("keyData must be a JWK");
    const data = form === "jwk" ? toJwk(keyData) : bytes(keyData, "keyData");
    const normalized = normalize("importKey", algorithm);
    return await importInto(form, data, normalized, Boolean(extractable), usages);
  }

  async exportKey(format, key) {
    void this.#brand;
    requireArguments(arguments.length, ["format", "key"]);
    const form = formatArgument(format);
    keyArgument(key, "key");
    operationOf(keyContents(key).name, "exportKey");
    return exported(form, key);
  }

  async wrapKey(format, key, wrappingKey, wrapAlgorithm) {
    void this.#brand;
    requireArguments(arguments.length, ["format", "key", "wrappingKey", "wrapAlgorithm"]);
    const form = formatArgument(format);
    keyArgument(key, "key");
    keyArgument(wrappingKey, "wrappingKey");
    const [operation, normalized] = wrapping("wrapKey", "encrypt", wrapAlgorithm);
    checkKey(wrappingKey, normalized.name, "wrapKey");
    operationOf(keyContents(key).name, "exportKey");
    const data = exported(form, key);
    const plain = form === "jwk" ? native.utf8Encode(JSON.stringify(data)) : new Uint8Array(data);
    return operationOf(normalized.name, operation)(normalized, wrappingKey, plain);
  }

  async unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgorithm, unwrappedKeyAlgorithm, extractable, keyUsages) {
    void this.#brand;
    requireArguments(arguments.length, ["format", "wrappedKey", "unwrappingKey", "unwrapAlgorithm", "unwrappedKeyAlgorithm", "extractable", "keyUsages"]);
    const form = formatArgument(format);
    const wrapped = bytes(wrappedKey, "wrappedKey");
    keyArgument(unwrappingKey, "unwrappingKey");
    const usages = usagesArgument(keyUsages);
    const [operation, normalized] = wrapping("unwrapKey", "decrypt", unwrapAlgorithm);
    const type = normalize("importKey", unwrappedKeyAlgorithm);
    checkKey(unwrappingKey, normalized.name, "unwrapKey");
    const plain = new Uint8Array(operationOf(normalized.name, operation)(normalized, unwrappingKey, wrapped));
    const data = form === "jwk" ? attempt(() => toJwk(JSON.parse(native.utf8Decode(plain))), "What was unwrapped is no JWK", dataError) : plain;
    return await importInto(form, data, type, Boolean(extractable), usages);
  }
}
expose(SubtleCrypto);

/** An algorithm that wraps keys, or else one that encrypts. @returns {[string, any]} */
function wrapping(own, other, algorithm) {
  try {
    return [own, normalize(own, algorithm)];
  } catch {
    return [other, normalize(other, algorithm)];
  }
}

exports.SubtleCrypto = SubtleCrypto;
exports.subtle = new SubtleCrypto(MAKE);
