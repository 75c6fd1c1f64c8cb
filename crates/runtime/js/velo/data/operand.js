/**
 * What operators accept: each check gives the line that says what is wrong, or "" when nothing is.
 * The numbers and their texts are those of the documented table of errors.
 */

const { show } = require("velo/data/errors");
const { isDate, timeOf } = require("velo/data/encode");
const { isInteger } = Number;

/** Mistakes that a builder remembers: a loop may make them without end. */
const MISTAKES_MAX = 100;

/**
 * @param {string[] | null} mistakes lines so far
 * @param {string[] | null} more
 * @returns {string[] | null}
 */
exports.together = function together(mistakes, more) {
  if (more === null) return mistakes;
  return mistakes === null ? more : [...mistakes, ...more].slice(0, MISTAKES_MAX);
};

const COUNTS = {
  0: ["WDE0038", "does not take parameters"],
  1: ["WDE0039", "requires one parameter"],
  2: ["WDE0040", "requires two parameters"],
  3: ["WDE0041", "requires three parameters"],
};

/**
 * @param {string} operator
 * @param {number} given how many arguments
 * @param {0 | 1 | 2 | 3} wanted
 */
exports.count = function count(operator, given, wanted) {
  if (given === wanted) return "";
  const [wde, text] = COUNTS[wanted];
  return `${wde}: Invalid ${operator} usage. ${operator} ${text}.`;
};

/**
 * @param {string} operator
 * @param {number} given how many arguments
 * @param {1 | 2} least
 */
exports.atLeast = function atLeast(operator, given, least) {
  if (given >= least) return "";
  if (least === 1) return `WDE0043: Invalid ${operator} usage. ${operator} requires at least one parameter.`;
  return `WDE0042: Invalid ${operator} usage. ${operator} requires at least two parameters.`;
};

/** @param {string} operator @param {unknown} field */
exports.field = function field(operator, field) {
  if (typeof field === "string") return "";
  return `WDE0048: Invalid ${operator} field value ${show(field)}. ${operator} field must be a string.`;
};

/** @param {string} operator @param {unknown} value */
exports.string = function string(operator, value) {
  if (typeof value === "string") return "";
  return `WDE0044: Invalid ${operator} parameter value. ${operator} parameter must be a string.`;
};

/**
 * The type by which values are ordered: "" for what has no order, NaN and invalid dates included.
 * @param {any} value
 */
function orderedType(value) {
  if (typeof value === "string") return "string";
  if (typeof value === "number") return value === value ? "number" : "";
  return isDate(value) && timeOf(value) === timeOf(value) ? "date" : "";
}

/** @param {string} operator @param {unknown} value */
exports.ordered = function ordered(operator, value) {
  if (orderedType(value) !== "") return "";
  return `WDE0045: Invalid ${operator} parameter value ${show(value)}. Valid ${operator} parameter types are string, Number or Date.`;
};

/** @param {string} operator @param {unknown} first @param {unknown} second both ordered */
exports.sameType = function sameType(operator, first, second) {
  if (orderedType(first) === orderedType(second)) return "";
  return `WDE0046: Invalid ${operator} parameter values ${show(first)} and ${show(second)}. Both parameters must be of the same type.`;
};

/** @param {string} operator @param {unknown[]} values */
exports.list = function list(operator, values) {
  for (let i = 0; i < values.length; i++) {
    if (orderedType(values[i]) === "") return `WDE0047: Invalid ${operator} usage. ${operator} supports only number, string or date items.`;
  }
  return "";
};

/**
 * A number of items.
 * @param {string} operator
 * @param {any} value
 * @param {0 | 1} least
 * @param {number} most
 */
exports.amount = function amount(operator, value, least, most) {
  const wrong = (wde, text) => `${wde}: Invalid ${operator} parameter ${show(value)}. ${operator} parameter ${text}.`;
  const kind = least === 0 ? "non-negative" : "positive";
  if (typeof value !== "number" || value !== value) return wrong("WDE0032", `must be a ${kind} number`);
  if (value < least && least === 1) return wrong("WDE0033", "must be a positive number");
  if (value < least) return wrong("WDE0034", "must be a non-negative number");
  if (!isInteger(value)) return wrong("WDE0035", "must be an integer");
  return value > most ? wrong("WDE0036", `cannot exceed ${most}`) : "";
};

/** @param {string} operator @param {unknown[]} names */
exports.names = function names(operator, names) {
  for (let i = 0; i < names.length; i++) {
    if (typeof names[i] !== "string") {
      return `WDE0051: Invalid ${operator} parameters ${show(names)}. Valid ${operator} values are string, array of strings, or varargs string.`;
    }
  }
  return "";
};
