/**
 * Values as text for people: what Node's `util.inspect` prints.
 *
 * Nothing a program logs may break the log: getters are not called, whatever throws is left out, and
 * depth, items and total length are bounded.
 */

const { showPrimitive } = require("web/inspect/primitive");
const { layOut } = require("web/inspect/layout");
const { properties, shownKeys, arrayItems, numberItems, setItems, mapItems } = require("web/inspect/members");
const { showError, errorKeys } = require("web/inspect/error");

const { apply, getPrototypeOf, getOwnPropertyDescriptor } = Reflect;
const { isView } = ArrayBuffer;
const CUSTOM = Symbol.for("nodejs.util.inspect.custom");

const DEFAULTS = {
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10_000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
};
/** Objects shown in one call, and properties of one object. */
const OBJECTS_MAX = 20_000;
const KEYS_MAX = 1_000;
/** Characters of all primitives together, about. */
const TEXT_MAX = 1_000_000;
/** Even `depth: Infinity` ends here, before the stack does. */
const DEPTH_MAX = 200;

function getter(Type, key) {
  return getOwnPropertyDescriptor(Type.prototype, key).get;
}
const sizeOfMap = getter(Map, "size");
const sizeOfSet = getter(Set, "size");
const byteLengthOf = getter(ArrayBuffer, "byteLength");
const typedName = getter(getPrototypeOf(Uint8Array), Symbol.toStringTag);

/** What a probe that throws for the wrong kind of object gives, else undefined. */
function probe(method, value) {
  try {
    return apply(method, value, []);
  } catch {
    return undefined;
  }
}

/** The name of the class an object belongs to; null without a prototype. */
function classOf(value) {
  for (let object = value; object !== null && object !== undefined; object = getPrototypeOf(object)) {
    const descriptor = getOwnPropertyDescriptor(object, "constructor");
    const name = typeof descriptor?.value === "function" ? getOwnPropertyDescriptor(descriptor.value, "name")?.value : undefined;
    if (typeof name === "string" && name !== "" && (object !== value || value instanceof descriptor.value)) return name;
  }
  return null;
}

function tagOf(value, className) {
  const tag = value[Symbol.toStringTag];
  const isNews = typeof tag === "string" && tag !== "" && tag !== className;
  return isNews && !getOwnPropertyDescriptor(value, Symbol.toStringTag)?.enumerable ? tag : "";
}

/** `Foo(2) [Tag] ` as it stands before the brace. */
function prefix(className, tag, fallback, size) {
  const name = className === null ? `[${fallback}${size}: null prototype]` : `${className}${size}`;
  return `${name} ${tag === "" ? "" : `[${tag}] `}`;
}

function functionBase(value, className) {
  const source = probe(Function.prototype.toString, value) ?? "";
  const name = getOwnPropertyDescriptor(value, "name")?.value;
  if (source.startsWith("class") && source.endsWith("}")) {
    const parent = getPrototypeOf(value)?.name;
    const shown = typeof name === "string" && name !== "" ? `class ${name}` : "class (anonymous)";
    return `[${shown}${parent ? ` extends ${parent}` : ""}]`;
  }
  const kind = className === null ? "Function (null prototype)" : className.endsWith("Function") ? className : "Function";
  return typeof name === "string" && name !== "" ? `[${kind}: ${name}]` : `[${kind} (anonymous)]`;
}

/** Boxed primitives: `[Number: 3]`. */
function boxedBase(value, context) {
  for (const Type of [Number, String, Boolean, BigInt, Symbol]) {
    if (!(value instanceof Type)) continue;
    const inner = probe(Type.prototype.valueOf, value);
    if (inner !== undefined) return `[${Type.name}: ${showPrimitive(inner, context)}]`;
  }
  return undefined;
}

/**
 * How one object is shown: its braces, a base before them, and its items besides properties.
 * `count` is that of the items, as far as it matters: 0 for none.
 * @typedef {{base?: string, braces?: [string, string], count?: number, items?: () => {items: string[], hasMore?: boolean}, isList?: boolean, toTheRight?: boolean, keys?: (string | symbol)[]}} Shape
 */

/** Whether the items that are shown are numbers. */
function hasOnlyNumbers(array, max) {
  for (let i = 0; i < array.length && i < max; i++) {
    const item = getOwnPropertyDescriptor(array, i)?.value;
    if (typeof item !== "number" && typeof item !== "bigint") return false;
  }
  return true;
}

/** @returns {Shape} */
function listShape(context, value, level, className, tag) {
  if (Array.isArray(value)) {
    const head = className === "Array" && tag === "" ? "" : prefix(className, tag, "Array", `(${value.length})`);
    return {
      braces: [`${head}[`, "]"],
      count: value.length,
      items: () => arrayItems(context, value, level + 1, show),
      isList: true,
      toTheRight: hasOnlyNumbers(value, context.maxArrayLength),
    };
  }
  const name = apply(typedName, value, []);
  const head = prefix(className, tag === name ? "" : tag, name, `(${value.length})`);
  return { braces: [`${head}[`, "]"], count: value.length, items: () => numberItems(context, value), isList: true, toTheRight: true };
}

function bufferItems(value, context) {
  const bytes = new Uint8Array(value, 0, Math.min(50, value.byteLength));
  const more = value.byteLength - bytes.length;
  const hex = bytes.toHex().replace(/(.{2})(?=.)/g, "$1 ");
  const contents = more > 0 ? `${hex} ... ${more} more byte${more > 1 ? "s" : ""}` : hex;
  return { items: [`[Uint8Contents]: <${contents}>`, `byteLength: ${showPrimitive(value.byteLength, context)}`] };
}

/** Maps, sets and what holds bytes. @returns {Shape | undefined} */
function collectionShape(context, value, level, className, tag) {
  const named = (fallback, size) => [`${prefix(className, tag, fallback, size)}{`, "}"];
  let size;
  if (value instanceof Set && (size = probe(sizeOfSet, value)) !== undefined) {
    return { braces: named("Set", `(${size})`), count: size, items: () => ({ items: setItems(context, value, size, level + 1, show) }) };
  }
  if (value instanceof Map && (size = probe(sizeOfMap, value)) !== undefined) {
    return { braces: named("Map", `(${size})`), count: size, items: () => ({ items: mapItems(context, value, size, level + 1, show) }) };
  }
  if (value instanceof ArrayBuffer && probe(byteLengthOf, value) !== undefined) {
    return { braces: named("ArrayBuffer", ""), count: 1, items: () => bufferItems(value, context) };
  }
  if (value instanceof DataView) {
    const { byteLength, byteOffset, buffer } = value;
    const items = () => properties(context, { byteLength, byteOffset, buffer }, ["byteLength", "byteOffset", "buffer"], level + 1, show);
    return { braces: named("DataView", ""), count: 1, items: () => ({ items: items() }) };
  }
  if (value instanceof WeakMap || value instanceof WeakSet) {
    return { braces: named("Object", ""), count: 1, items: () => ({ items: ["<items unknown>"] }) };
  }
  return undefined;
}

/** @returns {Shape | undefined} for objects whose state is not in their properties */
function specialShape(context, value, level, className, tag) {
  if (typeof value === "function") return { base: functionBase(value, className) };
  if (Array.isArray(value) || (isView(value) && probe(typedName, value) !== undefined)) return listShape(context, value, level, className, tag);
  if (className === "Object" && tag === "") return undefined;
  if (value instanceof Error) {
    const base = showError(context, value, className ?? "");
    return { base, keys: errorKeys(value, shownKeys(value, false, false), base) };
  }
  if (value instanceof Date) {
    const time = probe(Date.prototype.getTime, value);
    if (time !== undefined) return { base: Number.isNaN(time) ? "Invalid Date" : apply(Date.prototype.toISOString, value, []) };
  }
  if (value instanceof RegExp) return { base: probe(RegExp.prototype.toString, value) ?? "RegExp {}" };
  const boxed = boxedBase(value, context);
  if (boxed !== undefined) return { base: boxed, keys: shownKeys(value, value instanceof String, context.showHidden) };
  return collectionShape(context, value, level, className, tag);
}

/** Braces of an object that is only its properties. */
function plainBraces(value, className, tag) {
  if (className === "Object" && tag === "") {
    return Object.prototype.toString.call(value) === "[object Arguments]" ? ["[Arguments] {", "}"] : ["{", "}"];
  }
  return [`${prefix(className, tag, "Object", "")}{`, "}"];
}

/** What stands for an object that lies too deep. */
function tooDeep(value, className, tag) {
  const name = Array.isArray(value) ? "Array" : (className ?? "Object: null prototype");
  return `[${tag === "" || className === null ? name : `${name} [${tag}]`}]`;
}

function showObject(context, value, level) {
  const className = classOf(value);
  const tag = tagOf(value, className);
  const shape = specialShape(context, value, level, className, tag) ?? {};
  const { base = "", braces = base === "" ? plainBraces(value, className, tag) : ["{", "}"], count = 0 } = shape;
  const keys = shape.keys ?? shownKeys(value, shape.isList ?? false, context.showHidden);
  const place = marked(context, value, base);
  if (keys.length === 0 && base !== "") return place;
  if (keys.length === 0 && count === 0) return `${place === "" ? "" : `${place} `}${braces[0]}${braces[1]}`;
  if (level > context.depth || level > DEPTH_MAX) return tooDeep(value, className, tag);
  if (context.left-- <= 0) return "[...]";
  const own = showMembers(context, value, keys, shape, level);
  if (context.sorted && !shape.isList) own.items.sort();
  return layOut(context, {
    items: own.items,
    base: marked(context, value, base),
    braces,
    isList: shape.isList && keys.length === 0,
    hasMore: own.hasMore,
    toTheRight: shape.toTheRight,
    level,
  });
}

/** @returns {{items: string[], hasMore?: boolean}} */
function showMembers(context, value, keys, shape, level) {
  context.seen.push(value);
  context.deepest = level;
  try {
    const own = shape.items?.() ?? { items: [] };
    own.items.push(...properties(context, value, keys, level + 1, show));
    return own;
  } finally {
    context.seen.pop();
  }
}

/** Says `<ref *1>` in front of what an inner object refers back to. */
function marked(context, value, base) {
  const number = context.circular?.get(value);
  if (number === undefined) return base;
  return base === "" ? `<ref *${number}>` : `<ref *${number}> ${base}`;
}

function circular(context, value) {
  context.circular ??= new Map();
  if (!context.circular.has(value)) context.circular.set(value, context.circular.size + 1);
  return `[Circular *${context.circular.get(value)}]`;
}

/** What the object itself says; undefined if it says nothing, or fails to. */
function showCustom(context, value, level) {
  if (!context.customInspect) return undefined;
  const custom = value[CUSTOM];
  if (typeof custom !== "function" || custom === inspect) return undefined;
  const { depth } = context;
  const options = { ...context.options, depth: depth === Infinity ? depth : depth - level, stylize: String };
  const answer = apply(custom, value, [options.depth, options, inspect]);
  if (answer === value) return undefined;
  if (typeof answer !== "string") return show(context, answer, level);
  return answer.replaceAll("\n", `\n${" ".repeat(context.indentation)}`);
}

function show(context, value, level) {
  if (context.room < 0) return "...";
  if (value === null || (typeof value !== "object" && typeof value !== "function")) {
    const text = showPrimitive(value, context);
    context.room -= text.length;
    return text;
  }
  if (context.seen.includes(value)) return circular(context, value);
  const { indentation } = context;
  for (const attempt of [showCustom, showObject]) {
    try {
      const text = attempt(context, value, level);
      if (text !== undefined) return text;
    } catch {
      context.indentation = indentation;
    }
  }
  return typeof value === "function" ? "[Function]" : "[Object]";
}

/**
 * @param {unknown} value
 * @param {Partial<typeof DEFAULTS>} [options]
 * @returns {string}
 */
function inspect(value, options = undefined) {
  const given = { ...DEFAULTS };
  if (options !== null && typeof options === "object") {
    for (const name in DEFAULTS) if (options[name] !== undefined) given[name] = options[name];
  }
  for (const name of ["depth", "maxArrayLength", "maxStringLength"]) if (given[name] === null) given[name] = Infinity;
  const context = { ...given, options: given, indentation: 0, deepest: 0, seen: [], circular: undefined, left: OBJECTS_MAX, room: TEXT_MAX, maxKeys: KEYS_MAX };
  return show(context, value, 0);
}
inspect.custom = CUSTOM;
inspect.defaultOptions = DEFAULTS;
exports.inspect = inspect;
