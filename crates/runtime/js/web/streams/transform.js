/** TransformStream (Streams, 6): what is written to one side comes out, changed, at the other. */

const { expose } = require("web/idl");
const { deferred, rejectedWith, resolvedWith, then } = require("web/streams/promises");
const { callback, isObject, promiseCall } = require("web/streams/convert");
const { readStrategy, highWaterMark, sizeAlgorithm } = require("web/streams/strategy");
const { STATE: READ } = require("web/streams/readable_core");
const { createReadable } = require("web/streams/readable_default_controller");
const { wrap: wrapReadable } = require("web/streams/readable_record");
const { STATE: WRITE, newStream: newWritable, setUp: setUpWritable } = require("web/streams/writable_core");
const { wrap: wrapWritable } = require("web/streams/writable_record");

const { apply } = Reflect;
const KEY = {};

const DEFAULT_MARKS = { writableMark: 1, writableSize: undefined, readableMark: 0, readableSize: undefined };

/** Both sides of a transform stream and what goes on between them. */
class Transform {
  readable;
  writable;
  backpressure = undefined;
  backpressureChange = deferred();
  /** There once an end has begun: which one of cancel, abort and close does not matter to it. */
  finished = undefined;
  wrapper = undefined;
  onTransform;
  onFlush;
  onCancel;

  /**
   * @param {(chunk: any, transform: Transform) => Promise<any>} transform
   * @param {(transform: Transform) => Promise<any>} flush
   * @param {(reason: any) => Promise<any>} cancel
   * @param {Promise<any> | undefined} started nothing happens before
   */
  constructor(transform, flush, cancel, started, marks = DEFAULT_MARKS) {
    const { writableMark, writableSize, readableMark, readableSize } = marks;
    this.onTransform = transform;
    this.onFlush = flush;
    this.onCancel = cancel;
    this.writable = newWritable();
    setUpWritable(
      this.writable,
      () => started,
      (chunk) => this.#write(chunk),
      () => this.#close(),
      (reason) => this.#abort(reason),
      writableMark,
      writableSize,
    );
    this.readable = createReadable(
      () => this.#pull(),
      (reason) => this.#cancel(reason),
      readableMark,
      () => started,
      readableSize,
    );
    this.setBackpressure(true);
  }

  forget() {
    this.onTransform = this.onFlush = this.onCancel = undefined;
  }

  setBackpressure(backpressure) {
    this.backpressureChange.resolve(undefined);
    this.backpressureChange = deferred();
    this.backpressure = backpressure;
  }

  error(error) {
    this.readable.controller.error(error);
    this.errorWritableAndUnblock(error);
  }

  errorWritableAndUnblock(error) {
    this.forget();
    this.writable.controller.errorIfWritable(error);
    if (this.backpressure) this.setBackpressure(false);
  }

  enqueue(chunk) {
    const control = this.readable.controller;
    if (!control.takesMore) throw new TypeError("The readable side takes no more chunks");
    try {
      control.enqueue(chunk);
    } catch (error) {
      this.errorWritableAndUnblock(error);
      throw this.readable.error;
    }
    const backpressure = !control.shouldPull();
    if (backpressure !== this.backpressure) this.setBackpressure(true);
  }

  terminate() {
    this.readable.controller.close();
    this.errorWritableAndUnblock(new TypeError("The transform was terminated"));
  }

  #perform(chunk) {
    return then(this.onTransform(chunk, this), undefined, (error) => {
      this.error(error);
      throw error;
    });
  }

  #write(chunk) {
    if (!this.backpressure) return this.#perform(chunk);
    return then(this.backpressureChange.promise, () => {
      if (this.writable.state === WRITE.erroring) throw this.writable.error;
      return this.#perform(chunk);
    });
  }

  #pull() {
    this.setBackpressure(false);
    return this.backpressureChange.promise;
  }

  #abort(reason) {
    if (this.finished !== undefined) return this.finished.promise;
    const finished = (this.finished = deferred());
    const cancelled = this.onCancel === undefined ? resolvedWith(undefined) : this.onCancel(reason);
    this.forget();
    const control = this.readable.controller;
    then(
      cancelled,
      () => {
        if (this.readable.state === READ.errored) finished.reject(this.readable.error);
        else {
          control.error(reason);
          finished.resolve(undefined);
        }
      },
      (error) => {
        control.error(error);
        finished.reject(error);
      },
    );
    return finished.promise;
  }

  #close() {
    if (this.finished !== undefined) return this.finished.promise;
    const finished = (this.finished = deferred());
    const flushed = this.onFlush(this);
    this.forget();
    const control = this.readable.controller;
    then(
      flushed,
      () => {
        if (this.readable.state === READ.errored) finished.reject(this.readable.error);
        else {
          control.close();
          finished.resolve(undefined);
        }
      },
      (error) => {
        control.error(error);
        finished.reject(error);
      },
    );
    return finished.promise;
  }

  #cancel(reason) {
    if (this.finished !== undefined) return this.finished.promise;
    const finished = (this.finished = deferred());
    const cancelled = this.onCancel === undefined ? resolvedWith(undefined) : this.onCancel(reason);
    this.forget();
    then(
      cancelled,
      () => {
        if (this.writable.state === WRITE.errored) finished.reject(this.writable.error);
        else {
          this.writable.controller.errorIfWritable(reason);
          if (this.backpressure) this.setBackpressure(false);
          finished.resolve(undefined);
        }
      },
      (error) => {
        this.writable.controller.errorIfWritable(error);
        if (this.backpressure) this.setBackpressure(false);
        finished.reject(error);
      },
    );
    return finished.promise;
  }
}

class TransformStreamDefaultController {
  /** @type {Transform} */
  #transform;

  constructor(key = undefined, transform = undefined) {
    if (key !== KEY) throw new TypeError("Illegal constructor");
    this.#transform = transform;
  }

  get desiredSize() {
    return this.#transform.readable.controller.desiredSize;
  }

  enqueue(chunk = undefined) {
    this.#transform.enqueue(chunk);
  }

  error(reason = undefined) {
    this.#transform.error(reason);
  }

  terminate() {
    this.#transform.terminate();
  }
}
expose(TransformStreamDefaultController);

function wrapperOf(transform) {
  return (transform.wrapper ??= new TransformStreamDefaultController(KEY, transform));
}

/** @param {any} transformer as the program gave it; members in the order of Web IDL */
function readTransformer(transformer) {
  const onCancel = callback(transformer.cancel, "The transformer's cancel");
  const onFlush = callback(transformer.flush, "The transformer's flush");
  if (transformer.readableType !== undefined) throw new RangeError("The transformer's readableType must not be given");
  const start = callback(transformer.start, "The transformer's start");
  const onTransform = callback(transformer.transform, "The transformer's transform");
  if (transformer.writableType !== undefined) throw new RangeError("The transformer's writableType must not be given");
  return { onCancel, onFlush, start, onTransform };
}

const nothing = () => resolvedWith(undefined);

/** @param {any} chunk @param {Transform} transform */
function passOn(chunk, transform) {
  try {
    transform.enqueue(chunk);
  } catch (error) {
    return rejectedWith(error);
  }
  return resolvedWith(undefined);
}

class TransformStream {
  /** @type {Transform} */
  #transform;

  /**
   * @param {object} [transformer] `start`, `transform`, `flush`, `cancel`
   * @param {object} [writableStrategy]
   * @param {object} [readableStrategy]
   */
  constructor(transformer = undefined, writableStrategy = undefined, readableStrategy = undefined) {
    if (transformer !== undefined && !isObject(transformer)) throw new TypeError("The transformer must be an object");
    const writableLimits = readStrategy(writableStrategy);
    const readableLimits = readStrategy(readableStrategy);
    const { onCancel, onFlush, start, onTransform } = readTransformer(transformer ?? { __proto__: null });
    const readableMark = highWaterMark(readableLimits.highWaterMark, 0);
    const writableMark = highWaterMark(writableLimits.highWaterMark, 1);
    const started = deferred();
    const transform = new Transform(
      onTransform === undefined ? passOn : (chunk, own) => promiseCall(onTransform, transformer, [chunk, wrapperOf(own)]),
      onFlush === undefined ? nothing : (own) => promiseCall(onFlush, transformer, [wrapperOf(own)]),
      onCancel === undefined ? nothing : (reason) => promiseCall(onCancel, transformer, [reason]),
      started.promise,
      {
        writableMark,
        writableSize: sizeAlgorithm(writableLimits.size),
        readableMark,
        readableSize: sizeAlgorithm(readableLimits.size),
      },
    );
    this.#transform = transform;
    started.resolve(start === undefined ? undefined : apply(start, transformer, [wrapperOf(transform)]));
  }

  get readable() {
    return wrapReadable(this.#transform.readable);
  }

  get writable() {
    return wrapWritable(this.#transform.writable);
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    return `TransformStream ${inspect({ readable: this.readable, writable: this.writable }, options)}`;
  }
}
expose(TransformStream);

/**
 * A transform of our own making, whose steps may throw.
 * @param {(chunk: any, enqueue: (chunk: any) => void) => void} step
 * @param {(enqueue: (chunk: any) => void) => void} flush
 */
exports.createTransform = function createTransform(step, flush) {
  const attempt = (work) => {
    try {
      work();
    } catch (error) {
      return rejectedWith(error);
    }
    return resolvedWith(undefined);
  };
  const transform = new Transform(
    (chunk, own) => attempt(() => step(chunk, (made) => own.enqueue(made))),
    (own) => attempt(() => flush((made) => own.enqueue(made))),
    nothing,
    undefined,
  );
  return { get readable() { return wrapReadable(transform.readable); }, get writable() { return wrapWritable(transform.writable); } };
};

exports.TransformStream = TransformStream;
exports.TransformStreamDefaultController = TransformStreamDefaultController;
