/**
 * What happens in a Writable after a chunk was written, and at its end.
 */

const { nothing } = require("node/stream/writable_state");
const { errorOrDestroy } = require("node/stream/destroy");
const { streamError, destroyedError } = require("node/stream/errors");
const { nextTick } = require("node/process/next_tick");

/** How many written entries are kept before the list is cut. */
const KEPT_MAX = 256;

function doWrite(stream, state, isMany, length, chunk, encoding, callback) {
  state.writelen = length;
  state.writecb = callback;
  state.writing = true;
  state.sync = true;
  if (state.destroyed) state.onwrite(destroyedError("write"));
  else if (isMany) stream._writev(chunk, state.onwrite);
  else stream._write(chunk, encoding, state.onwrite);
  state.sync = false;
}

function onWriteError(stream, state, error, callback) {
  --state.pendingcb;
  callback(error);
  errorBuffer(state);
  errorOrDestroy(stream, error);
}

/** A chunk was written, or was not. */
function onWrite(stream, error) {
  const state = stream._writableState;
  const { sync, writecb: callback } = state;
  if (typeof callback !== "function") return errorOrDestroy(stream, streamError("ERR_MULTIPLE_CALLBACK"));
  state.writing = false;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;
  if (error) {
    void error.stack;
    state.errored ??= error;
    if (stream._readableState) stream._readableState.errored ??= error;
    if (sync) nextTick(onWriteError, stream, state, error, callback);
    else onWriteError(stream, state, error, callback);
    return;
  }
  if (state.buffered.length > state.bufferedIndex) clearBuffer(stream, state);
  if (!sync) return afterWrite(stream, state, 1, callback);
  // Chunks that are written at once share one later turn.
  const known = state.afterWriteTickInfo;
  if (known !== null && known.callback === callback) {
    known.count++;
  } else {
    const info = { count: 1, callback };
    state.afterWriteTickInfo = info;
    nextTick(() => {
      state.afterWriteTickInfo = null;
      afterWrite(stream, state, info.count, callback);
    });
  }
}

function afterWrite(stream, state, count, callback) {
  if (!state.ending && !stream.destroyed && state.length === 0 && state.needDrain) {
    state.needDrain = false;
    stream.emit("drain");
  }
  for (let i = 0; i < count; i++) {
    state.pendingcb--;
    callback(null);
  }
  if (state.destroyed) errorBuffer(state);
  finishMaybe(stream, state);
}

/** Whoever waits for something that will not be written is told. */
function errorBuffer(state) {
  if (state.writing) return;
  for (let i = state.bufferedIndex; i < state.buffered.length; i++) {
    const { chunk, callback } = state.buffered[i];
    state.length -= state.objectMode ? 1 : chunk.length;
    callback(state.errored ?? destroyedError("write"));
  }
  for (const callback of state.finishCallbacks.splice(0)) callback(state.errored ?? destroyedError("end"));
  state.resetBuffer();
}

/** Writes what waits: all at once where the stream can. */
function clearBuffer(stream, state) {
  if (state.corked || state.bufferProcessing || state.destroyed || !state.constructed) return;
  const { buffered, bufferedIndex, objectMode } = state;
  const count = buffered.length - bufferedIndex;
  if (count === 0) return;
  state.bufferProcessing = true;
  if (count > 1 && stream._writev) {
    state.pendingcb -= count - 1;
    const chunks = state.allNoop && bufferedIndex === 0 ? buffered : buffered.slice(bufferedIndex);
    const callback = state.allNoop
      ? nothing
      : (error) => {
          for (const { callback: each } of chunks) each(error);
        };
    chunks.allBuffers = state.allBuffers;
    doWrite(stream, state, true, state.length, chunks, "", callback);
    state.resetBuffer();
  } else {
    let at = bufferedIndex;
    do {
      const { chunk, encoding, callback } = buffered[at];
      buffered[at++] = null;
      doWrite(stream, state, false, objectMode ? 1 : chunk.length, chunk, encoding, callback);
    } while (at < buffered.length && !state.writing);
    if (at === buffered.length) state.resetBuffer();
    else if (at > KEPT_MAX) {
      buffered.splice(0, at);
      state.bufferedIndex = 0;
    } else state.bufferedIndex = at;
  }
  state.bufferProcessing = false;
}

function mayFinish(state) {
  return (
    state.ending &&
    !state.destroyed &&
    state.constructed &&
    state.length === 0 &&
    !state.errored &&
    state.buffered.length === 0 &&
    !state.finished &&
    !state.writing &&
    !state.errorEmitted &&
    !state.closeEmitted
  );
}

function callFinal(stream, state) {
  let isCalled = false;
  const done = (error) => {
    if (isCalled) return errorOrDestroy(stream, error ?? streamError("ERR_MULTIPLE_CALLBACK"));
    isCalled = true;
    state.pendingcb--;
    if (error) {
      for (const callback of state.finishCallbacks.splice(0)) callback(error);
      errorOrDestroy(stream, error, state.sync);
    } else if (mayFinish(state)) {
      state.prefinished = true;
      stream.emit("prefinish");
      // 'finish' comes after everybody who hears of the last write.
      state.pendingcb++;
      nextTick(finish, stream, state);
    }
  };
  state.sync = true;
  state.pendingcb++;
  try {
    stream._final(done);
  } catch (error) {
    done(error);
  }
  state.sync = false;
}

function prefinish(stream, state) {
  if (state.prefinished || state.finalCalled) return;
  if (typeof stream._final === "function" && !state.destroyed) {
    state.finalCalled = true;
    callFinal(stream, state);
  } else {
    state.prefinished = true;
    stream.emit("prefinish");
  }
}

function finishMaybe(stream, state, isSync = false) {
  if (!mayFinish(state)) return;
  prefinish(stream, state);
  if (state.pendingcb !== 0) return;
  if (isSync) {
    state.pendingcb++;
    nextTick(() => {
      if (mayFinish(state)) finish(stream, state);
      else state.pendingcb--;
    });
  } else if (mayFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function finish(stream, state) {
  state.pendingcb--;
  state.finished = true;
  for (const callback of state.finishCallbacks.splice(0)) callback(null);
  stream.emit("finish");
  if (!state.autoDestroy) return;
  const other = stream._readableState;
  const isOver = !other || (other.autoDestroy && (other.endEmitted || other.readable === false));
  if (isOver) stream.destroy();
}

Object.assign(exports, { onWrite, clearBuffer, errorBuffer, finishMaybe });
