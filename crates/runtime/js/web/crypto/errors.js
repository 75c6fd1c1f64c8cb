/**
 * The errors of Web Crypto, each with its name.
 */

const { DOMException } = require("web/dom_exception");

const make = (name) => (message) => new DOMException(message, name);

exports.dataError = make("DataError");
exports.invalidAccess = make("InvalidAccessError");
exports.notSupported = make("NotSupportedError");
exports.syntaxError = make("SyntaxError");

const operationError = make("OperationError");
exports.operationError = operationError;

/**
 * @template T
 * @param {() => T} work
 * @param {string} message
 * @param {(message: string) => Error} [error]
 * @returns {T} what it gives; what it throws becomes one error that tells nothing
 */
exports.attempt = function attempt(work, message, error = operationError) {
  try {
    return work();
  } catch {
    throw error(message);
  }
};
