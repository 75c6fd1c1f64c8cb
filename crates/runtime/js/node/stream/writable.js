/**
 * Writable: a sink that takes one chunk after the other and says when to wait.
 */

const { ASYNC_DISPOSE } = require("node/dispose");
const { AbortError } = require("node/abort_error");
const { Stream } = require("node/stream/base");
const { WritableState, nothing } = require("node/stream/writable_state");
const { clearBuffer, errorBuffer, finishMaybe, onWrite } = require("node/stream/writable_flow");
const destroying = require("node/stream/destroy");
const { streamError, destroyedError, finishedError, notImplemented } = require("node/stream/errors");
const { nextTick } = require("node/process/next_tick");
const { Buffer } = require("node/buffer");
const { invalidArgType, makeError } = require("node/errors");

const { defineProperties, defineProperty, setPrototypeOf } = Object;
const { errorOrDestroy } = destroying;

function Writable(options) {
  const isDuplex = this instanceof require("node/stream/duplex").Duplex;
  if (!isDuplex && !isWritableItself(this)) return new Writable(options);
  this._writableState = new WritableState(options, isDuplex);
  this._writableState.onwrite = (error) => onWrite(this, error);
  if (options) {
    if (typeof options.write === "function") this._write = options.write;
    if (typeof options.writev === "function") this._writev = options.writev;
    if (typeof options.destroy === "function") this._destroy = options.destroy;
    if (typeof options.final === "function") this._final = options.final;
    if (typeof options.construct === "function") this._construct = options.construct;
    if (options.signal) require("node/stream/abort").addAbortSignal(options.signal, this);
  }
  Stream.call(this, options);
  destroying.construct(this, () => {
    const state = this._writableState;
    if (!state.writing) clearBuffer(this, state);
    finishMaybe(this, state);
  });
}
setPrototypeOf(Writable.prototype, Stream.prototype);
setPrototypeOf(Writable, Stream);

const { prototype } = Writable;
const hasInstance = Function.prototype[Symbol.hasInstance];

function isWritableItself(object) {
  return hasInstance.call(Writable, object);
}

/** A Duplex inherits from Readable only, and is a Writable all the same. */
defineProperty(Writable, Symbol.hasInstance, {
  value(object) {
    if (hasInstance.call(this, object)) return true;
    return this === Writable && Boolean(object) && object._writableState instanceof WritableState;
  },
});

/** Otherwise people are led astray: this is no source. */
prototype.pipe = function () {
  errorOrDestroy(this, streamError("ERR_STREAM_CANNOT_PIPE"));
};

function toChunk(state, chunk, encoding) {
  if (chunk === null) throw streamError("ERR_STREAM_NULL_VALUES");
  if (state.objectMode) return { chunk, encoding };
  if (typeof chunk === "string") return state.decodeStrings ? { chunk: Buffer.from(chunk, encoding), encoding: "buffer" } : { chunk, encoding };
  if (chunk instanceof Buffer) return { chunk, encoding: "buffer" };
  if (ArrayBuffer.isView(chunk)) return { chunk: Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), encoding: "buffer" };
  throw invalidArgType("chunk", ["string", "Buffer", "TypedArray", "DataView"], chunk);
}

/** @returns {boolean | Error} whether more may come at once */
function write(stream, givenChunk, givenEncoding, givenCallback) {
  const state = stream._writableState;
  let wanted = givenEncoding;
  let callback = givenCallback;
  if (typeof givenEncoding === "function") {
    callback = givenEncoding;
    wanted = state.defaultEncoding;
  } else {
    if (!wanted) wanted = state.defaultEncoding;
    else if (wanted !== "buffer" && !Buffer.isEncoding(wanted)) throw makeError(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${wanted}`);
    if (typeof callback !== "function") callback = nothing;
  }
  const { chunk, encoding } = toChunk(state, givenChunk, wanted);
  let error;
  if (state.ending) error = streamError("ERR_STREAM_WRITE_AFTER_END");
  else if (state.destroyed) error = destroyedError("write");
  if (error !== undefined) {
    nextTick(callback, error);
    errorOrDestroy(stream, error, true);
    return error;
  }
  state.pendingcb++;
  return writeOrBuffer(stream, state, chunk, encoding, callback);
}

function writeOrBuffer(stream, state, chunk, encoding, callback) {
  const length = state.objectMode ? 1 : chunk.length;
  state.length += length;
  const hasRoom = state.length < state.highWaterMark;
  if (!hasRoom) state.needDrain = true;
  if (state.writing || state.corked || state.errored || !state.constructed) {
    state.buffered.push({ chunk, encoding, callback });
    if (encoding !== "buffer") state.allBuffers = false;
    if (callback !== nothing) state.allNoop = false;
  } else {
    state.writelen = length;
    state.writecb = callback;
    state.writing = true;
    state.sync = true;
    stream._write(chunk, encoding, state.onwrite);
    state.sync = false;
  }
  return hasRoom && !state.errored && !state.destroyed;
}

prototype.write = function (chunk, encoding, callback) {
  return write(this, chunk, encoding, callback) === true;
};

prototype.cork = function cork() {
  this._writableState.corked++;
};
prototype.uncork = function uncork() {
  const state = this._writableState;
  if (!state.corked) return;
  state.corked--;
  if (!state.writing) clearBuffer(this, state);
};

prototype.setDefaultEncoding = function setDefaultEncoding(encoding) {
  const name = typeof encoding === "string" ? encoding.toLowerCase() : encoding;
  if (!Buffer.isEncoding(name)) throw makeError(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
  this._writableState.defaultEncoding = name;
  return this;
};

prototype._write = function (chunk, encoding, callback) {
  if (!this._writev) throw notImplemented("_write()");
  this._writev([{ chunk, encoding }], callback);
};
prototype._writev = null;

prototype.end = function end(givenChunk, givenEncoding, givenCallback) {
  const state = this._writableState;
  let [chunk, encoding, callback] = [givenChunk, givenEncoding, givenCallback];
  if (typeof chunk === "function") [chunk, encoding, callback] = [null, null, chunk];
  else if (typeof encoding === "function") [encoding, callback] = [null, encoding];
  let error;
  if (chunk !== null && chunk !== undefined) {
    const result = write(this, chunk, encoding);
    if (result instanceof Error) error = result;
  }
  if (state.corked) {
    state.corked = 1;
    this.uncork();
  }
  if (error === undefined) {
    if (!state.errored && !state.ending) {
      state.ending = true;
      finishMaybe(this, state, true);
      state.ended = true;
    } else if (state.finished) error = finishedError("end");
    else if (state.destroyed) error = destroyedError("end");
  }
  if (typeof callback === "function") {
    if (error !== undefined) nextTick(callback, error);
    else if (state.errored) nextTick(callback, state.errored);
    else if (state.finished) nextTick(callback);
    else state.finishCallbacks.push(callback);
  }
  return this;
};

prototype.destroy = function destroy(error, callback) {
  const state = this._writableState;
  if (!state.destroyed && (state.bufferedIndex < state.buffered.length || state.finishCallbacks.length > 0)) nextTick(errorBuffer, state);
  destroying.destroy.call(this, error, callback);
  return this;
};
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
    error = this.writableFinished ? null : new AbortError();
    this.destroy(error);
  }
  return new Promise((resolve, reject) => require("node/stream/finished").finished(this, (problem) => (problem && problem.name !== "AbortError" ? reject(problem) : resolve(undefined))));
};

const ofState = (name, otherwise) => ({
  get() {
    return this._writableState ? this._writableState[name] : otherwise;
  },
  enumerable: false,
  configurable: true,
});
defineProperties(prototype, {
  closed: ofState("closed", false),
  destroyed: {
    get() {
      return this._writableState ? this._writableState.destroyed : false;
    },
    set(value) {
      if (this._writableState) this._writableState.destroyed = value;
    },
  },
  writable: {
    get() {
      const state = this._writableState;
      return Boolean(state) && state.writable !== false && !state.destroyed && !state.errored && !state.ending && !state.ended;
    },
    set(value) {
      if (this._writableState) this._writableState.writable = Boolean(value);
    },
  },
  writableFinished: ofState("finished", false),
  writableObjectMode: ofState("objectMode", false),
  writableBuffer: {
    get() {
      return this._writableState?.getBuffer();
    },
    configurable: true,
  },
  writableEnded: ofState("ending", false),
  writableNeedDrain: {
    get() {
      const state = this._writableState;
      return state ? !state.destroyed && !state.ending && state.needDrain : false;
    },
    configurable: true,
  },
  writableHighWaterMark: ofState("highWaterMark", undefined),
  writableCorked: ofState("corked", 0),
  writableLength: ofState("length", undefined),
  errored: ofState("errored", null),
  writableAborted: {
    get() {
      const state = this._writableState;
      return Boolean(state.writable !== false && (state.destroyed || state.errored) && !state.finished);
    },
    configurable: true,
  },
});

Writable.WritableState = WritableState;
Writable.fromWeb = (stream, options) => require("node/stream/web_adapters").writableFromWeb(stream, options);
Writable.toWeb = (stream) => require("node/stream/web_adapters").writableToWeb(stream);
exports.Writable = Writable;
