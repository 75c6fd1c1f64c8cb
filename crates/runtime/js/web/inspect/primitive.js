/**
 * Primitive values as `console.log` shows them inside of objects.
 */

const { is } = Object;

/** Characters that would not be seen, or that end a quoted text; and lone surrogates. */
const SPECIAL = /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const SHORT = { __proto__: null, "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\\": "\\\\" };

function escape(character, quote) {
  if (character === "'") return quote === "'" ? "\\'" : character;
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.charCodeAt(0);
  return code > 0xff ? `\\u${code.toString(16)}` : `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
}

/**
 * In the quotes that need the least escaping.
 * @param {string} text
 */
function quoted(text) {
  let quote = "'";
  if (text.includes("'")) {
    if (!text.includes('"')) quote = '"';
    else if (!text.includes("`") && !text.includes("${")) quote = "`";
  }
  return quote + text.replace(SPECIAL, (character) => escape(character, quote)) + quote;
}
exports.quoted = quoted;

/** @param {string} text, cut and broken into lines where it is long */
function showString(text, context) {
  let trailer = "";
  if (text.length > context.maxStringLength) {
    const more = text.length - context.maxStringLength;
    text = text.slice(0, context.maxStringLength);
    trailer = `... ${more} more character${more > 1 ? "s" : ""}`;
  }
  const isLong = context.compact !== true && text.length > 16 && text.length > context.breakLength - context.indentation - 4;
  const paint = (/** @type {string} */ part) => context.stylize(quoted(part), "string");
  if (!isLong) return paint(text) + trailer;
  const lines = text.split(/(?<=\n)/).map(paint);
  return lines.join(` +\n${" ".repeat(context.indentation + 2)}`) + trailer;
}

/** 1234567.891 as 1_234_567.891. */
function separated(text) {
  const [whole, fraction] = text.split(".");
  const left = whole.replace(/\B(?=(?:\d{3})+$)/g, "_");
  return fraction === undefined ? left : `${left}.${fraction.replace(/\d{3}(?=\d)/g, "$&_")}`;
}

function showNumber(value, context) {
  if (is(value, -0)) return "-0";
  const text = `${value}`;
  return context.numericSeparator && /^-?\d+(?:\.\d+)?$/.test(text) ? separated(text) : text;
}

/** A symbol; what a description cannot show plainly is escaped. */
function showSymbol(value) {
  return String(value).replace(/[\x00-\x1f\x7f-\x9f]/g, (character) => escape(character, "'"));
}
exports.showSymbol = showSymbol;

/** @param {unknown} value not an object, not a function */
exports.showPrimitive = function showPrimitive(value, context) {
  if (typeof value === "string") return showString(value, context);
  if (typeof value === "number") return context.stylize(showNumber(value, context), "number");
  if (typeof value === "bigint") return context.stylize(`${context.numericSeparator ? separated(`${value}`) : value}n`, "bigint");
  if (typeof value === "symbol") return context.stylize(showSymbol(value), "symbol");
  return context.stylize(`${value}`, value === null ? "null" : typeof value);
};
