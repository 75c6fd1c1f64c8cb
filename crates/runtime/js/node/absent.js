/**
 * Parts of Node that a site on a server of many has no use for, or must not have: sockets, processes,
 * threads. Their modules load, because packages load them without need; a call says what is missing.
 */

const { makeError } = require("node/errors");

/** @param {string} module @param {string} what of it */
function notAvailable(module, what) {
  return makeError(Error, "ERR_NOT_AVAILABLE", `${module}.${what} is not available in this runtime`);
}
exports.notAvailable = notAvailable;

/**
 * @param {object} exports of the module
 * @param {string} module
 * @param {string[]} names of functions, and of classes in upper case
 */
exports.refuse = function refuse(exports, module, names) {
  for (const name of names) {
    // A function, not a method: packages extend some of them before anything is used.
    exports[name] = function () {
      throw notAvailable(module, name);
    };
    Object.defineProperty(exports[name], "name", { value: name, configurable: true });
  }
};
