/**
 * Secrets that two parties come to.
 */

const { Buffer } = require("node/buffer");
const { answer, bytesOf, encoded } = require("node/crypto/bytes");
const { unwrap } = require("node/crypto/key_object");
const { invalidArgType, invalidArgValue, makeError } = require("node/errors");

function checkKey(key, name, types) {
  const known = unwrap(key);
  if (known === undefined) throw invalidArgValue(name, key);
  if (!types.includes(known.type)) {
    throw makeError(TypeError, "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE", `Invalid key object type ${known.type}, expected ${types.reverse().join(" or ")}.`);
  }
  return known.handle;
}

/** @param {{privateKey: KeyObject, publicKey: KeyObject}} options */
exports.diffieHellman = function diffieHellman(options, callback = undefined) {
  if (options === null || typeof options !== "object") throw invalidArgType("options", "object", options);
  const secret = checkKey(options.privateKey, "options.privateKey", ["private"]);
  const other = checkKey(options.publicKey, "options.publicKey", ["public", "private"]);
  const [ours, theirs] = [secret("info")[1], other("info")[1]];
  if (ours !== theirs || ours === "rsa" || ours === "ed25519") {
    throw makeError(Error, "ERR_CRYPTO_INCOMPATIBLE_KEY", `Incompatible key types for Diffie-Hellman: ${ours} and ${theirs}`);
  }
  return answer(callback, () => Buffer.from(secret("agree", other("public")("write", "spki", false))));
};

const isCompressed = (format) => {
  if (format === undefined || format === "uncompressed") return false;
  if (format === "compressed") return true;
  if (format === "hybrid") return "hybrid";
  throw makeError(TypeError, "ERR_CRYPTO_ECDH_INVALID_FORMAT", `Invalid ECDH format: ${format}`);
};

/** A point in the form asked for; the hybrid one is the uncompressed with another first byte. */
function point(curve, bytes, format) {
  const compress = isCompressed(format);
  const out = Buffer.from(native.pointConvert(curve, bytes, compress === true));
  if (compress === "hybrid") out[0] = 6 | (out[out.length - 1] & 1);
  return out;
}

/** The same the other way: the server knows no hybrid points. */
function plainPoint(bytes) {
  if (bytes[0] !== 6 && bytes[0] !== 7) return bytes;
  const copy = bytes.slice();
  copy[0] = 4;
  return copy;
}

function toBytes(value, name, encoding) {
  const bytes = bytesOf(value, name, encoding);
  return typeof bytes === "string" ? Buffer.from(bytes) : bytes;
}

class ECDH {
  #curve;
  /** @type {Function | undefined} */
  #key;

  constructor(curve) {
    if (typeof curve !== "string") throw invalidArgType("curve", "string", curve);
    if (!native.keyCurves().split(" ").includes(curve)) throw makeError(TypeError, "ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name");
    this.#curve = curve;
  }

  static convertKey(key, curve, inputEncoding = undefined, outputEncoding = undefined, format = undefined) {
    if (typeof curve !== "string") throw invalidArgType("curve", "string", curve);
    const bytes = toBytes(key, "key", inputEncoding);
    isCompressed(format);
    let converted;
    try {
      converted = point(curve, plainPoint(bytes), format);
    } catch (error) {
      if (error.code === "ERR_CRYPTO_INVALID_CURVE") throw makeError(TypeError, error.code, "Invalid EC curve name");
      throw makeError(Error, "ERR_CRYPTO_OPERATION_FAILED", "Failed to convert Buffer to EC_POINT");
    }
    return outputEncoding === undefined || outputEncoding === "buffer" ? converted : converted.toString(outputEncoding);
  }

  generateKeys(encoding = undefined, format = undefined) {
    isCompressed(format);
    this.#key = native.keyMake(false, this.#curve);
    return this.getPublicKey(encoding, format);
  }

  computeSecret(otherPublicKey, inputEncoding = undefined, outputEncoding = undefined) {
    const bytes = toBytes(otherPublicKey, "otherPublicKey", inputEncoding);
    const key = this.#made("compute");
    let other;
    try {
      other = native.keyRaw(this.#curve, false, plainPoint(bytes));
    } catch {
      throw makeError(Error, "ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY", "Public key is not valid for specified curve");
    }
    return encoded(key("agree", other("write", "spki", false)), outputEncoding);
  }

  #made(what) {
    if (this.#key !== undefined) return this.#key;
    if (what === "compute") throw makeError(Error, "ERR_CRYPTO_INVALID_KEYPAIR", "Invalid key pair");
    throw makeError(Error, "ERR_CRYPTO_OPERATION_FAILED", `Failed to get ECDH ${what} key`);
  }

  getPublicKey(encoding = undefined, format = undefined) {
    const raw = this.#made("public")("public")("raw");
    return encoded(point(this.#curve, raw, format), encoding);
  }

  getPrivateKey(encoding = undefined) {
    return encoded(this.#made("private")("raw"), encoding);
  }

  setPrivateKey(privateKey, encoding = undefined) {
    const bytes = toBytes(privateKey, "privateKey", encoding);
    try {
      this.#key = native.keyRaw(this.#curve, true, bytes);
    } catch {
      throw makeError(Error, "ERR_CRYPTO_INVALID_KEYTYPE", "Private key is not valid for specified curve.");
    }
    return undefined;
  }
}

const { callable } = require("node/crypto/stream");
exports.ECDH = callable(ECDH);
exports.createECDH = (curve) => new ECDH(curve);
