/**
 * compose: several streams, or functions that stand for one, as a single Duplex.
 */

const { AbortError } = require("node/abort_error");
const { invalidArgValue, makeError } = require("node/errors");
const { Duplex } = require("node/stream/duplex");
const { destroyer } = require("node/stream/destroy");
const { finished } = require("node/stream/finished");
const { runPipeline } = require("node/stream/pipeline");
const kind = require("node/stream/kind");

function check(streams) {
  for (let i = 0; i < streams.length; i++) {
    const stream = streams[i];
    if (!kind.isNodeStream(stream) && !kind.isWebStream(stream)) continue;
    const reads = kind.isReadable(stream) || kind.isReadableStream(stream) || kind.isTransformStream(stream);
    const writes = kind.isWritable(stream) || kind.isWritableStream(stream) || kind.isTransformStream(stream);
    if (i < streams.length - 1 && !reads) throw invalidArgValue(`streams[${i}]`, stream, "must be readable");
    if (i > 0 && !writes) throw invalidArgValue(`streams[${i}]`, stream, "must be writable");
  }
}

/** The writing side: what comes in goes to the first stream. */
function writeInto(duplex, head, state) {
  if (kind.isNodeStream(head)) {
    duplex._write = (chunk, encoding, callback) => {
      if (head.write(chunk, encoding)) callback();
      else state.onDrain = callback;
    };
    duplex._final = (callback) => {
      head.end();
      state.onFinish = callback;
    };
    head.on("drain", () => {
      const callback = state.onDrain;
      state.onDrain = undefined;
      callback?.();
    });
    return;
  }
  const writer = (kind.isTransformStream(head) ? head.writable : head).getWriter();
  duplex._write = async (chunk, _encoding, callback) => {
    try {
      await writer.ready;
      writer.write(chunk).catch(() => {});
      callback();
    } catch (error) {
      callback(error);
    }
  };
  duplex._final = async (callback) => {
    try {
      await writer.ready;
      writer.close().catch(() => {});
      state.onFinish = callback;
    } catch (error) {
      callback(error);
    }
  };
}

/** The reading side: what the last stream gives comes out. */
function readFrom(duplex, tail, state) {
  if (kind.isNodeStream(tail)) {
    tail.on("readable", () => {
      const read = state.onReadable;
      state.onReadable = undefined;
      read?.();
    });
    tail.on("end", () => void duplex.push(null));
    duplex._read = () => {
      while (true) {
        const chunk = tail.read();
        if (chunk === null) {
          state.onReadable = duplex._read;
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
    return;
  }
  const reader = (kind.isTransformStream(tail) ? tail.readable : tail).getReader();
  duplex._read = async () => {
    while (true) {
      try {
        const { value, done } = await reader.read();
        if (!duplex.push(done ? null : value) || done) {
          if (done) duplex.push(null);
          return;
        }
      } catch {
        return;
      }
    }
  };
}

exports.compose = function compose(...given) {
  if (given.length === 0) throw makeError(TypeError, "ERR_MISSING_ARGS", 'The "streams" argument must be specified');
  if (given.length === 1) return Duplex.from(given[0]);
  const streams = [...given];
  if (typeof streams[0] === "function") streams[0] = Duplex.from(streams[0]);
  const last = streams.length - 1;
  if (typeof streams[last] === "function") streams[last] = Duplex.from(streams[last]);
  check(streams);
  const state = { onDrain: undefined, onFinish: undefined, onReadable: undefined, onClose: undefined };
  const ended = (error) => {
    const callback = state.onClose;
    // Null: the streams inside are over, whoever ends the whole need not wait for them.
    state.onClose = null;
    if (callback) callback(error);
    else if (error) duplex.destroy(error);
    else if (!canRead && !canWrite) duplex.destroy();
  };
  const [head] = streams;
  const tail = runPipeline(streams, ended);
  const canWrite = Boolean(kind.isWritable(head) || kind.isWritableStream(head) || kind.isTransformStream(head));
  const canRead = Boolean(kind.isReadable(tail) || kind.isReadableStream(tail) || kind.isTransformStream(tail));
  const duplex = new Duplex({
    writableObjectMode: Boolean(head?.writableObjectMode),
    readableObjectMode: Boolean(tail?.readableObjectMode),
    writable: canWrite,
    readable: canRead,
  });
  if (canWrite) {
    writeInto(duplex, head, state);
    const end = kind.isTransformStream(tail) ? tail.readable : tail;
    finished(end, () => {
      const callback = state.onFinish;
      state.onFinish = undefined;
      callback?.();
    });
  }
  if (canRead) readFrom(duplex, tail, state);
  duplex._destroy = (error, callback) => {
    const problem = !error && state.onClose !== null ? new AbortError() : error;
    state.onReadable = undefined;
    state.onDrain = undefined;
    state.onFinish = undefined;
    if (state.onClose === null) return callback(problem);
    state.onClose = callback;
    if (kind.isNodeStream(tail)) destroyer(tail, problem);
  };
  return duplex;
};
