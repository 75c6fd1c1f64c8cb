/**
 * atob and btoa (HTML, 8.3). The engine's own base64 follows the same "forgiving" rules in its loose
 * mode, so only the error type and the binary strings are ours.
 */

const { DOMException } = require("web/dom_exception");
const { requireArguments } = require("web/idl");
const { latin1Encode, latin1Decode } = require("web/binary_string");

const { fromBase64 } = Uint8Array;
const { toBase64 } = Uint8Array.prototype;
const { apply } = Reflect;

exports.btoa = function btoa(data) {
  requireArguments(arguments.length, ["data"]);
  const bytes = latin1Encode(`${data}`);
  if (bytes === null) throw new DOMException("Invalid character", "InvalidCharacterError");
  return apply(toBase64, bytes, []);
};

exports.atob = function atob(data) {
  requireArguments(arguments.length, ["data"]);
  const text = `${data}`;
  let bytes;
  try {
    bytes = apply(fromBase64, Uint8Array, [text]);
  } catch {
    throw new DOMException("The string to be decoded is not correctly encoded.", "InvalidCharacterError");
  }
  return latin1Decode(bytes);
};
