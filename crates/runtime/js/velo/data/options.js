/**
 * The last argument of most functions: an object of booleans, read into bits.
 *
 * The SDK has no `suppressAuth` (its callers use `elevate`) and counts only when asked to.
 */

const { invalid } = require("velo/data/errors");
const { isElevated } = require("velo/elevation");

/** Bits; the host knows the first alone. `administrator` is the site's owner, through the signed API. */
const FLAG = { suppressAuth: 1, suppressHooks: 2, total: 4, administrator: 8 };
exports.FLAG = FLAG;

const COMMON = ["suppressAuth", "suppressHooks", "consistentRead"];
/** Names of boolean options, by kind of function. */
const BOOLEANS = {
  plain: { velo: COMMON, sdk: COMMON.slice(1) },
  counted: { velo: [...COMMON, "omitTotalCount"], sdk: [...COMMON.slice(1), "returnTotalCount"] },
};

/**
 * @param {unknown} options
 * @param {string[]} names
 */
function check(options, names) {
  let good = typeof options === "object" && options !== null;
  for (let i = 0; good && i < names.length; i++) {
    const value = options[names[i]];
    good = value === undefined || typeof value === "boolean";
  }
  if (good) return;
  const list = names.join(", ");
  throw invalid("WDE0018", `Options must be an object with one or all of the following boolean properties: ${list}.`);
}

/**
 * @param {any} options undefined and null are none
 * @param {boolean} sdk
 * @returns {number} bits; `suppressAuth` also under `elevate`
 */
exports.readOptions = function readOptions(options, sdk) {
  let flags = isElevated() ? FLAG.suppressAuth : 0;
  if (options === undefined || options === null) return flags;
  check(options, sdk ? BOOLEANS.plain.sdk : BOOLEANS.plain.velo);
  if (!sdk && options.suppressAuth === true) flags |= FLAG.suppressAuth;
  if (options.suppressHooks === true) flags |= FLAG.suppressHooks;
  return flags;
};

/**
 * Options of what may count all there is to find.
 * @param {any} options
 * @param {boolean} sdk
 * @returns {number} bits, with `total` when the count is wanted
 */
exports.readCountedOptions = function readCountedOptions(options, sdk) {
  let flags = isElevated() ? FLAG.suppressAuth : 0;
  if (options === undefined || options === null) return sdk ? flags : flags | FLAG.total;
  check(options, sdk ? BOOLEANS.counted.sdk : BOOLEANS.counted.velo);
  if (!sdk && options.suppressAuth === true) flags |= FLAG.suppressAuth;
  if (options.suppressHooks === true) flags |= FLAG.suppressHooks;
  if (sdk ? options.returnTotalCount === true : options.omitTotalCount !== true) flags |= FLAG.total;
  return flags;
};
