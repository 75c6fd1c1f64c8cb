/**
 * RSA encryption.
 */

const { Buffer } = require("node/buffer");
const { bytesOf, isBytes } = require("node/crypto/bytes");
const { handleOf, unwrap } = require("node/crypto/key_object");
const { invalidArgType, makeError } = require("node/errors");

const PKCS1 = 1;
const OAEP = 4;

/** @param {"public" | "private"} wanted @param {number} usual padding */
function operation(name, wanted, usual) {
  return function (key, buffer) {
    const options = key !== null && typeof key === "object" && !isBytes(key) && unwrap(key) === undefined ? key : {};
    const { padding = usual, oaepHash = "sha1", oaepLabel, encoding } = options;
    if (padding === OAEP && typeof oaepHash !== "string") throw invalidArgType("key.oaepHash", "string", oaepHash);
    const hash = native.hashName(`${oaepHash}`);
    if (hash === undefined) throw makeError(Error, "ERR_OSSL_EVP_INVALID_DIGEST", "Invalid digest: " + oaepHash);
    const label = oaepLabel === undefined ? undefined : bytesOf(oaepLabel, "key.oaepLabel", encoding);
    const handle = handleOf(key, wanted);
    const data = bytesOf(buffer, "buffer", encoding);
    return Buffer.from(handle(name, data, padding, hash, label));
  };
}

exports.publicEncrypt = operation("encrypt", "public", OAEP);
exports.privateDecrypt = operation("decrypt", "private", OAEP);
exports.privateEncrypt = operation("encryptPrivate", "private", PKCS1);
exports.publicDecrypt = operation("decryptPublic", "public", PKCS1);
