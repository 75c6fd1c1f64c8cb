/**
 * Randomness of `node:crypto`.
 */

const { Buffer } = require("node/buffer");
const { invalidArgType, outOfRange, checkInteger } = require("node/errors");
const { queueMicrotask } = require("web/microtask");

const BYTES_MAX = 2 ** 31 - 1;
/** randomInt's largest range: what six bytes hold. */
const RANGE_MAX = 2 ** 48;

function checkCallback(callback) {
  if (callback !== undefined && typeof callback !== "function") throw invalidArgType("callback", "function", callback);
}

/** Gives the result to a callback later, or returns it. */
function answer(callback, value) {
  if (callback === undefined) return value;
  queueMicrotask(() => callback(null, value));
  return undefined;
}

/**
 * @param {number} size bytes
 * @param {(error: null, bytes: Buffer) => void} [callback]
 */
exports.randomBytes = function randomBytes(size, callback = undefined) {
  if (typeof size !== "number") throw invalidArgType("size", "number", size);
  if (!(size >= 0 && size <= BYTES_MAX)) throw outOfRange("size", `>= 0 && <= ${BYTES_MAX}`, size);
  checkCallback(callback);
  return answer(callback, Buffer.from(native.randomBytes(size)));
};

/** Fills `size` bytes of a buffer or view, from `offset` on. */
function randomFillSync(target, offset = 0, size = undefined) {
  const isBuffer = target instanceof ArrayBuffer;
  if (!isBuffer && !ArrayBuffer.isView(target)) throw invalidArgType("buf", ["ArrayBuffer", "ArrayBufferView"], target);
  const bytes = isBuffer ? new Uint8Array(target) : new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
  const unit = target.BYTES_PER_ELEMENT ?? 1;
  checkInteger(offset, "offset", 0, bytes.length / unit);
  const count = size ?? bytes.length / unit - offset;
  checkInteger(count, "size", 0, bytes.length / unit - offset);
  bytes.set(new Uint8Array(native.randomBytes(count * unit)), offset * unit);
  return target;
}
exports.randomFillSync = randomFillSync;

exports.randomFill = function randomFill(target, offset, size, callback) {
  const given = [offset, size, callback].find((argument) => typeof argument === "function");
  if (given === undefined) throw invalidArgType("callback", "function", callback);
  const from = typeof offset === "number" ? offset : 0;
  randomFillSync(target, from, typeof size === "number" ? size : undefined);
  answer(given, target);
};

/** A number below `range`, every one as likely: numbers from the incomplete last round are drawn again. */
function below(range) {
  const limit = RANGE_MAX - (RANGE_MAX % range);
  for (;;) {
    const drawn = Buffer.from(native.randomBytes(6)).readUIntBE(0, 6);
    if (drawn < limit) return drawn % range;
  }
}

/**
 * @param {number} min the least result, or `max` when it is the only number
 * @param {number} [max] one more than the largest
 */
exports.randomInt = function randomInt(min, max = undefined, callback = undefined) {
  if (max === undefined || typeof max === "function") [min, max, callback] = [0, min, max];
  checkCallback(callback);
  if (!Number.isSafeInteger(min)) throw invalidArgType("min", "a safe integer", min);
  if (!Number.isSafeInteger(max)) throw invalidArgType("max", "a safe integer", max);
  if (max <= min) throw outOfRange("max", `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (range >= RANGE_MAX) throw outOfRange("max - min", `<= ${RANGE_MAX - 1}`, range);
  return answer(callback, min + below(range));
};

/** @returns {string} a version 4 UUID (RFC 9562) */
exports.randomUUID = function randomUUID(options = undefined) {
  if (options !== undefined && (options === null || typeof options !== "object")) throw invalidArgType("options", "object", options);
  const bytes = new Uint8Array(native.randomBytes(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toHex();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
