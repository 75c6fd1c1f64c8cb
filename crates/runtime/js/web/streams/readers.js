/** The readers of a readable stream (Streams, 4.3 to 4.5). */

const { expose, requireArguments } = require("web/idl");
const { deferred, rejectedWith } = require("web/streams/promises");
const { dictionary, enforceRange, illegal, isObject } = require("web/streams/convert");
const { inspectView } = require("web/streams/buffers");
const { STATE, acquireReader, releaseReader, cancel, read } = require("web/streams/readable_core");
const { recordOf } = require("web/streams/readable_record");

const released = () => new TypeError("The reader was released");

/** Settles a promise with what iterators give. */
class ReadResult {
  constructor() {
    const { promise, resolve, reject } = deferred();
    this.promise = promise;
    this.resolve = resolve;
    this.error = reject;
  }

  chunk(value) {
    this.resolve({ value, done: false });
  }

  close(value = undefined) {
    this.resolve({ value, done: true });
  }
}

class ReadableStreamDefaultReader {
  /** @type {import("web/streams/readable_core").Reader} */
  #reader;

  /** @param {ReadableStream} stream */
  constructor(stream) {
    requireArguments(arguments.length, ["stream"]);
    this.#reader = acquireReader(recordOf(stream), false);
  }

  get closed() {
    if (!isObject(this) || !(#reader in this)) return rejectedWith(illegal("ReadableStreamDefaultReader"));
    return this.#reader.closed.promise;
  }

  cancel(reason = undefined) {
    if (!isObject(this) || !(#reader in this)) return rejectedWith(illegal("ReadableStreamDefaultReader"));
    const { stream } = this.#reader;
    return stream === undefined ? rejectedWith(released()) : cancel(stream, reason);
  }

  read() {
    if (!isObject(this) || !(#reader in this)) return rejectedWith(illegal("ReadableStreamDefaultReader"));
    if (this.#reader.stream === undefined) return rejectedWith(released());
    const result = new ReadResult();
    read(this.#reader, result);
    return result.promise;
  }

  releaseLock() {
    if (this.#reader.stream !== undefined) releaseReader(this.#reader);
  }
}
expose(ReadableStreamDefaultReader);

class ReadableStreamBYOBReader {
  /** @type {import("web/streams/readable_core").Reader} */
  #reader;

  /** @param {ReadableStream} stream of bytes */
  constructor(stream) {
    requireArguments(arguments.length, ["stream"]);
    this.#reader = acquireReader(recordOf(stream), true);
  }

  get closed() {
    if (!isObject(this) || !(#reader in this)) return rejectedWith(illegal("ReadableStreamBYOBReader"));
    return this.#reader.closed.promise;
  }

  cancel(reason = undefined) {
    if (!isObject(this) || !(#reader in this)) return rejectedWith(illegal("ReadableStreamBYOBReader"));
    const { stream } = this.#reader;
    return stream === undefined ? rejectedWith(released()) : cancel(stream, reason);
  }

  /**
   * @param {ArrayBufferView} view whose memory is taken over, and comes back filled
   * @param {{min?: number}} [options] elements that are waited for; 1 by default
   */
  read(view, options = undefined) {
    if (!isObject(this) || !(#reader in this)) return rejectedWith(illegal("ReadableStreamBYOBReader"));
    try {
      requireArguments(arguments.length, ["view"]);
      return readInto(this.#reader, inspectView(view), options);
    } catch (error) {
      return rejectedWith(error);
    }
  }

  releaseLock() {
    if (this.#reader.stream !== undefined) releaseReader(this.#reader);
  }
}
expose(ReadableStreamBYOBReader);

function readInto(reader, view, options) {
  const given = dictionary(options, "options")?.min;
  const minimum = given === undefined ? 1 : enforceRange(given, "options.min");
  if (view.byteLength === 0) throw new TypeError("The view is empty");
  if (view.bufferLength === 0) throw new TypeError("The view's buffer is empty");
  if (view.detached) throw new TypeError("The view's buffer was taken over by somebody else");
  if (minimum === 0) throw new TypeError("options.min must not be 0");
  if (minimum > view.byteLength / view.elementSize) throw new RangeError("options.min is more than the view has room for");
  if (reader.stream === undefined) throw released();
  const result = new ReadResult();
  readIntoView(reader, view, minimum, result);
  return result.promise;
}

/** @param {import("web/streams/readable_core").ReadRequest} request */
function readIntoView(reader, view, minimum, request) {
  const { stream } = reader;
  stream.disturbed = true;
  if (stream.state === STATE.errored) request.error(stream.error);
  else stream.controller.pullIntoView(view, minimum, request);
}

exports.readIntoView = readIntoView;
exports.ReadableStreamDefaultReader = ReadableStreamDefaultReader;
exports.ReadableStreamBYOBReader = ReadableStreamBYOBReader;
