/**
 * `wix-auth` and the part of `@wix/essentials` that backend code uses: `elevate`.
 *
 * There are no permissions to lift yet, so the elevated function is the given one, bound to nothing
 * else than its own arguments and `this`.
 */

/**
 * @template {(...args: any[]) => any} F
 * @param {F} fn
 * @returns {F}
 */
function elevate(fn) {
  if (typeof fn !== "function") throw new TypeError(`elevate takes a function, not ${fn === null ? "null" : typeof fn}`);
  const elevated = function (...args) {
    return Reflect.apply(fn, this, args);
  };
  Object.defineProperty(elevated, "name", { value: fn.name });
  return /** @type {F} */ (elevated);
}

exports.elevate = elevate;
exports.auth = { elevate };
