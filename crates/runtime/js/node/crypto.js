/**
 * The module `crypto` (`node:crypto`): what real sites use of it today.
 */

const { Hash, Hmac, createHash, createHmac } = require("node/crypto/hash");
const random = require("node/crypto/random");
const { invalidArgType, makeError } = require("node/errors");
const { crypto } = require("web/crypto");

const { isView } = ArrayBuffer;

function checkBytes(value, name) {
  if (!isView(value) && !(value instanceof ArrayBuffer)) {
    throw invalidArgType(name, ["ArrayBuffer", "Buffer", "TypedArray", "DataView"], value);
  }
}

/** Takes as long for equal contents as for different ones. */
exports.timingSafeEqual = function timingSafeEqual(buf1, buf2) {
  checkBytes(buf1, "buf1");
  checkBytes(buf2, "buf2");
  if (buf1.byteLength !== buf2.byteLength) {
    throw makeError(RangeError, "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH", "Input buffers must have the same byte length");
  }
  return native.timingSafeEqual(buf1, buf2);
};

/** @returns {string[]} names that `createHash` takes */
exports.getHashes = function getHashes() {
  return native.hashNames().split(" ");
};

/** @returns the digest of `data` in one step */
exports.hash = function hash(algorithm, data, outputEncoding = "hex") {
  return createHash(algorithm).update(data).digest(outputEncoding);
};

Object.assign(exports, { Hash, Hmac, createHash, createHmac });
exports.randomBytes = random.randomBytes;
exports.pseudoRandomBytes = random.randomBytes;
exports.randomFill = random.randomFill;
exports.randomFillSync = random.randomFillSync;
exports.randomInt = random.randomInt;
exports.randomUUID = random.randomUUID;
exports.getRandomValues = (array) => crypto.getRandomValues(array);
exports.webcrypto = crypto;
