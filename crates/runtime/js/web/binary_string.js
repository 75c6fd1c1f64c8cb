/**
 * Strings whose characters stand for bytes (U+0000 to U+00FF): "latin1" to Node, "binary strings" to
 * HTML. Short ones are made here; long ones cross to the server, which does it at memory speed.
 */

const { fromCharCode } = String;
const { apply } = Reflect;

/** Up to here a call of fromCharCode costs less than a crossing; it also bounds the call's arguments. */
const SMALL = 48;

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
exports.latin1Decode = function latin1Decode(bytes) {
  return bytes.length <= SMALL ? apply(fromCharCode, null, bytes) : native.latin1Decode(bytes);
};

/**
 * @param {string} text
 * @returns {Uint8Array | null} null when a character does not fit a byte
 */
exports.latin1Encode = function latin1Encode(text) {
  const { length } = text;
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0xff) return null;
    bytes[i] = unit;
  }
  return bytes;
};
