/**
 * Compression in one step: `gzipSync` and its like, and the forms with a callback, which work on
 * another thread when there is much to do.
 */

const { Buffer } = require("node/buffer");
const { answer, bytesOf } = require("node/crypto/bytes");
const { checkInteger, invalidArgType } = require("node/errors");
const { MODES, readOptions } = require("node/zlib/options");

const DATA = ["string", "Buffer", "TypedArray", "DataView", "ArrayBuffer"];

function inputOf(buffer) {
  return bytesOf(buffer, "buffer", undefined, DATA);
}

function run(later, mode, input, options) {
  const { crossing, finishFlush, maxOutputLength } = readOptions(mode, options);
  return native.zlibAll(later, ...crossing, input, finishFlush, maxOutputLength);
}

/** With `info: true` Node gives the engine beside the bytes. */
function shaped(bytes, mode, options) {
  const buffer = Buffer.from(bytes);
  return options?.info ? { buffer, engine: require("node/zlib/streams").engineFor(mode, options) } : buffer;
}

for (const name of Object.keys(MODES)) {
  const mode = MODES[name];
  const sync = {
    [`${name}Sync`](buffer, options = undefined) {
      return shaped(run(false, mode, inputOf(buffer), options), mode, options);
    },
  };
  const async = {
    [name](buffer, options, callback = undefined) {
      if (typeof options === "function") [options, callback] = [undefined, options];
      if (typeof callback !== "function") throw invalidArgType("callback", "function", callback);
      const input = inputOf(buffer);
      readOptions(mode, options);
      answer(callback, async () => shaped(await run(true, mode, input, options), mode, options));
    },
  };
  Object.assign(exports, sync, async);
}

/**
 * @param {string | ArrayBufferView} data
 * @param {number} [value] of what came before
 * @returns {number}
 */
exports.crc32 = function crc32(data, value = 0) {
  if (typeof data !== "string" && !ArrayBuffer.isView(data)) throw invalidArgType("data", ["Buffer", "TypedArray", "DataView", "string"], data);
  checkInteger(value, "value", 0, 2 ** 32 - 1);
  return native.crc32(bytesOf(data, "data"), value);
};
