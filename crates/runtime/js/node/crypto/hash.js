/**
 * Hash and Hmac of `node:crypto`.
 */

const { Buffer } = require("node/buffer");
const { FastBuffer } = require("node/buffer/fast_buffer");
const { Digest } = require("node/crypto/digest");
const { callable, streaming } = require("node/crypto/stream");
const { checkInteger, invalidArgType, makeError } = require("node/errors");

const { isView } = ArrayBuffer;
/** Encodings that the server writes itself; the numbers are those of `ops/crypto.rs`. */
const OUTPUT = { __proto__: null, hex: 1, base64: 2, base64url: 3 };
const isUtf8 = (encoding) => encoding === undefined || encoding === "utf8" || encoding === "utf-8" || encoding === "buffer";

/** A copy: what is in the view now is what counts. */
function copyOf(view) {
  // Asked for its buffer, a small array would get one.
  if (view instanceof Uint8Array) return new Uint8Array(view);
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
}

function alreadyFinished() {
  return makeError(Error, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");
}

function update(digest, data, encoding) {
  if (typeof data === "string") {
    if (isUtf8(encoding)) digest.text(data);
    else digest.bytes(Buffer.from(data, encoding));
  } else if (isView(data)) {
    digest.bytes(copyOf(data));
  } else {
    throw invalidArgType("data", ["string", "Buffer", "TypedArray", "DataView"], data);
  }
}

function output(digest, length, encoding) {
  const wanted = encoding === undefined || encoding === null ? "buffer" : `${encoding}`.toLowerCase();
  const code = OUTPUT[wanted];
  if (code !== undefined) return digest.finish(code);
  const bytes = new FastBuffer(length);
  digest.finish(bytes);
  return wanted === "buffer" || !Buffer.isEncoding(wanted) ? bytes : bytes.toString(wanted);
}

/** @typedef {{name: string, length: number}} Algorithm the server's name for it, bytes of its digest */

/** Those that were asked for, so that a usual digest crosses to the server once. @type {Record<string, Algorithm>} */
const algorithms = /** @type {any} */ ({ __proto__: null });
let algorithmsLeft = 64;

/** @param {string} algorithm @returns {Algorithm | undefined} */
function known(algorithm) {
  const cached = algorithms[algorithm];
  if (cached !== undefined) return cached;
  const name = native.hashName(algorithm);
  if (name === undefined) return undefined;
  const found = { name, length: native.hashLength(name) };
  if (algorithmsLeft-- > 0) algorithms[algorithm] = found;
  return found;
}

/** `outputLength` of the options: these hashes have one length only. */
function checkOutputLength(algorithm, length) {
  if (length === undefined) return;
  checkInteger(length, "options.outputLength", 0, 2 ** 32 - 1);
  if (length !== algorithm.length) throw makeError(Error, "ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH", "Unsupported state or unable to set the output length");
}

class Hash {
  #digest;
  #length;

  constructor(algorithm, options = undefined, digest = undefined, length = undefined) {
    if (digest === undefined && typeof algorithm !== "string") throw invalidArgType("algorithm", "string", algorithm);
    if (digest !== undefined) {
      this.#digest = digest;
      this.#length = length;
      return;
    }
    const found = known(algorithm);
    if (found === undefined) throw makeError(Error, "ERR_OSSL_EVP_UNSUPPORTED", "Digest method not supported");
    checkOutputLength(found, options?.outputLength);
    this.#digest = new Digest(found.name, undefined);
    this.#length = found.length;
  }

  update(data, encoding = undefined) {
    if (this.#digest.finished) throw alreadyFinished();
    update(this.#digest, data, encoding);
    return this;
  }

  digest(encoding = undefined) {
    if (this.#digest.finished) throw alreadyFinished();
    return output(this.#digest, this.#length, encoding);
  }

  copy() {
    if (this.#digest.finished) throw alreadyFinished();
    return new Hash(undefined, undefined, this.#digest.copy(), this.#length);
  }
}

/** @returns {Uint8Array | string} */
function keyOf(key, encoding) {
  if (typeof key === "string") return isUtf8(encoding) ? key : Buffer.from(key, encoding);
  if (isView(key)) return copyOf(key);
  if (key instanceof ArrayBuffer) return new Uint8Array(key.slice(0));
  const secret = key !== null && typeof key === "object" ? require("node/crypto/key_object").secretOf(key) : undefined;
  if (secret !== undefined) return secret;
  throw invalidArgType("key", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView", "KeyObject", "CryptoKey"], key);
}

class Hmac {
  #digest;
  #length;

  constructor(algorithm, key, options = undefined) {
    if (typeof algorithm !== "string") throw invalidArgType("hmac", "string", algorithm);
    const secret = keyOf(key, options?.encoding);
    const found = known(algorithm);
    if (found === undefined) throw makeError(Error, "ERR_CRYPTO_INVALID_DIGEST", `Invalid digest: ${algorithm}`);
    this.#digest = new Digest(found.name, secret);
    this.#length = found.length;
  }

  update(data, encoding = undefined) {
    if (this.#digest.finished) throw alreadyFinished();
    update(this.#digest, data, encoding);
    return this;
  }

  /** A second call gives nothing, as in Node. */
  digest(encoding = undefined) {
    if (!this.#digest.finished) return output(this.#digest, this.#length, encoding);
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
