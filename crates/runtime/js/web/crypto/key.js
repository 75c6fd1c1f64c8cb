/**
 * CryptoKey (Web Crypto, 13): a key and what may be done with it.
 */

const { expose } = require("web/idl");

const { freeze } = Object;
const MAKE = Symbol("make");

/** Every usage, in the order of the specification. */
const USAGES = ["encrypt", "decrypt", "sign", "verify", "deriveKey", "deriveBits", "wrapKey", "unwrapKey"];
exports.USAGES = USAGES;

let contentsOf;
/** @type {(key: CryptoKey) => CryptoKey} */
let copyOf;

class CryptoKey {
  #type;
  #extractable;
  #algorithm;
  #usages;
  #contents;

  constructor(key = undefined, type = undefined, contents = undefined, algorithm = undefined, extractable = undefined, usages = undefined) {
    if (key !== MAKE) throw new TypeError("Illegal constructor");
    this.#type = type;
    this.#contents = contents;
    this.#algorithm = algorithm;
    this.#extractable = extractable;
    this.#usages = usages;
  }

  static {
    copyOf = (key) => new CryptoKey(MAKE, key.#type, key.#contents, key.#algorithm, key.#extractable, key.#usages);
    contentsOf = (key) => (typeof key === "object" && key !== null && #contents in key ? key.#contents : undefined);
  }

  get type() {
    return this.#type;
  }
  get extractable() {
    return this.#extractable;
  }
  get algorithm() {
    return this.#algorithm;
  }
  get usages() {
    return this.#usages;
  }
}
expose(CryptoKey);
require("web/known").learn("isCryptoKey", (value) => contentsOf(value) !== undefined);
exports.CryptoKey = CryptoKey;

/** @returns {{bytes?: Uint8Array, handle?: Function, may: string[], name: string} | undefined} undefined for what is no CryptoKey */
exports.keyContents = (key) => contentsOf(key);

/** The same key as another object, for structuredClone. */
exports.copyKey = (key) => copyOf(key);

/**
 * @param {"secret" | "public" | "private"} type
 * @param {{bytes?: Uint8Array, handle?: Function}} contents
 * @param {object} algorithm
 * @param {boolean} extractable
 * @param {string[]} usages those that were asked for; each is known
 * @returns {CryptoKey}
 */
exports.makeKey = function makeKey(type, contents, algorithm, extractable, usages) {
  const may = USAGES.filter((usage) => usages.includes(usage));
  // What is checked later is kept apart from what the site's code can change.
  const inside = { ...contents, may: freeze([...may]), name: algorithm.name, parameters: { ...algorithm, hash: algorithm.hash?.name } };
  return new CryptoKey(MAKE, type, inside, algorithm, extractable, may);
};
