/**
 * Finding and comparing bytes.
 */

const { codecOf, utf16le } = require("node/buffer/encodings");
const { invalidArgType, makeError } = require("node/errors");

const { apply } = Reflect;
const { indexOf, lastIndexOf } = Uint8Array.prototype;

/** @returns {number} below 0, 0 or above 0 */
exports.compareBytes = function compareBytes(a, b) {
  const length = a.length < b.length ? a.length : b.length;
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
};

function matchesAt(bytes, needle, at) {
  for (let i = 0; i < needle.length; i++) if (bytes[at + i] !== needle[i]) return false;
  return true;
}

/** The engine looks for the first byte; the rest is compared here. */
function findForward(bytes, needle, from, step) {
  const last = bytes.length - needle.length;
  for (let at = from; at <= last; at++) {
    at = apply(indexOf, bytes, [needle[0], at]);
    if (at === -1 || at > last) return -1;
    if (at % step === 0 && matchesAt(bytes, needle, at)) return at;
  }
  return -1;
}

function findBackward(bytes, needle, from, step) {
  let at = Math.min(from, bytes.length - needle.length);
  for (; at >= 0; at--) {
    at = apply(lastIndexOf, bytes, [needle[0], at]);
    if (at === -1) return -1;
    if (at % step === 0 && matchesAt(bytes, needle, at)) return at;
  }
  return -1;
}

/** Where to start, counted from the front; negative when the start lies before the front. */
function startOf(bytes, byteOffset, forward) {
  const wanted = +byteOffset;
  if (Number.isNaN(wanted)) return forward ? 0 : bytes.length;
  const whole = Math.trunc(Math.max(-0x80000000, Math.min(0x7fffffff, wanted)));
  return whole < 0 ? whole + bytes.length : whole;
}

function search(bytes, needle, start, forward, step) {
  const { length } = bytes;
  if (start < 0) {
    if (!forward) return -1;
    start = 0;
  }
  if (needle.length === 0) return Math.min(start, length);
  if (length === 0 || needle.length > length) return -1;
  return forward ? findForward(bytes, needle, start, step) : findBackward(bytes, needle, Math.min(start, length - 1), step);
}

/**
 * `indexOf` and `lastIndexOf` of Buffer.
 * @param {Uint8Array} bytes
 * @param {string | number | Uint8Array} value
 * @param {number | string} [byteOffset] or the encoding
 * @param {string} [encoding]
 * @param {boolean} forward
 */
exports.find = function find(bytes, value, byteOffset, encoding, forward) {
  if (typeof byteOffset === "string") {
    encoding = byteOffset;
    byteOffset = undefined;
  }
  const start = startOf(bytes, byteOffset, forward);
  if (typeof value === "number") return search(bytes, [value & 0xff], start, forward, 1);
  if (typeof value === "string") {
    const codec = codecOf(encoding);
    if (codec === undefined) throw makeError(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
    return search(bytes, codec.encode(value), start, forward, codec === utf16le ? 2 : 1);
  }
  if (value instanceof Uint8Array) {
    return search(bytes, value, start, forward, encoding !== undefined && codecOf(encoding) === utf16le ? 2 : 1);
  }
  throw invalidArgType("value", ["number", "string", "Buffer", "Uint8Array"], value);
};
