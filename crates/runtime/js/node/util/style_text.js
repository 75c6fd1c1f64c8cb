/**
 * styleText and stripVTControlCharacters: colours of a terminal, put on and taken off.
 */

const { checkString, checkOneOf } = require("node/validate");

/** Escape sequences of ECMA-48: control sequences, and operating system commands up to their end. */
const SEQUENCES =
  /[\u001b\u009b](?:\][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)|[[\]()#;?]*(?:(?:(?:;[-a-zA-Z\d/#&.:=?%@~_]+)*|[a-zA-Z\d]+(?:;[-a-zA-Z\d/#&.:=?%@~_]*)*)?\u0007|(?:\d{1,4}(?:[;:]\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]))/g;

/** @param {string} text */
exports.stripVTControlCharacters = function stripVTControlCharacters(text) {
  checkString(text, "str");
  return text.replace(SEQUENCES, "");
};

/**
 * @param {string | string[]} format names of colours and modifiers
 * @param {string} text
 */
exports.styleText = function styleText(format, text, options = {}) {
  checkString(text, "text");
  void options;
  const { colors } = require("node/util/inspect").inspect;
  let before = "";
  let after = "";
  for (const name of Array.isArray(format) ? format : [format]) {
    if (colors[name] === undefined) checkOneOf(name, "format", Object.keys(colors));
    const [on, off] = colors[name];
    before += `\u001b[${on}m`;
    after = `\u001b[${off}m${after}`;
  }
  return before + text + after;
};
