/**
 * Asks a service of the site other than its documents: a name, an operation and JSON cross, JSON or
 * an error comes back.
 */

const { isElevated } = require("velo/elevation");

const { parse, stringify } = JSON;
const { service } = native;
const NativeError = Error;

/**
 * @param {string} reply
 * @returns {any} what it holds
 * @throws {Error & {code: string}} when it is an error
 */
function read(reply) {
  if (reply[0] !== "!") return parse(reply);
  const { code, message } = parse(reply.slice(1));
  const error = /** @type {any} */ (new NativeError(message));
  error.code = code;
  throw error;
}

/**
 * @param {string} name of the service
 * @param {string} operation
 * @param {unknown} argument anything that JSON can hold
 * @param {boolean} [elevated] whether permissions are lifted; by default as `elevate` says
 * @returns {Promise<any>}
 */
exports.ask = async function ask(name, operation, argument, elevated = isElevated()) {
  const reply = service(name, operation, stringify(argument) ?? "null", elevated);
  return read(typeof reply === "string" ? reply : await reply);
};
