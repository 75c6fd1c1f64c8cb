/**
 * TextEncoder (WHATWG Encoding, 7.4): strings to UTF-8.
 */

const { expose } = require("web/idl");
const { invalidArgType } = require("node/errors");
const { utf8Encode } = require("web/utf8");

/** The end of the longest part of `bytes` that is not longer than `room` and cuts no character. */
function wholeCharacters(bytes, room) {
  if (bytes.length <= room) return bytes.length;
  let end = room;
  while (end > 0 && (bytes[end] & 0xc0) === 0x80) end--;
  return end;
}

/** How many UTF-16 units `bytes` (well-formed UTF-8) stand for. */
function unitsOf(bytes) {
  let units = 0;
  for (let i = 0; i < bytes.length; i++) {
    if ((bytes[i] & 0xc0) !== 0x80) units += bytes[i] >= 0xf0 ? 2 : 1;
  }
  return units;
}

class TextEncoder {
  #brand = true;

  get encoding() {
    void this.#brand;
    return "utf-8";
  }

  /** @param {string} [input] */
  encode(input = "") {
    void this.#brand;
    return utf8Encode(`${input}`);
  }

  /**
   * @param {string} source
   * @param {Uint8Array} destination
   * @returns {{read: number, written: number}} in UTF-16 units and bytes
   */
  encodeInto(source, destination) {
    void this.#brand;
    if (!(destination instanceof Uint8Array)) throw invalidArgType("dest", "Uint8Array", destination);
    const room = destination.length;
    const text = `${source}`;
    // A unit takes at least a byte: what lies beyond cannot fit, and need not be encoded.
    const bytes = utf8Encode(text.length > room ? text.slice(0, room + 1) : text);
    const written = wholeCharacters(bytes, room);
    const fitting = bytes.subarray(0, written);
    // A view of a buffer that is gone has no room, and refuses even nothing.
    if (written > 0) destination.set(fitting);
    return { read: unitsOf(fitting), written };
  }
}

expose(TextEncoder);
exports.TextEncoder = TextEncoder;
