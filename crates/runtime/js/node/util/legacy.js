/**
 * The `util.is..` of long ago, which old packages still call.
 */

const types = require("node/util/types");

const isObject = (value) => value !== null && typeof value === "object";

Object.assign(exports, {
  isArray: Array.isArray,
  isBoolean: (value) => typeof value === "boolean",
  isBuffer: (value) => require("node/buffer").Buffer.isBuffer(value),
  isDate: types.isDate,
  isError: (value) => types.isNativeError(value) || value instanceof Error,
  isFunction: (value) => typeof value === "function",
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value === null || value === undefined,
  isNumber: (value) => typeof value === "number",
  isObject,
  isPrimitive: (value) => value === null || (typeof value !== "object" && typeof value !== "function"),
  isRegExp: types.isRegExp,
  isString: (value) => typeof value === "string",
  isSymbol: (value) => typeof value === "symbol",
  isUndefined: (value) => value === undefined,
});
for (const name of Object.keys(exports)) if (!exports[name].name) Object.defineProperty(exports[name], "name", { value: name });

/** Copies enumerable own properties. @deprecated */
exports._extend = function _extend(target, source) {
  if (!isObject(source)) return target;
  for (const key of Object.keys(source)) target[key] = source[key];
  return target;
};

/** Logs with the time of day. @deprecated */
exports.log = function log(...args) {
  const now = new Date();
  const month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][now.getMonth()];
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => `${part}`.padStart(2, "0")).join(":");
  console.log("%s %s %s - %s", now.getDate(), month, time, require("web/format").format(args));
};
