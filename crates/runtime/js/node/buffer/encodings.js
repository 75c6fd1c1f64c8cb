/**
 * The encodings of Buffer: for each, text to bytes, bytes to text, and lengths.
 *
 * The engine's own base64 and hex are strict; Node's are not. Well-formed text goes the fast way,
 * everything else is cleaned first.
 */

const { latin1Decode } = require("web/binary_string");
const { utf8Encode, utf8Length } = require("web/utf8");

const { fromBase64, fromHex } = Uint8Array;
const { toBase64, toHex } = Uint8Array.prototype;
const { fromCharCode } = String;
const { apply } = Reflect;

/** Up to here a call of fromCharCode costs less than a crossing. */
const SMALL = 64;

/**
 * @typedef {object} Codec
 * @property {string} name
 * @property {(text: string) => Uint8Array} encode
 * @property {(bytes: Uint8Array) => string} decode
 * @property {(text: string) => number} byteLength an upper bound for base64 and hex, as in Node
 * @property {number} unit bytes that are never torn apart by a partial write; 0 where the text says
 */

/** @type {Codec} */
const utf8 = {
  name: "utf8",
  encode: utf8Encode,
  decode: (bytes) => (bytes.length === 0 ? "" : native.utf8Decode(bytes)),
  byteLength: utf8Length,
  unit: 0,
};

/** @type {Codec} */
const utf16le = {
  name: "utf16le",
  encode(text) {
    const bytes = new Uint8Array(text.length * 2);
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      bytes[i * 2] = unit;
      bytes[i * 2 + 1] = unit >> 8;
    }
    return bytes;
  },
  decode(bytes) {
    const count = bytes.length >> 1;
    if (count > SMALL) return native.utf16Decode(bytes);
    const units = new Uint16Array(count);
    for (let i = 0; i < count; i++) units[i] = bytes[i * 2] | (bytes[i * 2 + 1] << 8);
    return apply(fromCharCode, null, units);
  },
  byteLength: (text) => text.length * 2,
  unit: 2,
};

/** @type {Codec} */
const latin1 = {
  name: "latin1",
  encode(text) {
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  },
  decode: latin1Decode,
  byteLength: (text) => text.length,
  unit: 1,
};

/** @type {Codec} */
const ascii = {
  ...latin1,
  name: "ascii",
  decode(bytes) {
    const lower = new Uint8Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) lower[i] = bytes[i] & 0x7f;
    return latin1Decode(lower);
  },
};

/** Both alphabets are understood, whichever is asked for; other characters count for nothing. */
function decodeLoosely(text) {
  const padding = text.indexOf("=");
  const body = padding === -1 ? text : text.slice(0, padding);
  let digits = body.replace(/[^A-Za-z0-9+/_-]/g, "").replaceAll("-", "+").replaceAll("_", "/");
  if (digits.length % 4 === 1) digits = digits.slice(0, -1);
  return apply(fromBase64, Uint8Array, [digits]);
}

function decodeBase64(text) {
  const isUrl = text.includes("-") || text.includes("_");
  try {
    return apply(fromBase64, Uint8Array, isUrl ? [text, URL_ALPHABET] : [text]);
  } catch {
    return decodeLoosely(text);
  }
}

function base64Length(text) {
  let { length } = text;
  if (length > 0 && text[length - 1] === "=") length--;
  if (length > 1 && text[length - 1] === "=") length--;
  return (length * 3) >>> 2;
}

const URL_ALPHABET = { alphabet: "base64url" };
const URL_OUTPUT = { alphabet: "base64url", omitPadding: true };

/** @type {Codec} */
const base64 = {
  name: "base64",
  encode: decodeBase64,
  decode: (bytes) => apply(toBase64, bytes, []),
  byteLength: base64Length,
  unit: 1,
};

/** @type {Codec} */
const base64url = { ...base64, name: "base64url", decode: (bytes) => apply(toBase64, bytes, [URL_OUTPUT]) };

/** @type {Codec} */
const hex = {
  name: "hex",
  encode(text) {
    try {
      return apply(fromHex, Uint8Array, [text]);
    } catch {
      return apply(fromHex, Uint8Array, [/^(?:[0-9a-fA-F]{2})*/.exec(text)[0]]);
    }
  },
  decode: (bytes) => apply(toHex, bytes, []),
  byteLength: (text) => text.length >>> 1,
  unit: 1,
};

/** @type {Map<string, Codec>} */
const BY_NAME = new Map([
  ["utf8", utf8],
  ["utf-8", utf8],
  ["ucs2", utf16le],
  ["ucs-2", utf16le],
  ["utf16le", utf16le],
  ["utf-16le", utf16le],
  ["latin1", latin1],
  ["binary", latin1],
  ["ascii", ascii],
  ["base64", base64],
  ["base64url", base64url],
  ["hex", hex],
]);

exports.utf8 = utf8;
exports.latin1 = latin1;
exports.utf16le = utf16le;
exports.CODECS = [utf8, utf16le, latin1, ascii, base64, base64url, hex];

/**
 * @param {unknown} encoding
 * @returns {Codec | undefined} undefined for an unknown name
 */
exports.codecOf = function codecOf(encoding) {
  if (encoding === undefined || encoding === "utf8") return utf8;
  return BY_NAME.get(encoding) ?? BY_NAME.get(`${encoding}`.toLowerCase());
};

/**
 * How much of encoded text fits into `room` bytes without cutting a character.
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 */
exports.fitting = function fitting(codec, bytes, room) {
  if (bytes.length <= room) return bytes.length;
  if (codec.unit !== 0) return room - (room % codec.unit);
  let end = room;
  while (end > 0 && (bytes[end] & 0xc0) === 0x80) end--;
  return end;
};
