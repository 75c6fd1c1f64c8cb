/**
 * "Normalize an algorithm" (Web Crypto, 18.4): which algorithm, and its parameters, for an operation.
 */

const { bytes, integer, text } = require("web/crypto/convert");
const { notSupported } = require("web/crypto/errors");
const { keyContents } = require("web/crypto/key");

const hash = (value) => normalize("digest", value);
const octets = (value, what) => bytes(value, what);

function bigInteger(value, what) {
  if (!(value instanceof Uint8Array)) throw new TypeError(`${what} must be a Uint8Array`);
  return value.slice();
}

function cryptoKey(value, what) {
  if (keyContents(value) === undefined) throw new TypeError(`${what} must be a CryptoKey`);
  return value;
}

const short = (value, what) => integer(value, 16, what);
const long = (value, what) => integer(value, 32, what);
const octet = (value, what) => integer(value, 8, what);

/** Members of each dictionary, in the order in which they are read; `?` marks optional ones. */
const NONE = {};
const HASH = { hash };
const RSA_KEY = { hash, modulusLength: long, publicExponent: bigInteger };
const CURVE = { namedCurve: text };
const LENGTH = { length: short };
const HMAC = { hash, "length?": long };
const CBC = { iv: octets };
const GCM = { "additionalData?": octets, iv: octets, "tagLength?": octet };
const CTR = { counter: octets, length: octet };
const OAEP = { "label?": octets };
const PEER = { public: cryptoKey };

const RSA_SIGNATURES = ["RSASSA-PKCS1-v1_5", "RSA-PSS"];
const HASHES = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"];
const AES = ["AES-CBC", "AES-CTR", "AES-GCM", "AES-KW"];

const all = (names, members) => Object.fromEntries(names.map((name) => [name, members]));

const CIPHERS = { "RSA-OAEP": OAEP, "AES-CBC": CBC, "AES-CTR": CTR, "AES-GCM": GCM };
const DERIVE = {
  ECDH: PEER,
  X25519: PEER,
  HKDF: { hash, info: octets, salt: octets },
  PBKDF2: { hash, iterations: long, salt: octets },
};

/** Operation to algorithm to members. */
const OPERATIONS = {
  digest: all(HASHES, NONE),
  encrypt: CIPHERS,
  decrypt: CIPHERS,
  sign: { "RSASSA-PKCS1-v1_5": NONE, "RSA-PSS": { saltLength: long }, ECDSA: HASH, Ed25519: NONE, HMAC: NONE },
  generateKey: {
    ...all([...RSA_SIGNATURES, "RSA-OAEP"], RSA_KEY),
    ...all(["ECDSA", "ECDH"], CURVE),
    ...all(["Ed25519", "X25519"], NONE),
    ...all(AES, LENGTH),
    HMAC,
  },
  importKey: {
    ...all([...RSA_SIGNATURES, "RSA-OAEP"], HASH),
    ...all(["ECDSA", "ECDH"], CURVE),
    ...all(["Ed25519", "X25519", "HKDF", "PBKDF2", ...AES], NONE),
    HMAC,
  },
  deriveBits: DERIVE,
  wrapKey: { "AES-KW": NONE },
  keyLength: { ...all(AES, LENGTH), HMAC, HKDF: NONE, PBKDF2: NONE },
};
OPERATIONS.verify = OPERATIONS.sign;
OPERATIONS.unwrapKey = OPERATIONS.wrapKey;

/** Operation to lower case to the name as it is written. */
const spellings = { __proto__: null };

function spelling(operation, name) {
  spellings[operation] ??= Object.assign(Object.create(null), Object.fromEntries(Object.keys(OPERATIONS[operation]).map((known) => [known.toLowerCase(), known])));
  // Only ASCII letters are alike in either case.
  return spellings[operation][name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())];
}

/**
 * @param {string} operation
 * @param {string | {name: string}} given
 * @returns {any} the name as it is written, and the members of the operation's dictionary
 */
function normalize(operation, given) {
  if (typeof given === "string" || (typeof given !== "object" && typeof given !== "function") || given === null) {
    if (given === undefined || given === null) throw new TypeError("An algorithm is an object with a name, or a name");
    given = { name: text(given, "algorithm") };
  }
  const asked = given.name;
  if (asked === undefined) throw new TypeError("algorithm.name is missing");
  const name = spelling(operation, text(asked, "algorithm.name"));
  if (name === undefined) throw notSupported(`The algorithm ${text(asked, "algorithm.name")} is not supported for ${operation}`);
  const normalized = { name };
  const members = OPERATIONS[operation][name];
  for (const key of Object.keys(members)) {
    const isOptional = key.endsWith("?");
    const member = isOptional ? key.slice(0, -1) : key;
    const value = given[member];
    if (value !== undefined) normalized[member] = members[key](value, `algorithm.${member}`);
    else if (!isOptional) throw new TypeError(`algorithm.${member} is missing`);
  }
  return normalized;
}

exports.normalize = normalize;
