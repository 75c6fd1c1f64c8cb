/**
 * What the JSON Web Keys of all algorithms have in common (Web Crypto, 15).
 */

const { dataError } = require("web/crypto/errors");

/**
 * Members of a JWK that have to fit before its key is looked at.
 * @param {any} jwk
 * @param {string} kty
 * @param {"sig" | "enc"} use
 * @param {boolean} extractable
 * @param {string[]} usages
 */
exports.checkJwk = function checkJwk(jwk, kty, use, extractable, usages) {
  if (jwk.kty !== kty) throw dataError(`The JWK's "kty" must be "${kty}"`);
  if (usages.length > 0 && jwk.use !== undefined && jwk.use !== use) throw dataError(`The JWK's "use" must be "${use}"`);
  checkKeyOps(jwk.key_ops, usages);
  if (jwk.ext !== undefined && !jwk.ext && extractable) throw dataError('The JWK says that it is not extractable ("ext")');
};

function checkKeyOps(ops, usages) {
  if (ops === undefined) return;
  const list = [...ops].map((op) => `${op}`);
  if (new Set(list).size !== list.length) throw dataError('The JWK\'s "key_ops" has an entry twice');
  if (!usages.every((usage) => list.includes(usage))) throw dataError('The JWK\'s "key_ops" does not allow these usages');
}

/** Members of the dictionary JsonWebKey, as text where they are. */
const TEXTS = ["kty", "use", "alg", "crv", "x", "y", "d", "n", "e", "p", "q", "dp", "dq", "qi", "k"];

/** @returns {any} a copy, as Web IDL makes it */
exports.toJwk = function toJwk(given) {
  const jwk = {};
  for (const name of TEXTS) if (given[name] !== undefined) jwk[name] = `${given[name]}`;
  if (given.ext !== undefined) jwk.ext = Boolean(given.ext);
  for (const name of ["key_ops", "oth"]) {
    if (given[name] === undefined) continue;
    if (typeof given[name]?.[Symbol.iterator] !== "function") throw new TypeError(`The JWK's "${name}" is no list`);
    jwk[name] = [...given[name]];
  }
  return jwk;
};

/** Adds what every exported JWK has. */
exports.finishJwk = function finishJwk(jwk, key, alg = undefined) {
  if (alg !== undefined) jwk.alg = alg;
  jwk.key_ops = [...key.usages];
  jwk.ext = key.extractable;
  return jwk;
};
