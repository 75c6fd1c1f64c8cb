/**
 * ReadableStream (Streams, 4.2): what programs hold.
 */

const { expose, requireArguments } = require("web/idl");
const { rejectedWith, handled } = require("web/streams/promises");
const { callback, dictionary, enforceRange, illegal, isObject } = require("web/streams/convert");
const { readStrategy, highWaterMark, sizeAlgorithm } = require("web/streams/strategy");
const { newStream, cancel } = require("web/streams/readable_core");
const { teach, wrap, isReadable } = require("web/streams/readable_record");
const { setUpFromSource } = require("web/streams/readable_default_controller");
const { ReadableStreamDefaultReader, ReadableStreamBYOBReader } = require("web/streams/readers");

/** What the constructor is called with for a record that is there already. */
const OWN = {};
let given = undefined;

/** @param {any} source as the program gave it; members in the order of Web IDL */
function readSource(source) {
  const auto = source.autoAllocateChunkSize;
  const autoAllocate = auto === undefined ? undefined : enforceRange(auto, "autoAllocateChunkSize");
  const onCancel = callback(source.cancel, "The source's cancel");
  const pull = callback(source.pull, "The source's pull");
  const start = callback(source.start, "The source's start");
  const type = source.type === undefined ? undefined : `${source.type}`;
  if (type !== undefined && type !== "bytes") throw new TypeError(`The source's type is ${JSON.stringify(type)}; it can only be "bytes"`);
  return { autoAllocate, methods: { start, pull, cancel: onCancel }, isBytes: type === "bytes" };
}

/** @param {unknown} options */
function readPipeOptions(options) {
  const all = dictionary(options, "options") ?? {};
  const preventAbort = Boolean(all.preventAbort);
  const preventCancel = Boolean(all.preventCancel);
  const preventClose = Boolean(all.preventClose);
  const { signal } = all;
  if (signal !== undefined && !(signal instanceof require("web/abort").AbortSignal)) throw new TypeError("options.signal must be an AbortSignal");
  return { preventAbort, preventCancel, preventClose, signal };
}

class ReadableStream {
  /** @type {import("web/streams/readable_core").Stream} */
  #record;

  static {
    teach(
      (stream) => stream.#record,
      (record) => {
        given = record;
        return new ReadableStream(OWN);
      },
      (value) => #record in value,
    );
  }

  /**
   * @param {object} [source] `start`, `pull`, `cancel`, `type`, `autoAllocateChunkSize`
   * @param {object} [strategy] `highWaterMark`, `size`
   */
  constructor(source = undefined, strategy = undefined) {
    if (source === OWN) {
      this.#record = given;
      given = undefined;
      return;
    }
    if (source !== undefined && !isObject(source)) throw new TypeError("The source must be an object");
    const limits = readStrategy(strategy);
    const { autoAllocate, methods, isBytes } = readSource(source ?? { __proto__: null });
    const record = newStream();
    this.#record = record;
    record.wrapper = this;
    if (isBytes) {
      if (limits.size !== undefined) throw new RangeError("The strategy of a stream of bytes has no size");
      const { setUpBytesFromSource } = require("web/streams/readable_byte_controller");
      setUpBytesFromSource(record, source, methods, highWaterMark(limits.highWaterMark, 0), autoAllocate);
      return;
    }
    setUpFromSource(record, source, methods, highWaterMark(limits.highWaterMark, 1), sizeAlgorithm(limits.size));
  }

  /** @param {Iterable<unknown> | AsyncIterable<unknown>} asyncIterable */
  static from(asyncIterable) {
    requireArguments(arguments.length, ["asyncIterable"]);
    return wrap(require("web/streams/from").fromIterable(asyncIterable));
  }

  get locked() {
    return this.#record.reader !== undefined;
  }

  cancel(reason = undefined) {
    if (!isObject(this) || !(#record in this)) return rejectedWith(illegal("ReadableStream"));
    if (this.#record.reader !== undefined) return rejectedWith(new TypeError("The stream is locked: its reader can cancel it"));
    return cancel(this.#record, reason);
  }

  /** @param {{mode?: "byob"}} [options] */
  getReader(options = undefined) {
    void this.#record;
    const mode = dictionary(options, "options")?.mode;
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    const text = `${mode}`;
    if (text !== "byob") throw new TypeError(`options.mode is ${JSON.stringify(text)}; it can only be "byob"`);
    return new ReadableStreamBYOBReader(this);
  }

  /** @param {{readable: ReadableStream, writable: WritableStream}} transform */
  pipeThrough(transform, options = undefined) {
    const source = this.#record;
    requireArguments(arguments.length, ["transform"]);
    if (!isObject(transform)) throw new TypeError("transform must be an object with readable and writable");
    const { readable } = transform;
    if (!isReadable(readable)) throw new TypeError("transform.readable must be a ReadableStream");
    const writable = require("web/streams/writable").recordOf(transform.writable);
    const how = readPipeOptions(options);
    if (source.reader !== undefined) throw new TypeError("The stream is locked");
    if (writable.writer !== undefined) throw new TypeError("transform.writable is locked");
    handled(require("web/streams/pipe").pipe(source, writable, how));
    return readable;
  }

  /** @param {WritableStream} destination */
  pipeTo(destination, options = undefined) {
    if (!isObject(this) || !(#record in this)) return rejectedWith(illegal("ReadableStream"));
    try {
      requireArguments(arguments.length, ["destination"]);
      const writable = require("web/streams/writable").recordOf(destination);
      const how = readPipeOptions(options);
      if (this.#record.reader !== undefined) throw new TypeError("The stream is locked");
      if (writable.writer !== undefined) throw new TypeError("The destination is locked");
      return require("web/streams/pipe").pipe(this.#record, writable, how);
    } catch (error) {
      return rejectedWith(error);
    }
  }

  tee() {
    const [one, other] = require("web/streams/tee").tee(this.#record, false);
    return [wrap(one), wrap(other)];
  }

  /** @param {{preventCancel?: boolean}} [options] */
  values(options = undefined) {
    const record = this.#record;
    const preventCancel = Boolean(dictionary(options, "options")?.preventCancel);
    return require("web/streams/async_iterator").iterate(record, preventCancel);
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    return `ReadableStream ${inspect({ locked: this.locked }, options)}`;
  }
}

expose(ReadableStream);
require("web/known").learn("isReadable", isReadable);
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  value: ReadableStream.prototype.values,
  writable: true,
  enumerable: false,
  configurable: true,
});

exports.ReadableStream = ReadableStream;
