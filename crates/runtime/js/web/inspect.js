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
  return typeof tag === "string" && tag !== "" && tag !== className ? tag : "";
}

/** `Foo(2) [Tag] ` as it stands before the brace. */
function prefix(className, tag, fallback, size) {
  const name = className === null ? `[${fallback}${size}: null prototype]` : `${className}${size}`;
  return `${name} ${tag === "" ? "" : `[${tag}] `}`;
}

function functionBase(value, className, tag) {
  const source = probe(Function.prototype.toString, value) ?? "";
  const name = getOwnPropertyDescriptor(value, "name")?.value;
  if (source.startsWith("class") && source.endsWith("}")) {
    const parent = getPrototypeOf(value)?.name;
    const shown = typeof name === "string" && name !== "" ? `class ${name}` : "class (anonymous)";
    return `[${shown}${parent ? ` extends ${parent}` : ""}]`;
  }
  const kind = className === null ? "Function (null prototype)" : className === "Function" || tag === "" ? "Function" : tag;
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
 * @typedef {{base?: string, braces?: [string, string], items?: () => {items: string[], hasMore?: boolean}, isList?: boolean, toTheRight?: boolean, keys?: (string | symbol)[]}} Shape
 */

/** @returns {Shape} */
function listShape(context, value, level, className, tag) {
  if (Array.isArray(value)) {
    const head = className === "Array" && tag === "" ? "" : prefix(className, tag, "Array", `(${value.length})`);
    return {
      braces: [`${head}[`, "]"],
      items: () => arrayItems(context, value, level, show),
      isList: true,
      toTheRight: value.every((item) => typeof item === "number" || typeof item === "bigint"),
    };
  }
  const name = apply(typedName, value, []);
  const head = prefix(className, tag === name ? "" : tag, name, `(${value.length})`);
  return { braces: [`${head}[`, "]"], items: () => numberItems(context, value), isList: true, toTheRight: true };
}

function bufferItems(value, context) {
  const bytes = new Uint8Array(value, 0, Math.min(50, value.byteLength));
  const more = value.byteLength - bytes.length;
  const hex = bytes.toHex().replace(/(.{2})(?=.)/g, "$1 ");
  const contents = more > 0 ? `${hex} ... ${more} more byte${more > 1 ? "s" : ""}` : hex;
  return { items: [`[Uint8Contents]: <${contents}>`, `byteLength: ${showPrimitive(value.byteLength, context)}`] };
}

/** @returns {Shape | undefined} for objects whose state is not in their properties */
function specialShape(context, value, level, className, tag) {
  if (typeof value === "function") return { base: functionBase(value, className, tag) };
  if (Array.isArray(value) || (isView(value) && probe(typedName, value) !== undefined)) return listShape(context, value, level, className, tag);
  if (className === "Object" && tag === "") return undefined;
  const head = prefix(className, tag, "Object", "");
  let size;
  if (value instanceof Set && (size = probe(sizeOfSet, value)) !== undefined) {
    return { braces: [`${prefix(className, tag, "Set", `(${size})`)}{`, "}"], items: () => ({ items: setItems(context, value, size, level, show) }) };
  }
  if (value instanceof Map && (size = probe(sizeOfMap, value)) !== undefined) {
    return { braces: [`${prefix(className, tag, "Map", `(${size})`)}{`, "}"], items: () => ({ items: mapItems(context, value, size, level, show) }) };
  }
  if (value instanceof Error) {
    const base = showError(context, value, className ?? "");
    return { base, keys: errorKeys(value, shownKeys(value, false, false), base) };
  }
  if (value instanceof Date && (size = probe(Date.prototype.getTime, value)) !== undefined) {
    return { base: Number.isNaN(size) ? "Invalid Date" : apply(Date.prototype.toISOString, value, []) };
  }
  if (value instanceof RegExp) return { base: probe(RegExp.prototype.toString, value) ?? "RegExp {}" };
  if (value instanceof ArrayBuffer && probe(byteLengthOf, value) !== undefined) return { braces: [`${head}{`, "}"], items: () => bufferItems(value, context) };
  if (value instanceof DataView) {
    const { byteLength, byteOffset, buffer } = value;
    return { braces: [`${head}{`, "}"], items: () => ({ items: properties(context, { byteLength, byteOffset, buffer }, ["byteLength", "byteOffset", "buffer"], level, show) }) };
  }
  if (value instanceof WeakMap || value instanceof WeakSet) return { braces: [`${head}{`, "}"], items: () => ({ items: ["<items unknown>"] }) };
  const boxed = boxedBase(value, context);
  if (boxed !== undefined) return { base: boxed, keys: shownKeys(value, value instanceof String, context.showHidden) };
  return undefined;
}

/** Braces of an object that is only its properties. */
function plainBraces(value, className, tag) {
  if (className === "Object" && tag === "") {
    return Object.prototype.toString.call(value) === "[object Arguments]" ? ["[Arguments] [", "]"] : ["{", "}"];
  }
  return [`${prefix(className, tag, "Object", "")}{`, "}"];
}

function showObject(context, value, level) {
  const className = classOf(value);
  const tag = tagOf(value, className);
  if (level > context.depth || level > DEPTH_MAX) {
    const name = Array.isArray(value) ? "Array" : (className ?? "Object: null prototype");
    return `[${tag === "" || className === null ? name : `${name} [${tag}]`}]`;
  }
  if (context.left-- <= 0) return "[...]";
  const shape = specialShape(context, value, level, className, tag) ?? {};
  const keys = shape.keys ?? shownKeys(value, shape.isList ?? false, context.showHidden);
  const { base = "", braces = base === "" ? plainBraces(value, className, tag) : ["{", "}"] } = shape;
  if (base !== "" && keys.length === 0) return marked(context, value, base);
  context.seen.push(value);
  context.deepest = level;
  let own;
  try {
    own = shape.items?.() ?? { items: [] };
    own.items.push(...properties(context, value, keys, level + 1, show));
  } finally {
    context.seen.pop();
  }
  if (context.sorted && !shape.isList) own.items.sort();
  const place = marked(context, value, base);
  const [open, close] = braces;
  if (own.items.length === 0) return `${place === "" ? "" : `${place} `}${open}${close}`;
  return layOut(context, {
    items: own.items,
    base: place,
    braces: [open, close],
    isList: shape.isList && keys.length === 0,
    hasMore: own.hasMore,
    toTheRight: shape.toTheRight,
    level,
  });
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
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return showPrimitive(value, context);
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
  const context = { ...given, options: given, indentation: 0, deepest: 0, seen: [], circular: undefined, left: OBJECTS_MAX, maxKeys: KEYS_MAX };
  return show(context, value, 0);
}
inspect.custom = CUSTOM;
inspect.defaultOptions = DEFAULTS;
exports.inspect = inspect;
