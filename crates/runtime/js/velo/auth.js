/**
 * `wix-auth` and the part of `@wix/essentials` that backend code uses: `elevate`.
 */

const { run } = require("velo/elevation");
const { defineProperty } = Object;

/**
 * @template {(...args: any[]) => any} F
 * @param {F} fn
 * @returns {F} the function, called with permissions lifted
 */
function elevate(fn) {
  if (typeof fn !== "function") throw new TypeError(`elevate takes a function, not ${fn === null ? "null" : typeof fn}`);
  const elevated = function (...args) {
    return run(fn, this, args);
  };
  defineProperty(elevated, "name", { __proto__: null, value: fn.name });
  return /** @type {F} */ (elevated);
}

exports.elevate = elevate;
exports.auth = { elevate };
