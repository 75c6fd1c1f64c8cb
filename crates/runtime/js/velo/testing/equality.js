/**
 * When two values are equal: deep, with cycles; `strict` also compares classes, undefined members
 * and holes.
 */

const { isAsymmetric } = require("velo/testing/asymmetric");

const { toString, hasOwnProperty, propertyIsEnumerable } = Object.prototype;
const { getPrototypeOf } = Object;
const hasOwn = (value, key) => hasOwnProperty.call(value, key);

function keysOf(value) {
  return [...Object.keys(value), ...Object.getOwnPropertySymbols(value).filter((key) => propertyIsEnumerable.call(value, key))];
}

/** Members that count: undefined ones only in strict comparisons. */
const counting = (value, strict) => keysOf(value).filter((key) => strict || value[key] !== undefined);

function sameMembers(a, b, context) {
  const keys = counting(a, context.strict);
  if (keys.length !== counting(b, context.strict).length) return false;
  return keys.every((key) => (context.strict ? hasOwn(b, key) : true) && compare(a[key], b[key], context));
}

function sameLists(a, b, context) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (context.strict && i in a !== i in b) return false;
    if (!compare(a[i], b[i], context)) return false;
  }
  return true;
}

function sameMaps(a, b, context) {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    if (b.has(key) ? !compare(value, b.get(key), context) : ![...b].some(([other, one]) => compare(key, other, context) && compare(value, one, context))) return false;
  }
  return true;
}

function sameSets(a, b, context) {
  if (a.size !== b.size) return false;
  for (const value of a) {
    if (!b.has(value) && ![...b].some((other) => compare(value, other, context))) return false;
  }
  return true;
}

function sameBytes(a, b) {
  const one = new Uint8Array(a);
  const other = new Uint8Array(b);
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function sameObjects(a, b, context) {
  const tag = toString.call(a);
  if (tag !== toString.call(b)) return false;
  if (context.strict && getPrototypeOf(a) !== getPrototypeOf(b)) return false;
  switch (tag) {
    case "[object Date]":
      return Object.is(a.getTime(), b.getTime());
    case "[object RegExp]":
      return a.source === b.source && a.flags === b.flags;
    case "[object Number]":
    case "[object String]":
    case "[object Boolean]":
      if (a instanceof Number || a instanceof String || a instanceof Boolean) return Object.is(a.valueOf(), b.valueOf());
      break;
    case "[object Map]":
      return sameMaps(a, b, context);
    case "[object Set]":
      return sameSets(a, b, context);
    case "[object ArrayBuffer]":
      return sameBytes(a, b);
    case "[object Promise]":
    case "[object WeakMap]":
    case "[object WeakSet]":
      return false;
  }
  if (a instanceof Error || b instanceof Error) {
    return a instanceof Error && b instanceof Error && a.name === b.name && a.message === b.message && compare(a.cause, b.cause, context);
  }
  if (Array.isArray(a) || ArrayBuffer.isView(a)) return sameLists(a, b, context);
  return sameMembers(a, b, context);
}

function compare(a, b, context) {
  if (isAsymmetric(b)) return Boolean(b.asymmetricMatch(a));
  if (isAsymmetric(a)) return Boolean(a.asymmetricMatch(b));
  if (Object.is(a, b)) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  // On the way down the same pair again: it is as equal as the rest.
  if (context.pairs.some(([one, other]) => one === a && other === b)) return true;
  context.pairs.push([a, b]);
  try {
    return sameObjects(a, b, context);
  } finally {
    context.pairs.pop();
  }
}

/**
 * @param {unknown} a @param {unknown} b may hold asymmetric values
 * @param {boolean} [strict]
 * @returns {boolean}
 */
exports.equals = (a, b, strict = false) => compare(a, b, { strict, pairs: [] });

function subset(value, wanted, pairs) {
  if (isAsymmetric(wanted) || wanted === null || typeof wanted !== "object") return exports.equals(value, wanted);
  if (value === null || typeof value !== "object") return false;
  if (Array.isArray(wanted)) {
    return Array.isArray(value) && value.length === wanted.length && wanted.every((one, index) => subset(value[index], one, pairs));
  }
  const prototype = getPrototypeOf(wanted);
  if (prototype !== Object.prototype && prototype !== null) return exports.equals(value, wanted);
  if (pairs.some(([one, other]) => one === value && other === wanted)) return true;
  const deeper = [...pairs, [value, wanted]];
  return keysOf(wanted).every((key) => key in value && subset(value[key], wanted[key], deeper));
}

/**
 * Whether `value` has all that `wanted` has, deeply; lists are compared whole.
 * @param {unknown} value @param {unknown} wanted
 * @returns {boolean}
 */
exports.isSubset = (value, wanted) => subset(value, wanted, []);
