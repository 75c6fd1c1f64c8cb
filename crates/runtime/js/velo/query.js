/**
 * The query string as a plain object: decoded keys and values, `+` is a space, a bare key is "".
 * A key sent several times gives an array, unless the site's flags say otherwise.
 */

const { setOwn } = require("velo/own");
const { compat } = native;
const { hasOwn } = Object;
const { isArray } = Array;
const RESERVED = new Set(["rc", "siteRevision", "branchId"]);

/**
 * @param {string} text
 * @returns {string}
 */
function decode(text) {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return native.percentDecode(spaced);
  }
}

/**
 * @param {Record<string, string | string[]>} query
 * @param {string} key
 * @param {string} value
 */
function add(query, key, value) {
  if (!hasOwn(query, key)) {
    setOwn(query, key, value);
    return;
  }
  if (compat.repeated_query === "first") return;
  const before = query[key];
  if (compat.repeated_query === "last") setOwn(query, key, value);
  else if (isArray(before)) before.push(value);
  else setOwn(query, key, [before, value]);
}

/**
 * @param {string} raw what follows the question mark, as sent
 * @returns {Record<string, string | string[]>}
 */
exports.parseQuery = function parseQuery(raw) {
  /** @type {Record<string, string | string[]>} */
  const query = {};
  let start = 0;
  while (start < raw.length) {
    let end = raw.indexOf("&", start);
    if (end < 0) end = raw.length;
    if (end > start) {
      const pair = raw.slice(start, end);
      const equals = pair.indexOf("=");
      const key = decode(equals < 0 ? pair : pair.slice(0, equals));
      if (compat.reserved_query !== "strip" || !RESERVED.has(key)) {
        add(query, key, equals < 0 ? "" : decode(pair.slice(equals + 1)));
      }
    }
    start = end + 1;
  }
  return query;
};
