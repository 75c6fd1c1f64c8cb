/** MIME types as `content-type` has them (MIME Sniffing, 4): as much of them as bodies need. */

const SPACE = /^[\t\n\r ]+|[\t\n\r ]+$/g;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const QUOTABLE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * @typedef {object} MimeType
 * @property {string} essence such as `text/plain`, in lower case
 * @property {Map<string, string>} parameters names in lower case
 */

/** The text of a quoted string that begins at `at`, and where it ends. */
function quoted(text, at) {
  let value = "";
  let i = at + 1;
  for (; i < text.length && text[i] !== '"'; i++) {
    if (text[i] === "\\" && i + 1 < text.length) i++;
    value += text[i];
  }
  return { value, end: i };
}

/**
 * @param {string} input
 * @returns {MimeType | undefined}
 */
exports.parseMime = function parseMime(input) {
  const text = input.replace(SPACE, "");
  const semicolon = text.indexOf(";");
  const essence = (semicolon === -1 ? text : text.slice(0, semicolon)).replace(SPACE, "");
  const slash = essence.indexOf("/");
  if (slash === -1 || !TOKEN.test(essence.slice(0, slash)) || !TOKEN.test(essence.slice(slash + 1))) return undefined;
  const parameters = new Map();
  let at = semicolon;
  while (at !== -1 && at < text.length) {
    const equals = text.slice(at + 1).search(/[;=]/);
    if (equals === -1) break;
    const stop = at + 1 + equals;
    if (text[stop] === ";") {
      at = stop;
      continue;
    }
    const name = text.slice(at + 1, stop).replace(SPACE, "").toLowerCase();
    let value;
    if (text[stop + 1] === '"') {
      const found = quoted(text, stop + 1);
      value = found.value;
      at = text.indexOf(";", found.end);
    } else {
      at = text.indexOf(";", stop);
      value = text.slice(stop + 1, at === -1 ? undefined : at).replace(/[\t\n\r ]+$/, "");
      if (value === "") continue;
    }
    if (TOKEN.test(name) && QUOTABLE.test(value) && !parameters.has(name)) parameters.set(name, value);
  }
  return { essence: essence.toLowerCase(), parameters };
};

/** @param {MimeType} type */
exports.serializeMime = function serializeMime({ essence, parameters }) {
  let text = essence;
  for (const [name, value] of parameters) text += `;${name}=${TOKEN.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`}`;
  return text;
};

/** The last valid type of a list of them (Fetch, "extract a MIME type"). @param {string | null} header */
exports.extractMime = function extractMime(header) {
  if (header === null) return undefined;
  const whole = exports.parseMime(header);
  if (!header.includes(",")) return whole;
  let found;
  for (const part of header.split(",")) {
    const type = exports.parseMime(part);
    if (type !== undefined && type.essence !== "*/*") found = type;
  }
  return found;
};
