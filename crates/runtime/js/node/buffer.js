/**
 * The module `buffer` and the global `Buffer`: Node's bytes, a Uint8Array with many methods.
 *
 * There is no pool: small typed arrays are cheap in this engine, and memory is never shared by accident.
 */

const { FastBuffer } = require("node/buffer/fast_buffer");
const { codecOf, utf8 } = require("node/buffer/encodings");
const { from, fromArrayLike, isArrayBuffer } = require("node/buffer/from");
const { fillBuffer } = require("node/buffer/fill");
const { compareBytes } = require("node/buffer/search");
const { methods } = require("node/buffer/methods");
const { addNumberMethods } = require("node/buffer/numbers");
const { inspectBuffer } = require("node/buffer/inspect");
const { transcode } = require("node/buffer/transcode");
const { invalidArgType, outOfRange, checkInteger, makeError } = require("node/errors");
const { atob, btoa } = require("web/base64");

const { isView } = ArrayBuffer;
const { defineProperty } = Object;
/** Half of what Node 20 allows: more fits no site's memory, and asking for it costs the whole machine. */
const MAX_LENGTH = 2 ** 31 - 1;
/** Node 20's value. */
const MAX_STRING_LENGTH = 2 ** 29 - 24;

function checkSize(size) {
  if (typeof size !== "number") throw invalidArgType("size", "number", size);
  if (!(size >= 0 && size <= MAX_LENGTH)) throw outOfRange("size", `>= 0 && <= ${MAX_LENGTH}`, size);
}

/**
 * The old constructor: a number gives zeroed bytes, everything else is what `from` takes.
 * @deprecated
 */
function Buffer(value, encodingOrOffset, length) {
  if (typeof value !== "number") return from(value, encodingOrOffset, length);
  if (typeof encodingOrOffset === "string") throw invalidArgType("string", "string", value);
  return Buffer.alloc(value);
}

Object.setPrototypeOf(Buffer, Uint8Array);
Buffer.prototype = FastBuffer.prototype;
Buffer.poolSize = 8192;

const statics = {
  from(value, encodingOrOffset, length) {
    return from(value, encodingOrOffset, length);
  },

  of(...items) {
    return fromArrayLike(items);
  },

  alloc(size, fill = undefined, encoding = undefined) {
    checkSize(size);
    if (encoding !== undefined && typeof encoding !== "string") throw invalidArgType("encoding", "string", encoding);
    const buffer = new FastBuffer(size);
    return fill === undefined || fill === 0 || size === 0 ? buffer : fillBuffer(buffer, fill, encoding);
  },

  allocUnsafe(size) {
    checkSize(size);
    return new FastBuffer(size);
  },

  allocUnsafeSlow(size) {
    checkSize(size);
    return new FastBuffer(size);
  },

  isBuffer(value) {
    return value instanceof Buffer;
  },

  isEncoding(encoding) {
    return typeof encoding === "string" && encoding !== "" && codecOf(encoding) !== undefined;
  },

  byteLength(string, encoding) {
    if (typeof string === "string") return (codecOf(encoding) ?? utf8).byteLength(string);
    if (isView(string) || isArrayBuffer(string)) return string.byteLength;
    throw invalidArgType("string", ["string", "Buffer", "ArrayBuffer"], string);
  },

  compare(buf1, buf2) {
    if (!(buf1 instanceof Uint8Array)) throw invalidArgType("buf1", ["Buffer", "Uint8Array"], buf1);
    if (!(buf2 instanceof Uint8Array)) throw invalidArgType("buf2", ["Buffer", "Uint8Array"], buf2);
    return buf1 === buf2 ? 0 : compareBytes(buf1, buf2);
  },

  concat(list, length) {
    if (!Array.isArray(list)) throw invalidArgType("list", "Array", list);
    if (list.length === 0) return new FastBuffer(0);
    let total = 0;
    for (let i = 0; i < list.length; i++) {
      if (!(list[i] instanceof Uint8Array)) throw invalidArgType(`list[${i}]`, ["Buffer", "Uint8Array"], list[i]);
      total += list[i].length;
    }
    if (length !== undefined) checkInteger(length, "length", 0, MAX_LENGTH);
    const size = length ?? total;
    const buffer = new FastBuffer(size);
    for (let i = 0, at = 0; i < list.length && at < size; at += list[i++].length) {
      buffer.set(list[i].length > size - at ? list[i].subarray(0, size - at) : list[i], at);
    }
    return buffer;
  },

  copyBytesFrom(view, offset = 0, length = undefined) {
    if (!isView(view) || view instanceof DataView) throw invalidArgType("view", "TypedArray", view);
    checkInteger(offset, "offset", 0);
    if (length !== undefined) checkInteger(length, "length", 0);
    const end = length === undefined ? view.length : Math.min(offset + length, view.length);
    const part = view.slice(Math.min(offset, end), end);
    return new FastBuffer(part.buffer, part.byteOffset, part.byteLength);
  },
};

for (const name of Object.keys(statics)) Buffer[name] = statics[name];
defineProperty(Buffer, Symbol.species, { get: () => FastBuffer, configurable: true });

const { prototype } = Buffer;
defineProperty(prototype, "constructor", { value: Buffer, writable: true, enumerable: false, configurable: true });
for (const name of Object.keys(methods)) defineProperty(prototype, name, { value: methods[name], writable: true, enumerable: true, configurable: true });
addNumberMethods(prototype);
defineProperty(prototype, "parent", {
  enumerable: true,
  get() {
    return this instanceof Buffer ? this.buffer : undefined;
  },
});
defineProperty(prototype, "offset", {
  enumerable: true,
  get() {
    return this instanceof Buffer ? this.byteOffset : undefined;
  },
});
/** @this {Uint8Array} */
function inspect(depth, options, show) {
  return inspectBuffer(this, exports.INSPECT_MAX_BYTES, options, show);
}
prototype.inspect = inspect;
prototype[Symbol.for("nodejs.util.inspect.custom")] = inspect;

/** @deprecated */
function SlowBuffer(length) {
  return Buffer.alloc(length);
}
Object.setPrototypeOf(SlowBuffer, Uint8Array);
SlowBuffer.prototype = Object.create(Uint8Array.prototype, { constructor: { value: SlowBuffer, writable: true, configurable: true } });

function bytesOf(input) {
  if ((isView(input) ? input.buffer : input)?.detached === true) throw makeError(Error, "ERR_INVALID_STATE", "Invalid state: Cannot validate on a detached buffer");
  if (isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (isArrayBuffer(input)) return new Uint8Array(input);
  throw invalidArgType("input", ["ArrayBuffer", "Buffer", "TypedArray"], input);
}

exports.Buffer = Buffer;
exports.SlowBuffer = SlowBuffer;
let inspectBytesMax = 50;
defineProperty(exports, "INSPECT_MAX_BYTES", {
  get: () => inspectBytesMax,
  set(value) {
    require("node/validate").checkNumber(value, "INSPECT_MAX_BYTES", 0);
    inspectBytesMax = value;
  },
  enumerable: true,
  configurable: true,
});
exports.kMaxLength = MAX_LENGTH;
exports.kStringMaxLength = MAX_STRING_LENGTH;
exports.constants = { MAX_LENGTH, MAX_STRING_LENGTH };
exports.atob = atob;
exports.btoa = btoa;

exports.isAscii = function isAscii(input) {
  return bytesOf(input).every((byte) => byte < 0x80);
};

exports.isUtf8 = function isUtf8(input) {
  return native.textDecode("utf-8", bytesOf(input), true, true) !== undefined;
};

exports.transcode = transcode;
