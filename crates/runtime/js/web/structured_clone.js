/**
 * structuredClone (HTML, 2.7): a deep copy that keeps types and cycles, refuses what cannot be
 * copied, and moves the buffers and ports named in `transfer`.
 */

const { DOMException } = require("web/dom_exception");
const { isPlatformObject, requireArguments } = require("web/idl");
const { known } = require("web/known");
const { invalidArgType } = require("node/errors");

const { isView } = ArrayBuffer;
const { apply, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const { defineProperty, keys } = Object;

const ERRORS = { __proto__: null, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
const TYPED = {
  __proto__: null,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float16Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

function getter(Type, key) {
  return getOwnPropertyDescriptor(Type.prototype, key).get;
}
const typedName = getter(getPrototypeOf(Uint8Array), Symbol.toStringTag);
const isDetached = getter(ArrayBuffer, "detached");
const byteLength = getter(ArrayBuffer, "byteLength");
const sourceOf = getter(RegExp, "source");
const flagsOf = getter(RegExp, "flags");
const sizeOfMap = getter(Map, "size");
const sizeOfSet = getter(Set, "size");

/** State that no copy can have. */
const REFUSED = [Promise, WeakMap, WeakSet, WeakRef, FinalizationRegistry, Symbol];

function refuse(value) {
  let shown = "#<Object>";
  try {
    shown = typeof value === "symbol" || typeof value === "function" ? String(value) : `#<${value.constructor.name}>`;
  } catch {
    // An object without a readable constructor keeps the general name.
  }
  return new DOMException(`${shown} could not be cloned.`, "DataCloneError");
}

/** Whether `probe`, which throws for anything but a real `Type`, accepts the value. */
function is(Type, value, probe) {
  if (!(value instanceof Type)) return false;
  try {
    apply(probe, value, []);
    return true;
  } catch {
    return false;
  }
}

class Cloner {
  /** @type {Map<object, object>} what has been copied */
  #copies = new Map();

  clone(value) {
    if (typeof value === "function" || typeof value === "symbol") throw refuse(value);
    if (value === null || typeof value !== "object") return value;
    return this.#copies.get(value) ?? this.#object(value);
  }

  keep(value, copy) {
    this.#copies.set(value, copy);
    return copy;
  }

  #object(value) {
    if (Array.isArray(value)) return this.#members(value, this.keep(value, new Array(value.length)));
    if (isView(value)) return this.#view(value);
    if (getPrototypeOf(value) === Object.prototype) return this.#members(value, this.keep(value, {}));
    return this.#special(value) ?? this.#members(value, this.keep(value, {}));
  }

  /** Objects whose state is not in their properties. */
  #special(value) {
    if (is(Date, value, Date.prototype.getTime)) return this.keep(value, new Date(apply(Date.prototype.getTime, value, [])));
    if (is(Map, value, sizeOfMap)) return this.#map(value);
    if (is(Set, value, sizeOfSet)) return this.#set(value);
    if (value instanceof DOMException) return this.keep(value, new DOMException(value.message, value.name));
    if (value instanceof Error) return this.#error(value);
    if (is(ArrayBuffer, value, byteLength)) return this.#buffer(value);
    if (value !== RegExp.prototype && is(RegExp, value, sourceOf)) {
      return this.keep(value, new RegExp(apply(sourceOf, value, []), apply(flagsOf, value, [])));
    }
    for (const Type of [Boolean, Number, String, BigInt]) {
      const { valueOf } = Type.prototype;
      if (is(Type, value, valueOf)) return this.keep(value, Object(apply(valueOf, value, [])));
    }
    if (known.isBlob(value)) return this.keep(value, require("web/blob").copyBlob(value));
    if (known.isCryptoKey(value)) return this.keep(value, require("web/crypto/key").copyKey(value));
    for (const Type of REFUSED) if (value instanceof Type) throw refuse(value);
    if (isPlatformObject(value)) throw refuse(value);
    return undefined;
  }

  #members(value, copy) {
    for (const key of keys(value)) {
      defineProperty(copy, key, { value: this.clone(value[key]), writable: true, enumerable: true, configurable: true });
    }
    return copy;
  }

  #map(value) {
    const copy = this.keep(value, new Map());
    const entries = [];
    apply(Map.prototype.forEach, value, [(item, key) => entries.push([key, item])]);
    for (const [key, item] of entries) copy.set(this.clone(key), this.clone(item));
    return copy;
  }

  #set(value) {
    const copy = this.keep(value, new Set());
    const items = [];
    apply(Set.prototype.forEach, value, [(item) => items.push(item)]);
    for (const item of items) copy.add(this.clone(item));
    return copy;
  }

  #buffer(value) {
    if (apply(isDetached, value, [])) throw new DOMException("An ArrayBuffer is detached and could not be cloned.", "DataCloneError");
    return this.keep(value, apply(ArrayBuffer.prototype.slice, value, [0]));
  }

  #view(value) {
    const { byteOffset } = value;
    const buffer = this.clone(value.buffer);
    const name = apply(typedName, value, []);
    if (name === undefined) return this.keep(value, new DataView(buffer, byteOffset, value.byteLength));
    return this.keep(value, new TYPED[name](buffer, byteOffset, value.length));
  }

  #error(value) {
    const Type = ERRORS[value.name] ?? Error;
    const message = getOwnPropertyDescriptor(value, "message");
    const copy = this.keep(value, message && "value" in message ? new Type(`${message.value}`) : new Type());
    const hidden = (key, item) => defineProperty(copy, key, { value: item, writable: true, enumerable: false, configurable: true });
    if (typeof value.stack === "string") hidden("stack", value.stack);
    if (getOwnPropertyDescriptor(value, "cause")) hidden("cause", this.clone(value.cause));
    return copy;
  }
}

/** What to do with message ports; there are none before their file is loaded. */
let ports = { is: () => false, canMove: () => false, make: () => null, move: () => {} };
/** @param {typeof ports} given */
exports.transferPorts = (given) => {
  ports = given;
};

function isTransferable(item) {
  if (ports.is(item)) return ports.canMove(item);
  return is(ArrayBuffer, item, byteLength) && !apply(isDetached, item, []);
}

/** @param {unknown[]} list */
function checkTransferable(list) {
  const seen = new Set();
  for (const item of list) {
    if (!isTransferable(item) || seen.has(item)) throw new DOMException("Value not transferable", "DataCloneError");
    seen.add(item);
  }
}

/**
 * @param {unknown} value
 * @param {object[]} transfer what moves instead of being copied
 * @returns {{data: unknown, ports: object[]}} the copy, and the ports that came with it
 */
exports.cloneForPort = function cloneForPort(value, transfer) {
  checkTransferable(transfer);
  const cloner = new Cloner();
  const moved = transfer.filter((item) => ports.is(item)).map((port) => [port, cloner.keep(port, ports.make())]);
  const data = cloner.clone(value);
  // A buffer is copied and then detached: to the program that is a move, and a failed clone moves nothing.
  for (const item of transfer) if (!ports.is(item)) apply(ArrayBuffer.prototype.transfer, item, [0]);
  for (const [from, to] of moved) ports.move(from, to);
  return { data, ports: moved.map(([, to]) => to) };
};

/**
 * @template T
 * @param {T} value
 * @param {{transfer?: Iterable<object>}} [options] buffers and ports that move
 * @returns {T}
 */
exports.structuredClone = function structuredClone(value, options = undefined) {
  requireArguments(arguments.length, ["value"]);
  if (options !== undefined && options !== null && typeof options !== "object") throw invalidArgType("options", "Object", options);
  return exports.cloneForPort(value, [...(options?.transfer ?? [])]).data;
};
