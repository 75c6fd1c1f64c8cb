/**
 * What makes Hash, Cipheriv and the like streams: nothing of `stream` is loaded, and no stream made,
 * before somebody uses one of them as such. Few do.
 */

const { construct } = Reflect;
const { defineProperty } = Object;

/** Callable with and without `new`, as Node's are. */
exports.callable = function callable(Class) {
  return new Proxy(Class, { apply: (_, __, args) => construct(Class, args) });
};

/** What is reached through the stream of an object. */
const METHODS =
  "on once off addListener removeListener removeAllListeners emit listeners listenerCount rawListeners eventNames prependListener " +
  "prependOnceListener setMaxListeners getMaxListeners pipe unpipe read write end push unshift resume pause isPaused setEncoding " +
  "setDefaultEncoding destroy cork uncork wrap iterator";
const PROPERTIES =
  "readable writable readableEnded writableEnded readableFlowing readableLength writableLength writableFinished writableNeedDrain " +
  "readableHighWaterMark writableHighWaterMark readableObjectMode writableObjectMode writableCorked readableEncoding readableAborted " +
  "readableDidRead destroyed closed errored allowHalfOpen _readableState _writableState _events _eventsCount _maxListeners";

/** @type {WeakMap<object, any>} */
const streams = new WeakMap();

/**
 * @param {Function} Class
 * @param {"Transform" | "Writable"} kind
 * @param {(object: any, chunk: any, encoding: string) => unknown} take what it gives is pushed
 * @param {(object: any) => unknown} [flush] the same at the end
 */
exports.streaming = function streaming(Class, kind, take, flush = undefined) {
  const { prototype } = Class;
  const streamOf = (object) => {
    let stream = streams.get(object);
    if (stream === undefined) {
      stream = make(object, kind, take, flush);
      streams.set(object, stream);
    }
    return stream;
  };
  const method = (name) => {
    const value = function (...args) {
      const stream = streamOf(this);
      const result = stream[name](...args);
      return result === stream ? this : result;
    };
    defineProperty(prototype, name, { value, writable: true, enumerable: false, configurable: true });
  };
  for (const name of METHODS.split(" ")) method(name);
  method(Symbol.asyncIterator);
  for (const name of PROPERTIES.split(" ")) {
    defineProperty(prototype, name, {
      get() {
        return streamOf(this)[name];
      },
      set(value) {
        streamOf(this)[name] = value;
      },
      enumerable: false,
      configurable: true,
    });
  }
};

function make(object, kind, take, flush) {
  const { [kind]: Stream } = require("node/stream");
  const run = (work, done) => {
    let result;
    try {
      result = work();
    } catch (error) {
      done(error);
      return;
    }
    if (result === undefined) done();
    else done(null, result);
  };
  if (kind === "Writable") return new Stream({ write: (chunk, encoding, done) => run(() => take(object, chunk, encoding), done) });
  return new Stream({
    transform: (chunk, encoding, done) => run(() => take(object, chunk, encoding), done),
    flush: (done) => run(() => flush(object), done),
  });
}
