/**
 * `wix-web-module` and `@wix/web-methods`: `webMethod` returns the function itself, which backend
 * code calls directly; permissions matter only to callers in a browser.
 */

exports.Permissions = Object.freeze({ Anyone: "anyone", SiteMember: "siteMember", Admin: "admin" });

/**
 * @template {Function} F
 * @param {unknown} permissions
 * @param {F} fn
 * @returns {F}
 */
exports.webMethod = function webMethod(permissions, fn) {
  if (typeof fn !== "function") throw new TypeError("webMethod takes permissions and a function");
  return fn;
};
