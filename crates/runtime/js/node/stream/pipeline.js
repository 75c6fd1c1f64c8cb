/**
 * pipeline: streams, iterables and generator functions one behind the other, with one end for all.
 */

const { AbortError } = require("node/abort_error");
const { invalidArgType, makeError } = require("node/errors");
const { checkAbortSignal, checkFunction } = require("node/validate");
const { streamError, bothErrors, destroyedError } = require("node/stream/errors");
const { destroyer } = require("node/stream/destroy");
const { finished } = require("node/stream/finished");
const { nextTick } = require("node/process/next_tick");
const kind = require("node/stream/kind");

function badReturn(expected, name, value) {
  const shown = value?.constructor?.name ? `an instance of ${value.constructor.name}` : `type ${typeof value}`;
  return makeError(TypeError, "ERR_INVALID_RETURN_VALUE", `Expected ${expected} to be returned from the "${name}" function but got ${shown}.`);
}

/** Ends a stream unless it has ended by itself. */
function destroyerOf(stream, reading, writing) {
  let isFinished = false;
  stream.on("close", () => {
    isFinished = true;
  });
  const stop = finished(stream, { readable: reading, writable: writing }, (error) => {
    isFinished = !error;
  });
  return {
    destroy(error) {
      if (isFinished) return;
      isFinished = true;
      destroyer(stream, error || destroyedError("pipe"));
    },
    stop,
  };
}

function isWeb(value) {
  return kind.isReadableStream(value) || kind.isWritableStream(value) || kind.isTransformStream(value);
}

function toIterable(value) {
  if (kind.isIterable(value)) return value;
  if (kind.isReadableNodeStream(value)) return require("node/stream/iterate").iterate(value);
  throw invalidArgType("val", ["Readable", "Iterable", "AsyncIterable"], value);
}

/** Writes what an iterable gives, at the writer's pace. */
async function pump(iterable, writable, finish, { end }) {
  let error;
  let wake = null;
  const resume = (problem) => {
    if (problem) error = problem;
    if (wake === null) return;
    const waiting = wake;
    wake = null;
    waiting();
  };
  const wait = () =>
    new Promise((resolve, reject) => {
      if (error) reject(error);
      else wake = () => (error ? reject(error) : resolve(undefined));
    });
  writable.on("drain", resume);
  const stop = finished(writable, { readable: false }, resume);
  try {
    if (writable.writableNeedDrain) await wait();
    for await (const chunk of iterable) if (!writable.write(chunk)) await wait();
    if (end) {
      writable.end();
      await wait();
    }
    finish();
  } catch (problem) {
    finish(error !== problem ? bothErrors(error, problem) : problem);
  } finally {
    stop();
    writable.removeListener("drain", resume);
  }
}

async function pumpToWeb(iterable, writable, finish, { end }) {
  const target = kind.isTransformStream(writable) ? writable.writable : writable;
  const writer = target.getWriter();
  try {
    for await (const chunk of iterable) {
      await writer.ready;
      writer.write(chunk).catch(() => {});
    }
    await writer.ready;
    if (end) await writer.close();
    finish();
  } catch (error) {
    try {
      await writer.abort(error);
    } catch (problem) {
      return finish(problem);
    }
    finish(error);
  }
}

/** Connects two streams of Node. */
function pipe(source, target, finish, finishOnlyHandleError, { end }) {
  let hasEnded = false;
  target.on("close", () => {
    if (!hasEnded) finishOnlyHandleError(streamError("ERR_STREAM_PREMATURE_CLOSE"));
  });
  source.pipe(target, { end: false });
  if (end) {
    const endTarget = () => {
      hasEnded = true;
      target.end();
    };
    if (kind.isReadableFinished(source)) nextTick(endTarget);
    else source.once("end", endTarget);
  } else {
    finish();
  }
  finished(source, { readable: true, writable: false }, (error) => {
    const state = source._readableState;
    const isLate = error && error.code === "ERR_STREAM_PREMATURE_CLOSE" && state?.ended && !state.errored && !state.errorEmitted;
    // Some streams close before they have said that they ended.
    if (isLate) source.once("end", finish).once("error", finish);
    else finish(error);
  });
  return finished(target, { readable: false, writable: true }, finish);
}

class Pipeline {
  #streams;
  #callback;
  #options;
  #controller = new AbortController();
  #outer;
  #destroys = [];
  #lastStops = [];
  #pending = 0;
  #error;
  #value;

  constructor(streams, callback, options) {
    this.#streams = streams;
    this.#callback = callback;
    this.#options = options;
    this.#outer = options?.signal;
    checkAbortSignal(this.#outer, "options.signal");
  }

  #abort = () => void this.#finishAll(new AbortError(undefined, this.#outer === undefined ? undefined : { cause: this.#outer.reason }));
  #finish = (error) => void this.#finishAll(error, --this.#pending === 0);
  #finishOnlyHandleError = (error) => void this.#finishAll(error, false);

  #finishAll(error, isFinal) {
    if (error && (!this.#error || this.#error.code === "ERR_STREAM_PREMATURE_CLOSE")) this.#error = error;
    if (!this.#error && !isFinal) return;
    while (this.#destroys.length > 0) this.#destroys.shift()(this.#error);
    this.#outer?.removeEventListener("abort", this.#abort);
    this.#controller.abort();
    if (!isFinal) return;
    if (!this.#error) for (const stop of this.#lastStops) stop();
    nextTick(this.#callback, this.#error, this.#value);
  }

  #callFirst(stream) {
    const made = stream({ signal: this.#controller.signal });
    if (!kind.isIterable(made)) throw badReturn("Iterable, AsyncIterable or Stream", "source", made);
    return made;
  }

  /** A generator function in the middle, or a function at the end whose value is the result. */
  #callNext(stream, before, isLast, end) {
    let made = kind.isTransformStream(before) ? toIterable(before.readable) : toIterable(before);
    made = stream(made, { signal: this.#controller.signal });
    if (!isLast) {
      if (!kind.isIterable(made, true)) throw badReturn("AsyncIterable", `transform[${this.#streams.indexOf(stream) - 1}]`, made);
      return made;
    }
    const { PassThrough } = require("node/stream/transform");
    // The result as a stream, for whoever goes on with it.
    const through = new PassThrough({ objectMode: true });
    const then = made?.then;
    if (typeof then === "function") {
      this.#pending++;
      Reflect.apply(then, made, [
        (value) => {
          this.#value = value;
          if (value !== null && value !== undefined) through.write(value);
          if (end) through.end();
          nextTick(this.#finish);
        },
        (error) => {
          through.destroy(error);
          nextTick(this.#finish, error);
        },
      ]);
    } else if (kind.isIterable(made, true)) {
      this.#pending++;
      void pump(made, through, this.#finish, { end });
    } else if (kind.isReadableStream(made) || kind.isTransformStream(made)) {
      this.#pending++;
      void pump(made.readable || made, through, this.#finish, { end });
    } else {
      throw badReturn("AsyncIterable or Promise", "destination", made);
    }
    const { destroy, stop } = destroyerOf(through, false, true);
    this.#destroys.push(destroy);
    this.#lastStops.push(stop);
    return through;
  }

  #connect(before, stream, isLast, end) {
    if (kind.isReadableNodeStream(before)) {
      this.#pending += 2;
      const stop = pipe(before, stream, this.#finish, this.#finishOnlyHandleError, { end });
      if (kind.isReadable(stream) && isLast) this.#lastStops.push(stop);
    } else {
      const source = kind.isTransformStream(before) || kind.isReadableStream(before) ? before.readable || before : before;
      if (!kind.isIterable(source)) throw invalidArgType("val", ["Readable", "Iterable", "AsyncIterable", "ReadableStream", "TransformStream"], before);
      this.#pending++;
      void pump(source, stream, this.#finish, { end });
    }
    return stream;
  }

  #connectWeb(before, stream, end) {
    this.#pending++;
    const source = kind.isTransformStream(before) ? before.readable : before;
    void pumpToWeb(kind.isReadableNodeStream(source) ? toIterable(source) : source, stream, this.#finish, { end });
    return stream;
  }

  run() {
    const streams = this.#streams;
    this.#outer?.addEventListener("abort", this.#abort, { once: true });
    const onError = (error) => {
      if (error && error.name !== "AbortError" && error.code !== "ERR_STREAM_PREMATURE_CLOSE") this.#finish(error);
    };
    let result;
    for (let i = 0; i < streams.length; i++) {
      const stream = streams[i];
      const reading = i < streams.length - 1;
      const isLast = i === streams.length - 1;
      const end = reading || this.#options?.end !== false;
      if (kind.isNodeStream(stream)) {
        if (end) {
          const { destroy, stop } = destroyerOf(stream, reading, i > 0);
          this.#destroys.push(destroy);
          if (kind.isReadable(stream) && isLast) this.#lastStops.push(stop);
        }
        stream.on("error", onError);
        if (kind.isReadable(stream) && isLast) this.#lastStops.push(() => stream.removeListener("error", onError));
      }
      if (i === 0) {
        if (typeof stream === "function") result = this.#callFirst(stream);
        else if (kind.isIterable(stream) || kind.isReadableNodeStream(stream) || kind.isReadableStream(stream) || kind.isTransformStream(stream)) result = stream;
        else result = require("node/stream/duplex").Duplex.from(stream);
      } else if (typeof stream === "function") result = this.#callNext(stream, result, isLast, end);
      else if (kind.isNodeStream(stream)) result = this.#connect(result, stream, isLast, end);
      else if (isWeb(stream)) result = this.#connectWeb(result, stream, end);
      else result = require("node/stream/duplex").Duplex.from(stream);
    }
    if (this.#outer?.aborted) nextTick(this.#abort);
    return result;
  }
}

/**
 * @param {any[]} given
 * @param {(error?: Error, value?: unknown) => void} callback
 * @param {{signal?: AbortSignal, end?: boolean}} [options]
 */
function runPipeline(given, callback, options) {
  const streams = given.length === 1 && Array.isArray(given[0]) ? given[0] : given;
  if (streams.length < 2) throw makeError(TypeError, "ERR_MISSING_ARGS", 'The "streams" argument must be specified');
  let isCalled = false;
  const once = (...args) => {
    if (isCalled) return;
    isCalled = true;
    callback(...args);
  };
  return new Pipeline(streams, once, options).run();
}
exports.runPipeline = runPipeline;

exports.pipeline = function pipeline(...streams) {
  const callback = streams.pop();
  checkFunction(callback, "streams[stream.length - 1]");
  return runPipeline(streams, callback);
};

function isOptions(value) {
  return value !== null && typeof value === "object" && !kind.isNodeStream(value) && !kind.isIterable(value) && !isWeb(value) && !("then" in value);
}

/** As a promise of the last function's result. */
exports.pipelinePromise = function pipeline(...streams) {
  return new Promise((resolve, reject) => {
    let options;
    const last = streams[streams.length - 1];
    if (isOptions(last) && streams.length > 1) {
      options = streams.pop();
      if (options.end !== undefined) require("node/validate").checkBoolean(options.end, "options.end");
    }
    runPipeline(
      streams,
      (error, value) => {
        if (error) reject(error);
        else resolve(value);
      },
      options,
    );
  });
};
