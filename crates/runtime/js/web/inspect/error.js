/**
 * Errors: their stack, with positions in the site's own files, then what else they carry.
 */

const { getOwnPropertyDescriptor } = Reflect;

/** Name and message, for an error without a usable stack. */
function heading(error) {
  const name = typeof error.name === "string" && error.name !== "" ? error.name : "Error";
  const message = typeof error.message === "string" ? error.message : "";
  return message === "" ? name : `${name}: ${message}`;
}

/** @returns {string} */
function stackOf(error) {
  const { stack } = require("velo/stack");
  const text = stack(error);
  return typeof text === "string" && text !== "" ? text : "";
}

const BUILT_IN = new Set(["Error", "AggregateError", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"]);

/** An error of a subclass that did not set its name is shown by its class. */
function withClass(text, className) {
  const [written] = /^[A-Z][\w$]*(?=:|\n|$)/.exec(text) ?? [""];
  if (written === "" || className === "" || BUILT_IN.has(className) || text.split("\n", 1)[0].includes(className)) return text;
  const name = className.includes(written) ? className : `${className} [${written}]`;
  return name + text.slice(written.length);
}

/**
 * @param {Error} error
 * @param {string} className of its constructor
 * @returns {string}
 */
exports.showError = function showError(context, error, className) {
  let text = stackOf(error);
  const title = heading(error);
  if (text === "" || !text.includes("\n    at ")) text = `[${text === "" ? title : text}]`;
  text = withClass(text, className);
  return context.indentation === 0 ? text : text.replaceAll("\n", `\n${" ".repeat(context.indentation)}`);
};

/**
 * Keys to show beside the stack: not what the stack says already, and always the cause.
 * @param {Error} error
 * @param {(string | symbol)[]} keys enumerable ones
 */
exports.errorKeys = function errorKeys(error, keys, shown) {
  const left = keys.filter((key) => {
    if (key !== "name" && key !== "message" && key !== "stack") return true;
    return !shown.includes(`${error[key]}`);
  });
  for (const key of ["cause", "errors"]) {
    if (!left.includes(key) && getOwnPropertyDescriptor(error, key) !== undefined) left.push(key);
  }
  return left;
};
