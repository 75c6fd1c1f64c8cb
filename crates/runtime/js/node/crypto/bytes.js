/**
 * Bytes and text as arguments, and the encodings of results.
 */

const { Buffer } = require("node/buffer");
const { invalidArgType } = require("node/errors");

const { isView } = ArrayBuffer;
const KINDS = ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"];

/** @param {unknown} value @returns {boolean} */
exports.isBytes = (value) => isView(value) || value instanceof ArrayBuffer || isShared(value);

function isShared(value) {
  return typeof SharedArrayBuffer === "function" && value instanceof SharedArrayBuffer;
}

/**
 * @param {unknown} value
 * @param {string} name the argument's
 * @param {string} [encoding] of text
 * @param {string[]} [kinds] for the error
 * @returns {Uint8Array | string} what crosses: text only as UTF-8
 */
exports.bytesOf = function bytesOf(value, name, encoding = undefined, kinds = KINDS) {
  if (typeof value === "string") {
    const plain = encoding === undefined || encoding === "utf8" || encoding === "utf-8" || encoding === "buffer";
    return plain ? value : Buffer.from(value, encoding);
  }
  if (isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer || isShared(value)) return new Uint8Array(value);
  throw invalidArgType(name, kinds, value);
};

/**
 * @param {ArrayBuffer} bytes
 * @param {string} [encoding]
 * @returns {Buffer | string}
 */
exports.encoded = function encoded(bytes, encoding = undefined) {
  const buffer = Buffer.from(bytes);
  return encoding === undefined || encoding === null || encoding === "buffer" ? buffer : buffer.toString(encoding);
};

/**
 * Runs `work`, and gives its result to a callback later; without a callback returns it.
 * @template T
 * @param {((error: Error | null, result?: T) => void) | undefined} callback
 * @param {() => T | Promise<T>} work
 */
exports.answer = function answer(callback, work) {
  if (callback === undefined) return work();
  if (typeof callback !== "function") throw invalidArgType("callback", "function", callback);
  const { queueMicrotask } = require("web/microtask");
  // Callbacks run outside the promise: what they throw is uncaught, not a rejection.
  const give = (...results) => queueMicrotask(() => callback(...results));
  (async () => work())().then(
    (result) => give(null, result),
    (error) => give(error),
  );
  return undefined;
};
