/**
 * Options of `zlib`, checked, in the form in which they cross.
 */

const { bytesOf, isBytes } = require("node/crypto/bytes");
const { invalidArgType, makeError, outOfRange } = require("node/errors");
const { constants } = require("node/zlib/constants");

/** Modes by the names of the functions. */
exports.MODES = {
  __proto__: null,
  deflate: constants.DEFLATE,
  inflate: constants.INFLATE,
  gzip: constants.GZIP,
  gunzip: constants.GUNZIP,
  deflateRaw: constants.DEFLATERAW,
  inflateRaw: constants.INFLATERAW,
  unzip: constants.UNZIP,
  brotliDecompress: constants.BROTLI_DECODE,
  brotliCompress: constants.BROTLI_ENCODE,
};

const CHUNK_MAX = 16 * 1024 * 1024;
const OUTPUT_MAX = 2 ** 32;

function number(options, name, usual, min, max) {
  const value = options?.[name];
  if (value === undefined || Number.isNaN(value)) return usual;
  if (typeof value !== "number") throw invalidArgType(`options.${name}`, "number", value);
  if (!Number.isFinite(value)) throw outOfRange(`options.${name}`, "a finite number", value);
  if (value < min || value > max) throw outOfRange(`options.${name}`, max === Infinity ? `>= ${min}` : `>= ${min} and <= ${max}`, value);
  return value;
}

function dictionaryOf(options) {
  const dictionary = options?.dictionary;
  if (dictionary === undefined) return undefined;
  if (!isBytes(dictionary)) throw invalidArgType("options.dictionary", ["Buffer", "TypedArray", "DataView", "ArrayBuffer"], dictionary);
  return bytesOf(dictionary, "options.dictionary");
}

/** Windows that a mode takes: 0 lets the header say it. */
function windowBits(options, mode) {
  const { INFLATE, GUNZIP, UNZIP, GZIP, DEFLATERAW } = constants;
  const value = options?.windowBits;
  if ((value === undefined || value === null || value === 0) && (mode === INFLATE || mode === GUNZIP || mode === UNZIP)) return 0;
  const bits = number(options, "windowBits", constants.Z_DEFAULT_WINDOWBITS, mode === GZIP ? 9 : 8, 15);
  // A window of 256 bytes is one of 512 in raw deflate.
  return mode === DEFLATERAW && bits === 8 ? 9 : bits;
}

function brotliParameters(options, isEncoder) {
  const params = options?.params;
  const given = isEncoder ? { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } : {};
  if (params === undefined || params === null) return given;
  for (const key of Object.keys(params)) {
    const known = Number.isInteger(+key) && +key >= 0 && +key <= (isEncoder ? 9 : 1);
    if (!known) throw makeError(RangeError, "ERR_BROTLI_INVALID_PARAM", `${key} is not a valid Brotli parameter`);
    const value = params[key];
    if (typeof value !== "number" && typeof value !== "boolean") throw invalidArgType("options.params[key]", "number", value);
    given[key] = +value;
  }
  return given;
}

/**
 * @param {number} mode
 * @param {any} options as Node's
 * @returns {{crossing: any[], finishFlush: number, flush: number, maxOutputLength: number, chunkSize: number}}
 */
exports.readOptions = function readOptions(mode, options) {
  if (options !== undefined && options !== null && typeof options !== "object") throw invalidArgType("options", "object", options);
  const isBrotli = mode === constants.BROTLI_DECODE || mode === constants.BROTLI_ENCODE;
  const [lastFlush, finish] = isBrotli ? [constants.BROTLI_OPERATION_EMIT_METADATA, constants.BROTLI_OPERATION_FINISH] : [constants.Z_BLOCK, constants.Z_FINISH];
  const chunkSize = number(options, "chunkSize", constants.Z_DEFAULT_CHUNK, constants.Z_MIN_CHUNK, Infinity);
  const flush = number(options, "flush", 0, 0, lastFlush);
  const finishFlush = number(options, "finishFlush", finish, 0, lastFlush);
  const maxOutputLength = number(options, "maxOutputLength", OUTPUT_MAX, 1, OUTPUT_MAX);
  const common = { flush, finishFlush, maxOutputLength, chunkSize: Math.min(chunkSize, CHUNK_MAX) };
  if (isBrotli) {
    const parameters = brotliParameters(options, mode === constants.BROTLI_ENCODE);
    const text = mode === constants.BROTLI_ENCODE ? Object.keys(parameters).filter((key) => +key <= 6).map((key) => `${key}=${parameters[key]}`).join(" ") : "";
    return { ...common, crossing: [mode, -1, 15, undefined, text] };
  }
  const bits = windowBits(options, mode);
  const level = number(options, "level", constants.Z_DEFAULT_COMPRESSION, -1, 9);
  // They only trade memory for speed and size: checked, and left out.
  number(options, "memLevel", constants.Z_DEFAULT_MEMLEVEL, 1, 9);
  number(options, "strategy", constants.Z_DEFAULT_STRATEGY, 0, 4);
  return { ...common, crossing: [mode, level, bits, dictionaryOf(options), undefined] };
};
