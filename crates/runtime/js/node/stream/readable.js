/**
 * Readable: a source that is read at the reader's pace.
 */

const { ASYNC_DISPOSE } = require("node/dispose");
const { Stream } = require("node/stream/base");
const { ReadableState, take } = require("node/stream/readable_state");
const { emitReadable, maybeReadMore, resume, onEnd, endReadable, updateListening } = require("node/stream/readable_flow");
const destroying = require("node/stream/destroy");
const { streamError, notImplemented } = require("node/stream/errors");
const { nextTick } = require("node/process/next_tick");
const { Buffer } = require("node/buffer");
const { StringDecoder } = require("node/string_decoder");
const { invalidArgType, outOfRange } = require("node/errors");
const { checkObject } = require("node/validate");

const { defineProperties, setPrototypeOf } = Object;
const { errorOrDestroy } = destroying;
/** No mark becomes higher than this by itself. */
const MARK_MAX = 0x40000000;

function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  const isDuplex = this instanceof require("node/stream/duplex").Duplex;
  this._readableState = new ReadableState(options, isDuplex);
  if (options) {
    if (typeof options.read === "function") this._read = options.read;
    if (typeof options.destroy === "function") this._destroy = options.destroy;
    if (typeof options.construct === "function") this._construct = options.construct;
    if (options.signal && !isDuplex) require("node/stream/abort").addAbortSignal(options.signal, this);
  }
  Stream.call(this, options);
  destroying.construct(this, () => {
    if (this._readableState.needReadable) maybeReadMore(this, this._readableState);
  });
}
setPrototypeOf(Readable.prototype, Stream.prototype);
setPrototypeOf(Readable, Stream);

const { prototype } = Readable;
prototype.destroy = destroying.destroy;
prototype._undestroy = destroying.undestroy;
prototype._destroy = function (error, callback) {
  callback(error);
};
prototype[Symbol.for("nodejs.rejection")] = function (error) {
  this.destroy(error);
};
prototype[ASYNC_DISPOSE] = function () {
  let error;
  if (!this.destroyed) {
    const { AbortError } = require("node/abort_error");
    error = this.readableEnded ? null : new AbortError();
    this.destroy(error);
  }
  return new Promise((resolve, reject) => require("node/stream/finished").finished(this, (problem) => (problem && problem !== error ? reject(problem) : resolve(null))));
};

/** Puts something at the end; whether more is wanted is what it returns. */
prototype.push = function push(chunk, encoding) {
  return add(this, chunk, encoding, false);
};
/** Puts something back in front. */
prototype.unshift = function unshift(chunk, encoding) {
  return add(this, chunk, encoding, true);
};

/** What a chunk is inside; an Error where it cannot be one. */
function converted(state, chunk, encoding, isFront) {
  if (state.objectMode) return { chunk, encoding };
  if (typeof chunk === "string") {
    const given = encoding || state.defaultEncoding;
    if (state.encoding === given) return { chunk, encoding: given };
    const bytes = Buffer.from(chunk, given);
    return isFront && state.encoding ? { chunk: bytes.toString(state.encoding), encoding: given } : { chunk: bytes, encoding: "" };
  }
  if (chunk instanceof Buffer) return { chunk, encoding: "" };
  if (ArrayBuffer.isView(chunk)) return { chunk: Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), encoding: "" };
  if (chunk === null || chunk === undefined) return { chunk, encoding };
  return { error: invalidArgType("chunk", ["string", "Buffer", "TypedArray", "DataView"], chunk) };
}

function add(stream, given, givenEncoding, isFront) {
  const state = stream._readableState;
  const { chunk, encoding, error } = converted(state, given, givenEncoding, isFront);
  if (error) {
    errorOrDestroy(stream, error);
    return false;
  }
  if (chunk === null) {
    state.reading = false;
    onEnd(stream, state);
    return false;
  }
  if (state.objectMode || chunk?.length > 0) {
    if (isFront) {
      if (state.endEmitted) errorOrDestroy(stream, streamError("ERR_STREAM_UNSHIFT_AFTER_END_EVENT"));
      else if (state.destroyed || state.errored) return false;
      else addChunk(stream, state, chunk, true);
    } else if (state.ended) {
      errorOrDestroy(stream, streamError("ERR_STREAM_PUSH_AFTER_EOF"));
    } else if (state.destroyed || state.errored) {
      return false;
    } else {
      state.reading = false;
      addDecoded(stream, state, chunk, encoding);
    }
  } else if (!isFront) {
    state.reading = false;
    maybeReadMore(stream, state);
  }
  return !state.ended && (state.length < state.highWaterMark || state.length === 0);
}

function addDecoded(stream, state, chunk, encoding) {
  if (!state.decoder || encoding) return addChunk(stream, state, chunk, false);
  const text = state.decoder.write(chunk);
  if (state.objectMode || text.length !== 0) addChunk(stream, state, text, false);
  else maybeReadMore(stream, state);
}

function addChunk(stream, state, chunk, isFront) {
  if (state.flowing && state.length === 0 && !state.sync && stream.listenerCount("data") > 0) {
    if (state.multiAwaitDrain) state.awaitDrainWriters.clear();
    else state.awaitDrainWriters = null;
    state.dataEmitted = true;
    stream.emit("data", chunk);
  } else {
    state.length += state.objectMode ? 1 : chunk.length;
    if (isFront) state.buffer.unshift(chunk);
    else state.buffer.push(chunk);
    if (state.needReadable) emitReadable(stream);
  }
  maybeReadMore(stream, state);
}

prototype.isPaused = function isPaused() {
  const state = this._readableState;
  return state.isPaused === true || state.flowing === false;
};

/** What was read already becomes text too. */
prototype.setEncoding = function setEncoding(encoding) {
  const decoder = new StringDecoder(encoding);
  const state = this._readableState;
  state.decoder = decoder;
  state.encoding = decoder.encoding;
  let text = "";
  for (const chunk of state.buffer) text += decoder.write(chunk);
  state.buffer.clear();
  if (text !== "") state.buffer.push(text);
  state.length = text.length;
  return this;
};

/** The next power of two. */
function raisedMark(n) {
  if (n > MARK_MAX) throw outOfRange("size", "<= 1GiB", n);
  return 2 ** Math.ceil(Math.log2(n));
}

function howMuch(n, state) {
  if (n <= 0 || (state.length === 0 && state.ended)) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(n)) return state.flowing && state.length > 0 ? state.buffer.head.length : state.length;
  if (n <= state.length) return n;
  return state.ended ? state.length : 0;
}

/** Asks the source; what it gives at once counts already. */
function callRead(stream, state) {
  state.reading = true;
  state.sync = true;
  if (state.length === 0) state.needReadable = true;
  try {
    stream._read(state.highWaterMark);
  } catch (error) {
    errorOrDestroy(stream, error);
  }
  state.sync = false;
}

/**
 * @param {number} [size] bytes or characters; without it all that is there
 * @returns {any} null when there is not so much yet
 */
prototype.read = function read(size) {
  const state = this._readableState;
  const wanted = size === undefined ? NaN : Number.isInteger(size) ? size : Number.parseInt(size, 10);
  if (wanted > state.highWaterMark) state.highWaterMark = raisedMark(wanted);
  if (wanted !== 0) state.emittedReadable = false;
  const isFull = state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0;
  if (wanted === 0 && state.needReadable && (isFull || state.ended)) {
    if (state.length === 0 && state.ended) endReadable(this);
    else emitReadable(this);
    return null;
  }
  let count = howMuch(wanted, state);
  if (count === 0 && state.ended) {
    if (state.length === 0) endReadable(this);
    return null;
  }
  const isWanted = state.needReadable || state.length === 0 || state.length - count < state.highWaterMark;
  if (isWanted && !state.ended && !state.reading && !state.destroyed && !state.errored && state.constructed) {
    callRead(this, state);
    if (!state.reading) count = howMuch(wanted, state);
  }
  const chunk = count > 0 ? take(state, count) : null;
  if (chunk === null) {
    state.needReadable = state.length <= state.highWaterMark;
    count = 0;
  } else {
    state.length -= count;
    if (state.multiAwaitDrain) state.awaitDrainWriters.clear();
    else state.awaitDrainWriters = null;
  }
  if (state.length === 0) {
    if (!state.ended) state.needReadable = true;
    if (wanted !== count && state.ended) endReadable(this);
  }
  if (chunk !== null && !state.errored && !state.closeEmitted) {
    state.dataEmitted = true;
    this.emit("data", chunk);
  }
  return chunk;
};

prototype._read = function () {
  throw notImplemented("_read()");
};

prototype.on = function on(event, listener) {
  const result = Stream.prototype.on.call(this, event, listener);
  const state = this._readableState;
  if (event === "data") {
    state.readableListening = this.listenerCount("readable") > 0;
    if (state.flowing !== false) this.resume();
  } else if (event === "readable" && !state.endEmitted && !state.readableListening) {
    state.readableListening = state.needReadable = true;
    state.flowing = false;
    state.emittedReadable = false;
    if (state.length > 0) emitReadable(this);
    else if (!state.reading) nextTick(() => void this.read(0));
  }
  return result;
};
prototype.addListener = prototype.on;

prototype.removeListener = function removeListener(event, listener) {
  const result = Stream.prototype.removeListener.call(this, event, listener);
  if (event === "readable") nextTick(updateListening, this);
  return result;
};
prototype.off = prototype.removeListener;
prototype.removeAllListeners = function removeAllListeners(...args) {
  const result = Stream.prototype.removeAllListeners.apply(this, args);
  if (args[0] === "readable" || args[0] === undefined) nextTick(updateListening, this);
  return result;
};

prototype.resume = function () {
  const state = this._readableState;
  if (!state.flowing) {
    // Who listens to 'readable' reads by itself.
    state.flowing = !state.readableListening;
    resume(this, state);
  }
  state.isPaused = false;
  return this;
};
prototype.pause = function pause() {
  const state = this._readableState;
  if (state.flowing !== false) {
    state.flowing = false;
    this.emit("pause");
  }
  state.isPaused = true;
  return this;
};

Object.assign(prototype, require("node/stream/pipe").methods);

/** An old stream becomes the source of this one. */
prototype.wrap = function wrap(stream) {
  let isPaused = false;
  stream.on("data", (chunk) => {
    if (!this.push(chunk) && stream.pause) {
      isPaused = true;
      stream.pause();
    }
  });
  stream.on("end", () => void this.push(null));
  stream.on("error", (error) => errorOrDestroy(this, error));
  stream.on("close", () => void this.destroy());
  stream.on("destroy", () => void this.destroy());
  this._read = () => {
    if (isPaused && stream.resume) {
      isPaused = false;
      stream.resume();
    }
  };
  for (const key of Object.keys(stream)) {
    if (this[key] === undefined && typeof stream[key] === "function") this[key] = stream[key].bind(stream);
  }
  return this;
};

prototype[Symbol.asyncIterator] = function () {
  return require("node/stream/iterate").iterate(this);
};
prototype.iterator = function iterator(options) {
  if (options !== undefined) checkObject(options, "options");
  return require("node/stream/iterate").iterate(this, options);
};

const getter = (get, set = undefined) => ({ get, set, enumerable: false, configurable: true });
defineProperties(prototype, {
  readable: {
    get() {
      const state = this._readableState;
      return Boolean(state) && state.readable !== false && !state.destroyed && !state.errorEmitted && !state.endEmitted;
    },
    set(value) {
      if (this._readableState) this._readableState.readable = Boolean(value);
    },
  },
  readableDidRead: getter(function () {
    return this._readableState.dataEmitted;
  }),
  readableAborted: getter(function () {
    const state = this._readableState;
    return Boolean(state.readable !== false && (state.destroyed || state.errored) && !state.endEmitted);
  }),
  readableHighWaterMark: getter(function () {
    return this._readableState.highWaterMark;
  }),
  readableBuffer: getter(function () {
    return this._readableState?.buffer;
  }),
  readableFlowing: getter(
    function () {
      return this._readableState.flowing;
    },
    function (value) {
      if (this._readableState) this._readableState.flowing = value;
    },
  ),
  readableLength: getter(function () {
    return this._readableState.length;
  }),
  readableObjectMode: getter(function () {
    return this._readableState ? this._readableState.objectMode : false;
  }),
  readableEncoding: getter(function () {
    return this._readableState ? this._readableState.encoding : null;
  }),
  errored: getter(function () {
    return this._readableState ? this._readableState.errored : null;
  }),
  closed: getter(function () {
    return this._readableState ? this._readableState.closed : false;
  }),
  destroyed: getter(
    function () {
      return this._readableState ? this._readableState.destroyed : false;
    },
    function (value) {
      if (this._readableState) this._readableState.destroyed = value;
    },
  ),
  readableEnded: getter(function () {
    return this._readableState ? this._readableState.endEmitted : false;
  }),
});

Readable._fromList = (count, state) => take(state, count);
Readable.ReadableState = ReadableState;
Readable.from = (iterable, options) => require("node/stream/from").from(Readable, iterable, options);
Readable.fromWeb = (stream, options) => require("node/stream/web_adapters").readableFromWeb(stream, options);
Readable.toWeb = (stream, options) => require("node/stream/web_adapters").readableToWeb(stream, options);
Readable.wrap = (source, options) =>
  new Readable({
    objectMode: source.readableObjectMode ?? source.objectMode ?? true,
    ...options,
    destroy(error, callback) {
      destroying.destroyer(source, error);
      callback(error);
    },
  }).wrap(source);

exports.Readable = Readable;
require("node/stream/operators").addTo(Readable);
