/**
 * application/x-www-form-urlencoded (WHATWG URL, 5): text to pairs and back.
 */

const { percentDecode } = native;

/**
 * One name or value. A malformed escape stays as it is; bytes that are no UTF-8 become U+FFFD.
 * @param {string} text
 */
function decode(text) {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return percentDecode(spaced);
  }
}

/** What encodeURIComponent leaves and this format does not, and the space. */
const LEFT_OVER = /[!'()~]|%20/g;
const ENCODED = { __proto__: null, "!": "%21", "'": "%27", "(": "%28", ")": "%29", "~": "%7E", "%20": "+" };
const PLAIN = /^[A-Za-z0-9*\-._]*$/;

/** @param {string} text well-formed */
function encode(text) {
  return PLAIN.test(text) ? text : encodeURIComponent(text).replace(LEFT_OVER, (part) => ENCODED[part]);
}

/**
 * @param {string} text
 * @returns {string[]} names and values in turn
 */
exports.parsePairs = function parsePairs(text) {
  /** @type {string[]} */
  const pairs = [];
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf("&", start);
    if (end === -1) end = text.length;
    if (end > start) {
      const equals = text.indexOf("=", start);
      const hasValue = equals !== -1 && equals < end;
      pairs.push(decode(text.slice(start, hasValue ? equals : end)), hasValue ? decode(text.slice(equals + 1, end)) : "");
    }
    start = end + 1;
  }
  return pairs;
};

/** @param {string[]} pairs names and values in turn */
exports.serializePairs = function serializePairs(pairs) {
  let text = "";
  for (let i = 0; i < pairs.length; i += 2) {
    text += `${i > 0 ? "&" : ""}${encode(pairs[i])}=${encode(pairs[i + 1])}`;
  }
  return text;
};
