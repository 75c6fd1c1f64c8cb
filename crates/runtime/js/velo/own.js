/**
 * Own properties of objects that hold what a client sent, whatever it calls them.
 *
 * Plain assignment is not enough: a name such as `constructor` is an error where a site has frozen
 * `Object.prototype`, and `__proto__` or a setter that somebody put there would swallow the value.
 */

const { defineProperty } = Object;

/**
 * @param {object} object
 * @param {string} key
 * @param {unknown} value
 */
exports.setOwn = function setOwn(object, key, value) {
  if (key in object) defineProperty(object, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
};
