/**
 * Values as text for people: what Node's `util.inspect` prints.
 *
 * Nothing a program logs may break the log: getters are not called, whatever throws is left out, and
 * depth, items and total length are bounded.
 */

const { showPrimitive } = require("web/inspect/primitive");
const { layOut } = require("web/inspect/layout");
const { properties, shownKeys } = require("web/inspect/members");
const { classOf, tagOf, specialShape, plainBraces } = require("web/inspect/shape");

const { apply } = Reflect;
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

/** What stands for an object that lies too deep. */
function tooDeep(value, className, tag) {
  const name = Array.isArray(value) ? "Array" : (className ?? "Object: null prototype");
  return `[${tag === "" || className === null ? name : `${name} [${tag}]`}]`;
}

function showObject(context, value, level) {
  const className = classOf(value);
  const tag = tagOf(value, className);
  const shape = specialShape(context, value, level, className, tag, show) ?? {};
  const { base = "", braces = base === "" ? plainBraces(value, className, tag) : ["{", "}"], count = 0 } = shape;
  const keys = shape.keys ?? shownKeys(value, shape.isList ?? false, context.showHidden);
  const place = marked(context, value, base);
  if (keys.length === 0 && base !== "") return place;
  if (keys.length === 0 && count === 0) return `${place === "" ? "" : `${place} `}${braces[0]}${braces[1]}`;
  if (level > context.depth || level > DEPTH_MAX) return context.stylize(tooDeep(value, className, tag), "special");
  if (context.left-- <= 0) return "[...]";
  const own = showMembers(context, value, keys, shape, level);
  if (context.sorted) sortMembers(own.items, shape, own.items.length - keys.length, context.sorted);
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

/** In order: all members, or only the properties of a list. */
function sortMembers(items, shape, first, sorted) {
  const compare = typeof sorted === "function" ? sorted : undefined;
  if (!shape.isList) items.sort(compare);
  else items.push(...items.splice(first).sort(compare));
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
  const mark = context.stylize(`<ref *${number}>`, "special");
  return base === "" ? mark : `${mark} ${base}`;
}

function circular(context, value) {
  context.circular ??= new Map();
  if (!context.circular.has(value)) context.circular.set(value, context.circular.size + 1);
  return context.stylize(`[Circular *${context.circular.get(value)}]`, "special");
}

/** What the object itself says; undefined if it says nothing, or fails to. */
function showCustom(context, value, level) {
  if (!context.customInspect) return undefined;
  const custom = value[CUSTOM];
  // Nor the prototype that only lends the method to others.
  if (typeof custom !== "function" || custom === context.self || value.constructor?.prototype === value) return undefined;
  const { depth } = context;
  const options = { ...context.options, depth: depth === Infinity ? depth : depth - level, stylize: context.stylize };
  const answer = apply(custom, value, [options.depth, options, context.self]);
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
    // Only a log may hide that a program's own method failed.
    if (attempt === showCustom && context.self !== inspect) {
      const text = showCustom(context, value, level);
      if (text !== undefined) return text;
      continue;
    }
    try {
      const text = attempt(context, value, level);
      if (text !== undefined) return text;
    } catch {
      context.indentation = indentation;
    }
  }
  return typeof value === "function" ? "[Function]" : "[Object]";
}

/** Text as it is, whatever its kind. */
const plain = (/** @type {string} */ text) => text;

/**
 * @param {unknown} value
 * @param {Partial<typeof DEFAULTS> & {stylize?: (text: string, kind: string) => string}} [options]
 * @param {Function} [self] what objects that show themselves are given to show others
 * @returns {string}
 */
function inspect(value, options = undefined, self = inspect) {
  const given = { ...DEFAULTS };
  if (options !== null && typeof options === "object") {
    for (const name of Object.keys(options)) if (options[name] !== undefined) given[name] = options[name];
  }
  for (const name of ["depth", "maxArrayLength", "maxStringLength"]) if (given[name] === null) given[name] = Infinity;
  const { stylize = plain } = given;
  const context = { ...given, options: given, self, stylize, indentation: 0, deepest: 0, seen: [], circular: undefined, left: OBJECTS_MAX, room: TEXT_MAX, maxKeys: KEYS_MAX };
  return show(context, value, 0);
}
inspect.custom = CUSTOM;
inspect.defaultOptions = DEFAULTS;
exports.inspect = inspect;
