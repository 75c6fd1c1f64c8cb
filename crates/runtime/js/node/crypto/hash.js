/**
 * Hash and Hmac of `node:crypto`.
 */

const { Buffer } = require("node/buffer");
const { Digest } = require("node/crypto/digest");
const { callable, streaming } = require("node/crypto/stream");
const { checkInteger, invalidArgType, makeError } = require("node/errors");

const { isView } = ArrayBuffer;
/** Encodings that the server writes itself; the numbers are those of `ops/crypto.rs`. */
const OUTPUT = { __proto__: null, hex: 1, base64: 2, base64url: 3 };
const isUtf8 = (encoding) => encoding === undefined || encoding === "utf8" || encoding === "utf-8" || encoding === "buffer";

function bytesOf(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function alreadyFinished() {
  return makeError(Error, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");
}

function update(digest, data, encoding) {
  if (typeof data === "string") {
    if (isUtf8(encoding)) digest.text(data);
    else digest.bytes(Buffer.from(data, encoding));
  } else if (isView(data)) {
    digest.bytes(bytesOf(data).slice());
  } else {
    throw invalidArgType("data", ["string", "Buffer", "TypedArray", "DataView"], data);
  }
}

function output(digest, encoding) {
  const wanted = encoding === undefined || encoding === null ? "buffer" : `${encoding}`.toLowerCase();
  const code = OUTPUT[wanted];
  if (code !== undefined) return digest.finish(code);
  const bytes = Buffer.from(digest.finish(0));
  return wanted === "buffer" || !Buffer.isEncoding(wanted) ? bytes : bytes.toString(wanted);
}

/** Names that were asked for, so that a usual digest crosses to the server once. */
const names = { __proto__: null };
let namesLeft = 64;

/** @param {string} algorithm @returns {string | undefined} the server's name for it */
function known(algorithm) {
  const cached = names[algorithm];
  if (cached !== undefined) return cached;
  const name = native.hashName(algorithm);
  if (name !== undefined && namesLeft-- > 0) names[algorithm] = name;
  return name;
}

/** `outputLength` of the options: these hashes have one length only. */
function checkOutputLength(name, length) {
  if (length === undefined) return;
  checkInteger(length, "options.outputLength", 0, 2 ** 32 - 1);
  if (length !== native.hashLength(name)) throw makeError(Error, "ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH", "Unsupported state or unable to set the output length");
}

class Hash {
  #digest;

  constructor(algorithm, options = undefined, digest = undefined) {
    if (digest === undefined && typeof algorithm !== "string") throw invalidArgType("algorithm", "string", algorithm);
    if (digest !== undefined) {
      this.#digest = digest;
      return;
    }
    const name = known(algorithm);
    if (name === undefined) throw makeError(Error, "ERR_OSSL_EVP_UNSUPPORTED", "Digest method not supported");
    checkOutputLength(name, options?.outputLength);
    this.#digest = new Digest(name, undefined);
  }

  update(data, encoding = undefined) {
    if (this.#digest.finished) throw alreadyFinished();
    update(this.#digest, data, encoding);
    return this;
  }

  digest(encoding = undefined) {
    if (this.#digest.finished) throw alreadyFinished();
    return output(this.#digest, encoding);
  }

  copy() {
    if (this.#digest.finished) throw alreadyFinished();
    return new Hash(undefined, undefined, this.#digest.copy());
  }
}

/** @returns {Uint8Array | string} */
function keyOf(key, encoding) {
  if (typeof key === "string") return isUtf8(encoding) ? key : Buffer.from(key, encoding);
  if (isView(key)) return bytesOf(key).slice();
  if (key instanceof ArrayBuffer) return new Uint8Array(key.slice(0));
  const secret = key !== null && typeof key === "object" ? require("node/crypto/key_object").secretOf(key) : undefined;
  if (secret !== undefined) return secret;
  throw invalidArgType("key", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView", "KeyObject", "CryptoKey"], key);
}

class Hmac {
  #digest;

  constructor(algorithm, key, options = undefined) {
    if (typeof algorithm !== "string") throw invalidArgType("hmac", "string", algorithm);
    const secret = keyOf(key, options?.encoding);
    const name = known(algorithm);
    if (name === undefined) throw makeError(Error, "ERR_CRYPTO_INVALID_DIGEST", `Invalid digest: ${algorithm}`);
    this.#digest = new Digest(name, secret);
  }

  update(data, encoding = undefined) {
    if (this.#digest.finished) throw alreadyFinished();
    update(this.#digest, data, encoding);
    return this;
  }

  /** A second call gives nothing, as in Node. */
  digest(encoding = undefined) {
    if (!this.#digest.finished) return output(this.#digest, encoding);
    return encoding === undefined || encoding === "buffer" ? Buffer.alloc(0) : "";
  }
}

for (const Type of [Hash, Hmac]) {
  streaming(
    Type,
    "Transform",
    (object, chunk, encoding) => void object.update(chunk, encoding === "buffer" ? undefined : encoding),
    (object) => object.digest(),
  );
}

exports.createHash = function createHash(algorithm, options = undefined) {
  return new Hash(algorithm, options);
};
exports.createHmac = function createHmac(algorithm, key, options = undefined) {
  return new Hmac(algorithm, key, options);
};
exports.Hash = callable(Hash);
exports.Hmac = callable(Hmac);
