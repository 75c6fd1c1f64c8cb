/**
 * Values as text for messages and comparisons: one member per line, keys in order, so that two of
 * them can be compared line by line.
 */

const { isAsymmetric } = require("velo/testing/asymmetric");

/** What is deeper, or comes after so many members, is not worth reading. */
const DEPTH_MAX = 20;
const MEMBERS_MAX = 1000;
const TEXT_MAX = 10_000;

const { toString } = Object.prototype;
const { getPrototypeOf } = Object;

const quote = (text) => JSON.stringify(text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}..` : text);
const isName = (key) => /^[A-Za-z_$][\w$]*$/.test(key);

function block(open, lines, close, indent) {
  if (lines.length === 0) return open + close;
  const inner = `\n${indent}  `;
  return `${open}${inner}${lines.join(`,${inner}`)},\n${indent}${close}`;
}

function className(value) {
  const prototype = getPrototypeOf(value);
  if (prototype === null) return "[no prototype] ";
  const name = prototype.constructor?.name;
  return prototype === Object.prototype || typeof name !== "string" || name === "" || name === "Object" ? "" : `${name} `;
}

function keysOf(value) {
  const symbols = Object.getOwnPropertySymbols(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));
  return [...Object.keys(value).sort(), ...symbols];
}

function limited(lines, count) {
  return count > MEMBERS_MAX ? [...lines.slice(0, MEMBERS_MAX), `.. ${count - MEMBERS_MAX} more`] : lines;
}

function members(value, indent, seen) {
  const keys = keysOf(value);
  const lines = keys.slice(0, MEMBERS_MAX).map((key) => {
    const name = typeof key === "symbol" ? `[${String(key)}]` : isName(key) ? key : quote(key);
    return `${name}: ${text(value[key], `${indent}  `, seen)}`;
  });
  return limited(lines, keys.length);
}

function items(list, indent, seen) {
  const lines = [];
  for (let i = 0; i < list.length && i < MEMBERS_MAX; i++) {
    lines.push(i in list ? text(list[i], `${indent}  `, seen) : "<empty>");
  }
  return limited(lines, list.length);
}

function object(value, indent, seen) {
  if (isAsymmetric(value)) return value.toString();
  switch (toString.call(value)) {
    case "[object Date]":
      return Number.isNaN(value.getTime()) ? "Invalid Date" : `Date(${value.toISOString()})`;
    case "[object RegExp]":
      return String(value);
    case "[object Error]":
      return `[${value.name}: ${value.message}]`;
    case "[object Map]":
      return block("Map {", [...value].slice(0, MEMBERS_MAX).map(([key, one]) => `${text(key, `${indent}  `, seen)} => ${text(one, `${indent}  `, seen)}`), "}", indent);
    case "[object Set]":
      return block("Set {", [...value].slice(0, MEMBERS_MAX).map((one) => text(one, `${indent}  `, seen)), "}", indent);
    case "[object Promise]":
      return "Promise {}";
  }
  if (value instanceof Error) return `[${value.name}: ${value.message}]`;
  if (Array.isArray(value)) return block("[", items(value, indent, seen), "]", indent);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return block(`${className(value)}[`, items(value, indent, seen), "]", indent);
  if (value instanceof ArrayBuffer) return `ArrayBuffer(${value.byteLength})`;
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return `${className(value)}(${text(value.valueOf(), indent, seen)})`;
  return block(`${className(value)}{`, members(value, indent, seen), "}", indent);
}

function text(value, indent, seen) {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "function":
      if (value._isMockFunction === true) return `[mock function ${value.getMockName()}]`;
      return `[${value.prototype !== undefined && /^class\b/.test(Function.prototype.toString.call(value)) ? "class" : "function"} ${value.name || "anonymous"}]`;
    case "object":
      break;
    default:
      return String(value);
  }
  if (value === null) return "null";
  if (seen.includes(value)) return "[circular]";
  if (seen.length >= DEPTH_MAX) return Array.isArray(value) ? "[..]" : "{..}";
  try {
    return object(value, indent, [...seen, value]);
  } catch (error) {
    return `[unreadable: ${error?.message}]`;
  }
}

/**
 * @param {unknown} value
 * @returns {string}
 */
exports.print = (value) => text(value, "", []);
