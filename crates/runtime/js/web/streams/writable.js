/** WritableStream and its controller (Streams, 5.2 and 5.4): what programs hold. */

const { expose } = require("web/idl");
const { rejectedWith, resolvedWith } = require("web/streams/promises");
const { callback, illegal, isObject, promiseCall } = require("web/streams/convert");
const { readStrategy, highWaterMark, sizeAlgorithm } = require("web/streams/strategy");
const { STATE, newStream, setUp, abort, close, isClosing } = require("web/streams/writable_core");
const { teach, recordOf } = require("web/streams/writable_record");
const { WritableStreamDefaultWriter } = require("web/streams/writer");

const { apply } = Reflect;
const KEY = {};
/** What the constructor is called with for a record that is there already. */
const OWN = {};
let given = undefined;

class WritableStreamDefaultController {
  #control;

  constructor(key = undefined, control = undefined) {
    if (key !== KEY) throw new TypeError("Illegal constructor");
    this.#control = control;
  }

  get signal() {
    return this.#control.signal;
  }

  error(error = undefined) {
    const control = this.#control;
    if (control.stream.state === STATE.writable) control.error(error);
  }
}
expose(WritableStreamDefaultController);

function wrapperOf(control) {
  return (control.wrapper ??= new WritableStreamDefaultController(KEY, control));
}

/** @param {any} sink as the program gave it; members in the order of Web IDL */
function readSink(sink) {
  const onAbort = callback(sink.abort, "The sink's abort");
  const onClose = callback(sink.close, "The sink's close");
  const start = callback(sink.start, "The sink's start");
  if (sink.type !== undefined) throw new RangeError("The sink's type must not be given");
  const onWrite = callback(sink.write, "The sink's write");
  return { onAbort, onClose, start, onWrite };
}

const nothing = () => resolvedWith(undefined);

class WritableStream {
  /** @type {import("web/streams/writable_core").Stream} */
  #record;

  static {
    teach(
      (stream) => stream.#record,
      (record) => {
        given = record;
        return new WritableStream(OWN);
      },
      (value) => #record in value,
    );
  }

  /**
   * @param {object} [sink] `start`, `write`, `close`, `abort`
   * @param {object} [strategy] `highWaterMark`, `size`
   */
  constructor(sink = undefined, strategy = undefined) {
    if (sink === OWN) {
      this.#record = given;
      given = undefined;
      return;
    }
    if (sink !== undefined && !isObject(sink)) throw new TypeError("The sink must be an object");
    const limits = readStrategy(strategy);
    const { onAbort, onClose, start, onWrite } = readSink(sink ?? { __proto__: null });
    const size = sizeAlgorithm(limits.size);
    const mark = highWaterMark(limits.highWaterMark, 1);
    const record = newStream();
    this.#record = record;
    record.wrapper = this;
    setUp(
      record,
      start === undefined ? undefined : (control) => apply(start, sink, [wrapperOf(control)]),
      onWrite === undefined ? nothing : (chunk) => promiseCall(onWrite, sink, [chunk, wrapperOf(record.controller)]),
      onClose === undefined ? nothing : () => promiseCall(onClose, sink, []),
      onAbort === undefined ? nothing : (reason) => promiseCall(onAbort, sink, [reason]),
      mark,
      size,
    );
  }

  get locked() {
    return this.#record.writer !== undefined;
  }

  abort(reason = undefined) {
    if (!isObject(this) || !(#record in this)) return rejectedWith(illegal("WritableStream"));
    if (this.#record.writer !== undefined) return rejectedWith(new TypeError("The stream is locked: its writer can abort it"));
    return abort(this.#record, reason);
  }

  close() {
    if (!isObject(this) || !(#record in this)) return rejectedWith(illegal("WritableStream"));
    if (this.#record.writer !== undefined) return rejectedWith(new TypeError("The stream is locked: its writer can close it"));
    if (isClosing(this.#record)) return rejectedWith(new TypeError("The stream is closing already"));
    return close(this.#record);
  }

  getWriter() {
    void this.#record;
    return new WritableStreamDefaultWriter(this);
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    return `WritableStream ${inspect({ locked: this.locked }, options)}`;
  }
}
expose(WritableStream);

exports.recordOf = recordOf;
exports.WritableStream = WritableStream;
exports.WritableStreamDefaultController = WritableStreamDefaultController;
