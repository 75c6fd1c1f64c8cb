/**
 * finished: calls back when a stream is over, in whichever way.
 */

const { AbortError } = require("node/abort_error");
const { invalidArgType } = require("node/errors");
const { checkAbortSignal, checkFunction, checkObject, checkBoolean } = require("node/validate");
const { streamError } = require("node/stream/errors");
const { nextTick } = require("node/process/next_tick");
const kind = require("node/stream/kind");

const nothing = () => {};

function once(fn) {
  let isCalled = false;
  return function (...args) {
    if (isCalled) return;
    isCalled = true;
    Reflect.apply(fn, this, args);
  };
}

/** Requests of an HTTP client finish by other events. */
function isRequest(stream) {
  return stream.setHeader && typeof stream.abort === "function";
}

class Watch {
  #stream;
  #options;
  #callback;
  #listening = [];
  #willEmitClose;
  #isWritable;
  #isReadable;
  #isWritableDone;
  #isReadableDone;

  constructor(stream, options, callback) {
    this.#stream = stream;
    this.#options = options;
    this.#callback = callback;
    this.#isReadable = options.readable ?? kind.isReadableNodeStream(stream);
    this.#isWritable = options.writable ?? kind.isWritableNodeStream(stream);
    // With two sides, the end of one of them says nothing about the close.
    this.#willEmitClose = kind.willEmitClose(stream) && kind.isReadableNodeStream(stream) === this.#isReadable && kind.isWritableNodeStream(stream) === this.#isWritable;
    this.#isWritableDone = kind.isWritableFinished(stream, false);
    this.#isReadableDone = kind.isReadableFinished(stream, false);
  }

  get #needsReadable() {
    return this.#isReadable && !this.#isReadableDone;
  }

  get #needsWritable() {
    return this.#isWritable && !this.#isWritableDone;
  }

  #on(event, listener) {
    this.#stream.on(event, listener);
    this.#listening.push([event, listener]);
  }

  #onFinish = () => {
    this.#isWritableDone = true;
    // Destroyed without a close to come.
    if (this.#stream.destroyed) this.#willEmitClose = false;
    if (this.#willEmitClose && (!this.#stream.readable || this.#isReadable)) return;
    if (!this.#needsReadable) this.#callback.call(this.#stream);
  };
  #onEnd = () => {
    this.#isReadableDone = true;
    if (this.#stream.destroyed) this.#willEmitClose = false;
    if (this.#willEmitClose && (!this.#stream.writable || this.#isWritable)) return;
    if (!this.#needsWritable) this.#callback.call(this.#stream);
  };
  #onError = (error) => this.#callback.call(this.#stream, error);
  #onClose = () => {
    const stream = this.#stream;
    this.isClosed = true;
    const errored = kind.isWritable(stream) === null && kind.isReadable(stream) === null ? undefined : (stream._writableState?.errored ?? stream._readableState?.errored);
    if (errored && typeof errored !== "boolean") return this.#callback.call(stream, errored);
    if (this.#isReadable && !this.#isReadableDone && kind.isReadableNodeStream(stream, true) && !kind.isReadableFinished(stream, false)) {
      return this.#callback.call(stream, streamError("ERR_STREAM_PREMATURE_CLOSE"));
    }
    if (this.#isWritable && !this.#isWritableDone && !kind.isWritableFinished(stream, false)) return this.#callback.call(stream, streamError("ERR_STREAM_PREMATURE_CLOSE"));
    this.#callback.call(stream);
  };
  #onClosed = () => {
    this.isClosed = true;
    const errored = this.#stream._writableState?.errored ?? this.#stream._readableState?.errored;
    if (errored && typeof errored !== "boolean") return this.#callback.call(this.#stream, errored);
    this.#callback.call(this.#stream);
  };
  #onRequest = () => void this.#stream.req.on("finish", this.#onFinish);

  start() {
    const stream = this.#stream;
    const { _readableState: r, _writableState: w } = stream;
    if (isRequest(stream)) {
      this.#on("complete", this.#onFinish);
      if (!this.#willEmitClose) this.#on("abort", this.#onClose);
      if (stream.req) this.#onRequest();
      else this.#on("request", this.#onRequest);
    } else if (this.#isWritable && !w) {
      // Streams of old packages end without saying so otherwise.
      const onLegacy = () => {
        if (this.#isWritableDone === null || !this.#isWritableDone) this.#onFinish();
      };
      this.#on("end", onLegacy);
      this.#on("close", onLegacy);
    }
    if (!this.#willEmitClose && typeof stream.aborted === "boolean") this.#on("aborted", this.#onClose);
    this.#on("end", this.#onEnd);
    this.#on("finish", this.#onFinish);
    if (this.#options.error !== false) this.#on("error", this.#onError);
    this.#on("close", this.#onClose);

    this.isClosed = kind.isClosed(stream);
    if (this.isClosed) nextTick(this.#onClose);
    else if (w?.errorEmitted || r?.errorEmitted) {
      if (!this.#willEmitClose) nextTick(this.#onClosed);
    } else if (
      (!this.#isReadable && (!this.#willEmitClose || kind.isReadable(stream)) && (this.#isWritableDone || kind.isWritable(stream) === false)) ||
      (!this.#isWritable && (!this.#willEmitClose || kind.isWritable(stream)) && (this.#isReadableDone || kind.isReadable(stream) === false))
    ) {
      nextTick(this.#onClosed);
    } else if (r && stream.req && stream.aborted) {
      nextTick(this.#onClosed);
    }
  }

  stop() {
    this.#callback = nothing;
    for (const [event, listener] of this.#listening.splice(0)) this.#stream.removeListener(event, listener);
    this.#stream.req?.removeListener?.("finish", this.#onFinish);
  }
}

function watchWeb(stream, options, callback) {
  const { signal } = options;
  const done = once(callback);
  let onAbort = () => {};
  if (signal !== undefined) {
    onAbort = () => done.call(stream, new AbortError(undefined, { cause: signal.reason }));
    if (signal.aborted) nextTick(onAbort);
    else signal.addEventListener("abort", onAbort, { once: true });
  }
  const settle = (...args) => {
    signal?.removeEventListener("abort", onAbort);
    nextTick(() => done.apply(stream, args));
  };
  const closed = require("node/stream/web_closed").closedOf(stream);
  closed.then(() => settle(), settle);
  return nothing;
}

/**
 * @param {any} stream
 * @param {any} [options] `readable`, `writable`, `error`, `signal`, `cleanup`
 * @param {(error?: Error) => void} [given]
 * @returns {() => void} stops watching
 */
exports.finished = function finished(stream, options, given) {
  let settings = options;
  let callback = given;
  if (arguments.length === 2) [settings, callback] = [{}, options];
  else if (options === undefined || options === null) settings = {};
  else checkObject(options, "options");
  checkFunction(callback, "callback");
  checkAbortSignal(settings.signal, "options.signal");
  const isWeb = kind.isReadableStream(stream) || kind.isWritableStream(stream);
  if (isWeb) return watchWeb(stream, settings, callback);
  if (!kind.isNodeStream(stream)) throw invalidArgType("stream", ["ReadableStream", "WritableStream", "Stream"], stream);
  const done = once(callback);
  const { signal } = settings;
  let isDone = false;
  let onAbort;
  const watch = new Watch(stream, settings, function (...args) {
    isDone = true;
    if (onAbort) signal.removeEventListener("abort", onAbort);
    Reflect.apply(done, this, args);
  });
  watch.start();
  if (signal && !isDone) {
    onAbort = () => {
      watch.stop();
      done.call(stream, new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal.aborted) nextTick(onAbort);
    else signal.addEventListener("abort", onAbort, { once: true });
  }
  return () => watch.stop();
};

/** As a promise. */
exports.finishedPromise = function finished(stream, options) {
  let cleansUp = false;
  const settings = options ?? {};
  if (settings.cleanup !== undefined) {
    checkBoolean(settings.cleanup, "cleanup");
    cleansUp = settings.cleanup;
  }
  return new Promise((resolve, reject) => {
    const stop = exports.finished(stream, settings, (error) => {
      if (cleansUp) stop();
      if (error) reject(error);
      else resolve(undefined);
    });
  });
};
