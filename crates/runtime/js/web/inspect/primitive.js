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
  if (!isLong) return quoted(text) + trailer;
  const lines = text.split(/(?<=\n)/).map(quoted);
  return lines.join(` +\n${" ".repeat(context.indentation + 2)}`) + trailer;
}

/** @param {unknown} value not an object, not a function */
exports.showPrimitive = function showPrimitive(value, context) {
  if (typeof value === "string") return showString(value, context);
  if (typeof value === "number") return is(value, -0) ? "-0" : `${value}`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "symbol") return String(value);
  return `${value}`;
};
