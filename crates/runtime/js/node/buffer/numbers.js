/**
 * Reading and writing numbers: `readUInt32LE` and the like, put onto Buffer.prototype.
 *
 * Integers up to 48 bits are assembled byte by byte (doubles hold them exactly); 64 bits and floats
 * go through one shared scratch view.
 */

const { invalidArgType, outOfRange, makeError } = require("node/errors");

const scratch = new Uint8Array(8);
const view = new DataView(scratch.buffer);
const { trunc, floor } = Math;

/** Says what is wrong with an offset (or a byte length, for `name`) that is not usable. */
function badPlace(value, last, name = "offset") {
  if (typeof value !== "number") return invalidArgType(name, "number", value);
  if (trunc(value) !== value) return outOfRange(name, "an integer", value);
  if (last < 0) return makeError(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", "Attempt to access memory outside buffer bounds");
  return outOfRange(name, `>= ${name === "offset" ? 0 : 1} and <= ${last}`, value);
}

function checkOffset(bytes, offset, size) {
  if (typeof offset !== "number" || trunc(offset) !== offset || offset < 0 || offset + size > bytes.length) {
    throw badPlace(offset, bytes.length - size);
  }
}

function checkSize(size) {
  if (size === undefined) throw invalidArgType("byteLength", "number", size);
  if (!(size >= 1 && size <= 6) || trunc(size) !== size) throw badPlace(size, 6, "byteLength");
}

function readUnsigned(bytes, offset, size, little) {
  let value = 0;
  if (little) for (let i = size - 1; i >= 0; i--) value = value * 256 + bytes[offset + i];
  else for (let i = 0; i < size; i++) value = value * 256 + bytes[offset + i];
  return value;
}

function read(bytes, offset, size, little, signed) {
  checkOffset(bytes, offset, size);
  const value = readUnsigned(bytes, offset, size, little);
  const half = 2 ** (size * 8 - 1);
  return signed && value >= half ? value - 2 * half : value;
}

/** The range a value must lie in, in Node's words. */
function rangeText(bits, signed, suffix) {
  if (bits <= 32) return signed ? `>= ${-(2 ** (bits - 1))} and <= ${2 ** (bits - 1) - 1}` : `>= 0 and <= ${2 ** bits - 1}`;
  const n = suffix;
  if (!signed) return `>= 0${n} and < 2${n} ** ${bits}${n}`;
  return `>= -(2${n} ** ${bits - 1}${n}) and < 2${n} ** ${bits - 1}${n}`;
}

function write(bytes, given, offset, size, little, signed) {
  const value = +given;
  const bits = size * 8;
  const min = signed ? -(2 ** (bits - 1)) : 0;
  const max = signed ? -min - 1 : 2 ** bits - 1;
  if (typeof offset !== "number") throw badPlace(offset, 0);
  if (value > max || value < min) throw outOfRange("value", rangeText(bits, signed, ""), value);
  checkOffset(bytes, offset, size);
  let rest = trunc(value);
  for (let i = 0; i < size; i++) {
    bytes[little ? offset + i : offset + size - 1 - i] = rest;
    rest = floor(rest / 256);
  }
  return offset + size;
}

/** @type {Record<string, Function>} */
const methods = {};

for (const signed of [false, true]) {
  const kind = signed ? "Int" : "UInt";
  methods[`read${kind}8`] = function (offset = 0) {
    return read(this, offset, 1, true, signed);
  };
  methods[`write${kind}8`] = function (value, offset = 0) {
    return write(this, value, offset, 1, true, signed);
  };
  for (const little of [true, false]) {
    const order = little ? "LE" : "BE";
    for (const size of [2, 4]) {
      methods[`read${kind}${size * 8}${order}`] = function (offset = 0) {
        return read(this, offset, size, little, signed);
      };
      methods[`write${kind}${size * 8}${order}`] = function (value, offset = 0) {
        return write(this, value, offset, size, little, signed);
      };
    }
    methods[`read${kind}${order}`] = function (offset, byteLength) {
      if (offset === undefined) throw invalidArgType("offset", "number", offset);
      checkSize(byteLength);
      return read(this, offset, byteLength, little, signed);
    };
    methods[`write${kind}${order}`] = function (value, offset, byteLength) {
      checkSize(byteLength);
      return write(this, value, offset, byteLength, little, signed);
    };
  }
}

/** Numbers that a DataView converts: 64-bit integers and floats. */
function addViewed(name, size, get, set, check) {
  for (const little of [true, false]) {
    const order = little ? "LE" : "BE";
    methods[`read${name}${order}`] = function (offset = 0) {
      checkOffset(this, offset, size);
      for (let i = 0; i < size; i++) scratch[i] = this[offset + i];
      return view[get](0, little);
    };
    methods[`write${name}${order}`] = function (value, offset = 0) {
      const checked = check(value);
      checkOffset(this, offset, size);
      view[set](0, checked, little);
      for (let i = 0; i < size; i++) this[offset + i] = scratch[i];
      return offset + size;
    };
  }
}

function checkBig(signed) {
  const min = signed ? -(2n ** 63n) : 0n;
  const max = signed ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  return (value) => {
    if (typeof value !== "bigint") throw new TypeError(`Cannot mix BigInt and other types, use explicit conversions`);
    if (value > max || value < min) throw outOfRange("value", rangeText(64, signed, "n"), value);
    return value;
  };
}

addViewed("BigInt64", 8, "getBigInt64", "setBigInt64", checkBig(true));
addViewed("BigUInt64", 8, "getBigUint64", "setBigUint64", checkBig(false));
addViewed("Float", 4, "getFloat32", "setFloat32", Number);
addViewed("Double", 8, "getFloat64", "setFloat64", Number);

/** @param {object} prototype */
exports.addNumberMethods = function addNumberMethods(prototype) {
  for (const name of Object.keys(methods)) {
    const value = methods[name];
    Object.defineProperty(value, "name", { value: name });
    const property = { value, writable: true, enumerable: true, configurable: true };
    Object.defineProperty(prototype, name, property);
    // Node has both spellings.
    if (name.includes("UInt")) Object.defineProperty(prototype, name.replace("UInt", "Uint"), property);
  }
};
