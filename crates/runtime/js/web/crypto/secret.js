/**
 * Algorithms whose key is a secret: AES in its modes, HMAC, HKDF, PBKDF2 (Web Crypto, 27 to 33).
 */

const { attempt, dataError, notSupported, operationError, syntaxError } = require("web/crypto/errors");
const { checkJwk, finishJwk } = require("web/crypto/jwk");
const { keyContents, makeKey } = require("web/crypto/key");

const CIPHER = ["encrypt", "decrypt", "wrapKey", "unwrapKey"];
const WRAP = ["wrapKey", "unwrapKey"];
const MAC = ["sign", "verify"];
const DERIVE = ["deriveKey", "deriveBits"];
const BLOCK_BITS = { "SHA-1": 512, "SHA-256": 512, "SHA-384": 1024, "SHA-512": 1024 };
const TAG_BITS = [32, 64, 96, 104, 112, 120, 128];

function checkUsages(usages, allowed) {
  if (!usages.every((usage) => allowed.includes(usage))) throw syntaxError("Unsupported key usage for this algorithm");
}

const random = (length) => new Uint8Array(native.randomBytes(length));

/** The bytes of a JWK's `k`. */
function fromBase64Url(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text)) throw dataError('The JWK\'s "k" is missing or not base64url');
  return attempt(() => Uint8Array.fromBase64(text, { alphabet: "base64url" }), 'The JWK\'s "k" is not base64url', dataError);
}

function toBase64Url(bytes) {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Secret bytes out of `raw` or `jwk`. */
function read(format, data, extractable, usages, use) {
  if (format === "raw") return data;
  if (format !== "jwk") throw notSupported(`${format} is not supported for this algorithm`);
  checkJwk(data, "oct", use, extractable, usages);
  return fromBase64Url(data.k);
}

function write(format, key, alg) {
  const { bytes } = keyContents(key);
  if (format === "raw") return bytes.slice().buffer;
  if (format !== "jwk") throw notSupported(`${format} is not supported for this algorithm`);
  return finishJwk({ kty: "oct", k: toBase64Url(bytes) }, key, alg);
}

function aes(name, allowed) {
  const algOf = (bits) => `A${bits}${name.slice("AES-".length)}`;
  return {
    generateKey({ length }, extractable, usages) {
      checkUsages(usages, allowed);
      if (![128, 192, 256].includes(length)) throw operationError("AES keys have 128, 192 or 256 bits");
      return makeKey("secret", { bytes: random(length / 8) }, { name, length }, extractable, usages);
    },
    importKey(format, data, _, extractable, usages) {
      checkUsages(usages, allowed);
      const bytes = read(format, data, extractable, usages, "enc");
      if (![16, 24, 32].includes(bytes.length)) throw dataError("AES keys have 128, 192 or 256 bits");
      const length = bytes.length * 8;
      if (format === "jwk" && data.alg !== undefined && data.alg !== algOf(length)) throw dataError('The JWK\'s "alg" does not fit its key');
      return makeKey("secret", { bytes }, { name, length }, extractable, usages);
    },
    exportKey: (format, key) => write(format, key, algOf(keyContents(key).bytes.length * 8)),
    keyLength({ length }) {
      if (![128, 192, 256].includes(length)) throw operationError("AES keys have 128, 192 or 256 bits");
      return length;
    },
  };
}

function cbc(encrypt) {
  return ({ iv }, key, data) => {
    if (iv.length !== 16) throw operationError("algorithm.iv must have 16 bytes");
    const { bytes } = keyContents(key);
    return attempt(() => {
      const run = native.cipherBegin(`aes-${bytes.length * 8}-cbc`, encrypt, bytes, iv);
      const [first, last] = [new Uint8Array(run(0, data)), new Uint8Array(run(1))];
      const out = new Uint8Array(first.length + last.length);
      out.set(first);
      out.set(last, first.length);
      return out.buffer;
    }, "The operation failed");
  };
}

exports["AES-CBC"] = { ...aes("AES-CBC", CIPHER), encrypt: cbc(true), decrypt: cbc(false) };

function ctr({ counter, length }, key, data) {
  if (counter.length !== 16) throw operationError("algorithm.counter must have 16 bytes");
  if (length < 1 || length > 128) throw operationError("algorithm.length must be from 1 to 128");
  return attempt(() => native.aesCtr(keyContents(key).bytes, counter, length, data), "The operation failed");
}

exports["AES-CTR"] = { ...aes("AES-CTR", CIPHER), encrypt: ctr, decrypt: ctr };

function gcm(operation) {
  return ({ iv, additionalData = new Uint8Array(0), tagLength = 128 }, key, data) => {
    if (!TAG_BITS.includes(tagLength)) throw operationError(`algorithm.tagLength must be one of ${TAG_BITS.join(", ")}`);
    const { bytes } = keyContents(key);
    return attempt(() => native[operation](`aes-${bytes.length * 8}-gcm`, bytes, iv, additionalData, data, tagLength / 8), "The operation failed");
  };
}

exports["AES-GCM"] = { ...aes("AES-GCM", CIPHER), encrypt: gcm("cipherSeal"), decrypt: gcm("cipherOpen") };

exports["AES-KW"] = {
  ...aes("AES-KW", WRAP),
  wrapKey: (_, key, data) => attempt(() => native.keyWrap(keyContents(key).bytes, data), "The key cannot be wrapped"),
  unwrapKey: (_, key, data) => attempt(() => native.keyUnwrap(keyContents(key).bytes, data), "The key cannot be unwrapped"),
};

const hmacAlg = (hash) => `HS${hash.slice("SHA-".length)}`;

/** @param {number} bits may leave some of the last byte unused */
function hmacKey(bytes, bits, hash, extractable, usages) {
  return makeKey("secret", { bytes }, { name: "HMAC", length: bits, hash: { name: hash } }, extractable, usages);
}

exports.HMAC = {
  generateKey({ hash, length }, extractable, usages) {
    checkUsages(usages, MAC);
    if (length === 0) throw operationError("algorithm.length must not be 0");
    const bits = length ?? BLOCK_BITS[hash.name];
    return hmacKey(random(Math.ceil(bits / 8)), bits, hash.name, extractable, usages);
  },
  importKey(format, data, { hash, length }, extractable, usages) {
    checkUsages(usages, MAC);
    const bytes = read(format, data, extractable, usages, "sig");
    if (format === "jwk" && data.alg !== undefined && data.alg !== hmacAlg(hash.name)) throw dataError('The JWK\'s "alg" does not fit the hash');
    const bits = bytes.length * 8;
    if (bits === 0) throw dataError("The key is empty");
    if (length !== undefined && (length > bits || length <= bits - 8)) throw dataError("algorithm.length does not fit the key");
    return hmacKey(bytes, length ?? bits, hash.name, extractable, usages);
  },
  exportKey: (format, key) => write(format, key, hmacAlg(keyContents(key).parameters.hash)),
  keyLength({ hash, length }) {
    if (length === 0) throw new TypeError("algorithm.length must not be 0");
    return length ?? BLOCK_BITS[hash.name];
  },
  sign(_, key, data) {
    const { bytes, parameters } = keyContents(key);
    return native.digest(parameters.hash, bytes, data, 0);
  },
  verify(_, key, signature, data) {
    const { bytes, parameters } = keyContents(key);
    const expected = native.digest(parameters.hash, bytes, data, 0);
    return expected.byteLength === signature.length && native.timingSafeEqual(expected, signature);
  },
};

/** Keys that others come from: they are imported only. */
function source(name, deriveBits) {
  return {
    importKey(format, data, _, extractable, usages) {
      if (format !== "raw") throw notSupported(`${format} is not supported for this algorithm`);
      checkUsages(usages, DERIVE);
      if (extractable) throw syntaxError(`${name} keys are not extractable`);
      return makeKey("secret", { bytes: data }, { name }, extractable, usages);
    },
    keyLength: () => null,
    deriveBits(parameters, key, length) {
      if (length === null || length % 8 !== 0) throw operationError("length must be a multiple of 8");
      return deriveBits(parameters, keyContents(key).bytes, length / 8);
    },
  };
}

exports.HKDF = source("HKDF", ({ hash, salt, info }, bytes, length) =>
  attempt(() => native.hkdf(hash.name, bytes, salt, info, length), "The operation failed"),
);

exports.PBKDF2 = source("PBKDF2", async ({ hash, salt, iterations }, bytes, length) => {
  if (iterations === 0) throw operationError("algorithm.iterations must not be 0");
  if (length === 0) return new ArrayBuffer(0);
  return await native.pbkdf2(true, hash.name, bytes, salt, iterations, length);
});
