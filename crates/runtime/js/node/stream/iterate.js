/**
 * A Readable as an asynchronous iterator.
 */

const { bothErrors } = require("node/stream/errors");
const { destroyer } = require("node/stream/destroy");
const { finished } = require("node/stream/finished");

const nothing = () => {};

async function* chunks(stream, options) {
  let wake = nothing;
  const wait = (resolve) => {
    wake = resolve;
  };
  const onReadable = () => {
    wake();
    wake = nothing;
  };
  stream.on("readable", onReadable);
  /** undefined: not over; null: over without an error */
  let error;
  const stop = finished(stream, { writable: false }, (problem) => {
    error = problem ? bothErrors(error, problem) : null;
    wake();
    wake = nothing;
  });
  try {
    while (true) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (error) throw error;
      else if (error === null) return;
      else await new Promise(wait);
    }
  } catch (problem) {
    error = bothErrors(error, problem);
    throw error;
  } finally {
    const isDone = error === undefined || stream._readableState.autoDestroy;
    if ((error || options?.destroyOnReturn !== false) && isDone) {
      destroyer(stream, null);
    } else {
      stream.removeListener("readable", onReadable);
      stop();
    }
  }
}

/**
 * @param {any} given a Readable, or a stream of an old package
 * @param {{destroyOnReturn?: boolean}} [options]
 */
exports.iterate = function iterate(given, options) {
  const { Readable } = require("node/stream/readable");
  const stream = typeof given.read === "function" ? given : Readable.wrap(given, { objectMode: true });
  const iterator = chunks(stream, options);
  iterator.stream = stream;
  return iterator;
};
