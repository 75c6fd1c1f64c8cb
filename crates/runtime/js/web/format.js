/**
 * The format string of `console.log("%s is %d", ..)`: what Node's `util.format` makes of it.
 */

const { inspect } = require("web/inspect");

const { getOwnPropertyDescriptor, getPrototypeOf } = Reflect;

/** Text as `%s` has it: objects with a `toString` of their own are asked, others inspected. */
function asText(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return inspect(value);
  if (value === null || typeof value !== "object") return typeof value === "function" ? functionText(value) : String(value);
  return hasOwnText(value) ? String(value) : inspect(value, { depth: 0, compact: 3 });
}

function functionText(value) {
  return Function.prototype.toString.call(value);
}

/** Whether `toString` is the program's, not the language's. */
function hasOwnText(value) {
  for (let object = value; object !== null; object = getPrototypeOf(object)) {
    if (getOwnPropertyDescriptor(object, "toString") === undefined) continue;
    const isOurs = object === Object.prototype || object === Error.prototype || object === Date.prototype || object === Array.prototype;
    return !isOurs || object === Error.prototype;
  }
  return false;
}

function asNumber(value, convert) {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "symbol") return "NaN";
  return inspect(convert(value));
}

function asJson(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (/circular|cyclic/i.test(String(error?.message))) return "[Circular]";
    throw error;
  }
}

/** @type {Record<string, (value: unknown) => string>} */
const SPECIFIERS = {
  __proto__: null,
  s: asText,
  d: (value) => (value !== null && typeof value === "object" ? asNumber(value, Number) : asNumber(value, Number)),
  i: (value) => (typeof value === "bigint" ? `${value}n` : value !== null && typeof value === "object" ? "NaN" : asNumber(value, parseInt)),
  f: (value) => (typeof value === "symbol" ? "NaN" : inspect(parseFloat(value))),
  j: asJson,
  o: (value) => inspect(value, { showHidden: true, showProxy: true, depth: 4 }),
  O: (value) => inspect(value),
  c: () => "",
};

/** A conversion that throws (a hostile `toString`, a Proxy) must not break the log. */
function convert(specifier, value) {
  try {
    return `${SPECIFIERS[specifier](value)}`;
  } catch {
    return inspect(value);
  }
}

/**
 * @param {unknown[]} args
 * @returns {string}
 */
exports.format = function format(args) {
  const [first] = args;
  let used = 0;
  let text = "";
  if (typeof first === "string") {
    used = 1;
    text = first;
    if (args.length > 1 && first.includes("%")) {
      text = first.replace(/%([sdifjoOc%])/g, (whole, specifier) => {
        if (specifier === "%") return "%";
        return used < args.length ? convert(specifier, args[used++]) : whole;
      });
    }
  }
  for (let i = used; i < args.length; i++) {
    text += `${i > 0 ? " " : ""}${typeof args[i] === "string" ? args[i] : inspect(args[i])}`;
  }
  return text;
};
