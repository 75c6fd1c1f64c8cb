/**
 * Values on their way out: JSON in which a date is `{"$date": milliseconds}`.
 *
 * `JSON.stringify` turns dates into strings before a replacer sees them. So the value is walked once
 * and copied only along the paths that hold dates; an item without any is not copied at all.
 */

const { dataError } = require("velo/data/errors");
const { stringify } = JSON;
const { keys } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { isFinite } = Number;
const NativeDate = Date;
const call = Function.prototype.call;
/** @type {(date: Date) => number} */
const timeOf = call.bind(Date.prototype.getTime);
/** @type {(values: unknown[]) => unknown[]} */
const slice = call.bind(Array.prototype.slice);
const { setOwn } = require("velo/own");

/** The host refuses far less; this only ends the walk of what contains itself. */
const DEPTH_MAX = 500;

/** @param {Date} date @returns {{$date: number} | null} */
function encodeDate(date) {
  const time = timeOf(date);
  return time === time ? { $date: time } : null;
}

/**
 * @param {any} value an object
 * @param {string | number} key where it stands, for its own `toJSON`
 * @param {number} depth
 * @returns {unknown} the object itself when it holds no dates, else a copy without any
 */
function withoutDates(value, key, depth) {
  if (value instanceof NativeDate) return encodeDate(value);
  if (depth > DEPTH_MAX) {
    throw dataError("WDE0168", "Document nesting level is too deep, or a value contains itself.", "WD_VALIDATION_ERROR");
  }
  if (typeof value.toJSON === "function") {
    const given = value.toJSON(`${key}`);
    return typeof given === "object" && given !== null ? copied(given, depth) : given;
  }
  if (isView(value)) return value;
  return isArray(value) ? array(value, depth) : object(value, depth);
}

/** What `toJSON` gave, in which `JSON.stringify` must find no `toJSON` again. */
function copied(given, depth) {
  if (given instanceof NativeDate) return encodeDate(given);
  if (typeof given.toJSON !== "function") return isArray(given) ? array(given, depth) : object(given, depth);
  const copy = {};
  const names = keys(given);
  for (let i = 0; i < names.length; i++) {
    const member = given[names[i]];
    if (typeof member !== "function") setOwn(copy, names[i], inner(member, names[i], depth));
  }
  return copy;
}

/** @param {unknown} value */
function inner(value, key, depth) {
  return typeof value === "object" && value !== null ? withoutDates(value, key, depth + 1) : value;
}

function array(values, depth) {
  let copy = values;
  const { length } = values;
  for (let i = 0; i < length; i++) {
    const value = values[i];
    if (typeof value !== "object" || value === null) continue;
    const encoded = withoutDates(value, i, depth + 1);
    if (encoded === value) continue;
    if (copy === values) copy = slice(values);
    copy[i] = encoded;
  }
  return copy;
}

function object(value, depth) {
  let copy = value;
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    const member = value[name];
    if (typeof member !== "object" || member === null) continue;
    const encoded = withoutDates(member, name, depth + 1);
    if (encoded === member) continue;
    if (copy === value) copy = { ...value };
    setOwn(copy, name, encoded);
  }
  return copy;
}

/**
 * @param {unknown} value
 * @returns {string} "null" for what JSON leaves out
 */
function encodeValue(value) {
  if (typeof value === "string" || typeof value === "boolean") return stringify(value);
  let text;
  try {
    text = stringify(inner(value, "", 0));
  } catch (error) {
    if (error?.code === "WD_VALIDATION_ERROR") throw error;
    throw dataError("WDE0075", `The value cannot be stored: ${error?.message}`, "WD_BAD_REQUEST");
  }
  return text === undefined ? "null" : text;
}
exports.encodeValue = encodeValue;

/**
 * A value that others are compared with. Numbers that JSON lacks become the nearest it has.
 * @param {string | number | Date} value
 * @returns {string}
 */
exports.encodeBound = function encodeBound(value) {
  if (typeof value === "number" && !isFinite(value)) return value > 0 ? "1.7976931348623157e308" : "-1.7976931348623157e308";
  return encodeValue(value);
};

exports.timeOf = timeOf;
exports.isDate = (value) => value instanceof NativeDate;
