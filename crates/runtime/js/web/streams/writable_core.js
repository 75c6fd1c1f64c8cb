/**
 * The state of a writable stream and its controller (Streams, 5.5): chunks wait in a queue, one at a time
 * is with the sink. As for readable streams these are records; programs hold wrappers.
 */

const { SizedQueue, Queue } = require("web/streams/queue");
const { deferred, handled, rejectedWith, resolvedWith, then } = require("web/streams/promises");

const STATE = { writable: 0, erroring: 1, closed: 2, errored: 3 };
exports.STATE = STATE;
/** In the queue, after the last chunk. */
const END = {};

/**
 * @typedef {import("web/streams/promises").Deferred} Deferred
 *
 * @typedef {object} Stream
 * @property {number} state
 * @property {any} error
 * @property {boolean} backpressure
 * @property {Deferred | undefined} closeRequest
 * @property {Deferred | undefined} closing the close request that is with the sink
 * @property {Deferred | undefined} writing the write request that is with the sink
 * @property {{deferred: Deferred, reason: any, wasErroring: boolean} | undefined} pendingAbort
 * @property {Queue} requests of the chunks in the queue
 * @property {any} writer
 * @property {Control} controller
 * @property {any} wrapper
 */

/** @returns {Stream} without a controller yet */
exports.newStream = function newStream() {
  return {
    state: STATE.writable,
    error: undefined,
    backpressure: false,
    closeRequest: undefined,
    closing: undefined,
    writing: undefined,
    pendingAbort: undefined,
    requests: new Queue(),
    writer: undefined,
    controller: /** @type {any} */ (undefined),
    wrapper: undefined,
  };
};

/** @param {Stream} stream whether a close is asked for or at work */
function isClosing(stream) {
  return stream.closeRequest !== undefined || stream.closing !== undefined;
}
exports.isClosing = isClosing;

/** @param {Stream} stream @returns {Promise<undefined>} */
exports.abort = function abort(stream, reason) {
  if (stream.state === STATE.closed || stream.state === STATE.errored) return resolvedWith(undefined);
  stream.controller.signalAbort(reason);
  const { state } = stream;
  if (state === STATE.closed || state === STATE.errored) return resolvedWith(undefined);
  if (stream.pendingAbort !== undefined) return stream.pendingAbort.deferred.promise;
  const wasErroring = state === STATE.erroring;
  const ended = deferred();
  stream.pendingAbort = { deferred: ended, reason: wasErroring ? undefined : reason, wasErroring };
  if (!wasErroring) startErroring(stream, reason);
  return ended.promise;
};

/** @param {Stream} stream @returns {Promise<undefined>} */
exports.close = function close(stream) {
  if (stream.state === STATE.closed || stream.state === STATE.errored) {
    return rejectedWith(new TypeError("The stream cannot be closed: it is closed or errored"));
  }
  const request = deferred();
  stream.closeRequest = request;
  if (stream.writer !== undefined && stream.backpressure && stream.state === STATE.writable) {
    stream.writer.ready.resolve(undefined);
    stream.writer.readyPending = false;
  }
  stream.controller.close();
  return request.promise;
};

/** @param {Stream} stream */
function startErroring(stream, reason) {
  stream.state = STATE.erroring;
  stream.error = reason;
  if (stream.writer !== undefined) rejectReady(stream.writer, reason);
  const inFlight = stream.writing !== undefined || stream.closing !== undefined;
  if (!inFlight && stream.controller.started) finishErroring(stream);
}

/** @param {Stream} stream */
function finishErroring(stream) {
  stream.state = STATE.errored;
  stream.controller.queue.clear();
  const requests = stream.requests.takeAll();
  for (let i = 0; i < requests.length; i++) requests[i].reject(stream.error);
  const aborting = stream.pendingAbort;
  if (aborting === undefined) {
    rejectClose(stream);
    return;
  }
  stream.pendingAbort = undefined;
  if (aborting.wasErroring) {
    aborting.deferred.reject(stream.error);
    rejectClose(stream);
    return;
  }
  then(
    stream.controller.abort(aborting.reason),
    () => {
      aborting.deferred.resolve(undefined);
      rejectClose(stream);
    },
    (error) => {
      aborting.deferred.reject(error);
      rejectClose(stream);
    },
  );
}

/** @param {Stream} stream */
function rejectClose(stream) {
  if (stream.closeRequest !== undefined) {
    stream.closeRequest.reject(stream.error);
    stream.closeRequest = undefined;
  }
  if (stream.writer === undefined) return;
  const { closed } = stream.writer;
  stream.writer.closedPending = false;
  closed.reject(stream.error);
  handled(closed.promise);
}

/** @param {Stream} stream */
function dealWithRejection(stream, error) {
  if (stream.state === STATE.writable) startErroring(stream, error);
  else finishErroring(stream);
}

/** @param {Stream} stream */
function setBackpressure(stream, backpressure) {
  const { writer } = stream;
  if (writer !== undefined && backpressure !== stream.backpressure) {
    if (backpressure) {
      writer.ready = deferred();
      writer.readyPending = true;
    } else {
      writer.ready.resolve(undefined);
      writer.readyPending = false;
    }
  }
  stream.backpressure = backpressure;
}

/** The writer's `ready` is rejected, and nobody has to look. */
function rejectReady(writer, error) {
  if (!writer.readyPending) writer.ready = deferred();
  writer.readyPending = false;
  writer.ready.reject(error);
  handled(writer.ready.promise);
}
exports.rejectReady = rejectReady;

/** The slots of a controller. */
class Control {
  queue = new SizedQueue();
  started = false;
  wrapper = undefined;
  stream;
  onWrite;
  onClose;
  onAbort;
  mark;
  size;
  /** Made when somebody asks for the signal. */
  #abortController = undefined;
  #aborted = false;
  #abortReason = undefined;

  constructor(stream, write, close, abort, mark, size) {
    this.stream = stream;
    this.onWrite = write;
    this.onClose = close;
    this.onAbort = abort;
    this.mark = mark;
    this.size = size;
  }

  get signal() {
    if (this.#abortController === undefined) {
      const { AbortController } = require("web/abort");
      this.#abortController = new AbortController();
      if (this.#aborted) this.#abortController.abort(this.#abortReason);
    }
    return this.#abortController.signal;
  }

  signalAbort(reason) {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#abortReason = reason;
    this.#abortController?.abort(reason);
  }

  /** What a stream that has ended needs no longer. */
  forget() {
    this.onWrite = this.onClose = this.onAbort = this.size = undefined;
  }

  get desiredSize() {
    return this.mark - this.queue.total;
  }

  abort(reason) {
    const { onAbort } = this;
    const ended = onAbort(reason);
    this.forget();
    return ended;
  }

  error(error) {
    this.forget();
    startErroring(this.stream, error);
  }

  errorIfWritable(error) {
    if (this.stream.state === STATE.writable) this.error(error);
  }

  /** @returns {number} */
  sizeOf(chunk) {
    if (this.size === undefined) return 1;
    try {
      return this.size(chunk);
    } catch (error) {
      this.errorIfWritable(error);
      return 1;
    }
  }

  write(chunk, size) {
    const { stream } = this;
    if (!(size >= 0 && size < Infinity)) {
      this.errorIfWritable(new RangeError("The size of a chunk must be a finite number that is not negative"));
      return;
    }
    this.queue.push(chunk, size);
    if (!isClosing(stream) && stream.state === STATE.writable) setBackpressure(stream, this.desiredSize <= 0);
    this.advance();
  }

  close() {
    this.queue.push(END, 0);
    this.advance();
  }

  advance() {
    const { stream } = this;
    if (!this.started || stream.writing !== undefined) return;
    if (stream.state === STATE.erroring) {
      finishErroring(stream);
      return;
    }
    if (this.queue.isEmpty) return;
    const value = this.queue.peek();
    if (value === END) this.#close();
    else this.#write(value);
  }

  #close() {
    const { stream } = this;
    stream.closing = stream.closeRequest;
    stream.closeRequest = undefined;
    this.queue.shift();
    const ended = this.onClose();
    this.forget();
    then(
      ended,
      () => this.#closed(),
      (error) => {
        stream.closing.reject(error);
        stream.closing = undefined;
        if (stream.pendingAbort !== undefined) stream.pendingAbort.deferred.reject(error);
        stream.pendingAbort = undefined;
        dealWithRejection(stream, error);
      },
    );
  }

  #closed() {
    const { stream } = this;
    stream.closing.resolve(undefined);
    stream.closing = undefined;
    if (stream.state === STATE.erroring) {
      stream.error = undefined;
      if (stream.pendingAbort !== undefined) stream.pendingAbort.deferred.resolve(undefined);
      stream.pendingAbort = undefined;
    }
    stream.state = STATE.closed;
    if (stream.writer === undefined) return;
    stream.writer.closed.resolve(undefined);
    stream.writer.closedPending = false;
  }

  #write(chunk) {
    const { stream } = this;
    stream.writing = stream.requests.shift();
    then(
      this.onWrite(chunk),
      () => {
        stream.writing.resolve(undefined);
        stream.writing = undefined;
        this.queue.shift();
        if (!isClosing(stream) && stream.state === STATE.writable) setBackpressure(stream, this.desiredSize <= 0);
        this.advance();
      },
      (error) => {
        if (stream.state === STATE.writable) this.forget();
        stream.writing.reject(error);
        stream.writing = undefined;
        dealWithRejection(stream, error);
      },
    );
  }
}

/**
 * Gives a stream its controller; `start` runs at once, everything else not before it has ended.
 * @param {Stream} stream
 * @param {((control: Control) => any) | undefined} start
 * @param {(chunk: any) => Promise<any>} write
 * @param {() => Promise<any>} close
 * @param {(reason: any) => Promise<any>} abort
 * @param {number} mark
 * @param {((chunk: any) => number) | undefined} size
 */
exports.setUp = function setUp(stream, start, write, close, abort, mark, size) {
  const control = new Control(stream, write, close, abort, mark, size);
  stream.controller = control;
  setBackpressure(stream, control.desiredSize <= 0);
  const started = start === undefined ? undefined : start(control);
  then(
    resolvedWith(started),
    () => {
      control.started = true;
      control.advance();
    },
    (error) => {
      control.started = true;
      dealWithRejection(stream, error);
    },
  );
};
