/**
 * Conversions of what programs pass to streams (Web IDL): dictionaries, callbacks, numbers.
 */

const { apply } = Reflect;
const NativeTypeError = TypeError;
const { rejectedWith, resolvedWith } = require("web/streams/promises");

/** @param {unknown} value */
function isObject(value) {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
exports.isObject = isObject;

/**
 * @param {unknown} value
 * @param {string} what it is, for the message
 * @returns {any} the object, or undefined when there is none
 */
exports.dictionary = function dictionary(value, what) {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw new NativeTypeError(`${what} must be an object`);
  return value;
};

/**
 * @param {unknown} value
 * @param {string} what
 * @returns {Function | undefined}
 */
exports.callback = function callback(value, what) {
  if (value === undefined || typeof value === "function") return value;
  throw new NativeTypeError(`${what} must be a function`);
};

/**
 * An integer from 0 to 2^53-1 (`[EnforceRange] unsigned long long`).
 * @param {unknown} value
 * @param {string} what
 */
exports.enforceRange = function enforceRange(value, what) {
  let number = +(/** @type {any} */ (value));
  number = number < 0 ? -Math.floor(-number) : Math.floor(number);
  if (!(number >= 0 && number <= Number.MAX_SAFE_INTEGER)) throw new NativeTypeError(`${what} must be an integer from 0 to 2 ** 53 - 1`);
  return number === 0 ? 0 : number;
};

/**
 * Calls what a program gave and is to give a promise: what it throws is a rejection.
 * @param {Function} method
 * @param {unknown} self
 * @param {unknown[]} args
 */
exports.promiseCall = function promiseCall(method, self, args) {
  let value;
  try {
    value = apply(method, self, args);
  } catch (error) {
    return rejectedWith(error);
  }
  return resolvedWith(value);
};

/** @param {string} what */
exports.illegal = (what) => new NativeTypeError(`Illegal invocation: this is no ${what}`);
