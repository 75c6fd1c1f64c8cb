/** CompressionStream and DecompressionStream (Compression): gzip, deflate and raw deflate. */

const { expose, requireArguments } = require("web/idl");
const { inspectView } = require("web/streams/buffers");
const { createTransform } = require("web/streams/transform");

const Bytes = Uint8Array;
const Memory = ArrayBuffer;
const { isView } = ArrayBuffer;
const FORMATS = { __proto__: null, gzip: 0, deflate: 1, "deflate-raw": 2 };

/** @param {unknown} chunk @returns {Uint8Array} */
function toBytes(chunk) {
  if (chunk instanceof Memory) return new Bytes(chunk);
  if (!isView(chunk)) throw new TypeError("A chunk must be an ArrayBuffer or a view of one");
  const { buffer, byteOffset, byteLength } = inspectView(chunk);
  return new Bytes(buffer, byteOffset, byteLength);
}

/** @param {unknown} format @returns {number} */
function toFormat(format) {
  const number = FORMATS[`${format}`];
  if (number === undefined) throw new TypeError(`${JSON.stringify(`${format}`)} is no format: gzip, deflate and deflate-raw are`);
  return number;
}

/**
 * @param {number} format
 * @param {boolean} decompresses
 */
function makeSides(format, decompresses) {
  // Takes bytes, or undefined at the end; gives bytes that are ready. Throws at what is broken.
  const code = native.compressor(format, decompresses);
  const give = (bytes, enqueue) => {
    if (bytes.byteLength > 0) enqueue(bytes);
  };
  return createTransform(
    (chunk, enqueue) => give(code(toBytes(chunk)), enqueue),
    (enqueue) => give(code(undefined), enqueue),
  );
}

class CompressionStream {
  #sides;

  /** @param {"gzip" | "deflate" | "deflate-raw"} format */
  constructor(format) {
    requireArguments(arguments.length, ["format"]);
    this.#sides = makeSides(toFormat(format), false);
  }

  get readable() {
    return this.#sides.readable;
  }

  get writable() {
    return this.#sides.writable;
  }
}
expose(CompressionStream);

class DecompressionStream {
  #sides;

  /** @param {"gzip" | "deflate" | "deflate-raw"} format */
  constructor(format) {
    requireArguments(arguments.length, ["format"]);
    this.#sides = makeSides(toFormat(format), true);
  }

  get readable() {
    return this.#sides.readable;
  }

  get writable() {
    return this.#sides.writable;
  }
}
expose(DecompressionStream);

exports.CompressionStream = CompressionStream;
exports.DecompressionStream = DecompressionStream;
