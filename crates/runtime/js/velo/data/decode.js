/**
 * Documents on their way in: parsed, with dates as Date objects of this realm.
 *
 * `_createdDate` and `_updatedDate` come as numbers, all other dates as `{"$date": number}`, which no
 * document can otherwise contain: the walk in search of them runs only when the text has the word.
 */

const { parse } = JSON;
const { keys } = Object;
const { isArray } = Array;
const NativeDate = Date;
const call = Function.prototype.call;
/** @type {(text: string, part: string) => boolean} */
const includes = call.bind(String.prototype.includes);
/** @type {(text: string, separator: string) => string[]} */
const split = call.bind(String.prototype.split);
const { setOwn } = require("velo/own");

/** Without its quotes: a search goes by the first character, and quotes are everywhere. */
const MARK = "$date";

/** @param {any} item an object; its two system dates become dates */
function systemDates(item) {
  if (typeof item._createdDate === "number") item._createdDate = new NativeDate(item._createdDate);
  if (typeof item._updatedDate === "number") item._updatedDate = new NativeDate(item._updatedDate);
  return item;
}

/**
 * Members that stay what they are are not assigned: asking `setOwn` for each takes longer than parsing.
 * @param {any} value an object or array that was parsed
 * @returns {any} the same, or a date
 */
function revive(value) {
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const inner = value[i];
      if (typeof inner !== "object" || inner === null) continue;
      const revived = revive(inner);
      if (revived !== inner) value[i] = revived;
    }
    return value;
  }
  if (typeof value.$date === "number") return new NativeDate(value.$date);
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    const inner = value[names[i]];
    if (typeof inner !== "object" || inner === null) continue;
    const revived = revive(inner);
    if (revived !== inner) setOwn(value, names[i], revived);
  }
  return value;
}

/**
 * One document.
 * @param {string} text
 * @returns {Record<string, any>}
 */
exports.decodeItem = function decodeItem(text) {
  const item = parse(text);
  if (includes(text, MARK)) revive(item);
  return systemDates(item);
};

/**
 * A copy of something made by `encodeValue`, in which no number stands for a date.
 * @param {string} text
 * @returns {any}
 */
exports.decodeCopy = function decodeCopy(text) {
  const value = parse(text);
  return typeof value === "object" && value !== null && includes(text, MARK) ? revive(value) : value;
};

/** @param {any[]} values of which those that are objects may be documents */
function eachSystemDates(values) {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value === "object" && value !== null) systemDates(value);
  }
}

/** What was referred to stands in its place: such documents have system dates of their own. */
function included(item, path) {
  let value = item;
  for (let i = 0; i < path.length; i++) {
    if (typeof value !== "object" || value === null) return;
    value = value[path[i]];
  }
  if (typeof value !== "object" || value === null) return;
  if (isArray(value)) eachSystemDates(value);
  else systemDates(value);
}

/**
 * A page: `{"items": [..]}` with whatever else the operation tells.
 * @param {any} given its text, or what was parsed of it
 * @param {string[]} [paths] of included references
 * @returns {{items: any[], total?: number, more?: boolean, partial?: boolean}}
 */
exports.decodePage = function decodePage(given, paths) {
  const isText = typeof given === "string";
  const page = isText ? parse(given) : given;
  const { items } = page;
  if (!isText || includes(given, MARK)) revive(items);
  eachSystemDates(items);
  if (paths !== undefined) {
    for (let p = 0; p < paths.length; p++) {
      const path = split(paths[p], ".");
      for (let i = 0; i < items.length; i++) included(items[i], path);
    }
  }
  return page;
};

/**
 * Anything else that may hold dates, such as a list of definitions.
 * @param {string} text
 * @returns {any}
 */
exports.decodeValue = function decodeValue(text) {
  const value = parse(text);
  if (typeof value !== "object" || value === null) return value;
  const revived = includes(text, MARK) ? revive(value) : value;
  if (isArray(revived)) eachSystemDates(revived);
  else systemDates(revived);
  return revived;
};
