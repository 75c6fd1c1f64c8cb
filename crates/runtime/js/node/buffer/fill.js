/**
 * `fill`: a byte, or a pattern that repeats.
 */

const { codecOf } = require("node/buffer/encodings");
const { invalidArgType, invalidArgValue, outOfRange, makeError } = require("node/errors");

const { apply } = Reflect;
const { fill: fillByte, copyWithin, set: setBytes } = Uint8Array.prototype;
const { isView } = ArrayBuffer;

/** Writes the pattern once, then doubles what is written. */
function repeat(buffer, pattern, start, end) {
  const count = Math.min(pattern.length, end - start);
  apply(setBytes, buffer, [pattern.length === count ? pattern : pattern.slice(0, count), start]);
  for (let done = count; start + done < end; done *= 2) {
    apply(copyWithin, buffer, [start + done, start, start + Math.min(done, end - start - done)]);
  }
}

function checkPlace(value, name, max) {
  if (typeof value !== "number") throw invalidArgType(name, "number", value);
  if (!(value >= 0 && value <= max)) throw outOfRange(name, `>= 0 && <= ${max}`, value);
}

/** @returns {Uint8Array | number} what to fill with */
function patternOf(value, encoding) {
  if (typeof value === "string") {
    const codec = codecOf(encoding);
    if (codec === undefined) throw makeError(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
    return value === "" ? 0 : codec.encode(value);
  }
  if (isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return typeof value === "boolean" ? +value : value & 0xff;
}

/** @param {Uint8Array} buffer */
exports.fillBuffer = function fillBuffer(buffer, value, offset, end, encoding) {
  if (typeof value === "string") {
    if (offset === undefined || typeof offset === "string") [offset, encoding] = [undefined, offset];
    else if (typeof end === "string") [end, encoding] = [undefined, end];
    if (encoding !== undefined && typeof encoding !== "string") throw invalidArgType("encoding", "string", encoding);
  }
  const pattern = patternOf(value, encoding);
  if (offset !== undefined) checkPlace(offset, "offset", Number.MAX_SAFE_INTEGER);
  if (end !== undefined && offset !== undefined) checkPlace(end, "end", buffer.length);
  const from = offset ?? 0;
  const to = offset === undefined ? buffer.length : (end ?? buffer.length);
  if (from >= to) return buffer;
  if (typeof pattern === "number") return apply(fillByte, buffer, [pattern, Math.trunc(from), Math.trunc(to)]);
  if (pattern.length === 0) throw invalidArgValue("value", value);
  repeat(buffer, pattern, Math.trunc(from), Math.trunc(to));
  return buffer;
};
