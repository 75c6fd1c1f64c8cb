/**
 * Checks of arguments that throw Node's errors. Each names the argument and the value; what a check
 * accepts is what Node's documentation says of such arguments.
 */

const { invalidArgType, invalidArgValue, outOfRange, checkInteger } = require("node/errors");

/** @param {unknown} value @param {string} name */
function checkFunction(value, name) {
  if (typeof value !== "function") throw invalidArgType(name, "function", value);
}

/** @param {unknown} value @param {string} name */
function checkString(value, name) {
  if (typeof value !== "string") throw invalidArgType(name, "string", value);
}

/** @param {unknown} value @param {string} name */
function checkBoolean(value, name) {
  if (typeof value !== "boolean") throw invalidArgType(name, "boolean", value);
}

/** @param {unknown} value @param {string} name */
function checkNumber(value, name, min = undefined, max = undefined) {
  if (typeof value !== "number") throw invalidArgType(name, "number", value);
  const isInside = (min === undefined || value >= min) && (max === undefined || value <= max);
  if (isInside && !((min !== undefined || max !== undefined) && Number.isNaN(value))) return;
  const parts = [min === undefined ? "" : `>= ${min}`, max === undefined ? "" : `<= ${max}`].filter((part) => part !== "");
  throw outOfRange(name, parts.join(" && "), value);
}

/** @param {unknown} value @param {string} name */
function checkUint32(value, name, isPositive = false) {
  if (typeof value !== "number") throw invalidArgType(name, "number", value);
  if (!Number.isInteger(value)) throw outOfRange(name, "an integer", value);
  const min = isPositive ? 1 : 0;
  if (value < min || value > 0xffffffff) throw outOfRange(name, `>= ${min} && <= 4294967295`, value);
}

/** A plain "object": no array, no function, not null. @param {unknown} value @param {string} name */
function checkObject(value, name) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw invalidArgType(name, "Object", value);
}

/** As `checkObject`, in the spelling of newer parts of Node. */
function checkOptions(value, name = "options") {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw invalidArgType(name, "object", value);
}

/** @param {unknown} value @param {string} name */
function checkArray(value, name) {
  if (!Array.isArray(value)) throw invalidArgType(name, "Array", value);
}

/** @param {any} signal undefined is accepted */
function checkAbortSignal(signal, name = "options.signal") {
  if (signal === undefined) return;
  if (signal === null || typeof signal !== "object" || !("aborted" in signal)) throw invalidArgType(name, "AbortSignal", signal);
}

/** @param {unknown} value @param {string} name @param {unknown[]} allowed */
function checkOneOf(value, name, allowed) {
  if (allowed.includes(value)) return;
  const list = allowed.map((one) => (typeof one === "string" ? `'${one}'` : `${one}`)).join(", ");
  throw invalidArgValue(name, value, `must be one of: ${list}`);
}

Object.assign(exports, {
  checkFunction,
  checkString,
  checkBoolean,
  checkNumber,
  checkInteger,
  checkUint32,
  checkObject,
  checkOptions,
  checkArray,
  checkAbortSignal,
  checkOneOf,
});
