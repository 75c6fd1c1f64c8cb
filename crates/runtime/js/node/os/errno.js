/**
 * Errors of the system by their (negative) numbers.
 */

const { ERRORS } = require("node/os/constants");
const { invalidArgType, outOfRange } = require("node/errors");

/** @returns {Map<number, [string, string]>} number to name and meaning */
exports.errorMap = () => new Map(ERRORS.map(([name, number, meaning]) => [-number, [name, meaning]]));

/** @param {number} number a negative one */
exports.nameOf = function nameOf(number) {
  if (typeof number !== "number") throw invalidArgType("err", "number", number);
  if (number >= 0 || !Number.isSafeInteger(number)) throw outOfRange("err", "a negative integer", number);
  const found = ERRORS.find(([, known]) => -known === number);
  return found === undefined ? `Unknown system error ${number}` : found[0];
};

/**
 * An error as the system's calls give it.
 * @param {string} code such as "ENOENT"
 * @param {string} syscall such as "open"
 * @param {string} [path]
 */
exports.systemError = function systemError(code, syscall, path = undefined, dest = undefined) {
  const [, number, meaning] = ERRORS.find(([name]) => name === code) ?? [code, 0, "unknown error"];
  const places = `${path === undefined ? "" : ` '${path}'`}${dest === undefined ? "" : ` -> '${dest}'`}`;
  const error = new Error(`${code}: ${meaning}, ${syscall}${places}`);
  Object.assign(error, { errno: -number, code, syscall });
  if (path !== undefined) error.path = path;
  if (dest !== undefined) error.dest = dest;
  return error;
};
