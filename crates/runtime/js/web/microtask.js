/**
 * queueMicrotask. What the callback throws becomes an unhandled rejection, which the server logs.
 */

const { invalidArgType } = require("node/errors");
const { then } = Promise.prototype;
const settled = Promise.resolve();
const { apply } = Reflect;

/** Set once somebody follows work from callback to callback (`node/async_hooks/context.js`). */
let bind = (callback) => callback;
exports.follow = (given) => {
  bind = given;
};

/** @param {() => void} callback */
exports.queueMicrotask = function queueMicrotask(callback) {
  if (typeof callback !== "function") throw invalidArgType("callback", "function", callback);
  const bound = bind(callback);
  apply(then, settled, [() => void bound()]);
};
