/**
 * The module `util/types`: what kind of object a value is, whatever its prototype says.
 *
 * The engine has no direct question for most kinds, so each is asked by a method that only works for
 * it. `isProxy` cannot be answered that way and is always false.
 */

const { apply, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const { isView } = ArrayBuffer;

function getter(Type, key) {
  return getOwnPropertyDescriptor(Type.prototype, key).get;
}

/** Whether `method`, which throws for anything but its own kind, accepts the value. */
function accepts(method, value, args = []) {
  if (value === null || typeof value !== "object") return false;
  try {
    apply(method, value, args);
    return true;
  } catch {
    return false;
  }
}

const { toString } = Object.prototype;
/** The built-in tag; undefined where somebody has written another. */
function tagOf(value) {
  if (value === null || typeof value !== "object") return undefined;
  return apply(toString, value, []).slice(8, -1);
}

function hasOwnTag(value) {
  return getOwnPropertyDescriptor(value, Symbol.toStringTag) !== undefined;
}

const sizeOfMap = getter(Map, "size");
const sizeOfSet = getter(Set, "size");
const bytesOf = getter(ArrayBuffer, "byteLength");
const sharedBytesOf = typeof SharedArrayBuffer === "undefined" ? undefined : getter(SharedArrayBuffer, "byteLength");
const viewBytesOf = getter(DataView, "byteLength");
const typedName = getter(getPrototypeOf(Uint8Array), Symbol.toStringTag);
const { getTime } = Date.prototype;
const sourceOf = getter(RegExp, "source");
const hasInMap = WeakMap.prototype.has;
const hasInSet = WeakSet.prototype.has;
const NativePromise = Promise;
const resolve = Promise.resolve.bind(Promise);
const boxes = [
  ["Number", Number.prototype.valueOf],
  ["String", String.prototype.valueOf],
  ["Boolean", Boolean.prototype.valueOf],
  ["BigInt", BigInt.prototype.valueOf],
  ["Symbol", Symbol.prototype.valueOf],
];
const isErrorObject = /** @type {any} */ (Error).isError ?? ((value) => tagOf(value) === "Error" && value instanceof Error);
const GeneratorFunction = getPrototypeOf(function* () {});
const AsyncGeneratorFunction = getPrototypeOf(async function* () {});
const AsyncFunction = getPrototypeOf(async () => {});
const iteratorOf = (iterable) => getPrototypeOf(iterable[Symbol.iterator]());
const MapIterator = iteratorOf(new Map());
const SetIterator = iteratorOf(new Set());

function isPromise(value) {
  if (value === null || typeof value !== "object" || !(value instanceof NativePromise)) return false;
  if (value.constructor !== NativePromise) return true;
  const same = resolve(value);
  if (same !== value) same.then(undefined, () => {});
  return same === value;
}

function descends(value, prototype) {
  for (let object = value; object !== null && object !== undefined; object = getPrototypeOf(object)) if (object === prototype) return true;
  return false;
}

/** An iterator's own next() would advance it: the prototype and what the engine says must do. */
function isIterator(value, prototype, tag) {
  return value !== null && typeof value === "object" && value !== prototype && descends(value, prototype) && !hasOwnTag(value) && tagOf(value) === tag;
}

const types = {
  isExternal: () => false,
  isDate: (value) => accepts(getTime, value),
  isArgumentsObject: (value) => tagOf(value) === "Arguments" && !hasOwnTag(value) && !(Symbol.toStringTag in value),
  isBigIntObject: (value) => accepts(boxes[3][1], value),
  isBooleanObject: (value) => accepts(boxes[2][1], value),
  isNumberObject: (value) => accepts(boxes[0][1], value),
  isStringObject: (value) => accepts(boxes[1][1], value),
  isSymbolObject: (value) => accepts(boxes[4][1], value),
  isBoxedPrimitive: (value) => boxes.some(([, valueOf]) => accepts(valueOf, value)),
  isNativeError: (value) => isErrorObject(value),
  isRegExp: (value) => value !== RegExp.prototype && accepts(sourceOf, value),
  isAsyncFunction: (value) => typeof value === "function" && (descends(value, AsyncFunction) || descends(value, AsyncGeneratorFunction)),
  isGeneratorFunction: (value) => typeof value === "function" && (descends(value, GeneratorFunction) || descends(value, AsyncGeneratorFunction)),
  isGeneratorObject: (value) => (tagOf(value) === "Generator" || tagOf(value) === "AsyncGenerator") && !hasOwnTag(value),
  isPromise,
  isMap: (value) => accepts(sizeOfMap, value),
  isSet: (value) => accepts(sizeOfSet, value),
  isMapIterator: (value) => isIterator(value, MapIterator, "Map Iterator"),
  isSetIterator: (value) => isIterator(value, SetIterator, "Set Iterator"),
  isWeakMap: (value) => accepts(hasInMap, value, [{}]),
  isWeakSet: (value) => accepts(hasInSet, value, [{}]),
  isArrayBuffer: (value) => accepts(bytesOf, value),
  isDataView: (value) => accepts(viewBytesOf, value),
  isSharedArrayBuffer: (value) => sharedBytesOf !== undefined && accepts(sharedBytesOf, value),
  isAnyArrayBuffer: (value) => types.isArrayBuffer(value) || types.isSharedArrayBuffer(value),
  isProxy: () => false,
  isModuleNamespaceObject: (value) => value !== null && typeof value === "object" && getPrototypeOf(value) === null && getOwnPropertyDescriptor(value, Symbol.toStringTag)?.value === "Module",
  isCryptoKey: (value) => tagOf(value) === "CryptoKey",
  isKeyObject: (value) => /(?:Secret|Public|Private)?KeyObject$/.test(value?.constructor?.name ?? "") && typeof value?.export === "function",
  isArrayBufferView: (value) => isView(value),
  isTypedArray: (value) => typedNameOf(value) !== undefined,
};

function typedNameOf(value) {
  return isView(value) ? apply(typedName, value, []) : undefined;
}

for (const name of [
  "Uint8Array",
  "Uint8ClampedArray",
  "Uint16Array",
  "Uint32Array",
  "Int8Array",
  "Int16Array",
  "Int32Array",
  "Float16Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
]) {
  types[`is${name}`] = (value) => typedNameOf(value) === name;
}

for (const name of Object.keys(types)) Object.defineProperty(types[name], "name", { value: name, configurable: true });
Object.assign(exports, types);
