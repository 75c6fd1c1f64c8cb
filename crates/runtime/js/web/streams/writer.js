/** The writer of a writable stream (Streams, 5.3). */

const { expose, requireArguments } = require("web/idl");
const { deferred, handled, rejectedWith, resolvedWith } = require("web/streams/promises");
const { illegal, isObject } = require("web/streams/convert");
const { STATE, isClosing, abort, close, rejectReady } = require("web/streams/writable_core");

const { recordOf } = require("web/streams/writable_record");
const released = () => new TypeError("The writer was released");

function settled(value) {
  const one = deferred();
  one.resolve(value);
  return one;
}

function rejected(error) {
  const one = deferred();
  one.reject(error);
  handled(one.promise);
  return one;
}

/** @param {import("web/streams/writable_core").Stream} stream */
exports.acquireWriter = function acquireWriter(stream) {
  if (stream.writer !== undefined) throw new TypeError("The stream is locked: it has a writer already");
  const { state, error } = stream;
  const waits = state === STATE.writable && !isClosing(stream) && stream.backpressure;
  let ready = waits ? deferred() : settled(undefined);
  if (state === STATE.erroring || state === STATE.errored) ready = rejected(error);
  let closed = deferred();
  if (state === STATE.closed) closed = settled(undefined);
  if (state === STATE.errored) closed = rejected(error);
  const writer = { stream, ready, readyPending: waits, closed, closedPending: state !== STATE.closed && state !== STATE.errored };
  stream.writer = writer;
  return writer;
};

exports.releaseWriter = function releaseWriter(writer) {
  const { stream } = writer;
  const error = released();
  rejectReady(writer, error);
  if (!writer.closedPending) writer.closed = deferred();
  writer.closed.reject(error);
  handled(writer.closed.promise);
  stream.writer = undefined;
  writer.stream = undefined;
};

/** @returns {Promise<undefined>} */
function write(writer, chunk) {
  const { stream } = writer;
  const control = stream.controller;
  const size = control.sizeOf(chunk);
  // The size is the program's to tell, which may have done anything meanwhile.
  if (stream !== writer.stream) return rejectedWith(released());
  const { state } = stream;
  if (state === STATE.errored) return rejectedWith(stream.error);
  if (isClosing(stream) || state === STATE.closed) return rejectedWith(new TypeError("The stream takes no more chunks: it is closing or closed"));
  if (state === STATE.erroring) return rejectedWith(stream.error);
  const request = deferred();
  stream.requests.push(request);
  control.write(chunk, size);
  return request.promise;
}
exports.write = write;

/** Closes, or tells of what has gone wrong before. */
exports.closeWithErrors = function closeWithErrors(writer) {
  const { stream } = writer;
  if (isClosing(stream) || stream.state === STATE.closed) return resolvedWith(undefined);
  return stream.state === STATE.errored ? rejectedWith(stream.error) : close(stream);
};

class WritableStreamDefaultWriter {
  #writer;

  /** @param {WritableStream} stream */
  constructor(stream) {
    requireArguments(arguments.length, ["stream"]);
    this.#writer = exports.acquireWriter(recordOf(stream));
  }

  get closed() {
    if (!isObject(this) || !(#writer in this)) return rejectedWith(illegal("WritableStreamDefaultWriter"));
    return this.#writer.closed.promise;
  }

  get desiredSize() {
    const { stream } = this.#writer;
    if (stream === undefined) throw released();
    if (stream.state === STATE.errored || stream.state === STATE.erroring) return null;
    return stream.state === STATE.closed ? 0 : stream.controller.desiredSize;
  }

  get ready() {
    if (!isObject(this) || !(#writer in this)) return rejectedWith(illegal("WritableStreamDefaultWriter"));
    return this.#writer.ready.promise;
  }

  abort(reason = undefined) {
    if (!isObject(this) || !(#writer in this)) return rejectedWith(illegal("WritableStreamDefaultWriter"));
    const { stream } = this.#writer;
    return stream === undefined ? rejectedWith(released()) : abort(stream, reason);
  }

  close() {
    if (!isObject(this) || !(#writer in this)) return rejectedWith(illegal("WritableStreamDefaultWriter"));
    const { stream } = this.#writer;
    if (stream === undefined) return rejectedWith(released());
    if (isClosing(stream)) return rejectedWith(new TypeError("The stream is closing already"));
    return close(stream);
  }

  releaseLock() {
    if (this.#writer.stream !== undefined) exports.releaseWriter(this.#writer);
  }

  write(chunk = undefined) {
    if (!isObject(this) || !(#writer in this)) return rejectedWith(illegal("WritableStreamDefaultWriter"));
    if (this.#writer.stream === undefined) return rejectedWith(released());
    return write(this.#writer, chunk);
  }
}
expose(WritableStreamDefaultWriter);

exports.WritableStreamDefaultWriter = WritableStreamDefaultWriter;
