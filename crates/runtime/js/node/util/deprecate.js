/**
 * deprecate: a function that warns at its first call. A code is warned about once in all.
 */

const { checkString, checkBoolean } = require("node/validate");
const { construct, apply } = Reflect;

/** Bounded: codes come from code, not from requests, but nothing here may grow for ever. */
const CODES_MAX = 10_000;
const warnedCodes = new Set();

/**
 * @param {Function} fn
 * @param {string} message
 * @param {string} [code]
 */
exports.deprecate = function deprecate(fn, message, code = undefined, { modifyPrototype = true } = {}) {
  const { process } = require("node/process");
  if (process.noDeprecation === true) return fn;
  if (code !== undefined) checkString(code, "code");
  checkBoolean(modifyPrototype, "modifyPrototype");
  let isWarned = false;
  function deprecated(...args) {
    if (!isWarned) {
      isWarned = true;
      if (code === undefined) process.emitWarning(message, "DeprecationWarning", deprecated);
      else if (!warnedCodes.has(code)) {
        if (warnedCodes.size < CODES_MAX) warnedCodes.add(code);
        process.emitWarning(message, "DeprecationWarning", code, deprecated);
      }
    }
    return new.target ? construct(fn, args, new.target) : apply(fn, this, args);
  }
  if (modifyPrototype) {
    Object.setPrototypeOf(deprecated, fn);
    if (fn.prototype) deprecated.prototype = fn.prototype;
  }
  Object.defineProperty(deprecated, "length", { value: fn.length, configurable: true });
  return deprecated;
};
