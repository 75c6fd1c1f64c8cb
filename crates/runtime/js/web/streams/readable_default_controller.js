/**
 * The controller of a stream of any values (Streams, 4.6): a queue between its source and its reader.
 */

const { expose } = require("web/idl");
const { SizedQueue } = require("web/streams/queue");
const { resolvedWith, then } = require("web/streams/promises");
const { promiseCall } = require("web/streams/convert");
const { STATE, newStream, close: closeStream, fail, hasReader, waiting } = require("web/streams/readable_core");

const { apply } = Reflect;
const KEY = {};

/** The slots of a controller, with what the stream asks of it. */
class Control {
  isByte = false;
  queue = new SizedQueue();
  started = false;
  closing = false;
  pulling = false;
  pullAgain = false;
  wrapper = undefined;
  // Declared, so that nothing on Object.prototype is asked.
  stream;
  onPull;
  onCancel;
  mark;
  size;

  constructor(stream, pull, cancel, mark, size) {
    this.stream = stream;
    this.onPull = pull;
    this.onCancel = cancel;
    this.mark = mark;
    this.size = size;
  }

  /** @param {import("web/streams/readable_core").ReadRequest} request */
  pullInto(request) {
    const { queue, stream } = this;
    if (queue.isEmpty) {
      stream.reader.requests.push(request);
      this.callPull();
      return;
    }
    const chunk = queue.shift();
    if (this.closing && queue.isEmpty) {
      this.forget();
      closeStream(stream);
    } else this.callPull();
    request.chunk(chunk);
  }

  cancel(reason) {
    this.queue.clear();
    const { onCancel } = this;
    this.forget();
    return onCancel(reason);
  }

  release() {}

  /** A stream that has ended keeps its source no longer. */
  forget() {
    this.onPull = this.onCancel = this.size = undefined;
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
    return (hasReader(this.stream, false) && waiting(this.stream) > 0) || this.desiredSize > 0;
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

  close() {
    if (!this.takesMore) return;
    this.closing = true;
    if (!this.queue.isEmpty) return;
    this.forget();
    closeStream(this.stream);
  }

  enqueue(chunk) {
    if (!this.takesMore) return;
    const { stream } = this;
    if (hasReader(stream, false) && waiting(stream) > 0) stream.reader.requests.shift().chunk(chunk);
    else this.#put(chunk);
    this.callPull();
  }

  #put(chunk) {
    let size = 1;
    try {
      if (this.size !== undefined) size = this.size(chunk);
      if (!(size >= 0 && size < Infinity)) throw new RangeError("The size of a chunk must be a finite number that is not negative");
    } catch (error) {
      this.error(error);
      throw error;
    }
    this.queue.push(chunk, size);
  }

  error(error) {
    if (this.stream.state !== STATE.readable) return;
    this.queue.clear();
    this.forget();
    fail(this.stream, error);
  }
}

class ReadableStreamDefaultController {
  /** @type {Control} */
  #control;

  constructor(key = undefined, control = undefined) {
    if (key !== KEY) throw new TypeError("Illegal constructor");
    this.#control = control;
  }

  get desiredSize() {
    return this.#control.desiredSize;
  }

  close() {
    const control = this.#control;
    if (!control.takesMore) throw new TypeError("The stream cannot be closed: it is closing, closed or errored");
    control.close();
  }

  enqueue(chunk = undefined) {
    const control = this.#control;
    if (!control.takesMore) throw new TypeError("The stream takes no more chunks: it is closing, closed or errored");
    control.enqueue(chunk);
  }

  error(error = undefined) {
    this.#control.error(error);
  }
}
expose(ReadableStreamDefaultController);

/** @param {Control} control @returns {ReadableStreamDefaultController} the object that programs see */
function wrapperOf(control) {
  return (control.wrapper ??= new ReadableStreamDefaultController(KEY, control));
}

/** Gives a stream its controller; `start` runs at once, `pull` not before it has ended. */
function setUp(stream, start, pull, cancel, mark, size) {
  const control = new Control(stream, pull, cancel, mark, size);
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
  return control;
}

const nothing = () => resolvedWith(undefined);

/**
 * @param {import("web/streams/readable_core").Stream} stream
 * @param {any} source as the program gave it
 * @param {{start?: Function, pull?: Function, cancel?: Function}} methods of it
 */
exports.setUpFromSource = function setUpFromSource(stream, source, methods, mark, size) {
  const { start, pull, cancel } = methods;
  setUp(
    stream,
    start === undefined ? undefined : (control) => apply(start, source, [wrapperOf(control)]),
    pull === undefined ? nothing : () => promiseCall(pull, source, [wrapperOf(stream.controller)]),
    cancel === undefined ? nothing : (reason) => promiseCall(cancel, source, [reason]),
    mark,
    size,
  );
};

/**
 * A stream of our own making.
 * @param {() => Promise<any>} pull
 * @param {(reason: unknown) => Promise<any>} cancel
 * @param {number} [mark]
 * @param {(control: Control) => any} [start]
 * @param {(chunk: unknown) => number} [size]
 * @returns {import("web/streams/readable_core").Stream}
 */
exports.createReadable = function createReadable(pull, cancel, mark = 1, start = undefined, size = undefined) {
  const stream = newStream();
  setUp(stream, start, pull, cancel, mark, size);
  return stream;
};

exports.ReadableStreamDefaultController = ReadableStreamDefaultController;
