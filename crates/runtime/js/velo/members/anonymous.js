/**
 * Callers of HTTP functions are anonymous: no member is ever logged in, and there are no members.
 */

const NativeError = Error;
const { assign } = Object;

/** Why functions about members are not here. */
exports.MEMBERS = "the members of the platform";

/**
 * @param {string} path the function's module and name
 * @returns {() => Promise<never>} a function that says that nobody is logged in
 */
exports.notLoggedIn = (path) => async () => {
  throw assign(new NativeError(`${path}: no member is logged in. Callers of HTTP functions are anonymous.`), { code: "NOT_LOGGED_IN" });
};
