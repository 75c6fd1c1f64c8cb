/**
 * The format string of `console.log("%s is %d", ..)`: what Node's `util.format` makes of it.
 */

const { inspect } = require("web/inspect");

const { getOwnPropertyDescriptor, getPrototypeOf } = Reflect;

/** @typedef {Record<string, any> | undefined} Options of `formatWithOptions` */

/** Text as `%s` has it: objects with a `toString` of their own are asked, others inspected. */
function asText(value, options) {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return inspect(value, numbers(options));
  if (value === null || typeof value !== "object") return typeof value === "function" ? functionText(value) : String(value);
  return hasOwnText(value) ? String(value) : inspect(value, { ...options, depth: 0, colors: false, stylize: undefined, compact: 3 });
}

/** Numbers are not coloured in a text. @param {Options} options */
function numbers(options) {
  return options === undefined ? undefined : { numericSeparator: options.numericSeparator };
}

function functionText(value) {
  return Function.prototype.toString.call(value);
}

/** Whether `toString` is the program's, not the language's. */
function hasOwnText(value) {
  const convert = value[Symbol.toPrimitive];
  if (typeof convert === "function" && convert !== Date.prototype[Symbol.toPrimitive]) return true;
  for (let object = value; object !== null; object = getPrototypeOf(object)) {
    if (getOwnPropertyDescriptor(object, "toString") === undefined) continue;
    const isOurs = object === Object.prototype || object === Error.prototype || object === Date.prototype || object === Array.prototype;
    return !isOurs || object === Error.prototype;
  }
  return false;
}

function asNumber(value, convert, options) {
  if (typeof value === "bigint") return inspect(value, numbers(options));
  if (typeof value === "symbol") return "NaN";
  return inspect(convert(value), numbers(options));
}

function asJson(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (/circular|cyclic/i.test(String(error?.message))) return "[Circular]";
    throw error;
  }
}

/** @type {Record<string, (value: unknown, options: Options) => string>} */
const SPECIFIERS = {
  __proto__: null,
  s: asText,
  d: (value, options) => asNumber(value, Number, options),
  i: (value, options) => (value !== null && typeof value === "object" ? "NaN" : asNumber(value, parseInt, options)),
  f: (value, options) => (typeof value === "symbol" ? "NaN" : inspect(parseFloat(value), numbers(options))),
  j: asJson,
  o: (value, options) => inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 }),
  O: (value, options) => inspect(value, options),
  c: () => "",
};

/** A conversion that throws (a hostile `toString`, a Proxy) must not break the log. */
function convert(specifier, value, options) {
  try {
    return `${SPECIFIERS[specifier](value, options)}`;
  } catch (error) {
    if (specifier === "j" && options?.throws) throw error;
    return inspect(value, options);
  }
}

/**
 * @param {unknown[]} args
 * @param {Options} [options] for values that are inspected
 * @returns {string}
 */
exports.format = function format(args, options = undefined) {
  const [first] = args;
  let used = 0;
  let text = "";
  if (typeof first === "string") {
    used = 1;
    text = first;
    if (args.length > 1 && first.includes("%")) {
      text = first.replace(/%([sdifjoOc%])/g, (whole, specifier) => {
        if (specifier === "%") return "%";
        return used < args.length ? convert(specifier, args[used++], options) : whole;
      });
    }
  }
  for (let i = used; i < args.length; i++) {
    text += `${i > 0 ? " " : ""}${typeof args[i] === "string" ? args[i] : inspect(args[i], options)}`;
  }
  return text;
};
