/**
 * queueMicrotask. What the callback throws becomes an unhandled rejection, which the server logs.
 */

const { invalidArgType } = require("node/errors");
const { then } = Promise.prototype;
const settled = Promise.resolve();
const { apply } = Reflect;

/** @param {() => void} callback */
exports.queueMicrotask = function queueMicrotask(callback) {
  if (typeof callback !== "function") throw invalidArgType("callback", "function", callback);
  apply(then, settled, [() => void callback()]);
};
