/**
 * The body of a request or a response (Fetch, 2.2.4 and 5.2).
 *
 * As long as nobody asks for its stream there is none: a body that is there as text or bytes, or that
 * the server has received, is read in one piece.
 */

const { toText } = require("web/web_text");
const { utf8Encode } = require("web/utf8");
const { rejectedWith, resolvedWith, then, deferred } = require("web/streams/promises");
const { extractMime } = require("web/fetch/mime");
const { toError } = require("web/fetch/failure");

const { isView } = ArrayBuffer;
const { parse } = JSON;
const { defineProperty } = Object;
const Bytes = Uint8Array;
const Memory = ArrayBuffer;
const EMPTY = new Bytes(0);
/** As which a body is read; the numbers are those of `ops/fetch.rs`. */
const AS = { text: 0, bytes: 1 };

/**
 * A body that the server receives: what `native.fetchBody` and `native.fetchChunk` read.
 * @typedef {object} Incoming
 * @property {number} id
 * @property {() => void} done called when it was read, or given up
 * @property {{reason: any} | undefined} aborted why it was given up
 */

/** A body, whatever it is made of. */
class Body {
  /** @type {string | Uint8Array | Incoming | undefined} */
  source;
  /** There once somebody has asked for it. @type {import("web/streams/readable_core").Stream | undefined} */
  stream;
  /** Whether it was read without a stream. */
  used = false;

  constructor(source, stream = undefined) {
    this.source = source;
    this.stream = stream;
  }

  get isUsed() {
    return this.stream === undefined ? this.used : this.stream.disturbed;
  }

  get isLocked() {
    return this.stream !== undefined && this.stream.reader !== undefined;
  }

  /** The bytes or the text if it is all there. */
  get whole() {
    return this.stream === undefined && !isIncoming(this.source) ? this.source : undefined;
  }

  /** @returns {import("web/streams/readable_core").Stream} */
  asStream() {
    return (this.stream ??= this.#makeStream());
  }

  #makeStream() {
    const { source } = this;
    if (this.used) return readAlready();
    if (isIncoming(source)) return streamOfIncoming(source);
    const bytes = typeof source === "string" ? utf8Encode(source) : source;
    return require("web/blob").streamOfBytes(bytes);
  }

  /** A second body with the same content. */
  clone() {
    if (this.whole !== undefined) return new Body(this.source);
    const [one, other] = require("web/streams/tee").tee(this.asStream(), true);
    this.stream = one;
    return new Body(undefined, other);
  }

  /**
   * Reads it all.
   * @param {boolean} asText
   * @returns {any} text or bytes that are the caller's own, or a promise of them
   */
  read(asText) {
    if (this.isUsed || this.isLocked) throw new TypeError("The body was read already, or is being read");
    if (this.stream !== undefined) return readStream(this.stream, asText);
    this.used = true;
    const { source } = this;
    if (isIncoming(source)) return readIncoming(source, asText);
    if (typeof source === "string") return asText ? withoutMark(source) : utf8Encode(source);
    return asText ? decode(source) : source.slice();
  }
}

function isIncoming(source) {
  return typeof source === "object" && !isView(source);
}

/** @param {string} text */
function withoutMark(text) {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** @param {Uint8Array} bytes */
function decode(bytes) {
  return withoutMark(native.utf8Decode(bytes));
}

/** @param {Incoming} incoming @param {any} error as the server gave it */
function failure(incoming, error) {
  incoming.done();
  return incoming.aborted === undefined ? toError(error) : incoming.aborted.reason;
}

/** @param {Incoming} incoming */
function readIncoming(incoming, asText) {
  if (incoming.aborted !== undefined) throw incoming.aborted.reason;
  const finish = (read) => {
    incoming.done();
    return asText ? read : new Bytes(read);
  };
  let read;
  try {
    read = native.fetchBody(incoming.id, asText ? AS.text : AS.bytes);
  } catch (error) {
    throw failure(incoming, error);
  }
  if (typeof read === "string" || read instanceof Memory) return finish(read);
  return then(read, finish, (error) => {
    throw failure(incoming, error);
  });
}

/** @param {Incoming} incoming */
function streamOfIncoming(incoming) {
  const { createReadableBytes } = require("web/streams/readable_byte_controller");
  const take = (chunk) => {
    if (chunk === undefined) {
      incoming.done();
      stream.controller.finish();
    } else stream.controller.enqueueOwn(chunk, 0, chunk.byteLength);
  };
  const pull = () => {
    if (incoming.aborted !== undefined) return rejectedWith(incoming.aborted.reason);
    try {
      const chunk = native.fetchChunk(incoming.id);
      if (chunk === undefined || chunk instanceof Memory) {
        take(chunk);
        return resolvedWith(undefined);
      }
      return then(chunk, take, (error) => {
        throw failure(incoming, error);
      });
    } catch (error) {
      return rejectedWith(failure(incoming, error));
    }
  };
  const stream = createReadableBytes(pull, () => {
    native.fetchCancel(incoming.id);
    incoming.done();
    return resolvedWith(undefined);
  });
  incoming.stream = stream;
  return stream;
}

/** The stream of a body that was read without one. */
function readAlready() {
  const { acquireReader } = require("web/streams/readable_core");
  const stream = require("web/blob").streamOfBytes(EMPTY);
  stream.controller.close();
  stream.disturbed = true;
  acquireReader(stream, false);
  return stream;
}

/** @param {import("web/streams/readable_core").Stream} stream */
function readStream(stream, asText) {
  const { acquireReader, read } = require("web/streams/readable_core");
  const reader = acquireReader(stream, false);
  const { promise, resolve, reject } = deferred();
  const chunks = [];
  let length = 0;
  const next = () =>
    read(reader, {
      chunk(chunk) {
        if (!(chunk instanceof Bytes)) {
          const error = new TypeError("A chunk of the body is no Uint8Array");
          reject(error);
          require("web/streams/readable_core").cancel(stream, error);
          return;
        }
        chunks[chunks.length] = chunk;
        length += chunk.byteLength;
        // Not from within: a source that gives much at once would overflow the stack.
        require("web/streams/promises").microtask(next);
      },
      close() {
        const bytes = join(chunks, length);
        resolve(asText ? decode(bytes) : bytes);
      },
      error: reject,
    });
  next();
  return promise;
}

function join(chunks, length) {
  const bytes = new Bytes(length);
  let at = 0;
  for (let i = 0; i < chunks.length; i++) {
    bytes.set(chunks[i], at);
    at += chunks[i].byteLength;
  }
  return bytes;
}

/**
 * What a program gave as a body.
 * @param {any} init not null
 * @returns {{body: Body, type: string | undefined}}
 */
exports.extractBody = function extractBody(init) {
  if (typeof init === "string") return { body: new Body(toText(init)), type: "text/plain;charset=UTF-8" };
  if (typeof init === "object") {
    const special = extractObject(init);
    if (special !== undefined) return special;
  }
  return { body: new Body(toText(init)), type: "text/plain;charset=UTF-8" };
};

function extractObject(init) {
  if (isView(init)) return { body: new Body(new Bytes(init.buffer, init.byteOffset, init.byteLength).slice()), type: undefined };
  if (init instanceof Memory) return { body: new Body(new Bytes(init).slice()), type: undefined };
  const { isBlob, bytesOf } = require("web/blob");
  if (isBlob(init)) return { body: new Body(bytesOf(init)), type: init.type || undefined };
  if (init instanceof require("web/url_search_params").URLSearchParams) {
    return { body: new Body(init.toString()), type: "application/x-www-form-urlencoded;charset=UTF-8" };
  }
  if (require("web/form_data").isFormData(init)) {
    const { bytes, type } = require("web/fetch/multipart").encodeMultipart(init);
    return { body: new Body(bytes), type };
  }
  const { isReadable, recordOf } = require("web/streams/readable_record");
  if (isReadable(init)) {
    const stream = recordOf(init);
    if (stream.disturbed || stream.reader !== undefined) throw new TypeError("The stream is locked, or was read already");
    return { body: new Body(undefined, stream), type: undefined };
  }
  // Beyond the standard, as Node has it: streams of libraries.
  if (typeof init[Symbol.asyncIterator] === "function") {
    return { body: new Body(undefined, require("web/streams/from").fromIterable(init)), type: undefined };
  }
  return undefined;
}

/** @param {Body | null} body @param {boolean} asText */
function readAll(body, asText) {
  if (body === null) return asText ? "" : new Bytes(0);
  return body.read(asText);
}

/** What the text of a form is made into. */
function formOf(contentType, bytes) {
  const { FormData, entriesOf } = require("web/form_data");
  const type = extractMime(contentType);
  if (type?.essence === "multipart/form-data") {
    const boundary = type.parameters.get("boundary");
    if (boundary === undefined) throw new TypeError("The content-type of the body names no boundary");
    return require("web/fetch/multipart").decodeMultipart(bytes, boundary);
  }
  if (type?.essence !== "application/x-www-form-urlencoded") {
    throw new TypeError(`A body of type ${type?.essence ?? "unknown"} is no form: multipart/form-data and application/x-www-form-urlencoded are`);
  }
  const data = new FormData();
  const list = entriesOf(data);
  const pairs = require("web/form_encoding").parsePairs(native.utf8Decode(bytes));
  for (let i = 0; i < pairs.length; i++) list[i] = pairs[i];
  return data;
}

/**
 * The type of a Blob made of a body.
 * @param {string | null} contentType
 */
function blobType(contentType) {
  const type = extractMime(contentType);
  return type === undefined ? "" : require("web/fetch/mime").serializeMime(type);
}

/** Reads a body and makes something of what was read; what goes wrong is a rejection. */
function consume(body, asText, make) {
  let read;
  try {
    read = readAll(body, asText);
    if (typeof read === "string" || read instanceof Bytes) return resolvedWith(make(read));
  } catch (error) {
    return rejectedWith(error);
  }
  return then(read, make);
}

/**
 * Gives a class the members that requests and responses share.
 * @param {Function} Class
 * @param {(object: any) => boolean} isOne
 * @param {(object: any) => Body | null} bodyOf
 * @param {(object: any) => string | null} contentTypeOf
 */
exports.addBodyMembers = function addBodyMembers(Class, isOne, bodyOf, contentTypeOf) {
  const same = (value) => value;
  const consumer = (asText, make) =>
    function (object) {
      if (!isOne(object)) return rejectedWith(new TypeError(`Illegal invocation: this is no ${Class.name}`));
      return consume(bodyOf(object), asText, (read) => make(read, object));
    };
  const readers = {
    arrayBuffer: consumer(false, (bytes) => bytes.buffer),
    blob: consumer(false, (bytes, object) => require("web/blob").makeBlob(bytes, blobType(contentTypeOf(object)))),
    bytes: consumer(false, same),
    formData: consumer(false, (bytes, object) => formOf(contentTypeOf(object), bytes)),
    json: consumer(true, (text) => parse(text)),
    text: consumer(true, same),
  };
  const methods = {
    arrayBuffer() {
      return readers.arrayBuffer(this);
    },
    blob() {
      return readers.blob(this);
    },
    bytes() {
      return readers.bytes(this);
    },
    formData() {
      return readers.formData(this);
    },
    json() {
      return readers.json(this);
    },
    text() {
      return readers.text(this);
    },
    get body() {
      const body = bodyOf(this);
      return body === null ? null : require("web/streams/readable_record").wrap(body.asStream());
    },
    get bodyUsed() {
      const body = bodyOf(this);
      return body !== null && body.isUsed;
    },
  };
  for (const name of Object.keys(methods)) {
    defineProperty(Class.prototype, name, { ...Object.getOwnPropertyDescriptor(methods, name), enumerable: true });
  }
};

/**
 * What the text of a body is as JSON.
 * @param {Body | null} body
 * @returns {any} the value when the body is there, else a promise of it
 */
exports.readJson = function readJson(body) {
  const read = readAll(body, true);
  return typeof read === "string" ? parse(read) : then(read, (text) => parse(text));
};

/** @param {Body | null} body */
exports.cloneBody = (body) => (body === null ? null : body.clone());
/** @param {Body | null} body */
exports.isUnusable = (body) => body !== null && (body.isUsed || body.isLocked);
exports.Body = Body;
