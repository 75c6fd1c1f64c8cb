/**
 * How streams begin and end: construct, destroy, and the order of 'error' and 'close'.
 */

const { nextTick } = require("node/process/next_tick");
const { streamError, bothErrors } = require("node/stream/errors");
const { AbortError } = require("node/abort_error");
const kind = require("node/stream/kind");

const CONSTRUCTED = Symbol("kConstruct");
const CLEARED = Symbol("kDestroy");

/** The stream's states, of which it has one or two. */
function statesOf(stream) {
  const { _readableState: r, _writableState: w } = stream;
  return r && w ? [w, r] : [w || r].filter(Boolean);
}

function noteError(error, states) {
  if (!error) return;
  // Read now: a stack that is made late keeps much alive.
  void error.stack;
  for (const state of states) state.errored ??= error;
}

/** @this {any} */
exports.destroy = function destroy(error, callback) {
  const states = statesOf(this);
  if (states.some((state) => state.destroyed)) {
    if (typeof callback === "function") callback();
    return this;
  }
  noteError(error, states);
  for (const state of states) state.destroyed = true;
  if (states[0].constructed) clear(this, error, callback);
  else this.once(CLEARED, (constructError) => clear(this, bothErrors(constructError, error), callback));
  return this;
};

function clear(stream, error, callback) {
  let isCalled = false;
  const done = (problem) => {
    if (isCalled) return;
    isCalled = true;
    const states = statesOf(stream);
    noteError(problem, states);
    for (const state of states) state.closed = true;
    if (typeof callback === "function") callback(problem);
    if (problem) nextTick(emitErrorAndClose, stream, problem);
    else nextTick(emitClose, stream);
  };
  try {
    stream._destroy(error || null, done);
  } catch (problem) {
    done(problem);
  }
}

function emitErrorAndClose(stream, error) {
  emitError(stream, error);
  emitClose(stream);
}

function emitClose(stream) {
  const states = statesOf(stream);
  for (const state of states) state.closeEmitted = true;
  if (states.some((state) => state.emitClose)) stream.emit("close");
}

function emitError(stream, error) {
  const states = statesOf(stream);
  if (states.some((state) => state.errorEmitted)) return;
  for (const state of states) state.errorEmitted = true;
  stream.emit("error", error);
}

/** @this {any} */
exports.undestroy = function undestroy() {
  const { _readableState: r, _writableState: w } = this;
  if (r) {
    Object.assign(r, { constructed: true, closed: false, closeEmitted: false, destroyed: false, errored: null, errorEmitted: false, reading: false });
    r.ended = r.endEmitted = r.readable === false;
  }
  if (w) {
    Object.assign(w, { constructed: true, closed: false, closeEmitted: false, destroyed: false, errored: null, errorEmitted: false, finalCalled: false, prefinished: false });
    w.ended = w.ending = w.finished = w.writable === false;
  }
};

/** An error ends a stream that cleans up after itself; others only tell of it. */
exports.errorOrDestroy = function errorOrDestroy(stream, error, isSync = false) {
  const states = statesOf(stream);
  if (states.some((state) => state.destroyed)) return;
  if (states.some((state) => state.autoDestroy)) {
    stream.destroy(error);
  } else if (error) {
    noteError(error, states);
    if (isSync) nextTick(emitError, stream, error);
    else emitError(stream, error);
  }
};

/** Runs `_construct`, if there is one, before anything else; `ready` is called after it. */
exports.construct = function construct(stream, ready) {
  if (typeof stream._construct !== "function") return;
  for (const state of statesOf(stream)) state.constructed = false;
  stream.once(CONSTRUCTED, ready);
  // A Duplex comes here twice.
  if (stream.listenerCount(CONSTRUCTED) > 1) return;
  nextTick(runConstruct, stream);
};

function runConstruct(stream) {
  let isCalled = false;
  const done = (error) => {
    if (isCalled) return exports.errorOrDestroy(stream, error ?? streamError("ERR_MULTIPLE_CALLBACK"));
    isCalled = true;
    const states = statesOf(stream);
    for (const state of states) state.constructed = true;
    if (states[0].destroyed) stream.emit(CLEARED, error);
    else if (error) exports.errorOrDestroy(stream, error, true);
    else stream.emit(CONSTRUCTED);
  };
  try {
    stream._construct((error) => nextTick(done, error));
  } catch (error) {
    nextTick(done, error);
  }
}

/** Ends any kind of stream. */
exports.destroyer = function destroyer(stream, given) {
  if (!stream || kind.isDestroyed(stream)) return;
  const error = !given && !kind.isFinished(stream) ? new AbortError() : given;
  if (kind.isServerRequest(stream)) {
    stream.socket = null;
    stream.destroy(error);
  } else if (kind.isRequest(stream)) stream.abort();
  else if (kind.isRequest(stream.req)) stream.req.abort();
  else if (typeof stream.destroy === "function") stream.destroy(error);
  else if (typeof stream.close === "function") stream.close();
  if (!stream.destroyed) stream[kind.DESTROYED] = true;
};
