/**
 * `transcode`: bytes of one encoding as bytes of another.
 */

const { codecOf } = require("node/buffer/encodings");
const { from } = require("node/buffer/from");
const { invalidArgType, makeError } = require("node/errors");

/** The largest character that a byte of these encodings can hold. */
const LARGEST = { __proto__: null, ascii: 0x7f, latin1: 0xff };

/** What does not fit becomes a question mark, one per character. */
function squeezed(text, largest) {
  let result = "";
  for (const character of text) result += character.codePointAt(0) > largest ? "?" : character;
  return result;
}

/**
 * @param {Uint8Array} source
 * @param {string} fromEncoding
 * @param {string} toEncoding
 */
exports.transcode = function transcode(source, fromEncoding, toEncoding) {
  if (!(source instanceof Uint8Array)) throw invalidArgType("source", ["Buffer", "Uint8Array"], source);
  const decoder = codecOf(fromEncoding);
  const encoder = codecOf(toEncoding);
  if (decoder === undefined || encoder === undefined) {
    throw makeError(Error, "U_ILLEGAL_ARGUMENT_ERROR", "Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]");
  }
  const text = decoder.decode(source);
  const largest = LARGEST[encoder.name];
  return from(largest === undefined ? text : squeezed(text, largest), encoder.name);
};
