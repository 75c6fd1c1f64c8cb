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
    for (const name of Object.keys(DEFAULTS)) if (options[name] !== undefined) given[name] = options[name];
  }
  for (const name of ["depth", "maxArrayLength", "maxStringLength"]) if (given[name] === null) given[name] = Infinity;
  const context = { ...given, options: given, indentation: 0, deepest: 0, seen: [], circular: undefined, left: OBJECTS_MAX, room: TEXT_MAX, maxKeys: KEYS_MAX };
  return show(context, value, 0);
}
inspect.custom = CUSTOM;
inspect.defaultOptions = DEFAULTS;
exports.inspect = inspect;
