/**
 * Deep equality as `assert` and `util.isDeepStrictEqual` have it, strict and loose.
 *
 * Strict: prototypes, tags, symbol keys and -0 count. Loose: primitives are compared with `==`.
 */

const types = require("node/util/types");
const { apply, getPrototypeOf, ownKeys } = Reflect;
const { is, keys: keysOf, hasOwn } = Object;
const { toString, propertyIsEnumerable } = Object.prototype;
const { isView } = ArrayBuffer;
/** What the engine knows, whatever the prototype says. */
const typedName = Reflect.getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

const INDEX = /^(?:0|[1-9]\d{0,9})$/;

function enumerableSymbols(value) {
  return ownKeys(value).filter((key) => typeof key === "symbol" && apply(propertyIsEnumerable, value, [key]));
}

function tagOf(value) {
  return apply(toString, value, []);
}

/** Whether two boxed primitives hold the same. */
function sameBox(a, b) {
  for (const [check, Type] of [
    [types.isNumberObject, Number],
    [types.isStringObject, String],
    [types.isBooleanObject, Boolean],
    [types.isBigIntObject, BigInt],
    [types.isSymbolObject, Symbol],
  ]) {
    if (!check(a)) continue;
    return check(b) && is(apply(Type.prototype.valueOf, a, []), apply(Type.prototype.valueOf, b, []));
  }
  return false;
}

function bytes(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function sameBytes(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Floats: loosely 0 is -0, and NaN is only itself in bytes. */
function sameFloats(a, b, strict) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (strict ? !is(a[i], b[i]) : a[i] !== b[i]) return false;
  return true;
}

function isFloats(value) {
  return types.isFloat32Array(value) || types.isFloat64Array(value) || types.isFloat16Array(value);
}

class Comparison {
  #strict;
  /** Pairs that are being compared: an object that contains itself equals one of the same shape. */
  #pairs = new Map();

  constructor(strict) {
    this.#strict = strict;
  }

  same(a, b) {
    if (a === b) return a !== 0 || !this.#strict || is(a, b);
    if (this.#strict) {
      if (typeof a !== "object") return typeof a === "number" && Number.isNaN(a) && Number.isNaN(b);
      if (typeof b !== "object" || a === null || b === null || getPrototypeOf(a) !== getPrototypeOf(b)) return false;
    } else {
      if (a === null || typeof a !== "object") return (b === null || typeof b !== "object") && (a == b || (a !== a && b !== b));
      if (b === null || typeof b !== "object") return false;
    }
    if (tagOf(a) !== tagOf(b)) return false;
    return this.#objects(a, b);
  }

  #objects(a, b) {
    if (Array.isArray(a) || Array.isArray(b)) {
      if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
      return this.#members(a, b, otherKeys(a), otherKeys(b), () => this.#items(a, b));
    }
    if (tagOf(a) === "[object Object]" && !isSpecial(a) && !isSpecial(b)) return this.#members(a, b, keysOf(a), keysOf(b));
    return this.#special(a, b);
  }

  #special(a, b) {
    if (types.isDate(a)) {
      if (!types.isDate(b) || !is(apply(Date.prototype.getTime, a, []), apply(Date.prototype.getTime, b, []))) return false;
    } else if (types.isRegExp(a)) {
      if (!types.isRegExp(b) || a.source !== b.source || a.flags !== b.flags || a.lastIndex !== b.lastIndex) return false;
    } else if (types.isNativeError(a) || a instanceof Error) {
      if (!(types.isNativeError(b) || b instanceof Error) || !this.#errors(a, b)) return false;
    } else if (isView(a)) {
      return this.#views(a, b);
    } else if (types.isSet(a)) {
      if (!types.isSet(b) || a.size !== b.size) return false;
      return this.#members(a, b, keysOf(a), keysOf(b), () => this.#sets(a, b));
    } else if (types.isMap(a)) {
      if (!types.isMap(b) || a.size !== b.size) return false;
      return this.#members(a, b, keysOf(a), keysOf(b), () => this.#maps(a, b));
    } else if (types.isAnyArrayBuffer(a)) {
      if (!types.isAnyArrayBuffer(b) || !sameBytes(new Uint8Array(a), new Uint8Array(b))) return false;
    } else if (types.isBoxedPrimitive(a)) {
      if (!sameBox(a, b)) return false;
    } else if (isOpaque(b)) {
      return false;
    }
    if (types.isBoxedPrimitive(b) !== types.isBoxedPrimitive(a)) return false;
    return this.#members(a, b, keysOf(a), keysOf(b));
  }

  #errors(a, b) {
    if (a.message !== b.message || a.name !== b.name) return false;
    for (const key of ["cause", "errors"]) {
      const isIn = hasOwn(a, key);
      if (isIn !== hasOwn(b, key) || (isIn && !this.same(a[key], b[key]))) return false;
    }
    return true;
  }

  #views(a, b) {
    if (!isView(b) || a.byteLength !== b.byteLength || apply(typedName, a, []) !== apply(typedName, b, [])) return false;
    if (isFloats(a) && !this.#strict) {
      if (!sameFloats(a, b, false)) return false;
    } else if (isFloats(a) ? !sameFloats(a, b, true) : !sameBytes(bytes(a), bytes(b))) {
      return false;
    }
    const own = (view) => (types.isDataView(view) ? keysOf(view) : otherKeys(view));
    return this.#members(a, b, own(a), own(b));
  }

  /** Own keys, then what is inside. */
  #members(a, b, aKeys, bKeys, inside = () => true) {
    if (aKeys.length !== bKeys.length) return false;
    for (const key of aKeys) if (!apply(propertyIsEnumerable, b, [key])) return false;
    const keys = [...aKeys];
    if (this.#strict) {
      const symbols = enumerableSymbols(a);
      if (symbols.length !== enumerableSymbols(b).length) return false;
      for (const key of symbols) if (!apply(propertyIsEnumerable, b, [key])) return false;
      keys.push(...symbols);
    }
    const known = this.#pairs.get(a);
    if (known !== undefined) {
      if (known.includes(b)) return true;
      known.push(b);
    } else {
      this.#pairs.set(a, [b]);
    }
    const result = inside() && keys.every((key) => this.same(a[key], b[key]));
    const list = this.#pairs.get(a);
    if (list.length === 1) this.#pairs.delete(a);
    else list.pop();
    return result;
  }

  #items(a, b) {
    for (let i = 0; i < a.length; i++) {
      const isIn = hasOwn(a, i);
      if (isIn !== hasOwn(b, i)) return false;
      if (isIn) {
        if (!this.same(a[i], b[i])) return false;
      } else {
        // Holes: only what there is needs to be looked at.
        return keysOf(a).every((key) => hasOwn(b, key) && this.same(a[key], b[key])) && keysOf(a).length === keysOf(b).length;
      }
    }
    return true;
  }

  /** Takes something equal to `value` out of `rest`. */
  #take(rest, value, isEqual) {
    for (const candidate of rest) {
      if (!isEqual(candidate, value)) continue;
      rest.delete(candidate);
      return true;
    }
    return false;
  }

  /** Whether a primitive may equal something else than itself. */
  #mayBeLoose(value) {
    if (typeof value === "object") return value !== null || !this.#strict;
    return !this.#strict && typeof value !== "symbol" && typeof value !== "function" && !(typeof value === "number" && Number.isNaN(value));
  }

  #sets(a, b) {
    const rest = new Set();
    for (const value of a) {
      if (b.has(value)) continue;
      if (!this.#mayBeLoose(value)) return false;
      rest.add(value);
    }
    if (rest.size === 0) return true;
    for (const value of b) {
      if (a.has(value)) continue;
      if (!this.#mayBeLoose(value)) return false;
      if (!this.#take(rest, value, (x, y) => this.same(x, y))) return false;
    }
    return rest.size === 0;
  }

  #maps(a, b) {
    const rest = new Set();
    for (const [key, value] of a) {
      if (b.has(key) && this.same(value, b.get(key))) continue;
      if (b.has(key) && (this.#strict || typeof key === "object") && typeof key !== "object") return false;
      if (!this.#mayBeLoose(key)) return false;
      rest.add(key);
    }
    if (rest.size === 0) return true;
    for (const [key, value] of b) {
      if (a.has(key) && this.same(a.get(key), value)) continue;
      if (!this.#mayBeLoose(key)) return false;
      if (!this.#take(rest, key, (x, y) => this.same(x, y) && this.same(a.get(x), value))) return false;
    }
    return rest.size === 0;
  }
}

function otherKeys(list) {
  return keysOf(list).filter((key) => !(INDEX.test(key) && Number(key) < list.length));
}

/** Objects whose state is not in their properties, whatever their tag says. */
function isSpecial(value) {
  return (
    isView(value) ||
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isNativeError(value) ||
    value instanceof Error ||
    types.isSet(value) ||
    types.isMap(value) ||
    types.isAnyArrayBuffer(value) ||
    types.isBoxedPrimitive(value)
  );
}

function isOpaque(value) {
  return Array.isArray(value) || isSpecial(value);
}

exports.isDeepEqual = (a, b) => new Comparison(false).same(a, b);
exports.isDeepStrictEqual = function isDeepStrictEqual(a, b) {
  return new Comparison(true).same(a, b);
};
