/**
 * parseEnv: the text of a `.env` file as an object.
 */

const { checkString } = require("node/validate");

/** A value in quotes may span lines; without quotes it ends at a `#` or at the line's end. */
const LINE = /^[^\S\n]*(?:export[^\S\n]+)?([\w.-]+)[^\S\n]*=[^\S\n]*(?:"((?:[^"])*)"|'([^']*)'|`([^`]*)`|([^\n#]*))?[^\n]*$/gm;

/** @param {string} content @returns {Record<string, string>} */
exports.parseEnv = function parseEnv(content) {
  checkString(content, "content");
  const env = {};
  for (const [, name, double, single, back, bare] of content.replace(/\r\n?/g, "\n").matchAll(LINE)) {
    if (double !== undefined) env[name] = double.replaceAll("\\n", "\n");
    else env[name] = single ?? back ?? (bare ?? "").trim();
  }
  return env;
};
