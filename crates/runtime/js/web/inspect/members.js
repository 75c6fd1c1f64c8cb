/**
 * The members of an object: properties, and items of arrays, maps and sets.
 * Getters are not called; whatever throws (a Proxy can) is shown as such.
 */

const { quoted } = require("web/inspect/primitive");

const { ownKeys, getOwnPropertyDescriptor } = Reflect;
const { apply } = Reflect;
const IDENTIFIER = /^[A-Za-z_][A-Za-z_0-9]*$/;
const INDEX = /^(?:0|[1-9][0-9]{0,9})$/;

function showKey(key) {
  if (typeof key === "symbol") return `[${String(key)}]`;
  if (key === "__proto__") return "['__proto__']";
  return IDENTIFIER.test(key) ? key : quoted(key);
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

/** @param {PropertyDescriptor} descriptor */
function showValue(context, descriptor, level, show) {
  if (descriptor.get !== undefined) return descriptor.set === undefined ? "[Getter]" : "[Getter/Setter]";
  if (descriptor.set !== undefined) return "[Setter]";
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
    const name = descriptor.enumerable === false ? `[${String(key)}]` : showKey(key);
    items.push(`${name}: ${showValue(context, descriptor, level, show)}`);
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
    if (isList && typeof key === "string" && (INDEX.test(key) || (key === "length" && !showHidden))) return false;
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
      items.push(showValue(context, descriptor, level, show));
      index++;
      continue;
    }
    const start = index;
    const next = nextIndex(array, index);
    index = next;
    items.push(`<${next - start} empty item${next - start > 1 ? "s" : ""}>`);
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
exports.numberItems = function numberItems(context, array) {
  const count = Math.min(context.maxArrayLength, array.length);
  const items = [];
  for (let i = 0; i < count; i++) items.push(typeof array[i] === "bigint" ? `${array[i]}n` : Object.is(array[i], -0) ? "-0" : `${array[i]}`);
  const hasMore = array.length > count;
  if (hasMore) items.push(moreItems(array.length - count));
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
