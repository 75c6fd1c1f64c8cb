/**
 * Keys from passwords and from other keys. The forms with a callback work on another thread.
 */

const { answer, bytesOf } = require("node/crypto/bytes");
const { Buffer } = require("node/buffer");
const { checkInteger, invalidArgType, makeError } = require("node/errors");

const INT32_MAX = 2 ** 31 - 1;

function checkCallback(callback) {
  if (typeof callback !== "function") throw invalidArgType("callback", "function", callback);
}

/** @returns {string} the server's name for it */
function digestName(digest) {
  if (typeof digest !== "string") throw invalidArgType("digest", "string", digest);
  const name = native.hashName(digest);
  if (name === undefined) throw makeError(TypeError, "ERR_CRYPTO_INVALID_DIGEST", `Invalid digest: ${digest}`);
  return name;
}

function pbkdf2Arguments(password, salt, iterations, keylen, digest) {
  const name = digestName(digest);
  const bytes = [bytesOf(password, "password"), bytesOf(salt, "salt")];
  checkInteger(iterations, "iterations", 1, INT32_MAX);
  checkInteger(keylen, "keylen", 0, INT32_MAX);
  return [name, ...bytes, iterations, keylen];
}

exports.pbkdf2Sync = function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  return Buffer.from(native.pbkdf2(false, ...pbkdf2Arguments(password, salt, iterations, keylen, digest)));
};

exports.pbkdf2 = function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === "function") throw invalidArgType("digest", "string", undefined);
  const given = pbkdf2Arguments(password, salt, iterations, keylen, digest);
  checkCallback(callback);
  answer(callback, async () => Buffer.from(await native.pbkdf2(true, ...given)));
};

/** Two names of each parameter of scrypt, and what it is by default. */
const COST = [
  ["N", "cost", 16384],
  ["r", "blockSize", 8],
  ["p", "parallelization", 1],
];
const MAXMEM = 32 * 1024 * 1024;

function scryptParams(reason) {
  const text = reason === undefined ? "" : `: ${reason}`;
  return makeError(RangeError, "ERR_CRYPTO_INVALID_SCRYPT_PARAMS", `Invalid scrypt params${text}`);
}

function scryptArguments(password, salt, keylen, options) {
  const bytes = [bytesOf(password, "password"), bytesOf(salt, "salt")];
  checkInteger(keylen, "keylen", 0, INT32_MAX);
  const [n, r, p] = COST.map(([short, long, usual]) => {
    const both = options?.[short] !== undefined && options?.[long] !== undefined;
    if (both) throw makeError(TypeError, "ERR_INCOMPATIBLE_OPTION_PAIR", `Option "${short}" cannot be used in combination with option "${long}"`);
    const value = options?.[short] ?? options?.[long];
    if (value === undefined) return usual;
    checkInteger(value, options?.[short] === undefined ? long : short, 0, 2 ** 32 - 1);
    return value === 0 ? usual : value;
  });
  const maxmem = options?.maxmem === undefined || options.maxmem === 0 ? MAXMEM : options.maxmem;
  checkInteger(maxmem, "maxmem", 0);
  if (n < 2 || (n & (n - 1)) !== 0 || n > 2 ** 31) throw scryptParams();
  if (128 * n * r > maxmem || 128 * r * p > maxmem) throw scryptParams("memory limit exceeded");
  return [...bytes, n, r, p, keylen];
}

exports.scryptSync = function scryptSync(password, salt, keylen, options = undefined) {
  return Buffer.from(native.scrypt(false, ...scryptArguments(password, salt, keylen, options)));
};

exports.scrypt = function scrypt(password, salt, keylen, options, callback = undefined) {
  if (typeof options === "function") [options, callback] = [undefined, options];
  const given = scryptArguments(password, salt, keylen, options);
  checkCallback(callback);
  answer(callback, async () => Buffer.from(await native.scrypt(true, ...given)));
};

/** Node's limit for `info`. */
const INFO_MAX = 1024;

function hkdfArguments(digest, key, salt, info, length) {
  if (typeof digest !== "string") throw invalidArgType("digest", "string", digest);
  const { secretOf } = require("node/crypto/key_object");
  const secret = secretOf(key) ?? bytesOf(key, "ikm", undefined, ["string", "SecretKeyObject", "ArrayBuffer", "TypedArray", "DataView", "Buffer"]);
  const bytes = [secret, bytesOf(salt, "salt"), bytesOf(info, "info")];
  checkInteger(length, "length", 0, INT32_MAX);
  const size = typeof bytes[2] === "string" ? Buffer.byteLength(bytes[2]) : bytes[2].byteLength;
  if (size > INFO_MAX) {
    throw makeError(RangeError, "ERR_OUT_OF_RANGE", `The value of "info" is out of range. It must be must not contain more than 1024 bytes. Received ${size}`);
  }
  return [digestName(digest), ...bytes, length];
}

/** @returns {ArrayBuffer} */
exports.hkdfSync = function hkdfSync(digest, ikm, salt, info, keylen) {
  return native.hkdf(...hkdfArguments(digest, ikm, salt, info, keylen));
};

exports.hkdf = function hkdf(digest, ikm, salt, info, keylen, callback) {
  const given = hkdfArguments(digest, ikm, salt, info, keylen);
  checkCallback(callback);
  answer(callback, () => native.hkdf(...given));
};
