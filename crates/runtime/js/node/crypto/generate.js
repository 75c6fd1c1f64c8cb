/**
 * New keys. RSA keys take time: with a callback they are made on another thread.
 */

const { answer } = require("node/crypto/bytes");
const { exportPrivate, exportPublic, make } = require("node/crypto/key_object");
const { checkInteger, invalidArgType, invalidArgValue } = require("node/errors");

function checkObject(options) {
  if (options === null || typeof options !== "object") throw invalidArgType("options", "object", options);
}

/** Arguments of `native.keyMake` after the first. @returns {[string, number?, number?]} */
function pairArguments(type, options) {
  if (typeof type !== "string") throw invalidArgType("type", "string", type);
  switch (type) {
    case "rsa":
    case "rsa-pss": {
      checkObject(options);
      const { modulusLength, publicExponent = 65537 } = options;
      checkInteger(modulusLength, "options.modulusLength", 0, 2 ** 32 - 1);
      checkInteger(publicExponent, "options.publicExponent", 0, 2 ** 32 - 1);
      return ["rsa", modulusLength, publicExponent];
    }
    case "ec": {
      checkObject(options);
      const { namedCurve, paramEncoding } = options;
      if (typeof namedCurve !== "string") throw invalidArgType("options.namedCurve", "string", namedCurve);
      if (paramEncoding !== undefined && paramEncoding !== "named") throw invalidArgValue("options.paramEncoding", paramEncoding);
      return [namedCurve];
    }
    case "ed25519":
    case "x25519":
      return [type];
    default:
      throw invalidArgValue("type", type, "must be a supported key type");
  }
}

/** Both keys, each in the encoding that was asked for. */
function pair(handle, options) {
  const publicHandle = handle("public");
  const { publicKeyEncoding, privateKeyEncoding } = options ?? {};
  const publicKey = publicKeyEncoding ? exportPublic(publicHandle, publicKeyEncoding) : make("public", { handle: publicHandle });
  const privateKey = privateKeyEncoding ? exportPrivate(handle, privateKeyEncoding) : make("private", { handle });
  return { publicKey, privateKey };
}

function checkEncodings(options) {
  for (const name of ["publicKeyEncoding", "privateKeyEncoding"]) {
    const encoding = options?.[name];
    if (encoding !== undefined && encoding !== null && typeof encoding !== "object") throw invalidArgValue(`options.${name}`, encoding);
  }
}

exports.generateKeyPairSync = function generateKeyPairSync(type, options = undefined) {
  const given = pairArguments(type, options);
  checkEncodings(options);
  return pair(native.keyMake(false, ...given), options);
};

const generateKeyPair = function generateKeyPair(type, options, callback = undefined) {
  if (typeof options === "function") [options, callback] = [undefined, options];
  const given = pairArguments(type, options);
  checkEncodings(options);
  if (typeof callback !== "function") throw invalidArgType("callback", "function", callback);
  const made = async () => pair(await native.keyMake(true, ...given), options);
  answer(
    (error, keys) => (error ? callback(error) : callback(null, keys.publicKey, keys.privateKey)),
    made,
  );
};
/** `util.promisify` gives both keys in one object. */
Object.defineProperty(generateKeyPair, Symbol.for("nodejs.util.promisify.custom"), {
  value: (type, options) =>
    new Promise((resolve, reject) => {
      generateKeyPair(type, options, (error, publicKey, privateKey) => (error ? reject(error) : resolve({ publicKey, privateKey })));
    }),
  configurable: true,
});
exports.generateKeyPair = generateKeyPair;

function secretLength(type, options) {
  if (typeof type !== "string") throw invalidArgType("type", "string", type);
  checkObject(options);
  const { length } = options;
  if (type === "hmac") {
    checkInteger(length, "options.length", 8, 2 ** 31 - 1);
    return length >> 3;
  }
  if (type !== "aes") throw invalidArgValue("type", type, "must be a supported key type");
  if (![128, 192, 256].includes(length)) {
    if (typeof length !== "number") throw invalidArgType("options.length", "number", length);
    throw invalidArgValue("options.length", length, "must be one of: 128, 192, 256");
  }
  return length >> 3;
}

function secret(length) {
  return make("secret", { bytes: new Uint8Array(native.randomBytes(length)) });
}

exports.generateKeySync = function generateKeySync(type, options) {
  return secret(secretLength(type, options));
};

exports.generateKey = function generateKey(type, options, callback) {
  const length = secretLength(type, options);
  if (typeof callback !== "function") throw invalidArgType("callback", "function", callback);
  answer(callback, () => secret(length));
};
