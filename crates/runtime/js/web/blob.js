/**
 * Blob and File (File API, 3 and 4). The bytes are in memory and never change, so that slices share
 * them.
 */

const { expose, requireArguments } = require("web/idl");
const { toText } = require("web/web_text");
const { utf8Encode } = require("web/utf8");
const { inspectView, slice: copyOf } = require("web/streams/buffers");
const { resolvedWith, rejectedWith } = require("web/streams/promises");

const { isView } = ArrayBuffer;
const { iterator } = Symbol;
const { min, max } = Math;
const { apply } = Reflect;
const Bytes = Uint8Array;
const Memory = ArrayBuffer;
const NOT_A_TYPE = /[^\x20-\x7e]/;
/** Chunks of a blob's stream, in bytes. */
const CHUNK_BYTES = 65536;

/** @type {(blob: Blob) => Uint8Array} */
let bytesOf;
/** @type {(blob: Blob) => string} */
let typeOf;
/** @type {(file: File) => File} */
let copyFile;
/** What the constructor is called with for bytes that are there already. */
const OWN = {};
let given;

function toType(type) {
  const text = `${type}`;
  return NOT_A_TYPE.test(text) ? "" : text.toLowerCase();
}

/** @param {unknown} value */
function isBytes(value) {
  return isView(value) || value instanceof Memory;
}

/**
 * The parts as Blobs, buffers, views and strings, converted one after the other as they are iterated.
 * @param {any} parts
 * @returns {any[]}
 */
function collect(parts) {
  const method = parts !== null && (typeof parts === "object" || typeof parts === "function") ? parts[iterator] : undefined;
  if (typeof method !== "function") throw new TypeError("The parts of a Blob must be given as a list");
  const list = [];
  for (const part of { [iterator]: () => apply(method, parts, []) }) {
    list[list.length] = exports.isBlob(part) || isBytes(part) ? part : toText(part);
  }
  return list;
}

/** @param {any} part @param {boolean} native whether line ends become those of this system */
function bytesOfPart(part, native) {
  if (typeof part === "string") return utf8Encode(native ? part.replace(/\r\n?/g, "\n") : part);
  if (exports.isBlob(part)) return bytesOf(part);
  if (part instanceof Memory) return part.byteLength === 0 ? new Bytes(0) : new Bytes(part);
  const { buffer, byteOffset, byteLength } = inspectView(part);
  return byteLength === 0 ? new Bytes(0) : new Bytes(buffer, byteOffset, byteLength);
}

/** @param {any[]} parts @param {boolean} native */
function join(parts, native) {
  const pieces = [];
  let length = 0;
  for (let i = 0; i < parts.length; i++) {
    pieces[i] = bytesOfPart(parts[i], native);
    length += pieces[i].byteLength;
  }
  const bytes = new Bytes(length);
  let at = 0;
  for (let i = 0; i < pieces.length; i++) {
    bytes.set(pieces[i], at);
    at += pieces[i].byteLength;
  }
  return bytes;
}

/** @param {unknown} options */
function readOptions(options) {
  if (options === undefined || options === null) return { type: "", native: false };
  if (typeof options !== "object" && typeof options !== "function") throw new TypeError("The options of a Blob must be an object");
  const { endings } = /** @type {any} */ (options);
  const ending = endings === undefined ? "transparent" : `${endings}`;
  if (ending !== "transparent" && ending !== "native") throw new TypeError(`endings is ${JSON.stringify(ending)}; it can be "transparent" or "native"`);
  const { type } = /** @type {any} */ (options);
  return { type: type === undefined ? "" : toType(type), native: ending === "native" };
}

function clamp(position, size) {
  const number = Math.trunc(+position) || 0;
  return number < 0 ? max(size + number, 0) : min(number, size);
}

class Blob {
  /** @type {Uint8Array} */
  #bytes;
  #type = "";

  static {
    bytesOf = (blob) => blob.#bytes;
    typeOf = (blob) => blob.#type;
    exports.isBlob = (value) => typeof value === "object" && value !== null && #bytes in value;
  }

  /**
   * @param {Iterable<unknown>} [parts] strings, buffers, views, blobs
   * @param {{type?: string, endings?: "transparent" | "native"}} [options]
   */
  constructor(parts = undefined, options = undefined) {
    if (parts === OWN) {
      this.#bytes = given;
      this.#type = options;
      return;
    }
    const list = parts === undefined ? [] : collect(parts);
    const { type, native } = readOptions(options);
    this.#bytes = join(list, native);
    this.#type = type;
  }

  get size() {
    return this.#bytes.byteLength;
  }

  get type() {
    return this.#type;
  }

  /** @param {number} [start] @param {number} [end] @param {string} [contentType] */
  slice(start = undefined, end = undefined, contentType = undefined) {
    const { byteLength } = this.#bytes;
    const from = start === undefined ? 0 : clamp(start, byteLength);
    const to = end === undefined ? byteLength : clamp(end, byteLength);
    return makeBlob(this.#bytes.subarray(from, max(from, to)), contentType === undefined ? "" : toType(contentType));
  }

  text() {
    if (!exports.isBlob(this)) return rejectedWith(new TypeError("Illegal invocation: this is no Blob"));
    return resolvedWith(native.utf8Decode(this.#bytes));
  }

  arrayBuffer() {
    if (!exports.isBlob(this)) return rejectedWith(new TypeError("Illegal invocation: this is no Blob"));
    return resolvedWith(copy(this.#bytes).buffer);
  }

  bytes() {
    if (!exports.isBlob(this)) return rejectedWith(new TypeError("Illegal invocation: this is no Blob"));
    return resolvedWith(copy(this.#bytes));
  }

  stream() {
    const { wrap } = require("web/streams/readable_record");
    return wrap(exports.streamOfBytes(this.#bytes));
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    return `Blob ${inspect({ size: this.size, type: this.type }, options)}`;
  }
}
expose(Blob);
require("web/known").learn("isBlob", exports.isBlob);

/** @param {Uint8Array} bytes @returns {Uint8Array} with memory of its own */
function copy(bytes) {
  return new Bytes(copyOf(bytes.buffer, bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** The same bytes as another object, for structuredClone. @param {Blob} blob */
exports.copyBlob = function copyBlob(blob) {
  return exports.isFile(blob) ? copyFile(/** @type {File} */ (blob)) : makeBlob(bytesOf(blob), typeOf(blob));
};

/** @param {Uint8Array} bytes which nobody changes @param {string} type */
function makeBlob(bytes, type) {
  given = bytes;
  return new Blob(/** @type {any} */ (OWN), /** @type {any} */ (type));
}

/** A stream of bytes of copies. @param {Uint8Array} bytes */
exports.streamOfBytes = function streamOfBytes(bytes) {
  const { createReadableBytes } = require("web/streams/readable_byte_controller");
  let at = 0;
  const stream = createReadableBytes(
    () => {
      const control = stream.controller;
      if (at < bytes.byteLength) {
        const piece = copy(bytes.subarray(at, at + CHUNK_BYTES));
        at += piece.byteLength;
        control.enqueueOwn(piece.buffer, 0, piece.byteLength);
      }
      if (at >= bytes.byteLength) control.finish();
      return resolvedWith(undefined);
    },
    () => resolvedWith(undefined),
  );
  return stream;
};

class File extends Blob {
  #name;
  #lastModified;

  static {
    copyFile = (file) => new File([file], file.#name, { __proto__: null, type: typeOf(file), lastModified: file.#lastModified });
    exports.isFile = (value) => typeof value === "object" && value !== null && #name in value;
  }

  /**
   * @param {Iterable<unknown>} parts
   * @param {string} name
   * @param {{type?: string, endings?: "transparent" | "native", lastModified?: number}} [options]
   */
  constructor(parts, name, options = undefined) {
    requireArguments(arguments.length, ["fileBits", "fileName"]);
    const text = toText(name);
    super(parts, options);
    this.#name = text;
    const modified = options?.lastModified;
    this.#lastModified = modified === undefined ? Date.now() : Math.trunc(+modified) || 0;
  }

  get name() {
    return this.#name;
  }

  get lastModified() {
    return this.#lastModified;
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    return `File ${inspect({ size: this.size, type: this.type, name: this.name, lastModified: this.lastModified }, options)}`;
  }
}
expose(File);

exports.bytesOf = (blob) => bytesOf(blob);
exports.makeBlob = makeBlob;
exports.Blob = Blob;
exports.File = File;
