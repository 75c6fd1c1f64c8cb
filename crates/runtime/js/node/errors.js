/**
 * Errors with Node's codes and wording. Libraries look at `code`; people search for the message.
 */

const { defineProperty } = Object;

/**
 * @param {ErrorConstructor} Type
 * @param {string} code such as "ERR_INVALID_ARG_TYPE"
 * @param {string} message
 */
function makeError(Type, code, message) {
  const error = new Type(message);
  error.code = code;
  defineProperty(error, "toString", {
    __proto__: null,
    value() {
      return `${this.name} [${code}]: ${this.message}`;
    },
    enumerable: false,
    writable: true,
    configurable: true,
  });
  return error;
}
exports.makeError = makeError;

/** @param {unknown} value @returns {string} */
function show(value, depth) {
  return require("web/inspect").inspect(value, { depth });
}

/** What came, the way Node says it after "Received". */
function received(value) {
  if (value === null || value === undefined) return `${value}`;
  if (typeof value === "function") return value.name ? `function ${value.name}` : "function ";
  if (typeof value === "object") {
    const name = value.constructor?.name;
    return name ? `an instance of ${name}` : show(value, -1);
  }
  const text = show(value);
  return `type ${typeof value} (${text.length > 28 ? `${text.slice(0, 25)}...` : text})`;
}
exports.received = received;

/** @param {string[]} words */
function list(words) {
  if (words.length < 3) return words.join(" or ");
  return `${words.slice(0, -1).join(", ")}, or ${words[words.length - 1]}`;
}

const PRIMITIVES = new Set(["string", "function", "number", "object", "boolean", "bigint", "symbol"]);
const CLASS_NAME = /^[A-Z][A-Za-z0-9]*$/;

/** @param {string[]} expected type names, class names (in upper case), and other descriptions */
function expectation(expected) {
  const types = expected.filter((name) => PRIMITIVES.has(name));
  const classes = expected.filter((name) => CLASS_NAME.test(name));
  const others = expected.filter((name) => !PRIMITIVES.has(name) && !CLASS_NAME.test(name));
  const parts = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? "one of type" : "of type"} ${list(types)}`);
  if (classes.length > 0) parts.push(`an instance of ${list(classes)}`);
  if (others.length > 1) parts.push(`one of ${list(others)}`);
  if (others.length === 1) parts.push(/^[A-Z]/.test(others[0]) ? `an ${others[0]}` : others[0]);
  return parts.join(" or ");
}

/**
 * @param {string} name the argument's, or a property's with a dot in it
 * @param {string | string[]} expected
 * @param {unknown} actual
 */
exports.invalidArgType = function invalidArgType(name, expected, actual) {
  const subject = name.endsWith(" argument") ? name : `"${name}" ${name.includes(".") ? "property" : "argument"}`;
  const wanted = expectation(typeof expected === "string" ? [expected] : expected);
  return makeError(TypeError, "ERR_INVALID_ARG_TYPE", `The ${subject} must be ${wanted}. Received ${received(actual)}`);
};

/**
 * @param {string} name
 * @param {unknown} value
 * @param {string} [reason]
 * @param {ErrorConstructor} [Type]
 */
exports.invalidArgValue = function invalidArgValue(name, value, reason = "is invalid", Type = TypeError) {
  const text = show(value);
  const shown = text.length > 128 ? `${text.slice(0, 128)}...` : text;
  const noun = name.includes(".") ? "property" : "argument";
  return makeError(Type, "ERR_INVALID_ARG_VALUE", `The ${noun} '${name}' ${reason}. Received ${shown}`);
};

/** 1234567 as 1_234_567. */
function grouped(digits) {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, "_");
}

/**
 * @param {string} name
 * @param {string} range such as ">= 0 && <= 255"
 * @param {unknown} value
 */
exports.outOfRange = function outOfRange(name, range, value) {
  let shown;
  if (Number.isInteger(value) && Math.abs(value) > 2 ** 32) shown = grouped(String(value));
  else if (typeof value === "bigint") shown = `${value > 2n ** 32n || value < -(2n ** 32n) ? grouped(String(value)) : value}n`;
  else shown = show(value);
  return makeError(RangeError, "ERR_OUT_OF_RANGE", `The value of "${name}" is out of range. It must be ${range}. Received ${shown}`);
};

/** @param {unknown} value @param {string} name */
exports.checkInteger = function checkInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== "number") throw exports.invalidArgType(name, "number", value);
  if (!Number.isInteger(value)) throw exports.outOfRange(name, "an integer", value);
  if (value < min || value > max) throw exports.outOfRange(name, `>= ${min} && <= ${max}`, value);
};
