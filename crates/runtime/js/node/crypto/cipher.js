/**
 * Symmetric ciphers for data that comes in pieces.
 */

const { Buffer } = require("node/buffer");
const { bytesOf, isBytes } = require("node/crypto/bytes");
const { secretOf } = require("node/crypto/key_object");
const { callable, streaming } = require("node/crypto/stream");
const { checkInteger, invalidArgType, invalidArgValue, makeError } = require("node/errors");

const TAG_MAX = 16;
const DATA = ["string", "Buffer", "TypedArray", "DataView"];
/** Encodings that have no state between pieces. */
const STATELESS = new Set(["hex", "latin1", "binary", "ascii"]);

/** What `native.cipherInfo` gives, by name. */
function infoOf(name, ivLength = 0) {
  const info = native.cipherInfo(name, ivLength);
  if (info === undefined) return undefined;
  const [real, nid, blockSize, ivBytes, keyLength, mode, takesIv] = info;
  const isAead = mode === "gcm" || real === "chacha20-poly1305";
  return { name: real, nid, blockSize, ivLength: ivBytes, keyLength, mode, takesIv, isAead };
}

/**
 * @param {string | number} nameOrNid
 * @param {{keyLength?: number, ivLength?: number}} [options]
 */
exports.getCipherInfo = function getCipherInfo(nameOrNid, options = undefined) {
  if (typeof nameOrNid !== "string" && typeof nameOrNid !== "number") throw invalidArgType("nameOrNid", ["string", "number"], nameOrNid);
  if (options !== undefined && (options === null || typeof options !== "object")) throw invalidArgType("options", "object", options);
  const { keyLength, ivLength } = options ?? {};
  if (keyLength !== undefined) checkInteger(keyLength, "options.keyLength", 0, 2 ** 31 - 1);
  if (ivLength !== undefined) checkInteger(ivLength, "options.ivLength", 0, 2 ** 31 - 1);
  const names = typeof nameOrNid === "string" ? [nameOrNid] : native.cipherNames().split(" ");
  const info = names.map((name) => infoOf(name, ivLength)).find((found) => typeof nameOrNid === "string" || found.nid === nameOrNid);
  if (info === undefined) return undefined;
  if (keyLength !== undefined && keyLength !== info.keyLength) return undefined;
  if (ivLength !== undefined && !info.takesIv) return undefined;
  const { mode, name, nid, blockSize } = info;
  const shown = { mode, name, nid };
  if (blockSize > 1 && mode !== "gcm" && mode !== "ctr") shown.blockSize = blockSize;
  if (info.ivLength > 0) shown.ivLength = ivLength ?? info.ivLength;
  shown.keyLength = info.keyLength;
  return shown;
};

const invalidState = (operation) => makeError(Error, "ERR_CRYPTO_INVALID_STATE", `Invalid state for operation ${operation}`);
const invalidTag = (length) => makeError(TypeError, "ERR_CRYPTO_INVALID_AUTH_TAG", `Invalid authentication tag length: ${length}`);
const tagFits = (info, length) => (info.mode === "gcm" ? length === 4 || length === 8 || (length >= 12 && length <= TAG_MAX) : length >= 1 && length <= TAG_MAX);

/** `authTagLength` of the options; undefined if it is not there. */
function tagLengthOf(info, options) {
  const length = options?.authTagLength;
  if (length === undefined || length === null) return undefined;
  if (typeof length !== "number" || !Number.isInteger(length) || length < 0) throw invalidArgValue("options.authTagLength", length);
  if (info.isAead && !tagFits(info, length)) throw invalidTag(length);
  return length;
}

/** What both directions share. */
class Cipher {
  #run;
  #info;
  #tagLength;
  #began = false;
  #finished = false;
  #outputEncoding;
  #decoder;

  constructor(encrypt, algorithm, key, iv, options) {
    if (typeof algorithm !== "string") throw invalidArgType("cipher", "string", algorithm);
    const secret = secretOf(key) ?? bytesOf(key, "key", options?.encoding, ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView", "KeyObject", "CryptoKey"]);
    if (iv !== null && typeof iv !== "string" && !isBytes(iv)) throw invalidArgType("iv", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"], iv);
    const vector = iv === null ? new Uint8Array(0) : bytesOf(iv, "iv");
    const info = infoOf(algorithm);
    if (info === undefined) throw makeError(Error, "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher");
    this.#tagLength = tagLengthOf(info, options);
    if (iv === null && info.ivLength > 0) throw makeError(TypeError, "ERR_CRYPTO_INVALID_IV", "Invalid initialization vector");
    this.#info = info;
    this.#run = native.cipherBegin(algorithm, encrypt, secret, vector);
  }

  get info() {
    return this.#info;
  }
  get began() {
    return this.#began;
  }
  get finished() {
    return this.#finished;
  }
  get tagLength() {
    return this.#tagLength;
  }

  update(data, inputEncoding, outputEncoding) {
    const bytes = bytesOf(data, "data", inputEncoding, DATA);
    if (this.#finished) throw new Error("Trying to add data in unsupported state");
    this.#began = true;
    return this.#encoded(this.#run(0, bytes), outputEncoding, false);
  }

  final(outputEncoding) {
    if (outputEncoding !== undefined && outputEncoding !== null && outputEncoding !== "buffer" && !Buffer.isEncoding(outputEncoding)) {
      throw makeError(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${outputEncoding}`);
    }
    if (this.#finished) throw makeError(Error, "ERR_CRYPTO_INVALID_STATE", "Invalid state");
    this.#finished = true;
    return this.#encoded(this.#run(1), outputEncoding, true);
  }

  #encoded(bytes, encoding, last) {
    const buffer = Buffer.from(bytes);
    if (encoding === undefined || encoding === null || encoding === "buffer") return buffer;
    if (this.#outputEncoding !== undefined && this.#outputEncoding !== encoding) {
      throw makeError(Error, "ERR_INTERNAL_ASSERTION", "Cannot change encoding");
    }
    this.#outputEncoding = encoding;
    if (STATELESS.has(encoding)) return buffer.toString(encoding);
    const { StringDecoder } = require("node/string_decoder");
    this.#decoder ??= new StringDecoder(encoding);
    return last ? this.#decoder.end(buffer) : this.#decoder.write(buffer);
  }

  setAAD(data) {
    if (this.#finished || this.#began || !this.#run(2, data)) throw invalidState("setAAD");
  }

  expectTag(tag) {
    this.#run(4, tag);
  }

  tag() {
    return Buffer.from(this.#run(3).slice(0, this.#tagLength ?? TAG_MAX));
  }

  setPadding(on) {
    if (this.#finished) throw invalidState("setAutoPadding");
    this.#run(5, on);
  }
}

function aad(cipher, buffer, options) {
  const bytes = bytesOf(buffer, "buffer", options?.encoding, ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"]);
  const plaintextLength = options?.plaintextLength;
  if (plaintextLength !== undefined && plaintextLength !== null) checkInteger(plaintextLength, "options.plaintextLength", 0, 2 ** 31 - 1);
  cipher.setAAD(bytes);
}

class Cipheriv {
  #cipher;

  constructor(cipher, key, iv, options = undefined) {
    this.#cipher = new Cipher(true, cipher, key, iv, options);
  }
  update(data, inputEncoding = undefined, outputEncoding = undefined) {
    return this.#cipher.update(data, inputEncoding, outputEncoding);
  }
  final(outputEncoding = undefined) {
    return this.#cipher.final(outputEncoding);
  }
  setAutoPadding(autoPadding = true) {
    this.#cipher.setPadding(Boolean(autoPadding));
    return this;
  }
  setAAD(buffer, options = undefined) {
    aad(this.#cipher, buffer, options);
    return this;
  }
  getAuthTag() {
    if (!this.#cipher.finished || !this.#cipher.info.isAead) throw invalidState("getAuthTag");
    return this.#cipher.tag();
  }
}

class Decipheriv {
  #cipher;
  #hasTag = false;

  constructor(cipher, key, iv, options = undefined) {
    this.#cipher = new Cipher(false, cipher, key, iv, options);
  }
  update(data, inputEncoding = undefined, outputEncoding = undefined) {
    return this.#cipher.update(data, inputEncoding, outputEncoding);
  }
  final(outputEncoding = undefined) {
    return this.#cipher.final(outputEncoding);
  }
  setAutoPadding(autoPadding = true) {
    this.#cipher.setPadding(Boolean(autoPadding));
    return this;
  }
  setAAD(buffer, options = undefined) {
    aad(this.#cipher, buffer, options);
    return this;
  }
  setAuthTag(tag, encoding = undefined) {
    const bytes = bytesOf(tag, "tag", encoding, ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"]);
    const buffer = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
    const { info, tagLength } = this.#cipher;
    if (!info.isAead || this.#hasTag || this.#cipher.finished) throw invalidState("setAuthTag");
    const fits = tagLength === undefined ? tagFits(info, buffer.length) : buffer.length === tagLength;
    if (!fits) throw invalidTag(buffer.length);
    this.#hasTag = true;
    this.#cipher.expectTag(buffer.slice());
    return this;
  }
}

for (const Type of [Cipheriv, Decipheriv]) {
  streaming(
    Type,
    "Transform",
    (object, chunk, encoding) => object.update(chunk, encoding === "buffer" ? undefined : encoding),
    (object) => object.final(),
  );
}

exports.createCipheriv = (cipher, key, iv, options = undefined) => new Cipheriv(cipher, key, iv, options);
exports.createDecipheriv = (cipher, key, iv, options = undefined) => new Decipheriv(cipher, key, iv, options);
exports.Cipheriv = callable(Cipheriv);
exports.Decipheriv = callable(Decipheriv);
