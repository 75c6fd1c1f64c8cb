/**
 * How `wix-crm-backend` asks the site's contacts: options on the way out, dates on the way back.
 */

const { ask } = require("velo/service");
const { isElevated } = require("velo/elevation");

const NativeDate = Date;
const NativeError = Error;

/**
 * @param {string} message
 * @returns {Error & {code: string}}
 */
exports.wrong = function wrong(message) {
  const error = /** @type {any} */ (new NativeError(message));
  error.code = "INVALID_ARGUMENT";
  return error;
};

/**
 * @param {any} options the last argument of most functions
 * @returns {boolean} whether permissions are lifted
 */
exports.isLifted = function isLifted(options) {
  if (options !== undefined && options !== null && typeof options !== "object") {
    throw exports.wrong("options must be an object.");
  }
  return options?.suppressAuth === true || isElevated();
};

/**
 * @param {string} what it is
 * @param {unknown} value
 * @returns {string}
 */
exports.text = function text(what, value) {
  if (typeof value === "string" && value !== "") return value;
  throw exports.wrong(`${what} must be a string that is not empty.`);
};

/**
 * @param {string} what it is
 * @param {any} value
 * @returns {any}
 */
exports.object = function object(what, value) {
  if (typeof value === "object" && value !== null) return value;
  throw exports.wrong(`${what} must be an object.`);
};

/** @param {any} record a contact or a label */
exports.dated = function dated(record) {
  record._createdDate = new NativeDate(record._createdDate);
  record._updatedDate = new NativeDate(record._updatedDate);
  const last = record.lastActivity;
  if (last !== undefined) last.activityDate = new NativeDate(last.activityDate);
  return record;
};

/**
 * @param {string} operation
 * @param {object} argument
 * @param {boolean} lifted
 * @returns {Promise<any>}
 */
exports.contacts = (operation, argument, lifted) => ask("contacts", operation, argument, lifted);
