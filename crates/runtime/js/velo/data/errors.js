/**
 * Errors of wix-data: ordinary Error objects whose message begins with the documented number, with
 * `code` beside it. `details` has the form in which the SDK documents its errors; it is not
 * enumerable, so that an error sent to a client says no more than before.
 */

const NativeError = Error;
const { parse, stringify } = JSON;
const { defineProperty } = Object;
const text = String;

/**
 * @param {string} wde such as `WDE0073`; "" when there is none
 * @param {string} message what happened, without the number
 * @param {string} code the category, such as `WD_ITEM_DOES_NOT_EXIST`
 * @returns {Error & {code: string}}
 */
function dataError(wde, message, code) {
  const error = /** @type {any} */ (new NativeError(wde === "" ? message : `${wde}: ${message}`));
  error.code = code;
  const details = { applicationError: { code: wde === "" ? code : wde, description: message, data: {} } };
  defineProperty(error, "details", { __proto__: null, value: details, writable: true, configurable: true, enumerable: false });
  return error;
}
exports.dataError = dataError;

/**
 * A mistake in what the caller passed.
 * @param {string} wde
 * @param {string} message
 */
exports.invalid = (wde, message) => dataError(wde, message, "WD_VALIDATION_ERROR");

/**
 * @param {{wde: string, message: string, code: string}} told what the host says of a failure
 * @returns {string} its message without the number
 */
function plainMessage({ wde, message }) {
  const head = `${wde}: `;
  return wde !== "" && message.startsWith(head) ? message.slice(head.length) : message;
}

/**
 * @param {string} reply `!` and the error as JSON
 */
exports.fromReply = function fromReply(reply) {
  const told = parse(reply.slice(1));
  return dataError(told.wde, plainMessage(told), told.code);
};

/**
 * An entry of a bulk result's `errors`. Its message is enumerable: results are sent to clients as
 * they are, and an ordinary Error would arrive there without one.
 * @param {{index: number, itemId?: string, code: string, message: string}} told
 */
exports.bulkError = function bulkError({ index, itemId, code, message }) {
  const error = new NativeError(message);
  const show = (key, value) =>
    defineProperty(error, key, { __proto__: null, value, writable: true, configurable: true, enumerable: true });
  show("message", message);
  show("code", code);
  show("index", index);
  if (itemId !== undefined && itemId !== null) show("itemId", itemId);
  return error;
};

/**
 * A value as a message shows it; never throws, never long.
 * @param {unknown} value
 * @returns {string}
 */
exports.show = function show(value) {
  let shown;
  try {
    shown = typeof value === "object" || typeof value === "string" ? stringify(value) : text(value);
  } catch {
    shown = undefined;
  }
  if (typeof shown !== "string") shown = typeof value;
  return shown.length > 100 ? `${shown.slice(0, 100)}..` : shown;
};

const NativePromise = Promise;
const { reject } = Promise;
const { apply } = Reflect;

/**
 * What a function that promises gives for a mistake that it finds at once.
 * @param {unknown} error
 * @returns {Promise<never>}
 */
exports.rejected = (error) => apply(reject, NativePromise, [error]);
