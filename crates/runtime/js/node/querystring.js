/**
 * The module `querystring`: `a=1&b=2` the old way, with separators of one's own.
 */

const { makeError } = require("node/errors");

/** Characters that stand for themselves. */
const PLAIN = /^[A-Za-z0-9\-_.!~*'()]*$/;
const ESCAPE = /%[0-9A-Fa-f]{2}/;
const DEFAULT_KEYS_MAX = 1000;

function toText(value) {
  return typeof value === "string" ? value : typeof value === "object" ? String(value) : `${value}`;
}

/** @param {unknown} value */
function escape(value) {
  const text = toText(value);
  if (PLAIN.test(text)) return text;
  try {
    return encodeURIComponent(text);
  } catch {
    return encodeURIComponent(withPairs(text));
  }
}

/** As Node has it, whatever follows half of a surrogate pair is the other half. */
function withPairs(text) {
  let pairs = "";
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0xd800 || code > 0xdfff) {
      pairs += text[i];
      continue;
    }
    if (++i >= text.length) throw makeError(URIError, "ERR_INVALID_URI", "URI malformed");
    pairs += String.fromCodePoint(0x10000 + ((code & 0x3ff) * 0x400 + (text.charCodeAt(i) & 0x3ff)));
  }
  return pairs;
}

function hexDigit(code) {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 0x20;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Escapes that are not well-formed stay as they are. @returns {Buffer} */
function unescapeBuffer(text, decodeSpaces = false) {
  const { Buffer } = require("node/buffer");
  const bytes = Buffer.allocUnsafe(text.length);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const high = code === 0x25 ? hexDigit(text.charCodeAt(i + 1)) : -1;
    const low = high === -1 ? -1 : hexDigit(text.charCodeAt(i + 2));
    if (high !== -1 && low !== -1) {
      bytes[at++] = high * 16 + low;
      i += 2;
    } else {
      bytes[at++] = decodeSpaces && code === 0x2b ? 0x20 : code;
    }
  }
  return bytes.subarray(0, at);
}

function unescape(text, decodeSpaces = false) {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(`${text}`, decodeSpaces).toString();
  }
}

function primitiveText(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? `${value}` : "";
  if (typeof value === "bigint" || typeof value === "boolean") return `${value}`;
  return "";
}

function stringify(object, separator = undefined, equals = undefined, options = undefined) {
  const between = separator || "&";
  const is = equals || "=";
  const custom = typeof options?.encodeURIComponent === "function" ? options.encodeURIComponent : exports.escape;
  const encode = (value) => {
    const text = primitiveText(value);
    return custom === escape && PLAIN.test(text) ? text : custom(text);
  };
  if (object === null || typeof object !== "object") return "";
  const parts = [];
  for (const key of Object.keys(object)) {
    const value = object[key];
    const name = encode(key) + is;
    if (Array.isArray(value)) for (const one of value) parts.push(name + encode(one));
    else parts.push(name + encode(value));
  }
  return parts.join(between);
}

function decodeWith(decode, text) {
  try {
    return decode(text);
  } catch {
    return unescape(text, true);
  }
}

/**
 * @param {string} query
 * @returns {Record<string, string | string[]>} without a prototype
 */
function parse(query, separator = undefined, equals = undefined, options = undefined) {
  const result = { __proto__: null };
  if (typeof query !== "string" || query.length === 0) return result;
  // An empty one would part nothing, for ever.
  const between = `${separator ?? ""}` || "&";
  const is = equals ? `${equals}` : "=";
  let max = typeof options?.maxKeys === "number" ? options.maxKeys : DEFAULT_KEYS_MAX;
  if (!(max > 0)) max = Infinity;
  const decode = typeof options?.decodeURIComponent === "function" ? options.decodeURIComponent : exports.unescape;
  const read = (text) => {
    const spaced = text.includes("+") ? text.replaceAll("+", "%20") : text;
    return decode === unescape && !ESCAPE.test(spaced) ? spaced : decodeWith(decode, spaced);
  };
  let start = 0;
  let count = 0;
  while (start <= query.length && count < max) {
    let end = query.indexOf(between, start);
    if (end === -1) end = query.length;
    if (end > start) {
      const pair = query.slice(start, end);
      const at = pair.indexOf(is);
      const key = read(at === -1 ? pair : pair.slice(0, at));
      const value = at === -1 ? "" : read(pair.slice(at + is.length));
      const known = result[key];
      if (known === undefined) result[key] = value;
      else if (typeof known === "string") result[key] = [known, value];
      else known.push(value);
    }
    count++;
    start = end + between.length;
  }
  return result;
}

Object.assign(exports, { unescapeBuffer, unescape, escape, stringify, encode: stringify, parse, decode: parse });
