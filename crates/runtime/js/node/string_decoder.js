/**
 * The module `string_decoder`: bytes that come in pieces become text without tearing characters.
 */

const { codecOf } = require("node/buffer/encodings");
const { invalidArgType, makeError } = require("node/errors");

const { isView } = ArrayBuffer;
const { defineProperty } = Object;

/** Bytes of the character that a UTF-8 text ends with, when it is not complete; else 0. */
function openUtf8(bytes) {
  const from = Math.max(bytes.length - 3, 0);
  for (let i = bytes.length - 1; i >= from; i--) {
    const byte = bytes[i];
    if ((byte & 0xc0) === 0x80) continue;
    // Some of these begin nothing; Node waits for what follows all the same.
    const length = byte >= 0xf0 && byte <= 0xf7 ? 4 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xc2 && byte < 0xe0 ? 2 : 1;
    const here = bytes.length - i;
    if (length <= here) return 0;
    return isPossible(bytes.subarray(i)) ? here : 0;
  }
  return 0;
}

/** Whether a beginning of a character can still become one: some second bytes cannot. */
function isPossible([first, second]) {
  if (second === undefined) return true;
  if (first === 0xe0) return second >= 0xa0;
  if (first === 0xed) return second <= 0x9f;
  if (first === 0xf0) return second >= 0x90;
  if (first === 0xf4) return second <= 0x8f;
  return true;
}

function openUtf16(bytes) {
  const odd = bytes.length % 2;
  const at = bytes.length - odd - 2;
  if (at < 0) return odd;
  const high = bytes[at + 1];
  return high >= 0xd8 && high <= 0xdb ? odd + 2 : odd;
}

/** For each encoding whose characters can be torn: how many bytes at the end have to wait. */
const OPEN = {
  __proto__: null,
  utf8: openUtf8,
  utf16le: openUtf16,
  base64: (bytes) => bytes.length % 3,
  base64url: (bytes) => bytes.length % 3,
};
/** Bytes of a whole character, as far as `lastTotal` tells. */
const TOTAL = { __proto__: null, utf16le: 2, base64: 3, base64url: 3 };

/**
 * @param {string} [encoding]
 */
function StringDecoder(encoding) {
  const codec = encoding === undefined || encoding === null || encoding === "" ? codecOf("utf8") : codecOf(encoding);
  if (codec === undefined || (typeof encoding !== "string" && encoding !== undefined && encoding !== null)) {
    throw makeError(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
  }
  this.encoding = codec.name;
  defineProperty(this, STATE, { value: { codec, rest: new Uint8Array(0) }, enumerable: false });
}
const STATE = Symbol("kNativeDecoder");

function toBytes(chunk) {
  if (!isView(chunk)) throw invalidArgType("buf", ["Buffer", "TypedArray", "DataView"], chunk);
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

/** @param {ArrayBufferView | string} chunk @returns {string} what is complete */
StringDecoder.prototype.write = function write(chunk) {
  if (typeof chunk === "string") return chunk;
  const given = toBytes(chunk);
  const state = this[STATE];
  if (state === undefined) throw makeError(TypeError, "ERR_INVALID_THIS", 'Value of "this" must be of type StringDecoder');
  const open = OPEN[state.codec.name];
  if (open === undefined) return state.codec.decode(given);
  let bytes = given;
  if (state.rest.length > 0) {
    bytes = new Uint8Array(state.rest.length + given.length);
    bytes.set(state.rest);
    bytes.set(given, state.rest.length);
  }
  const end = bytes.length - open(bytes);
  // A copy: the chunk's memory is somebody else's.
  state.rest = bytes.slice(end);
  return end === 0 ? "" : state.codec.decode(bytes.subarray(0, end));
};

/** @returns {string} what is left, characters that were torn included */
StringDecoder.prototype.end = function end(chunk) {
  const text = chunk === undefined ? "" : this.write(chunk);
  const state = this[STATE];
  const { rest } = state;
  if (rest.length === 0) return text;
  state.rest = new Uint8Array(0);
  return text + state.codec.decode(rest);
};

/** @deprecated */
StringDecoder.prototype.text = function text(chunk, offset) {
  this[STATE].rest = new Uint8Array(0);
  return this.write(toBytes(chunk).subarray(offset));
};

function expose(name, get) {
  defineProperty(StringDecoder.prototype, name, { get, configurable: true, enumerable: true });
}
expose("lastChar", function () {
  const { Buffer } = require("node/buffer");
  const bytes = Buffer.alloc(4);
  bytes.set(this[STATE].rest);
  return bytes;
});
expose("lastNeed", function () {
  const { rest } = this[STATE];
  return rest.length === 0 ? 0 : this.lastTotal - rest.length;
});
expose("lastTotal", function () {
  const { codec, rest } = this[STATE];
  if (rest.length === 0) return 0;
  if (codec.name !== "utf8") return codec.name === "utf16le" && rest.length > 1 ? 4 : TOTAL[codec.name];
  return rest[0] >= 0xf0 ? 4 : rest[0] >= 0xe0 ? 3 : 2;
});

exports.StringDecoder = StringDecoder;
