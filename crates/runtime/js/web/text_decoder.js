/**
 * TextDecoder (WHATWG Encoding, 7.2). The server decodes; what a chunk leaves unfinished waits here.
 */

const { expose } = require("web/idl");
const { invalidArgType, makeError } = require("node/errors");
const { finishedLength } = require("web/decoder_state");

const { isView } = ArrayBuffer;
const EMPTY = new Uint8Array(0);

/** @returns {Uint8Array} the same memory */
function toBytes(input) {
  if (input === undefined) return EMPTY;
  // Also one whose memory was taken over: there is nothing in it.
  if (input !== null && input.byteLength === 0) return EMPTY;
  if (isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  const tag = Object.prototype.toString.call(input);
  if (tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]") return new Uint8Array(input);
  throw invalidArgType("list", ["ArrayBuffer", "ArrayBufferView"], input);
}

function concat(a, b) {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  /** Bytes of an unfinished character. */
  #pending = EMPTY;
  /** How much of what `#pending` decodes to has been given out. */
  #given = 0;
  #atStart = true;

  /**
   * @param {string} [label]
   * @param {{fatal?: boolean, ignoreBOM?: boolean}} [options]
   */
  constructor(label = "utf-8", options = undefined) {
    const name = label === "utf-8" || label === "utf8" ? "utf-8" : native.encodingName(`${label}`);
    if (name === undefined) throw makeError(RangeError, "ERR_ENCODING_NOT_SUPPORTED", `The "${label}" encoding is not supported`);
    if (options !== undefined && options !== null && typeof options !== "object" && typeof options !== "function") {
      throw invalidArgType("options", "object", options);
    }
    this.#encoding = name;
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
  }

  get encoding() {
    return this.#encoding;
  }

  get fatal() {
    return this.#fatal;
  }

  get ignoreBOM() {
    return this.#ignoreBOM;
  }

  /**
   * @param {ArrayBuffer | ArrayBufferView} [input]
   * @param {{stream?: boolean}} [options]
   * @returns {string}
   */
  decode(input = undefined, options = undefined) {
    const stream = Boolean(options?.stream);
    const isSimple = !stream && !this.#fatal && this.#pending.length === 0 && this.#encoding === "utf-8";
    const bytes = isSimple ? toBytes(input) : concat(this.#pending, toBytes(input));
    if (isSimple) return this.#finish(native.utf8Decode(bytes));
    const finished = stream ? finishedLength(this.#encoding, bytes) : bytes.length;
    let text = native.textDecode(this.#encoding, bytes.subarray(0, finished), this.#fatal, true);
    if (text === undefined) this.#fail();
    const given = this.#given;
    this.#given = 0;
    this.#pending = EMPTY;
    if (finished < bytes.length) text += this.#keep(bytes.slice(finished));
    text = text.slice(given);
    return stream ? this.#withoutMark(text) : this.#finish(text);
  }

  /** The last text of a stream: the next call begins a new one. */
  #finish(text) {
    const whole = this.#withoutMark(text);
    this.#atStart = true;
    return whole;
  }

  /** Keeps unfinished bytes, and gives what they already decode to. */
  #keep(rest) {
    const text = native.textDecode(this.#encoding, rest, this.#fatal, false);
    if (text === undefined) this.#fail();
    this.#pending = rest;
    this.#given = text.length;
    return text;
  }

  #withoutMark(text) {
    if (!this.#atStart || text === "") return text;
    this.#atStart = false;
    const hasMark = !this.#ignoreBOM && text.charCodeAt(0) === 0xfeff && this.#encoding.startsWith("utf-");
    return hasMark ? text.slice(1) : text;
  }

  #fail() {
    this.#pending = EMPTY;
    this.#given = 0;
    this.#atStart = true;
    throw makeError(TypeError, "ERR_ENCODING_INVALID_ENCODED_DATA", `The encoded data was not valid for encoding ${this.#encoding}`);
  }
}

expose(TextDecoder);
exports.TextDecoder = TextDecoder;
