/**
 * What every web interface shares: enumerable members, a `Symbol.toStringTag`, and conversions whose
 * errors read like Node's. Web IDL asks for these; class syntax alone does not give them.
 */

const { defineProperty, getOwnPropertyDescriptor } = Object;
const { getPrototypeOf, ownKeys } = Reflect;

/** Prototypes of the interfaces. @type {WeakSet<object>} */
const interfaces = new WeakSet();

/** @param {object} value @returns {boolean} whether it is of a web interface */
exports.isPlatformObject = function isPlatformObject(value) {
  for (let at = getPrototypeOf(value); at !== null; at = getPrototypeOf(at)) if (interfaces.has(at)) return true;
  return false;
};

/** @param {object} holder @param {string | symbol} key */
function show(holder, key) {
  if (typeof key === "symbol") return;
  const descriptor = getOwnPropertyDescriptor(holder, key);
  if (descriptor.enumerable || !descriptor.configurable) return;
  descriptor.enumerable = true;
  defineProperty(holder, key, descriptor);
}

/**
 * Makes a class look like a web interface.
 * @param {Function} constructor
 * @param {string} [tag] its name, when that is not the constructor's
 */
exports.expose = function expose(constructor, tag = constructor.name) {
  const { prototype } = constructor;
  interfaces.add(prototype);
  for (const key of ownKeys(prototype)) if (key !== "constructor") show(prototype, key);
  for (const key of ownKeys(constructor)) if (typeof constructor[key] === "function") show(constructor, key);
  defineProperty(prototype, Symbol.toStringTag, { value: tag, configurable: true });
};

/**
 * Names of constants (`Event.NONE`), on the constructor and on the prototype.
 * @param {Function} constructor
 * @param {Record<string, number>} constants
 */
exports.constants = function constants(constructor, constants) {
  for (const name of ownKeys(constants)) {
    const descriptor = { value: constants[name], enumerable: true, writable: false, configurable: false };
    defineProperty(constructor, name, descriptor);
    defineProperty(constructor.prototype, name, descriptor);
  }
};

/**
 * @param {number} given how many arguments came
 * @param {string[]} names the required ones
 */
exports.requireArguments = function requireArguments(given, names) {
  if (given >= names.length) return;
  const quoted = names.map((name) => `"${name}"`).join(" and ");
  const { makeError } = require("node/errors");
  const noun = names.length === 1 ? "argument" : "arguments";
  throw makeError(TypeError, "ERR_MISSING_ARGS", `The ${quoted} ${noun} must be specified`);
};
