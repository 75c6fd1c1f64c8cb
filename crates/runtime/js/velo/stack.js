/**
 * Stacks in the form that people and libraries expect: name and message first, then frames
 * `at f (file:line:column)` with positions in the site's own files. The engine's own form is
 * `f@url:line:column` in the one script.
 */

const { mapStack } = native;
const { apply, defineProperty } = Reflect;
const isError = /** @type {any} */ (Error).isError ?? ((value) => value instanceof Error);

/** A stack that the engine wrote: its first line is a frame. One that somebody assigned is left alone. */
const RAW = /^(?:[^\n]*@(?:\[native code\]|[^\n]*:\d+:\d+)?|[^\n]*:\d+:\d+)(?:\n|$)/;

/**
 * @param {any} value
 * @returns {boolean}
 */
function isRaw(value, stack) {
  return typeof stack === "string" && isError(value) && !stack.includes("\n    at ") && (stack === "" || RAW.test(stack));
}

/**
 * V8's `Error.prepareStackTrace`, where the site's code has set it: what it makes of the frames is the
 * stack. Here it is asked when the stack is read; code that uses it reads at once.
 * @returns {{ made: unknown } | undefined}
 */
function prepared(value, found) {
  const prepare = /** @type {any} */ (Error).prepareStackTrace;
  if (typeof prepare !== "function" || typeof found !== "string" || !RAW.test(found)) return undefined;
  return { made: apply(prepare, Error, [value, require("velo/call_sites").callSites(found)]) };
}

/**
 * What a read of `.stack` gives.
 * @param {any} value
 * @param {boolean} [optional] the read was `value?.stack`
 * @returns {unknown}
 */
exports.stack = function stack(value, optional) {
  if (optional && (value === undefined || value === null)) return undefined;
  const found = value.stack;
  const own = prepared(value, found);
  if (own !== undefined) return own.made;
  return isRaw(value, found) ? mapStack(value) : found;
};

/**
 * Makes the value's own `stack` read in that form.
 * @template T
 * @param {T} value
 * @returns {T}
 */
exports.settle = function settle(value) {
  const found = /** @type {any} */ (value)?.stack;
  if (isRaw(value, found)) {
    // A frozen error keeps what it has.
    defineProperty(value, "stack", { value: mapStack(value), writable: true, configurable: true, enumerable: false });
  }
  return value;
};
