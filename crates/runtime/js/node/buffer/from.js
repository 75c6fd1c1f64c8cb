/**
 * Making a Buffer out of something: strings, arrays, array buffers, and objects that stand for one.
 */

const { FastBuffer } = require("node/buffer/fast_buffer");
const { codecOf } = require("node/buffer/encodings");
const { invalidArgType, makeError } = require("node/errors");

const { isView } = ArrayBuffer;
const { toString } = Object.prototype;
const { apply } = Reflect;

function isArrayBuffer(value) {
  if (value instanceof ArrayBuffer) return true;
  const tag = apply(toString, value, []);
  return tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]";
}
exports.isArrayBuffer = isArrayBuffer;

/** Up to so many bytes a copy costs less than the ArrayBuffer that shared memory needs. */
const COPIED = 4096;

/** New bytes that are nobody else's, as a Buffer. */
function asBuffer(bytes) {
  if (bytes.length <= COPIED) return new FastBuffer(bytes);
  return new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.length);
}

function fromString(text, encoding) {
  const codec = typeof encoding === "string" && encoding !== "" ? codecOf(encoding) : codecOf(undefined);
  if (codec === undefined) throw makeError(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
  return asBuffer(codec.encode(text));
}

function fromArrayBuffer(buffer, byteOffset, length) {
  const offset = byteOffset === undefined ? 0 : +byteOffset || 0;
  const room = buffer.byteLength - offset;
  if (room < 0) throw makeError(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", '"offset" is outside of buffer bounds');
  if (length === undefined) return new FastBuffer(buffer, offset, room);
  const wanted = +length > 0 ? +length : 0;
  if (wanted > room) throw makeError(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", '"length" is outside of buffer bounds');
  return new FastBuffer(buffer, offset, wanted);
}

function fromArrayLike(items) {
  const length = items.length > 0 ? items.length : 0;
  const buffer = new FastBuffer(length);
  if (items instanceof Uint8Array) buffer.set(items);
  else for (let i = 0; i < length; i++) buffer[i] = items[i];
  return buffer;
}
exports.fromArrayLike = fromArrayLike;

/** Things with a length, and what `buffer.toJSON()` gives. */
function fromObject(value) {
  if (value.length !== undefined || isArrayBuffer(value.buffer)) {
    return typeof value.length === "number" ? fromArrayLike(value) : new FastBuffer(0);
  }
  if (value.type === "Buffer" && Array.isArray(value.data)) return fromArrayLike(value.data);
  return undefined;
}

/** Objects that stand for another value, by `valueOf` or `Symbol.toPrimitive`. */
function fromStandIn(value, encodingOrOffset, length) {
  const inner = value.valueOf?.();
  if (inner !== null && inner !== undefined && inner !== value && (typeof inner === "string" || typeof inner === "object")) {
    return from(inner, encodingOrOffset, length);
  }
  const made = fromObject(value);
  if (made !== undefined) return made;
  if (typeof value[Symbol.toPrimitive] !== "function") return undefined;
  const primitive = value[Symbol.toPrimitive]("string");
  return typeof primitive === "string" ? fromString(primitive, encodingOrOffset) : undefined;
}

/** `Buffer.from`. */
function from(value, encodingOrOffset, length) {
  if (typeof value === "string") return fromString(value, encodingOrOffset);
  if (value !== null && typeof value === "object") {
    if (value instanceof Uint8Array) return fromArrayLike(value);
    if (!isView(value) && isArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const made = fromStandIn(value, encodingOrOffset, length);
    if (made !== undefined) return made;
  }
  throw invalidArgType("first argument", ["string", "Buffer", "ArrayBuffer", "Array", "Array-like Object"], value);
}
exports.from = from;
