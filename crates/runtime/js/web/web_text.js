/** The string types of Web IDL. */

const { call } = Function.prototype;
const wellFormed = call.bind(String.prototype.toWellFormed);

/** Lone surrogates become U+FFFD (`USVString`). @param {unknown} value */
exports.toText = (value) => wellFormed(`${/** @type {any} */ (value)}`);

const BEYOND = /[^\0-\xff]/;
const test = call.bind(RegExp.prototype.test);

/** @param {unknown} value @param {string} what for the message @returns {string} of bytes (`ByteString`) */
exports.toByteString = function toByteString(value, what) {
  const text = `${/** @type {any} */ (value)}`;
  if (test(BEYOND, text)) throw new TypeError(`${what} holds a character above U+00FF`);
  return text;
};
