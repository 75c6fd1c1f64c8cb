/**
 * Duplex.from: streams, iterables, functions and promises as one Duplex.
 */

const { AbortError } = require("node/abort_error");
const { invalidArgType, makeError } = require("node/errors");
const { destroyer } = require("node/stream/destroy");
const { finished } = require("node/stream/finished");
const { Readable } = require("node/stream/readable");
const { Writable } = require("node/stream/writable");
const { Duplex } = require("node/stream/duplex");
const { from } = require("node/stream/from");
const { nextTick } = require("node/process/next_tick");
const kind = require("node/stream/kind");

/** What is written, as an asynchronous iterable for a function. */
function fromFunction(fn) {
  let { promise, resolve } = Promise.withResolvers();
  const controller = new AbortController();
  const { signal } = controller;
  const value = fn(
    (async function* () {
      while (true) {
        const waiting = promise;
        promise = null;
        const { chunk, isLast, callback } = await waiting;
        nextTick(callback);
        if (isLast) return;
        if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
        ({ promise, resolve } = Promise.withResolvers());
        yield chunk;
      }
    })(),
    { signal },
  );
  const take = (message) => {
    const give = resolve;
    resolve = null;
    give(message);
  };
  return {
    value,
    write(chunk, _encoding, callback) {
      take({ chunk, isLast: false, callback });
    },
    final(callback) {
      take({ isLast: true, callback });
    },
    destroy(error, callback) {
      controller.abort();
      callback(error);
    },
  };
}

function duplexifyFunction(body, name) {
  const { value, write, final, destroy } = fromFunction(body);
  if (kind.isIterable(value)) return from(Duplex, value, { objectMode: true, write, final, destroy });
  const then = value?.then;
  if (typeof then === "function") {
    let duplex;
    const promise = Reflect.apply(then, value, [
      (result) => {
        if (result !== null && result !== undefined) throw makeError(TypeError, "ERR_INVALID_RETURN_VALUE", `Expected nully to be returned from the "body" function but got type ${typeof result}.`);
      },
      (error) => destroyer(duplex, error),
    ]);
    duplex = new Duplex({
      objectMode: true,
      readable: false,
      write,
      final(callback) {
        final(async () => {
          try {
            await promise;
            nextTick(callback, null);
          } catch (error) {
            nextTick(callback, error);
          }
        });
      },
      destroy,
    });
    return duplex;
  }
  const shown = value?.constructor?.name ? `an instance of ${value.constructor.name}` : `type ${typeof value}`;
  throw makeError(TypeError, "ERR_INVALID_RETURN_VALUE", `Expected Iterable, AsyncIterable or AsyncFunction to be returned from the "${name}" function but got ${shown}.`);
}

function duplexifyPromise(promise) {
  const duplex = new Duplex({ objectMode: true, writable: false, read() {} });
  Reflect.apply(promise.then, promise, [
    (value) => {
      if (value !== null && value !== undefined) duplex.push(value);
      duplex.push(null);
    },
    (error) => destroyer(duplex, error),
  ]);
  return duplex;
}

/** Two streams that have nothing to do with each other as the two sides of one. */
function joined({ readable: given, writable }) {
  const readable = given && typeof given.read !== "function" ? Readable.wrap(given) : given;
  let canRead = Boolean(kind.isReadable(readable));
  let canWrite = Boolean(kind.isWritable(writable));
  let onDrain;
  let onFinal;
  let onReadable;
  let onClose;
  const ended = (error) => {
    const callback = onClose;
    onClose = null;
    if (callback) callback(error);
    else if (error) duplex.destroy(error);
  };
  const duplex = new Duplex({ readableObjectMode: Boolean(readable?.readableObjectMode), writableObjectMode: Boolean(writable?.writableObjectMode), readable: canRead, writable: canWrite });
  if (canWrite) {
    finished(writable, (error) => {
      canWrite = false;
      if (error) destroyer(readable, error);
      ended(error);
    });
    duplex._write = (chunk, encoding, callback) => {
      if (writable.write(chunk, encoding)) callback();
      else onDrain = callback;
    };
    duplex._final = (callback) => {
      writable.end();
      onFinal = callback;
    };
    writable.on("drain", () => {
      const callback = onDrain;
      onDrain = null;
      callback?.();
    });
    writable.on("finish", () => {
      const callback = onFinal;
      onFinal = null;
      callback?.();
    });
  }
  if (canRead) {
    finished(readable, (error) => {
      canRead = false;
      if (error) destroyer(readable, error);
      ended(error);
    });
    readable.on("readable", () => {
      const callback = onReadable;
      onReadable = null;
      callback?.();
    });
    readable.on("end", () => void duplex.push(null));
    duplex._read = () => {
      while (true) {
        const chunk = readable.read();
        if (chunk === null) {
          onReadable = duplex._read;
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
  }
  duplex._destroy = (given2, callback) => {
    const error = given2 || onClose === null || (!canRead && !canWrite) ? given2 : new AbortError();
    onReadable = null;
    onDrain = null;
    onFinal = null;
    if (onClose === null) return callback(error);
    onClose = callback;
    destroyer(writable, error);
    destroyer(readable, error);
    if (!canRead && !canWrite) ended(error);
  };
  onClose = undefined;
  return duplex;
}

/**
 * @param {any} body
 * @param {string} name for the error
 */
exports.duplexify = function duplexify(body, name) {
  if (kind.isDuplexNodeStream(body)) return body;
  if (kind.isReadableNodeStream(body)) return joined({ readable: body });
  if (kind.isWritableNodeStream(body)) return joined({ writable: body });
  if (kind.isNodeStream(body)) return joined({ writable: false, readable: false });
  if (kind.isReadableStream(body)) return joined({ readable: Readable.fromWeb(body) });
  if (kind.isWritableStream(body)) return joined({ writable: Writable.fromWeb(body) });
  if (typeof body === "function") return duplexifyFunction(body, name);
  if (body !== null && typeof body === "object" && typeof body.arrayBuffer === "function" && typeof body.stream === "function") return duplexify(body.arrayBuffer(), name);
  if (kind.isIterable(body)) return from(Duplex, body, { objectMode: true, writable: false });
  if (kind.isReadableStream(body?.readable) && kind.isWritableStream(body?.writable)) return Duplex.fromWeb(body);
  if (typeof body?.writable === "object" || typeof body?.readable === "object") {
    const side = (value, is) => (value ? (is(value) ? value : duplexify(value, name)) : undefined);
    return joined({ readable: side(body.readable, kind.isReadableNodeStream), writable: side(body.writable, kind.isWritableNodeStream) });
  }
  if (typeof body?.then === "function") return duplexifyPromise(body);
  throw invalidArgType(name, ["Blob", "ReadableStream", "WritableStream", "Stream", "Iterable", "AsyncIterable", "Function", "{ readable, writable } pair", "Promise"], body);
};
