/**
 * UTF-8. Short ASCII is done here, where it costs less than a crossing; everything else by the server.
 */

const SMALL = 400;
/** Up to here an array of the engine's own costs less than one over the server's memory. */
const MEDIUM = 8192;

/**
 * @param {string} text lone surrogates become U+FFFD
 * @returns {Uint8Array}
 */
exports.utf8Encode = function utf8Encode(text) {
  const { length } = text;
  if (length > MEDIUM) return native.utf8Encode(text);
  if (length > SMALL) {
    const bytes = new Uint8Array(length);
    return native.utf8Write(text, bytes) ? bytes : native.utf8Encode(text);
  }
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return native.utf8Encode(text);
    bytes[i] = unit;
  }
  return bytes;
};

/**
 * @param {string} text
 * @returns {number} bytes
 */
exports.utf8Length = function utf8Length(text) {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    // The two units of a pair take four bytes together: two more than they count already.
    const isPair = unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
    if (isPair) i++;
  }
  return bytes;
};
