/**
 * The module `util` (`sys`).
 */

const { inspect, formatOptions } = require("node/util/inspect");
const { format } = require("web/format");
const { promisify, callbackify, CUSTOM } = require("node/util/promisify");
const { invalidArgType } = require("node/errors");
const { checkAbortSignal } = require("node/validate");

const { defineProperty } = Object;

exports.promisify = promisify;
exports.callbackify = callbackify;
exports.inspect = inspect;
exports.format = (...args) => format(args, formatOptions({}));
exports.formatWithOptions = function formatWithOptions(inspectOptions, ...args) {
  if (inspectOptions === null || typeof inspectOptions !== "object") throw invalidArgType("inspectOptions", "object", inspectOptions);
  return format(args, formatOptions(inspectOptions));
};
defineProperty(exports.format, "name", { value: "format" });

/** Makes `constructor` inherit from `superConstructor`, as before there were classes. */
exports.inherits = function inherits(constructor, superConstructor) {
  if (constructor === undefined || constructor === null) throw invalidArgType("ctor", "function", constructor);
  if (superConstructor === undefined || superConstructor === null) throw invalidArgType("superCtor", "function", superConstructor);
  if (superConstructor.prototype === undefined) throw invalidArgType("superCtor.prototype", "object", superConstructor.prototype);
  defineProperty(constructor, "super_", { value: superConstructor, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, superConstructor.prototype);
};

/** Comes true when the signal is aborted. @param {AbortSignal} signal @param {object} resource held weakly */
exports.aborted = async function aborted(signal, resource) {
  if (signal === undefined) throw invalidArgType("signal", "AbortSignal", signal);
  checkAbortSignal(signal, "signal");
  if (resource === null || (typeof resource !== "object" && typeof resource !== "function")) throw invalidArgType("resource", "object", resource);
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined), { once: true }));
};

exports.toUSVString = (value) => `${value}`.toWellFormed();
exports.getSystemErrorName = function getSystemErrorName(number) {
  return require("node/os/errno").nameOf(number);
};
exports.getSystemErrorMap = function getSystemErrorMap() {
  return require("node/os/errno").errorMap();
};
exports.transferableAbortController = () => new AbortController();
exports.transferableAbortSignal = function transferableAbortSignal(signal) {
  checkAbortSignal(signal ?? null, "signal");
  return signal;
};

/** What needs a file of its own is loaded when it is first read. */
function lazily(names, file) {
  for (const name of names) {
    defineProperty(exports, name, {
      get() {
        const value = require(file)[name];
        defineProperty(exports, name, { value, writable: true, enumerable: true, configurable: true });
        return value;
      },
      set(value) {
        defineProperty(exports, name, { value, writable: true, enumerable: true, configurable: true });
      },
      enumerable: true,
      configurable: true,
    });
  }
}
lazily(["deprecate"], "node/util/deprecate");
lazily(["debuglog"], "node/util/debuglog");
lazily(["parseArgs"], "node/util/parse_args");
lazily(["parseEnv"], "node/util/parse_env");
lazily(["styleText", "stripVTControlCharacters"], "node/util/style_text");
lazily(["MIMEType", "MIMEParams"], "node/util/mime");
lazily(["isDeepStrictEqual"], "node/deep_equal");
lazily(["TextEncoder"], "web/text_encoder");
lazily(["TextDecoder"], "web/text_decoder");
lazily(
  [
    "_extend",
    "isArray",
    "isBoolean",
    "isBuffer",
    "isDate",
    "isError",
    "isFunction",
    "isNull",
    "isNullOrUndefined",
    "isNumber",
    "isObject",
    "isPrimitive",
    "isRegExp",
    "isString",
    "isSymbol",
    "isUndefined",
    "log",
  ],
  "node/util/legacy",
);
defineProperty(exports, "debug", { get: () => exports.debuglog, enumerable: true, configurable: true });
defineProperty(exports, "types", { get: () => require("node/util/types"), enumerable: true, configurable: true });

// `promisify(setTimeout)` and its like wait.
for (const name of ["setTimeout", "setImmediate"]) {
  const timer = require("web/timers")[name];
  if (timer[CUSTOM] === undefined) {
    defineProperty(timer, CUSTOM, { get: () => require("node/timers/promises")[name], enumerable: false, configurable: true });
  }
}
