/**
 * The module `crypto` (`node:crypto`). Hashes and randomness are there at once; each other part is
 * loaded when it is first used.
 */

const { Hash, Hmac, createHash, createHmac } = require("node/crypto/hash");
const random = require("node/crypto/random");
const { invalidArgType, makeError } = require("node/errors");
const { lazy } = require("node/lazy");

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

/** @returns {string[]} names that `createCipheriv` takes */
exports.getCiphers = function getCiphers() {
  return native.cipherNames().split(" ");
};

/** @returns {string[]} names that `createECDH` takes */
exports.getCurves = function getCurves() {
  return native.keyCurves().split(" ");
};

/** @returns {0 | 1} whether the implementation is certified: it is not */
exports.getFips = () => 0;

exports.setFips = function setFips(enabled) {
  if (enabled) throw makeError(Error, "ERR_CRYPTO_FIPS_UNAVAILABLE", "Cannot set FIPS mode in a non-FIPS build.");
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

lazy(exports, "node/crypto/constants", ["constants"]);
lazy(exports, "node/crypto/cipher", ["Cipheriv", "Decipheriv", "createCipheriv", "createDecipheriv", "getCipherInfo"]);
lazy(exports, "node/crypto/derive", ["hkdf", "hkdfSync", "pbkdf2", "pbkdf2Sync", "scrypt", "scryptSync"]);
lazy(exports, "node/crypto/key_object", ["KeyObject", "createPrivateKey", "createPublicKey", "createSecretKey"]);
lazy(exports, "node/crypto/generate", ["generateKey", "generateKeyPair", "generateKeyPairSync", "generateKeySync"]);
lazy(exports, "node/crypto/sign", ["Sign", "Verify", "createSign", "createVerify", "sign", "verify"]);
lazy(exports, "node/crypto/rsa", ["privateDecrypt", "privateEncrypt", "publicDecrypt", "publicEncrypt"]);
lazy(exports, "node/crypto/ecdh", ["ECDH", "createECDH", "diffieHellman"]);
lazy(exports, "node/crypto/web", ["getRandomValues", "subtle", "webcrypto"]);
