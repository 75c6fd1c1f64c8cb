/**
 * Between the streams of Node and those of the web.
 */

const { AbortError } = require("node/abort_error");
const { invalidArgType } = require("node/errors");
const { checkObject } = require("node/validate");
const { destroyer } = require("node/stream/destroy");
const { finished } = require("node/stream/finished");
const { Readable } = require("node/stream/readable");
const { Writable } = require("node/stream/writable");
const { Duplex } = require("node/stream/duplex");
const kind = require("node/stream/kind");

/** The web's classes. */
function web() {
  return require("node/stream/web");
}

function readFrom(reader, isClosed) {
  return {
    read() {
      reader.read().then(
        ({ value, done }) => void this.push(done ? null : value),
        (error) => destroyer(this, error),
      );
    },
    destroy(error, callback) {
      const done = () => callback(error);
      if (isClosed()) done();
      else reader.cancel(error).then(done, done);
    },
  };
}

exports.readableFromWeb = function readableFromWeb(stream, options = {}) {
  if (!kind.isReadableStream(stream)) throw invalidArgType("readableStream", "ReadableStream", stream);
  checkObject(options, "options");
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  const reader = stream.getReader();
  let isClosed = false;
  const readable = new Readable({ objectMode, highWaterMark, encoding, signal, ...readFrom(reader, () => isClosed) });
  reader.closed.then(
    () => {
      isClosed = true;
    },
    (error) => {
      isClosed = true;
      destroyer(readable, error);
    },
  );
  return readable;
};

exports.readableToWeb = function readableToWeb(readable, { strategy } = {}) {
  if (typeof readable?._readableState !== "object") throw invalidArgType("streamReadable", "stream.Readable", readable);
  const { ReadableStream, CountQueuingStrategy } = web();
  if (kind.isDestroyed(readable) || !kind.isReadable(readable)) {
    const empty = new ReadableStream();
    void empty.cancel();
    return empty;
  }
  const { objectMode } = readable._readableState;
  const { readableHighWaterMark: highWaterMark } = readable;
  const mark = strategy ?? (objectMode ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark });
  let controller;
  const onData = (chunk) => {
    // A Buffer would be one of ours only here.
    controller.enqueue(chunk instanceof Uint8Array && !objectMode ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength) : chunk);
    if (controller.desiredSize <= 0) readable.pause();
  };
  readable.pause();
  const stop = finished(readable, (error) => {
    stop();
    readable.on("error", () => {});
    if (error?.code === "ERR_STREAM_PREMATURE_CLOSE") return controller.error(new AbortError(undefined, { cause: error }));
    if (error) return controller.error(error);
    try {
      controller.close();
    } catch {
      // It was cancelled.
    }
  });
  readable.on("data", onData);
  return new ReadableStream(
    {
      start(given) {
        controller = given;
      },
      pull() {
        readable.resume();
      },
      cancel(reason) {
        destroyer(readable, reason);
      },
    },
    mark,
  );
};

function writeTo(writer, isClosed) {
  return {
    write(chunk, encoding, callback) {
      const given = typeof chunk === "string" && encoding !== "buffer" ? Buffer.from(chunk, encoding) : chunk;
      writer.ready.then(
        () =>
          writer.write(given).then(
            () => callback(),
            (error) => callback(error),
          ),
        (error) => callback(error),
      );
    },
    final(callback) {
      if (isClosed()) return callback();
      writer.close().then(
        () => callback(),
        (error) => callback(error),
      );
    },
  };
}

exports.writableFromWeb = function writableFromWeb(stream, options = {}) {
  if (!kind.isWritableStream(stream)) throw invalidArgType("writableStream", "WritableStream", stream);
  checkObject(options, "options");
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  const writer = stream.getWriter();
  let isClosed = false;
  const writable = new Writable({
    highWaterMark,
    objectMode,
    decodeStrings,
    signal,
    ...writeTo(writer, () => isClosed),
    destroy(error, callback) {
      const done = () => callback(error);
      if (isClosed) done();
      else if (error) writer.abort(error).then(done, done);
      else writer.close().then(done, done);
    },
  });
  writer.closed.then(
    () => {
      isClosed = true;
      if (!kind.isWritableEnded(writable)) destroyer(writable, Object.assign(new Error("Premature close"), { code: "ERR_STREAM_PREMATURE_CLOSE" }));
    },
    (error) => {
      isClosed = true;
      destroyer(writable, error);
    },
  );
  return writable;
};

exports.writableToWeb = function writableToWeb(writable) {
  if (typeof writable?._writableState !== "object") throw invalidArgType("streamWritable", "stream.Writable", writable);
  const { WritableStream, CountQueuingStrategy } = web();
  if (kind.isDestroyed(writable) || !kind.isWritable(writable)) {
    const closed = new WritableStream();
    void closed.close();
    return closed;
  }
  const { writableHighWaterMark: highWaterMark, writableObjectMode: objectMode } = writable;
  let controller;
  let drained;
  let closing;
  const stop = finished(writable, (given) => {
    const error = given?.code === "ERR_STREAM_PREMATURE_CLOSE" ? new AbortError(undefined, { cause: given }) : given;
    stop();
    writable.on("error", () => {});
    if (error) {
      drained?.reject(error);
      if (closing) closing.reject(error);
      controller.error(error);
    } else if (closing) {
      closing.resolve(undefined);
    } else {
      controller.error(new AbortError());
    }
    drained = closing = undefined;
  });
  writable.on("drain", () => drained?.resolve(undefined));
  return new WritableStream(
    {
      start(given) {
        controller = given;
      },
      async write(chunk) {
        if (!writable.writableNeedDrain && writable.write(chunk)) return;
        drained = Promise.withResolvers();
        await drained.promise;
        drained = undefined;
      },
      abort(reason) {
        destroyer(writable, reason);
      },
      close() {
        if (closing === undefined && !kind.isWritableEnded(writable)) writable.end();
        closing = Promise.withResolvers();
        return closing.promise;
      },
    },
    objectMode ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark },
  );
};

exports.duplexFromWeb = function duplexFromWeb(pair, options = {}) {
  checkObject(pair, "pair");
  const { readable: source, writable: target } = pair;
  if (!kind.isReadableStream(source)) throw invalidArgType("pair.readable", "ReadableStream", source);
  if (!kind.isWritableStream(target)) throw invalidArgType("pair.writable", "WritableStream", target);
  const reader = source.getReader();
  const writer = target.getWriter();
  let isReadClosed = false;
  let isWriteClosed = false;
  const { allowHalfOpen = false, objectMode = false, encoding, decodeStrings = true, highWaterMark, signal } = options;
  const duplex = new Duplex({
    allowHalfOpen,
    highWaterMark,
    objectMode,
    encoding: encoding ?? undefined,
    decodeStrings,
    signal,
    read: readFrom(reader, () => isReadClosed).read,
    ...writeTo(writer, () => isWriteClosed),
    destroy(error, callback) {
      const done = () => callback(error);
      const ends = [];
      if (!isWriteClosed) ends.push(writer.abort(error));
      if (!isReadClosed) ends.push(reader.cancel(error));
      Promise.all(ends).then(done, done);
    },
  });
  reader.closed.then(
    () => {
      isReadClosed = true;
    },
    (error) => {
      isReadClosed = isWriteClosed = true;
      destroyer(duplex, error);
    },
  );
  writer.closed.then(
    () => {
      isWriteClosed = true;
    },
    (error) => {
      isReadClosed = isWriteClosed = true;
      destroyer(duplex, error);
    },
  );
  return duplex;
};

exports.duplexToWeb = function duplexToWeb(duplex) {
  if (typeof duplex?._readableState !== "object" || typeof duplex._writableState !== "object") throw invalidArgType("duplex", "stream.Duplex", duplex);
  return { readable: exports.readableToWeb(duplex), writable: exports.writableToWeb(duplex) };
};
