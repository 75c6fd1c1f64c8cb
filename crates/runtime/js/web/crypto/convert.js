/**
 * Conversions of Web IDL that Web Crypto needs.
 */

const { isView } = ArrayBuffer;

/** @param {unknown} value @returns {boolean} */
function isBufferSource(value) {
  return isView(value) || value instanceof ArrayBuffer;
}
exports.isBufferSource = isBufferSource;

/**
 * @param {unknown} value
 * @param {string} what it is, for the error
 * @returns {Uint8Array} a copy
 */
exports.bytes = function bytes(value, what) {
  if (isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  if (value instanceof ArrayBuffer) return new Uint8Array(value.slice(0));
  throw new TypeError(`${what} must be an ArrayBuffer, Buffer, TypedArray or DataView`);
};

/** `[EnforceRange]` of so many bits. */
exports.integer = function integer(value, bits, what) {
  const number = Number(value);
  if (!Number.isFinite(number)) throw new TypeError(`${what} is not a finite number`);
  const whole = Math.trunc(number);
  if (whole < 0 || whole > 2 ** bits - 1) throw new TypeError(`${what} is outside of its range, 0 to ${2 ** bits - 1}`);
  return whole === 0 ? 0 : whole;
};

/** @returns {string} */
exports.text = function text(value, what) {
  if (typeof value === "symbol") throw new TypeError(`${what} cannot be a symbol`);
  return `${value}`;
};
