/**
 * The controller of a stream of bytes (Streams, 4.7 and 4.9.5): readers may bring buffers of their own,
 * which the source fills or into which the queue is copied.
 */

const { expose, requireArguments } = require("web/idl");
const { SizedQueue, Queue } = require("web/streams/queue");
const { resolvedWith, then } = require("web/streams/promises");
const { promiseCall } = require("web/streams/convert");
const { inspectView, isDetached, transfer, slice, copy } = require("web/streams/buffers");
const { makeRequest, invalidateRequest } = require("web/streams/byob_request");
const { STATE, newStream, close: closeStream, fail, hasReader, waiting } = require("web/streams/readable_core");

const { apply } = Reflect;
const { min } = Math;
const KEY = {};
const Bytes = Uint8Array;
const Memory = ArrayBuffer;
/** Who waits for a buffer to be filled. */
const FOR = { default: 0, byob: 1, nobody: 2 };

/**
 * A buffer that is being filled.
 * @typedef {object} PullInto
 * @property {ArrayBuffer} buffer
 * @property {number} bufferLength
 * @property {number} byteOffset
 * @property {number} byteLength
 * @property {number} filled bytes
 * @property {number} minimum bytes before the reader gets it
 * @property {number} elementSize
 * @property {any} Type of the view that the reader gets
 * @property {number} readerType one of `FOR`
 */

/** @param {PullInto} into */
function convert(into) {
  return new into.Type(transfer(into.buffer), into.byteOffset, into.filled / into.elementSize);
}

class ByteControl {
  isByte = true;
  /** Of `{buffer, byteOffset, byteLength}`; sizes are bytes. */
  queue = new SizedQueue();
  pending = new Queue();
  request = null;
  started = false;
  closing = false;
  pulling = false;
  pullAgain = false;
  wrapper = undefined;
  stream;
  onPull;
  onCancel;
  mark;
  autoAllocate;

  constructor(stream, pull, cancel, mark, autoAllocate) {
    this.stream = stream;
    this.onPull = pull;
    this.onCancel = cancel;
    this.mark = mark;
    this.autoAllocate = autoAllocate;
  }

  get desiredSize() {
    const { state } = this.stream;
    if (state === STATE.errored) return null;
    return state === STATE.closed ? 0 : this.mark - this.queue.total;
  }

  get takesMore() {
    return !this.closing && this.stream.state === STATE.readable;
  }

  shouldPull() {
    if (!this.takesMore || !this.started) return false;
    return waiting(this.stream) > 0 || this.desiredSize > 0;
  }

  callPull() {
    if (!this.shouldPull()) return;
    if (this.pulling) {
      this.pullAgain = true;
      return;
    }
    this.pulling = true;
    then(
      this.onPull(),
      () => {
        this.pulling = false;
        if (!this.pullAgain) return;
        this.pullAgain = false;
        this.callPull();
      },
      (error) => this.error(error),
    );
  }

  forget() {
    this.onPull = this.onCancel = undefined;
  }

  clearPending() {
    this.invalidate();
    this.pending = new Queue();
  }

  invalidate() {
    if (this.request === null) return;
    invalidateRequest(this.request);
    this.request = null;
  }

  /** A default reader's request. */
  pullInto(request) {
    if (this.queue.total > 0) {
      this.fillRequest(request);
      return;
    }
    if (this.autoAllocate !== undefined) {
      let buffer;
      try {
        buffer = new Memory(this.autoAllocate);
      } catch (error) {
        request.error(error);
        return;
      }
      const size = this.autoAllocate;
      const own = { buffer, bufferLength: size, byteOffset: 0, byteLength: size, filled: 0, minimum: 1, elementSize: 1, Type: Bytes, readerType: FOR.default };
      this.pending.push(own);
    }
    this.stream.reader.requests.push(request);
    this.callPull();
  }

  /** A request of a reader that brings a buffer. @param {ReturnType<typeof inspectView>} view @param {number} minimum elements */
  pullIntoView(view, minimum, request) {
    const { stream } = this;
    const { byteOffset, byteLength, elementSize, Type } = view;
    let buffer;
    try {
      buffer = transfer(view.buffer);
    } catch (error) {
      request.error(error);
      return;
    }
    const into = {
      buffer, bufferLength: view.bufferLength, byteOffset, byteLength, filled: 0, minimum: minimum * elementSize, elementSize, Type, readerType: FOR.byob,
    };
    if (this.pending.length > 0) {
      this.pending.push(into);
      stream.reader.requests.push(request);
      return;
    }
    if (stream.state === STATE.closed) {
      request.close(new Type(buffer, byteOffset, 0));
      return;
    }
    if (this.queue.total > 0) {
      if (this.fillFromQueue(into)) {
        const filled = convert(into);
        this.drained();
        request.chunk(filled);
        return;
      }
      if (this.closing) {
        const error = new TypeError("The stream ended within an element of the view");
        this.error(error);
        request.error(error);
        return;
      }
    }
    this.pending.push(into);
    stream.reader.requests.push(request);
    this.callPull();
  }

  cancel(reason) {
    this.clearPending();
    this.queue.clear();
    const { onCancel } = this;
    this.forget();
    return onCancel(reason);
  }

  release() {
    if (this.pending.length === 0) return;
    const first = this.pending.peek();
    first.readerType = FOR.nobody;
    this.pending = new Queue();
    this.pending.push(first);
  }

  close() {
    if (!this.takesMore) return;
    if (this.queue.total > 0) {
      this.closing = true;
      return;
    }
    if (this.pending.length > 0) {
      const first = this.pending.peek();
      if (first.filled % first.elementSize !== 0) {
        const error = new TypeError("The stream was closed within an element of the reader's view");
        this.error(error);
        throw error;
      }
    }
    this.forget();
    closeStream(this.stream);
  }

  /** Closes; readers that wait with their buffers are told. For sources of ours. */
  finish() {
    this.close();
    if (this.pending.length > 0 && this.stream.state === STATE.closed) this.respond(0);
  }

  error(error) {
    if (this.stream.state !== STATE.readable) return;
    this.clearPending();
    this.queue.clear();
    this.forget();
    fail(this.stream, error);
  }

  /** @param {{buffer: ArrayBuffer, byteOffset: number, byteLength: number}} chunk */
  enqueue({ buffer, byteOffset, byteLength }) {
    if (!this.takesMore) return;
    if (isDetached(buffer)) throw new TypeError("The chunk's buffer was taken over by somebody else");
    this.enqueueOwn(transfer(buffer), byteOffset, byteLength);
  }

  /** Takes bytes that are nobody else's. */
  enqueueOwn(buffer, byteOffset, byteLength) {
    if (!this.takesMore) return;
    const { stream, pending } = this;
    if (pending.length > 0) {
      const first = pending.peek();
      if (isDetached(first.buffer)) throw new TypeError("The buffer of the request that waits was taken over by somebody else");
      this.invalidate();
      first.buffer = transfer(first.buffer);
      if (first.readerType === FOR.nobody) this.queueAbandoned(first);
    }
    if (hasReader(stream, false)) {
      this.answerFromQueue();
      if (waiting(stream) === 0) this.put(buffer, byteOffset, byteLength);
      else {
        if (this.pending.length > 0) this.pending.shift();
        stream.reader.requests.shift().chunk(new Bytes(buffer, byteOffset, byteLength));
      }
    } else {
      this.put(buffer, byteOffset, byteLength);
      if (hasReader(stream, true)) this.commitAll(this.fillPending());
    }
    this.callPull();
  }

  put(buffer, byteOffset, byteLength) {
    this.queue.push({ buffer, byteOffset, byteLength }, byteLength);
  }

  putCopy(buffer, byteOffset, byteLength) {
    let copied;
    try {
      copied = slice(buffer, byteOffset, byteOffset + byteLength);
    } catch (error) {
      this.error(error);
      throw error;
    }
    this.put(copied, 0, byteLength);
  }

  /** What was written for a reader that was released is kept for the next. */
  queueAbandoned(first) {
    if (first.filled > 0) this.putCopy(first.buffer, first.byteOffset, first.filled);
    this.pending.shift();
  }

  /** Default readers' requests that wait, as far as the queue goes. */
  answerFromQueue() {
    const { requests } = this.stream.reader;
    while (requests.length > 0 && this.queue.total > 0) this.fillRequest(requests.shift());
  }

  fillRequest(request) {
    const { buffer, byteOffset, byteLength } = this.queue.shift();
    this.drained();
    request.chunk(new Bytes(buffer, byteOffset, byteLength));
  }

  drained() {
    if (this.queue.total === 0 && this.closing) {
      this.forget();
      closeStream(this.stream);
    } else this.callPull();
  }

  /** @param {PullInto} into @returns {boolean} whether it has what its reader wants */
  fillFromQueue(into) {
    const { queue } = this;
    const most = into.filled + min(queue.total, into.byteLength - into.filled);
    const aligned = most - (most % into.elementSize);
    const ready = aligned >= into.minimum;
    let left = (ready ? aligned : most) - into.filled;
    while (left > 0) {
      const head = queue.peek();
      const count = min(left, head.byteLength);
      copy(into.buffer, into.byteOffset + into.filled, head.buffer, head.byteOffset, count);
      if (count === head.byteLength) queue.shift();
      else {
        head.byteOffset += count;
        head.byteLength -= count;
        queue.shrinkFirst(count);
      }
      into.filled += count;
      left -= count;
    }
    return ready;
  }

  /** @returns {PullInto[]} those that are full enough, taken out */
  fillPending() {
    const filled = [];
    while (this.pending.length > 0 && this.queue.total > 0) {
      const into = this.pending.peek();
      if (this.fillFromQueue(into)) filled[filled.length] = this.pending.shift();
    }
    return filled;
  }

  commitAll(filled) {
    for (let i = 0; i < filled.length; i++) this.commit(filled[i]);
  }

  /** @param {PullInto} into */
  commit(into) {
    const done = this.stream.state === STATE.closed;
    const view = convert(into);
    const request = this.stream.reader.requests.shift();
    if (done) request.close(view);
    else request.chunk(view);
  }

  /** @returns {object | null} */
  byobRequest() {
    if (this.request === null && this.pending.length > 0) {
      const { buffer, byteOffset, byteLength, filled } = this.pending.peek();
      this.request = makeRequest(this, new Bytes(buffer, byteOffset + filled, byteLength - filled));
    }
    return this.request;
  }

  respond(count) {
    const first = this.pending.peek();
    this.checkCount(count);
    if (first.filled + count > first.byteLength) throw new RangeError("More bytes were written than the view has");
    first.buffer = transfer(first.buffer);
    this.respondWith(count);
  }

  /** @param {ReturnType<typeof inspectView>} view */
  respondWithView(view) {
    const first = this.pending.peek();
    this.checkCount(view.byteLength);
    if (first.byteOffset + first.filled !== view.byteOffset) throw new RangeError("The view begins at another place than the request's");
    if (first.bufferLength !== view.bufferLength) throw new RangeError("The view's buffer has another length than the request's");
    if (first.filled + view.byteLength > first.byteLength) throw new RangeError("The view is longer than the request's");
    first.buffer = transfer(view.buffer);
    this.respondWith(view.byteLength);
  }

  checkCount(count) {
    const closed = this.stream.state === STATE.closed;
    if (closed && count !== 0) throw new TypeError("The stream is closed: 0 bytes is the only answer");
    if (!closed && count === 0) throw new TypeError("0 bytes are no answer as long as the stream is not closed");
  }

  respondWith(count) {
    const first = this.pending.peek();
    this.invalidate();
    if (this.stream.state === STATE.closed) this.respondClosed(first);
    else this.respondReadable(count, first);
    this.callPull();
  }

  respondClosed(first) {
    if (first.readerType === FOR.nobody) this.pending.shift();
    const { stream } = this;
    if (!hasReader(stream, true)) return;
    const filled = [];
    while (filled.length < waiting(stream)) filled[filled.length] = this.pending.shift();
    this.commitAll(filled);
  }

  respondReadable(count, into) {
    into.filled += count;
    if (into.readerType === FOR.nobody) {
      this.queueAbandoned(into);
      this.commitAll(this.fillPending());
      return;
    }
    if (into.filled < into.minimum) return;
    this.pending.shift();
    const rest = into.filled % into.elementSize;
    if (rest > 0) {
      this.putCopy(into.buffer, into.byteOffset + into.filled - rest, rest);
      into.filled -= rest;
    }
    const filled = this.fillPending();
    this.commit(into);
    this.commitAll(filled);
  }
}

class ReadableByteStreamController {
  /** @type {ByteControl} */
  #control;

  constructor(key = undefined, control = undefined) {
    if (key !== KEY) throw new TypeError("Illegal constructor");
    this.#control = control;
  }

  get byobRequest() {
    return this.#control.byobRequest();
  }

  get desiredSize() {
    return this.#control.desiredSize;
  }

  close() {
    const control = this.#control;
    if (control.closing) throw new TypeError("The stream is closing already");
    if (!control.takesMore) throw new TypeError("The stream cannot be closed: it is closed or errored");
    control.close();
  }

  /** @param {ArrayBufferView} chunk whose memory is taken over */
  enqueue(chunk) {
    const control = this.#control;
    requireArguments(arguments.length, ["chunk"]);
    const view = inspectView(chunk);
    if (view.byteLength === 0) throw new TypeError("The chunk is empty");
    if (view.bufferLength === 0) throw new TypeError("The chunk's buffer is empty");
    if (control.closing) throw new TypeError("The stream takes no more chunks: it is closing");
    if (!control.takesMore) throw new TypeError("The stream takes no more chunks: it is closed or errored");
    control.enqueue(view);
  }

  error(error = undefined) {
    this.#control.error(error);
  }
}
expose(ReadableByteStreamController);

function wrapperOf(control) {
  return (control.wrapper ??= new ReadableByteStreamController(KEY, control));
}

function setUp(stream, start, pull, cancel, mark, autoAllocate) {
  const control = new ByteControl(stream, pull, cancel, mark, autoAllocate);
  stream.controller = control;
  const started = start === undefined ? undefined : start(control);
  then(
    resolvedWith(started),
    () => {
      control.started = true;
      control.callPull();
    },
    (error) => control.error(error),
  );
}

const nothing = () => resolvedWith(undefined);

/** As for streams of any values. @param {number | undefined} autoAllocate bytes */
exports.setUpBytesFromSource = function setUpBytesFromSource(stream, source, methods, mark, autoAllocate) {
  const { start, pull, cancel } = methods;
  if (autoAllocate === 0) throw new TypeError("autoAllocateChunkSize must not be 0");
  setUp(
    stream,
    start === undefined ? undefined : (control) => apply(start, source, [wrapperOf(control)]),
    pull === undefined ? nothing : () => promiseCall(pull, source, [wrapperOf(stream.controller)]),
    cancel === undefined ? nothing : (reason) => promiseCall(cancel, source, [reason]),
    mark,
    autoAllocate,
  );
};

/**
 * A stream of bytes of our own making.
 * @param {() => Promise<any>} pull
 * @param {(reason: unknown) => Promise<any>} cancel
 * @param {number} [mark] bytes that are fetched before anybody asks for them
 * @returns {import("web/streams/readable_core").Stream}
 */
exports.createReadableBytes = function createReadableBytes(pull, cancel, mark = 0) {
  const stream = newStream();
  setUp(stream, undefined, pull, cancel, mark, undefined);
  return stream;
};

exports.ReadableByteStreamController = ReadableByteStreamController;
