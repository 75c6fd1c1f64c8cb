/**
 * process.emitWarning: a line in the log, and the event `warning` a moment later.
 */

const { invalidArgType } = require("node/errors");
const { checkString } = require("node/validate");

/** Level of `native.log`. */
const WARN = 2;

function told(warning) {
  const code = warning.code === undefined ? "" : `[${warning.code}] `;
  return `${code}${warning.name}: ${warning.message}${typeof warning.detail === "string" ? `\n${warning.detail}` : ""}`;
}

/**
 * @param {string | Error} given
 * @param {string | {type?: string, code?: string, detail?: string} | Function} [type]
 */
exports.emitWarning = function emitWarning(given, type = undefined, code = undefined) {
  const { process } = require("node/process");
  let warning = given;
  let kind = type;
  let id = code;
  let detail;
  if (type !== null && typeof type === "object" && !Array.isArray(type)) {
    kind = type.type;
    id = type.code;
    if (typeof type.detail === "string") detail = type.detail;
  } else if (typeof type === "function") {
    kind = undefined;
    id = undefined;
  }
  if (typeof id === "function") id = undefined;
  if (kind !== undefined) checkString(kind, "type");
  if (id !== undefined) checkString(id, "code");
  if (typeof warning === "string") {
    warning = new Error(warning);
    warning.name = String(kind || "Warning");
    if (id !== undefined) warning.code = id;
    if (detail !== undefined) warning.detail = detail;
  } else if (!(warning instanceof Error)) {
    throw invalidArgType("warning", ["string", "Error"], warning);
  }
  if (warning.name === "DeprecationWarning") {
    if (process.noDeprecation) return;
    if (process.throwDeprecation) {
      return process.nextTick(() => {
        throw warning;
      });
    }
  }
  native.log(WARN, told(warning), new Error().stack);
  process.nextTick(() => void process.emit("warning", warning));
};
