/** Why a call to another server failed, as programs see it: a TypeError whose cause has a code. */

const { call } = Function.prototype;
const indexOf = call.bind(String.prototype.indexOf);
const slice = call.bind(String.prototype.slice);
const NativeError = Error;
const NativeTypeError = TypeError;

/** @param {string} message @param {string} code */
exports.failed = function failed(message, code) {
  const cause = /** @type {any} */ (new NativeError(message));
  cause.code = code;
  return new NativeTypeError(`fetch failed: ${message}`, { cause });
};

/** @param {any} error what the server gave: the code, a space, the message; anything else stays as it is */
exports.toError = function toError(error) {
  if (typeof error !== "string") return error;
  const space = indexOf(error, " ");
  return exports.failed(slice(error, space + 1), slice(error, 0, space));
};
