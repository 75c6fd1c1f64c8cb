/**
 * How one object is shown: its braces, what stands before them, and its items besides properties.
 */

const { showPrimitive } = require("web/inspect/primitive");
const { properties, shownKeys, arrayItems, numberItems, setItems, mapItems } = require("web/inspect/members");
const { showError, errorKeys } = require("web/inspect/error");

const { apply, getPrototypeOf, getOwnPropertyDescriptor } = Reflect;
const { isView } = ArrayBuffer;

function getter(Type, key) {
  return getOwnPropertyDescriptor(Type.prototype, key).get;
}
const sizeOfMap = getter(Map, "size");
const sizeOfSet = getter(Set, "size");
const byteLengthOf = getter(ArrayBuffer, "byteLength");
const typedLength = getter(getPrototypeOf(Uint8Array), "length");
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
  const head = source.slice(0, source.indexOf("{"));
  if (/^class\b/.test(source) && source.endsWith("}") && !/^class\s*\(/.test(head)) {
    const parent = getPrototypeOf(value)?.name;
    const shown = typeof name === "string" && name !== "" ? `class ${name}` : "class (anonymous)";
    return `[${shown}${parent ? ` extends ${parent}` : ""}]`;
  }
  const kind = className === null ? "Function (null prototype)" : className.endsWith("Function") ? className : "Function";
  return typeof name === "string" && name !== "" ? `[${kind}: ${name}]` : `[${kind} (anonymous)]`;
}

/** A text with the class in front of it, where that is not the language's own. */
function named(value, own, className, tag, text) {
  const before = prefix(className, tag, own, "");
  return before === `${own} ` ? text : `${before}${text}`;
}

/** Boxed primitives: `[Number: 3]`. */
function boxedBase(value, context) {
  for (const Type of [Number, String, Boolean, BigInt, Symbol]) {
    if (!(value instanceof Type)) continue;
    const inner = probe(Type.prototype.valueOf, value);
    if (inner !== undefined) return context.stylize(`[${Type.name}: ${showPrimitive(inner, { ...context, stylize: String })}]`, Type.name.toLowerCase());
  }
  return undefined;
}

/**
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
function listShape(context, value, level, className, tag, show) {
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
  const length = apply(typedLength, value, []);
  const head = prefix(className, tag, name, `(${length})`);
  return { braces: [`${head}[`, "]"], count: length, items: () => numberItems(context, value, length, level + 1, show), isList: true, toTheRight: true };
}

function bufferItems(value, context) {
  const bytes = new Uint8Array(value, 0, Math.min(Math.max(0, context.maxArrayLength), 50, value.byteLength));
  const more = value.byteLength - bytes.length;
  const hex = bytes.toHex().replace(/(.{2})(?=.)/g, "$1 ");
  const contents = more > 0 ? `${hex} ... ${more} more byte${more > 1 ? "s" : ""}` : hex;
  return { items: [`[Uint8Contents]: <${contents}>`, `byteLength: ${showPrimitive(value.byteLength, context)}`] };
}

/** Maps, sets and what holds bytes. @returns {Shape | undefined} */
function collectionShape(context, value, level, className, tag, show) {
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
    return { braces: named("Object", ""), count: 1, items: () => ({ items: [context.stylize("<items unknown>", "special")] }) };
  }
  return undefined;
}

/** @returns {Shape | undefined} for objects whose state is not in their properties */
function specialShape(context, value, level, className, tag, show) {
  if (typeof value === "function") return { base: context.stylize(functionBase(value, className), "special") };
  if (Array.isArray(value) || (isView(value) && probe(typedName, value) !== undefined)) return listShape(context, value, level, className, tag, show);
  if (className === "Object" && tag === "") return undefined;
  if (value instanceof Error) {
    const base = showError(context, value, className ?? "");
    return { base, keys: errorKeys(value, shownKeys(value, false, false), base) };
  }
  if (value instanceof Date) {
    const time = probe(Date.prototype.getTime, value);
    if (time !== undefined) {
      const text = Number.isNaN(time) ? apply(Date.prototype.toString, value, []) : apply(Date.prototype.toISOString, value, []);
      return { base: named(value, "Date", className, tag, context.stylize(text, "date")) };
    }
  }
  if (value instanceof RegExp && value !== RegExp.prototype) {
    const text = probe(RegExp.prototype.toString, value);
    const base = named(value, "RegExp", className, tag, context.stylize(text ?? "", "regexp"));
    // However deep it lies: it is short.
    if (text !== undefined) return level > context.depth ? { base, keys: [] } : { base };
  }
  const boxed = boxedBase(value, context);
  if (boxed !== undefined) return { base: boxed, keys: shownKeys(value, value instanceof String, context.showHidden) };
  return collectionShape(context, value, level, className, tag, show);
}

/** Braces of an object that is only its properties. */
function plainBraces(value, className, tag) {
  if (className === "Object" && tag === "") {
    return Object.prototype.toString.call(value) === "[object Arguments]" ? ["[Arguments] {", "}"] : ["{", "}"];
  }
  return [`${prefix(className, tag, "Object", "")}{`, "}"];
}

Object.assign(exports, { classOf, tagOf, specialShape, plainBraces });
