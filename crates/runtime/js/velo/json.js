/**
 * Values as JSON, for bodies.
 *
 * The engine has a quick serialiser that gives up at the first date, after which all is begun anew
 * in the slow one: a page of documents takes nearly twice as long. So dates become text beforehand,
 * in a copy of what holds them. What is out of the ordinary (a `toJSON`, a class, a Proxy, much of
 * it) is left to the engine, which alone decides what the JSON is.
 */

const { stringify } = JSON;
const { keys, getPrototypeOf, prototype: plain } = Object;
const { isArray } = Array;
const { toJSON, toISOString } = Date.prototype;
const call = Function.prototype.call;
/** @type {(date: Date) => number} */
const timeOf = call.bind(Date.prototype.getTime);
/** @type {(date: Date) => string} */
const isoOf = call.bind(toISOString);
/** @type {(values: unknown[]) => unknown[]} */
const slice = call.bind(Array.prototype.slice);

/** Members that are looked at: a value may contain itself. */
const MEMBERS_MAX = 100_000;
const DEPTH_MAX = 100;
/** Thrown, never seen by anybody. */
const TOO_MUCH = {};

/** How what was found in the site's data and nobody looked at becomes JSON; null while there is no such thing.
 * @type {{toJson: null | ((value: object) => string | undefined)}} */
const unread = { __proto__: null, toJson: null };
exports.unread = unread;

let left = 0;
let lastTime = NaN;
let lastText = "";

/** @param {Date} date @returns {string | null} as `toJSON` gives it; documents often have the same date twice */
function dateText(date) {
  const time = timeOf(date);
  if (time === lastTime) return lastText;
  if (time !== time) return null;
  lastText = isoOf(date);
  lastTime = time;
  return lastText;
}

/**
 * @param {any} value an object
 * @param {number} depth
 * @returns {any} the same when it holds no dates, else what to serialise in its place
 */
function withoutDates(value, depth) {
  const given = value.toJSON;
  if (given !== undefined) return given === toJSON && value.toISOString === toISOString ? dateText(value) : value;
  if (depth > DEPTH_MAX) throw TOO_MUCH;
  if (isArray(value)) return array(value, depth);
  const prototype = getPrototypeOf(value);
  return prototype === plain || prototype === null ? object(value, depth) : value;
}

/** @param {number} count of members */
function spend(count) {
  left -= count;
  if (left < 0) throw TOO_MUCH;
}

function array(values, depth) {
  const { length } = values;
  spend(length);
  let copy = values;
  for (let i = 0; i < length; i++) {
    const value = values[i];
    if (typeof value !== "object" || value === null) continue;
    const changed = withoutDates(value, depth + 1);
    if (changed === value) continue;
    if (copy === values) copy = slice(values);
    copy[i] = changed;
  }
  return copy;
}

function object(value, depth) {
  const names = keys(value);
  spend(names.length);
  let copy = value;
  for (let i = 0; i < names.length; i++) {
    const member = value[names[i]];
    if (typeof member !== "object" || member === null) continue;
    const changed = withoutDates(member, depth + 1);
    if (changed === member) continue;
    if (copy === value) copy = { ...value };
    copy[names[i]] = changed;
  }
  return copy;
}

/**
 * @param {any} value
 * @returns {string | undefined} what `JSON.stringify` gives
 */
exports.toJson = function toJson(value) {
  if (typeof value !== "object" || value === null) return stringify(value);
  if (unread.toJson !== null) {
    const json = unread.toJson(value);
    if (json !== undefined) return json;
  }
  left = MEMBERS_MAX;
  let dateless = value;
  try {
    dateless = withoutDates(value, 0);
  } catch {
    // The engine says what is wrong with it, if anything is.
  }
  return stringify(dateless);
};
