/**
 * The methods of Buffer.prototype besides numbers.
 */

const { FastBuffer } = require("node/buffer/fast_buffer");
const { codecOf, fitting, CODECS, utf8 } = require("node/buffer/encodings");
const { compareBytes, find } = require("node/buffer/search");
const { fillBuffer } = require("node/buffer/fill");
const { invalidArgType, outOfRange, makeError, checkInteger } = require("node/errors");

const { apply } = Reflect;
const { set: setBytes } = Uint8Array.prototype;

function need(encoding) {
  const codec = codecOf(encoding);
  if (codec === undefined) throw makeError(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
  return codec;
}

function checkBytes(value, name) {
  if (!(value instanceof Uint8Array)) throw invalidArgType(name, ["Buffer", "Uint8Array"], value);
}

/** Part of the same memory. Not the engine's `subarray`: that asks the constructor and is slower. */
function part(bytes, start, end) {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}

function writeText(buffer, codec, text, offset, length) {
  if (typeof text !== "string") throw makeError(TypeError, "ERR_INVALID_ARG_TYPE", "argument must be a string");
  const bytes = codec.encode(text);
  const count = fitting(codec, bytes, Math.min(length, buffer.length - offset));
  apply(setBytes, buffer, [count === bytes.length ? bytes : part(bytes, 0, count), offset]);
  return count;
}

/** Where `slice` begins or ends: negative counts from the end. */
function place(value, length, otherwise) {
  if (value === undefined) return otherwise;
  const whole = Math.trunc(+value) || 0;
  return whole < 0 ? Math.max(whole + length, 0) : Math.min(whole, length);
}

/** A whole number as Node takes it, with a default. */
function integerOr(value, otherwise) {
  const number = +value;
  return Number.isNaN(number) ? otherwise : Math.trunc(number);
}

function swap(buffer, size) {
  if (buffer.length % size !== 0) {
    throw makeError(RangeError, "ERR_INVALID_BUFFER_SIZE", `Buffer size must be a multiple of ${size * 8}-bits`);
  }
  for (let at = 0; at < buffer.length; at += size) {
    for (let i = 0, j = size - 1; i < j; i++, j--) {
      const byte = buffer[at + i];
      buffer[at + i] = buffer[at + j];
      buffer[at + j] = byte;
    }
  }
  return buffer;
}

/** Where a range of `compare` begins or ends. */
function bound(value, name, otherwise, max) {
  if (value === undefined) return otherwise;
  checkInteger(value, name, 0, max);
  return value;
}

/** Node 20's `kStringMaxLength`. */
const STRING_MAX = 2 ** 29 - 24;

function checkStringLength(start = 0, end = Infinity, length = 0) {
  if (Math.min(end, length) - start <= STRING_MAX) return;
  throw makeError(Error, "ERR_STRING_TOO_LONG", `Cannot create a string longer than 0x${STRING_MAX.toString(16)} characters`);
}

exports.methods = {
  toString(encoding, start, end) {
    const { length } = this;
    if (length > STRING_MAX) checkStringLength(start, end, length);
    if (arguments.length === 0) return utf8.decode(this);
    const from = start <= 0 || start === undefined ? 0 : start >= length ? length : Math.trunc(start) || 0;
    const to = end === undefined || end > length ? length : Math.trunc(end) || 0;
    if (to <= from) return "";
    const codec = need(encoding);
    return codec.decode(from === 0 && to === length ? this : part(this, from, to));
  },

  equals(otherBuffer) {
    checkBytes(otherBuffer, "otherBuffer");
    return this === otherBuffer || (this.length === otherBuffer.length && compareBytes(this, otherBuffer) === 0);
  },

  compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
    checkBytes(target, "target");
    if (arguments.length === 1) return compareBytes(this, target);
    const fromTarget = bound(targetStart, "targetStart", 0, Number.MAX_SAFE_INTEGER);
    const toTarget = bound(targetEnd, "targetEnd", target.length, target.length);
    const fromSource = bound(sourceStart, "sourceStart", 0, Number.MAX_SAFE_INTEGER);
    const toSource = bound(sourceEnd, "sourceEnd", this.length, this.length);
    if (fromSource >= toSource) return fromTarget >= toTarget ? 0 : -1;
    if (fromTarget >= toTarget) return 1;
    return compareBytes(part(this, fromSource, toSource), part(target, fromTarget, toTarget));
  },

  indexOf(value, byteOffset, encoding) {
    return find(this, value, byteOffset, encoding, true);
  },

  lastIndexOf(value, byteOffset, encoding) {
    return find(this, value, byteOffset, encoding, false);
  },

  includes(value, byteOffset, encoding) {
    return find(this, value, byteOffset, encoding, true) !== -1;
  },

  fill(value, offset, end, encoding) {
    return fillBuffer(this, value, offset, end, encoding);
  },

  write(string, offset, length, encoding) {
    if (offset === undefined) return writeText(this, utf8, string, 0, this.length);
    if (length === undefined && typeof offset === "string") return writeText(this, need(offset), string, 0, this.length);
    checkInteger(offset, "offset", 0, this.length);
    const room = this.length - offset;
    if (length === undefined) return writeText(this, need(encoding || undefined), string, offset, room);
    if (typeof length === "string") return writeText(this, need(length), string, offset, room);
    checkInteger(length, "length", 0, this.length);
    return writeText(this, need(encoding || undefined), string, offset, Math.min(length, room));
  },

  copy(target, targetStart, sourceStart, sourceEnd) {
    if (!ArrayBuffer.isView(target)) throw invalidArgType("target", ["Buffer", "Uint8Array"], target);
    const to = targetStart === undefined ? 0 : integerOr(targetStart, 0);
    if (to < 0) throw outOfRange("targetStart", ">= 0", to);
    const from = sourceStart === undefined ? 0 : integerOr(sourceStart, 0);
    if (from < 0 || from > this.length) throw outOfRange("sourceStart", `>= 0 && <= ${this.length}`, from);
    const end = sourceEnd === undefined ? this.length : integerOr(sourceEnd, 0);
    if (end < 0) throw outOfRange("sourceEnd", ">= 0", end);
    const bytes = target instanceof Uint8Array ? target : new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
    const count = Math.min(end - from, bytes.length - to, this.length - from);
    if (count <= 0) return 0;
    apply(setBytes, bytes, [part(this, from, from + count), to]);
    return count;
  },

  slice(start, end) {
    return this.subarray(start, end);
  },

  subarray(start, end) {
    const { length } = this;
    const from = place(start, length, 0);
    const to = place(end, length, length);
    return new FastBuffer(this.buffer, this.byteOffset + from, Math.max(to - from, 0));
  },

  swap16() {
    return swap(this, 2);
  },

  swap32() {
    return swap(this, 4);
  },

  swap64() {
    return swap(this, 8);
  },

  toJSON() {
    if (this.length === 0) return { type: "Buffer", data: [] };
    return { type: "Buffer", data: Array.from(this) };
  },
};

exports.methods.toLocaleString = exports.methods.toString;

/** `latin1Slice`, `hexWrite` and so on: undocumented, and used by libraries. */
for (const codec of CODECS) {
  for (const name of codec.name === "utf16le" ? ["ucs2", "utf16le"] : [codec.name]) {
    exports.methods[`${name}Slice`] = {
      [`${name}Slice`](start = 0, end = this.length) {
        if (start > this.length || end > this.length || start > end) {
          throw makeError(RangeError, "ERR_OUT_OF_RANGE", "Index out of range");
        }
        return codec.decode(part(this, start, end));
      },
    }[`${name}Slice`];
    exports.methods[`${name}Write`] = {
      [`${name}Write`](text, offset = 0, length = this.length - offset) {
        if (offset > this.length) throw makeError(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", '"offset" is outside of buffer bounds');
        return writeText(this, codec, text, offset, length);
      },
    }[`${name}Write`];
  }
}
