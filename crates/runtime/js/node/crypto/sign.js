/**
 * Signatures: in one step, and of data that comes in pieces.
 */

const { Buffer } = require("node/buffer");
const { answer, bytesOf, encoded, isBytes } = require("node/crypto/bytes");
const { handleOf } = require("node/crypto/key_object");
const { makeError, invalidArgType, invalidArgValue } = require("node/errors");

const PSS_PADDING = 6;

/** `[pss, salt, der]` out of the object that a key is in. */
function schemeOf(key, handle) {
  const options = key !== null && typeof key === "object" && !isBytes(key) ? key : {};
  const { padding, saltLength, dsaEncoding } = options;
  if (dsaEncoding !== undefined && dsaEncoding !== "der" && dsaEncoding !== "ieee-p1363") throw invalidArgValue("options.dsaEncoding", dsaEncoding);
  if (padding !== undefined && (padding | 0) !== padding) throw invalidArgValue("options.padding", padding);
  if (saltLength !== undefined && (saltLength | 0) !== saltLength) throw invalidArgValue("options.saltLength", saltLength);
  const isRsa = handle("info")[1] === "rsa";
  if (isRsa && padding !== undefined && padding !== 1 && padding !== PSS_PADDING) {
    throw Object.assign(new Error("error:1C8000A5:Provider routines::illegal or unsupported padding mode"), {
      code: "ERR_OSSL_ILLEGAL_OR_UNSUPPORTED_PADDING_MODE",
      library: "Provider routines",
      reason: "illegal or unsupported padding mode",
    });
  }
  return [isRsa && padding === PSS_PADDING, saltLength, dsaEncoding !== "ieee-p1363"];
}

function signed(hash, data, key) {
  const handle = handleOf(key, "private");
  return handle("sign", data, hash, ...schemeOf(key, handle));
}

function isGood(hash, data, key, signature) {
  const handle = handleOf(key, "public");
  return handle("verify", data, signature, hash, ...schemeOf(key, handle));
}

/** @returns {string | undefined} undefined when the key decides */
function digestName(algorithm) {
  if (algorithm === null || algorithm === undefined) return undefined;
  if (typeof algorithm !== "string") throw invalidArgType("algorithm", "string", algorithm);
  return known(algorithm);
}

function known(algorithm) {
  const name = native.hashName(algorithm);
  if (name === undefined) throw makeError(Error, "ERR_CRYPTO_INVALID_DIGEST", `Invalid digest: ${algorithm}`);
  return name;
}

function keyRequired() {
  return makeError(Error, "ERR_CRYPTO_SIGN_KEY_REQUIRED", "No key provided to sign");
}

const DATA = ["ArrayBuffer", "Buffer", "TypedArray", "DataView"];

function dataOf(value, name) {
  if (!isBytes(value)) throw invalidArgType(name, DATA, value);
  return bytesOf(value, name);
}

/**
 * @param {string | null} algorithm
 * @param {(error: Error | null, signature?: Buffer) => void} [callback]
 * @returns {Buffer | undefined}
 */
exports.sign = function sign(algorithm, data, key, callback = undefined) {
  const hash = digestName(algorithm);
  const bytes = dataOf(data, "data");
  if (!key) throw keyRequired();
  return answer(callback, () => Buffer.from(signed(hash, bytes, key)));
};

/** @returns {boolean | undefined} */
exports.verify = function verify(algorithm, data, key, signature, callback = undefined) {
  const hash = digestName(algorithm);
  const bytes = dataOf(data, "data");
  const given = dataOf(signature, "signature");
  return answer(callback, () => isGood(hash, bytes, key, given));
};

/** Data that waits to be signed or verified. */
class Collected {
  #hash;
  /** @type {Uint8Array[]} */
  #pieces = [];
  #finished = false;

  constructor(algorithm) {
    if (typeof algorithm !== "string") throw invalidArgType("algorithm", "string", algorithm);
    this.#hash = known(algorithm);
  }

  update(data, encoding = undefined) {
    if (this.#finished) throw makeError(Error, "ERR_CRYPTO_INVALID_STATE", "Invalid state for operation update");
    const bytes = bytesOf(data, "data", encoding, ["string", "Buffer", "TypedArray", "DataView"]);
    this.#pieces.push(typeof bytes === "string" ? Buffer.from(bytes) : bytes.slice());
    return this;
  }

  /** @returns {[string, Uint8Array]} */
  finish(operation) {
    if (this.#finished) throw makeError(Error, "ERR_CRYPTO_INVALID_STATE", `Invalid state for operation ${operation}`);
    this.#finished = true;
    const all = this.#pieces.length === 1 ? this.#pieces[0] : Buffer.concat(this.#pieces);
    this.#pieces = [];
    return [this.#hash, all];
  }
}

class Sign {
  #collected;

  constructor(algorithm, options = undefined) {
    this.#collected = new Collected(algorithm);
    void options;
  }

  update(data, encoding = undefined) {
    this.#collected.update(data, encoding);
    return this;
  }

  sign(key, encoding = undefined) {
    if (!key) throw keyRequired();
    const [hash, data] = this.#collected.finish("sign");
    return encoded(signed(hash, data, key), encoding);
  }
}

class Verify {
  #collected;

  constructor(algorithm, options = undefined) {
    this.#collected = new Collected(algorithm);
    void options;
  }

  update(data, encoding = undefined) {
    this.#collected.update(data, encoding);
    return this;
  }

  verify(key, signature, encoding = undefined) {
    const [hash, data] = this.#collected.finish("verify");
    const bytes = bytesOf(signature, "signature", encoding);
    return isGood(hash, data, key, typeof bytes === "string" ? Buffer.from(bytes) : bytes);
  }
}

const { callable, streaming } = require("node/crypto/stream");
const write = (object, chunk, encoding) => void object.update(chunk, encoding === "buffer" ? undefined : encoding);
streaming(Sign, "Writable", write);
streaming(Verify, "Writable", write);

exports.createSign = (algorithm, options = undefined) => new Sign(algorithm, options);
exports.createVerify = (algorithm, options = undefined) => new Verify(algorithm, options);
exports.Sign = callable(Sign);
exports.Verify = callable(Verify);
