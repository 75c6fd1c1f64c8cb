/** What streams of bytes do with buffers: look at a view, take a buffer over, copy. */

const { isView } = ArrayBuffer;
const { getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const { call } = Function.prototype;
const Bytes = Uint8Array;

const typed = getPrototypeOf(Bytes).prototype;
const getter = (object, key) => call.bind(getOwnPropertyDescriptor(object, key).get);
const typedName = getter(typed, Symbol.toStringTag);
const ofTyped = { buffer: getter(typed, "buffer"), byteOffset: getter(typed, "byteOffset"), byteLength: getter(typed, "byteLength") };
const ofData = {
  buffer: getter(DataView.prototype, "buffer"),
  byteOffset: getter(DataView.prototype, "byteOffset"),
  byteLength: getter(DataView.prototype, "byteLength"),
};
const detached = getter(ArrayBuffer.prototype, "detached");
const bufferLength = getter(ArrayBuffer.prototype, "byteLength");
const transfer = call.bind(ArrayBuffer.prototype.transfer);
const slice = call.bind(ArrayBuffer.prototype.slice);
const set = call.bind(typed.set);

const TYPED = {
  __proto__: null,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float16Array: globalThis.Float16Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

/**
 * @param {any} view
 * @returns {{buffer: ArrayBuffer, byteOffset: number, byteLength: number, elementSize: number, Type: any}}
 */
exports.inspectView = function inspectView(view) {
  if (!isView(view)) throw new TypeError("A view of a buffer, such as a Uint8Array, is needed");
  const name = typedName(view);
  const of = name === undefined ? ofData : ofTyped;
  const buffer = of.buffer(view);
  // A view of shared memory cannot be taken over.
  let length = -1;
  try {
    length = bufferLength(buffer);
  } catch {
    throw new TypeError("The view is one of shared memory, which cannot be taken over");
  }
  const gone = detached(buffer);
  const Type = name === undefined ? DataView : TYPED[name];
  return {
    buffer,
    bufferLength: length,
    detached: gone,
    byteOffset: gone ? 0 : of.byteOffset(view),
    byteLength: gone ? 0 : of.byteLength(view),
    elementSize: name === undefined ? 1 : Type.BYTES_PER_ELEMENT,
    Type,
  };
};

exports.isDetached = (buffer) => detached(buffer);
/** Takes the buffer over: who had it finds it empty. */
exports.transfer = (buffer) => transfer(buffer);
exports.slice = (buffer, start, end) => slice(buffer, start, end);
/** Copies bytes from one buffer to another. */
exports.copy = (to, at, from, start, length) => set(new Bytes(to, at, length), new Bytes(from, start, length));
