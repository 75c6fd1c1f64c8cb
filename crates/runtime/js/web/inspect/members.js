/**
 * The members of an object: properties, and items of arrays, maps and sets.
 * Getters are not called; whatever throws (a Proxy can) is shown as such.
 */

const { quoted, showSymbol, showPrimitive } = require("web/inspect/primitive");

const { ownKeys, getOwnPropertyDescriptor } = Reflect;
const { apply } = Reflect;
const IDENTIFIER = /^[A-Za-z_][A-Za-z_0-9]*$/;
const INDEX = /^(?:0|[1-9][0-9]{0,9})$/;
const INDEX_MAX = 2 ** 32 - 2;

function showKey(context, key, isEnumerable) {
  if (typeof key === "symbol") return `[${context.stylize(showSymbol(key), "symbol")}]`;
  if (key === "__proto__") return "['__proto__']";
  if (!isEnumerable) return `[${quoted(key).slice(1, -1)}]`;
  return IDENTIFIER.test(key) ? context.stylize(key, "name") : context.stylize(quoted(key), "string");
}

/** Shows something two columns further to the right. */
function inside(context, value, level, show) {
  context.indentation += 2;
  try {
    return show(context, value, level);
  } finally {
    context.indentation -= 2;
  }
}

/** What a getter gives, for whoever asked for that (`getters`). */
function showGotten(context, descriptor, receiver, kind, level, show) {
  const paint = (/** @type {string} */ text) => context.stylize(text, "special");
  try {
    const value = apply(descriptor.get, receiver, []);
    if (value !== null && typeof value === "object") return `${paint(`[${kind}]`)} ${inside(context, value, level, show)}`;
    return `${paint(`[${kind}:`)} ${value === null ? context.stylize("null", "null") : inside(context, value, level, show)}${paint("]")}`;
  } catch (error) {
    return paint(`[${kind}: <Inspection threw (${error?.message})>]`);
  }
}

/** @param {PropertyDescriptor} descriptor */
function showValue(context, descriptor, level, show, receiver = undefined) {
  if (descriptor.get !== undefined) {
    const hasSetter = descriptor.set !== undefined;
    const kind = hasSetter ? "Getter/Setter" : "Getter";
    const { getters } = context;
    const isWanted = getters === true || getters === (hasSetter ? "set" : "get");
    return isWanted ? showGotten(context, descriptor, receiver, kind, level, show) : context.stylize(`[${kind}]`, "special");
  }
  if (descriptor.set !== undefined) return context.stylize("[Setter]", "special");
  return inside(context, descriptor.value, level, show);
}

/**
 * @param {object} value
 * @param {(string | symbol)[]} keys
 * @returns {string[]}
 */
exports.properties = function properties(context, value, keys, level, show) {
  const items = [];
  for (const key of keys) {
    if (items.length >= context.maxKeys) {
      items.push(`... ${keys.length - items.length} more properties`);
      break;
    }
    const descriptor = getOwnPropertyDescriptor(value, key) ?? { value: undefined, enumerable: true };
    const name = showKey(context, key, descriptor.enumerable !== false);
    items.push(`${name}: ${showValue(context, descriptor, level, show, value)}`);
  }
  return items;
};

/**
 * Enumerable own keys; without the indices for arrays.
 * @param {object} value
 * @param {boolean} isList
 */
exports.shownKeys = function shownKeys(value, isList, showHidden) {
  // A large typed array or array has as many keys as items: only the language's own list of them is complete.
  if (isList && value.length > 10_000) return [];
  return ownKeys(value).filter((key) => {
    if (isList && typeof key === "string" && ((INDEX.test(key) && Number(key) <= INDEX_MAX) || (key === "length" && !showHidden))) return false;
    return showHidden || getOwnPropertyDescriptor(value, key)?.enumerable === true;
  });
};

function moreItems(count) {
  return `... ${count} more item${count > 1 ? "s" : ""}`;
}

/** @returns {{items: string[], hasMore: boolean}} */
exports.arrayItems = function arrayItems(context, array, level, show) {
  const items = [];
  const { length } = array;
  let index = 0;
  while (index < length && items.length < context.maxArrayLength) {
    const descriptor = getOwnPropertyDescriptor(array, index);
    if (descriptor !== undefined) {
      items.push(showValue(context, descriptor, level, show, array));
      index++;
      continue;
    }
    const start = index;
    const next = nextIndex(array, index);
    index = next;
    items.push(context.stylize(`<${next - start} empty item${next - start > 1 ? "s" : ""}>`, "undefined"));
  }
  if (index < length) items.push(moreItems(length - index));
  return { items, hasMore: index < length };
};

/** The next place after a hole that has an item; looked for in the keys when it is far away. */
function nextIndex(array, from) {
  for (let i = from; i < array.length && i < from + 1000; i++) if (i in array && getOwnPropertyDescriptor(array, i)) return i;
  for (const key of Object.keys(array)) {
    const index = Number(key);
    if (index >= from && index < array.length && INDEX.test(key)) return index;
  }
  return array.length;
}

/** Numbers of a typed array. */
exports.numberItems = function numberItems(context, array, total, level, show) {
  const count = Math.max(0, Math.min(context.maxArrayLength, total));
  const items = [];
  for (let i = 0; i < count; i++) items.push(showPrimitive(array[i], context));
  const hasMore = total > count;
  if (hasMore) items.push(moreItems(total - count));
  if (context.showHidden) {
    for (const key of ["BYTES_PER_ELEMENT", "length", "byteLength", "byteOffset", "buffer"]) {
      // The memory's bytes are those that were just shown.
      const text = key === "buffer" ? `ArrayBuffer { byteLength: ${showPrimitive(array.buffer.byteLength, context)} }` : inside(context, array[key], level, show);
      items.push(`[${key}]: ${text}`);
    }
  }
  return { items, hasMore };
};

/** Takes at most `maxArrayLength` entries out of a real Map or Set. */
function take(context, method, collection, pick) {
  const all = [];
  let count = 0;
  const iterator = apply(method, collection, []);
  for (let step = iterator.next(); !step.done; step = iterator.next()) {
    if (count++ < context.maxArrayLength) all.push(pick(step.value));
    else break;
  }
  return all;
}

exports.setItems = function setItems(context, set, size, level, show) {
  const items = take(context, Set.prototype.values, set, (item) => inside(context, item, level, show));
  if (size > items.length) items.push(moreItems(size - items.length));
  return items;
};

exports.mapItems = function mapItems(context, map, size, level, show) {
  const items = take(
    context,
    Map.prototype.entries,
    map,
    ([key, item]) => `${inside(context, key, level, show)} => ${inside(context, item, level, show)}`,
  );
  if (size > items.length) items.push(moreItems(size - items.length));
  return items;
};
