/**
 * Algorithms whose keys come in pairs: RSA, ECDSA, ECDH, Ed25519, X25519 (Web Crypto, 20 to 26).
 */

const { attempt, dataError, invalidAccess, notSupported, operationError, syntaxError } = require("web/crypto/errors");
const { checkJwk, finishJwk } = require("web/crypto/jwk");
const { keyContents, makeKey } = require("web/crypto/key");

const PKCS1 = 0;
const PSS = 1;
/** Number of OpenSSL's. */
const OAEP_PADDING = 4;

/** What each kind of algorithm may be used for: the public and the private key. */
const SIGNATURE = { public: ["verify"], private: ["sign"], use: "sig" };
const ENCRYPTION = { public: ["encrypt", "wrapKey"], private: ["decrypt", "unwrapKey"], use: "enc" };
const AGREEMENT = { public: [], private: ["deriveKey", "deriveBits"], use: "enc" };

function checkUsages(usages, allowed) {
  if (!usages.every((usage) => allowed.includes(usage))) throw syntaxError("Unsupported key usage for this algorithm");
}

const within = (usages, allowed) => usages.filter((usage) => allowed.includes(usage));

/** Both keys of a new pair. */
function pairOf(handle, algorithm, extractable, usages, may) {
  return {
    publicKey: makeKey("public", { handle: handle("public") }, algorithm, true, within(usages, may.public)),
    privateKey: makeKey("private", { handle }, { ...algorithm }, extractable, within(usages, may.private)),
  };
}

/**
 * A key out of `spki`, `pkcs8` or `jwk`.
 * @param {(handle: Function) => boolean} fits
 * @returns {[handle: Function, isPrivate: boolean]}
 */
function read(format, data, extractable, usages, may, kty, fits) {
  let handle;
  let isPrivate;
  if (format === "jwk") {
    isPrivate = data.d !== undefined;
    checkUsages(usages, isPrivate ? may.private : may.public);
    checkJwk(data, kty, may.use, extractable, usages);
    handle = attempt(() => native.keyJwk(JSON.stringify(data)), "The JWK is no valid key", dataError);
  } else if (format === "spki" || format === "pkcs8") {
    isPrivate = format === "pkcs8";
    checkUsages(usages, isPrivate ? may.private : may.public);
    handle = attempt(() => native.keyDer(format, isPrivate, data), `The data is no valid ${format}`, dataError);
  } else {
    throw notSupported(`${format} is not supported for this algorithm`);
  }
  if (!fits(handle)) throw dataError("The key is of another kind");
  return [handle, isPrivate];
}

/** `spki`, `pkcs8` or `jwk` of a key. */
function write(format, key, alg = undefined) {
  const { handle } = keyContents(key);
  if (format === "jwk") return finishJwk(JSON.parse(handle("jwk")), key, alg);
  const [type, form] = format === "spki" ? ["public", "spki"] : ["private", "pkcs8"];
  if (format !== form) throw notSupported(`${format} is not supported for this algorithm`);
  if (key.type !== type) throw invalidAccess(`${format} is for ${type} keys`);
  return handle("write", form, false);
}

/** A list of hashes to the `alg` of a JWK. */
const algs = (prefix) => ({ "SHA-1": `${prefix}1`, "SHA-256": `${prefix}256`, "SHA-384": `${prefix}384`, "SHA-512": `${prefix}512` });

/** Big endian bytes of an exponent as a number. */
function exponentOf(bytes) {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  return value;
}

function exponentBytes(decimal) {
  let hex = BigInt(decimal).toString(16);
  if (hex.length % 2 !== 0) hex = `0${hex}`;
  return Uint8Array.fromHex(hex);
}

function rsaAlgorithm(name, handle, hash) {
  const [, , modulusLength, exponent] = handle("info");
  return { name, modulusLength, publicExponent: exponentBytes(exponent), hash: { name: hash } };
}

function rsa(name, may, algOf) {
  return {
    async generateKey({ modulusLength, publicExponent, hash }, extractable, usages) {
      checkUsages(usages, [...may.public, ...may.private]);
      const exponent = exponentOf(publicExponent);
      if (exponent < 3 || exponent % 2 === 0) throw operationError("algorithm.publicExponent must be odd, and 3 or more");
      if (within(usages, may.private).length === 0) throw syntaxError("The private key would have no usages");
      let handle;
      try {
        handle = await native.keyMake(true, "rsa", modulusLength, exponent);
      } catch (error) {
        throw operationError(error.message);
      }
      return pairOf(handle, { name, modulusLength, publicExponent, hash: { name: hash.name } }, extractable, usages, may);
    },
    importKey(format, data, { hash }, extractable, usages) {
      const [handle, isPrivate] = read(format, data, extractable, usages, may, "RSA", (key) => key("info")[1] === "rsa");
      if (format === "jwk" && data.alg !== undefined && data.alg !== algOf[hash.name]) throw dataError('The JWK\'s "alg" does not fit the hash');
      return makeKey(isPrivate ? "private" : "public", { handle }, rsaAlgorithm(name, handle, hash.name), extractable, usages);
    },
    exportKey: (format, key) => write(format, key, algOf[keyContents(key).parameters.hash]),
  };
}

function sign(key, data, hash, scheme, salt, der) {
  if (key.type !== "private") throw invalidAccess("Signing needs a private key");
  return attempt(() => keyContents(key).handle("sign", data, hash, scheme === PSS, salt, der), "The data could not be signed");
}

function verify(key, signature, data, hash, scheme, salt, der) {
  if (key.type !== "public") throw invalidAccess("Verifying needs a public key");
  return attempt(() => keyContents(key).handle("verify", data, signature, hash, scheme === PSS, salt, der), "The signature could not be verified");
}

const hashOf = (key) => keyContents(key).parameters.hash;

exports["RSASSA-PKCS1-v1_5"] = {
  ...rsa("RSASSA-PKCS1-v1_5", SIGNATURE, algs("RS")),
  sign: (_, key, data) => sign(key, data, hashOf(key), PKCS1),
  verify: (_, key, signature, data) => verify(key, signature, data, hashOf(key), PKCS1),
};

exports["RSA-PSS"] = {
  ...rsa("RSA-PSS", SIGNATURE, algs("PS")),
  sign: ({ saltLength }, key, data) => sign(key, data, hashOf(key), PSS, saltLength),
  verify: ({ saltLength }, key, signature, data) => verify(key, signature, data, hashOf(key), PSS, saltLength),
};

function oaep(operation, type) {
  return ({ label }, key, data) => {
    if (key.type !== type) throw invalidAccess(`This needs a ${type} key`);
    return attempt(() => keyContents(key).handle(operation, data, OAEP_PADDING, hashOf(key), label), "The operation failed");
  };
}

exports["RSA-OAEP"] = {
  ...rsa("RSA-OAEP", ENCRYPTION, {
    "SHA-1": "RSA-OAEP",
    "SHA-256": "RSA-OAEP-256",
    "SHA-384": "RSA-OAEP-384",
    "SHA-512": "RSA-OAEP-512",
  }),
  encrypt: oaep("encrypt", "public"),
  decrypt: oaep("decrypt", "private"),
};

/** Curves of Web Crypto to OpenSSL's names. */
const CURVES = { __proto__: null, "P-256": "prime256v1", "P-384": "secp384r1", "P-521": "secp521r1" };
const EC_ALGS = { __proto__: null, ES256: "P-256", ES384: "P-384", ES512: "P-521" };

function curveOf(namedCurve) {
  const name = CURVES[namedCurve];
  if (name === undefined) throw notSupported(`The curve ${namedCurve} is not supported`);
  return name;
}

function onCurve(name, may) {
  return {
    generateKey({ namedCurve }, extractable, usages) {
      checkUsages(usages, [...may.public, ...may.private]);
      const curve = curveOf(namedCurve);
      if (within(usages, may.private).length === 0) throw syntaxError("The private key would have no usages");
      return pairOf(native.keyMake(false, curve), { name, namedCurve }, extractable, usages, may);
    },
    importKey(format, data, { namedCurve }, extractable, usages) {
      const curve = curveOf(namedCurve);
      const algorithm = { name, namedCurve };
      if (format === "raw") {
        checkUsages(usages, may.public);
        const handle = attempt(() => native.keyRaw(curve, false, data), "The data is no point of the curve", dataError);
        return makeKey("public", { handle }, algorithm, extractable, usages);
      }
      if (format === "jwk" && name === "ECDSA" && data.alg !== undefined && EC_ALGS[data.alg] !== namedCurve) throw dataError('The JWK\'s "alg" does not fit the curve');
      const [handle, isPrivate] = read(format, data, extractable, usages, may, "EC", (key) => key("info")[4] === curve);
      return makeKey(isPrivate ? "private" : "public", { handle }, algorithm, extractable, usages);
    },
    exportKey(format, key) {
      if (format !== "raw") return write(format, key);
      if (key.type !== "public") throw invalidAccess("raw is for public keys");
      return keyContents(key).handle("raw");
    },
  };
}

exports.ECDSA = {
  ...onCurve("ECDSA", SIGNATURE),
  sign: ({ hash }, key, data) => sign(key, data, hash.name, PKCS1, undefined, false),
  verify: ({ hash }, key, signature, data) => verify(key, signature, data, hash.name, PKCS1, undefined, false),
};

/** The secret of two keys, or its first bits. */
function deriveBits({ public: peer }, key, length) {
  if (key.type !== "private") throw invalidAccess("Deriving needs a private key");
  if (peer.type !== "public") throw invalidAccess("algorithm.public must be a public key");
  const [own, other] = [keyContents(key), keyContents(peer)];
  if (own.name !== other.name) throw invalidAccess("algorithm.public belongs to another algorithm");
  if (own.parameters.namedCurve !== other.parameters.namedCurve) throw invalidAccess("algorithm.public is on another curve");
  const secret = attempt(() => own.handle("agree", other.handle("write", "spki", false)), "The operation failed");
  if (length === null) return secret;
  if (length > secret.byteLength * 8) throw operationError(`There are ${secret.byteLength * 8} bits, fewer than ${length}`);
  const bytes = new Uint8Array(secret.slice(0, Math.ceil(length / 8)));
  if (length % 8 !== 0) bytes[bytes.length - 1] &= 0xff << (8 - (length % 8));
  return bytes.buffer;
}

exports.ECDH = { ...onCurve("ECDH", AGREEMENT), deriveBits };

function curve25519(name, may) {
  const kind = name.toLowerCase();
  return {
    generateKey(_, extractable, usages) {
      checkUsages(usages, [...may.public, ...may.private]);
      if (within(usages, may.private).length === 0) throw syntaxError("The private key would have no usages");
      return pairOf(native.keyMake(false, kind), { name }, extractable, usages, may);
    },
    importKey(format, data, _, extractable, usages) {
      if (format === "raw") {
        checkUsages(usages, may.public);
        const handle = attempt(() => native.keyRaw(kind, false, data), "The data is no valid key", dataError);
        return makeKey("public", { handle }, { name }, extractable, usages);
      }
      if (format === "jwk" && data.kty === "OKP" && data.crv !== name) throw dataError(`The JWK's "crv" must be "${name}"`);
      const [handle, isPrivate] = read(format, data, extractable, usages, may, "OKP", (key) => key("info")[1] === kind);
      return makeKey(isPrivate ? "private" : "public", { handle }, { name }, extractable, usages);
    },
    exportKey(format, key) {
      if (format !== "raw") return write(format, key);
      if (key.type !== "public") throw invalidAccess("raw is for public keys");
      return keyContents(key).handle("raw");
    },
  };
}

exports.Ed25519 = {
  ...curve25519("Ed25519", SIGNATURE),
  sign: (_, key, data) => sign(key, data, undefined, PKCS1),
  verify: (_, key, signature, data) => verify(key, signature, data, undefined, PKCS1),
};
exports.X25519 = { ...curve25519("X25519", AGREEMENT), deriveBits };
