/**
 * Hash and Hmac of `node:crypto`.
 *
 * What `update` is given waits here and crosses to the server once, at `digest`: that is one crossing
 * for the usual few hundred bytes. Beyond CHUNK bytes the server takes it piece by piece.
 */

const { Buffer } = require("node/buffer");
const { invalidArgType, makeError } = require("node/errors");

/** When so much waits, it is handed over. */
const CHUNK = 1024 * 1024;
const { isView } = ArrayBuffer;
/** Encodings that the server writes itself; the numbers are those of `ops/crypto.rs`. */
const OUTPUT = { __proto__: null, hex: 1, base64: 2, base64url: 3 };
const isUtf8 = (encoding) => encoding === undefined || encoding === "utf8" || encoding === "utf-8" || encoding === "buffer";

function bytesOf(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Whether text and what follows it can be joined: half a pair must not meet its other half. */
function endsWhole(text) {
  const last = text.charCodeAt(text.length - 1);
  return !(last >= 0xd800 && last < 0xdc00);
}

/** What both kinds do: they differ in how the server begins. */
class Digest {
  #algorithm;
  /** @type {Uint8Array | string | undefined} */
  #key;
  /** Text that waits. Only one of this and `#bytes` holds something. */
  #text = "";
  /** @type {Uint8Array[]} */
  #bytes = [];
  #waiting = 0;
  /** The server's state, once something was handed over. @type {Function | null} */
  #stream = null;
  #finished = false;

  constructor(algorithm, key) {
    this.#algorithm = algorithm;
    this.#key = key;
  }

  get finished() {
    return this.#finished;
  }

  text(text) {
    if (text === "") return;
    if (this.#bytes.length > 0 || (this.#text !== "" && !endsWhole(this.#text))) return this.bytes(Buffer.from(text));
    this.#text += text;
    this.#count(text.length);
  }

  /** @param {Uint8Array} bytes not changed by anybody afterwards */
  bytes(bytes) {
    if (bytes.length === 0) return;
    this.#textToBytes();
    this.#bytes.push(bytes);
    this.#count(bytes.length);
  }

  #textToBytes() {
    if (this.#text !== "") this.#bytes.push(Buffer.from(this.#text));
    this.#text = "";
  }

  #count(amount) {
    this.#waiting += amount;
    if (this.#waiting < CHUNK) return;
    this.#stream ??= native.hashStream(this.#algorithm, this.#key);
    this.#handOver();
  }

  #handOver() {
    this.#textToBytes();
    for (const bytes of this.#bytes) this.#stream(0, bytes);
    this.#bytes = [];
    this.#waiting = 0;
  }

  /** @param {number} output 0 for an ArrayBuffer, else one of OUTPUT */
  finish(output) {
    this.#finished = true;
    if (this.#stream !== null) {
      this.#handOver();
      return this.#stream(1, output);
    }
    const data = this.#bytes.length === 0 ? this.#text : this.#bytes.length === 1 ? this.#bytes[0] : Buffer.concat(this.#bytes);
    this.#bytes = [];
    this.#text = "";
    return native.digest(this.#algorithm, this.#key, data, output);
  }

  copy() {
    const copy = new Digest(this.#algorithm, this.#key);
    copy.#text = this.#text;
    copy.#bytes = [...this.#bytes];
    copy.#waiting = this.#waiting;
    if (this.#stream !== null) copy.#stream = this.#stream(2);
    return copy;
  }
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

/** @type {(algorithm: string) => string} the server's name for it */
function known(algorithm) {
  const name = native.hashName(algorithm);
  if (name !== undefined) return name;
  throw makeError(Error, "ERR_OSSL_EVP_UNSUPPORTED", "Digest method not supported");
}

class Hash {
  #digest;

  constructor(algorithm, options = undefined, digest = undefined) {
    if (digest === undefined && typeof algorithm !== "string") throw invalidArgType("algorithm", "string", algorithm);
    this.#digest = digest ?? new Digest(known(algorithm), undefined);
    void options;
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
  throw invalidArgType("key", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView", "KeyObject", "CryptoKey"], key);
}

class Hmac {
  #digest;

  constructor(algorithm, key, options = undefined) {
    if (typeof algorithm !== "string") throw invalidArgType("hmac", "string", algorithm);
    const secret = keyOf(key, options?.encoding);
    const name = native.hashName(algorithm);
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

/** Callable with and without `new`, as Node's are. */
function callable(Class) {
  return new Proxy(Class, { apply: (_, __, args) => Reflect.construct(Class, args) });
}

exports.createHash = function createHash(algorithm, options = undefined) {
  return new Hash(algorithm, options);
};
exports.createHmac = function createHmac(algorithm, key, options = undefined) {
  return new Hmac(algorithm, key, options);
};
exports.Hash = callable(Hash);
exports.Hmac = callable(Hmac);
