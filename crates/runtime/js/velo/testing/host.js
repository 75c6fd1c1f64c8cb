/**
 * What only `velodrome test` answers: the host's side of a test file.
 */

const { ask } = require("velo/service");
const { service } = native;
const { parse, stringify } = JSON;

/**
 * @param {string} operation
 * @param {unknown} [argument] anything that JSON can hold
 * @returns {Promise<any>}
 */
exports.askTestHost = (operation, argument = null) => ask("velodrome:test", operation, argument, false);

/**
 * The same for what is answered at once.
 * @param {string} operation
 * @param {unknown} [argument]
 * @returns {any}
 */
exports.askTestHostNow = function askTestHostNow(operation, argument = null) {
  const reply = service("velodrome:test", operation, stringify(argument), false);
  if (reply[0] !== "!") return parse(reply);
  throw new Error(parse(reply.slice(1)).message);
};
