/**
 * When a stream of the web is over, although it may be locked by somebody else: its record's state is
 * watched.
 */

const readable = require("web/streams/readable_record");
const writable = require("web/streams/writable_record");
const { STATE: READABLE } = require("web/streams/readable_core");
const { STATE: WRITABLE } = require("web/streams/writable_core");

/** Who waits for a record. @type {WeakMap<object, Promise<undefined>>} */
const watched = new WeakMap();

function watch(record, STATE) {
  const { promise, resolve, reject } = Promise.withResolvers();
  const settle = () => {
    if (record.state === STATE.closed) resolve(undefined);
    else if (record.state === STATE.errored) reject(record.error);
  };
  promise.catch(() => {});
  settle();
  let { state } = record;
  Object.defineProperty(record, "state", {
    get: () => state,
    set(value) {
      state = value;
      // The error is written after the state.
      queueMicrotask(settle);
    },
    enumerable: true,
    configurable: true,
  });
  return promise;
}

/** @param {any} stream @returns {Promise<undefined>} */
exports.closedOf = function closedOf(stream) {
  const isReadable = readable.isReadable(stream);
  const record = (isReadable ? readable : writable).recordOf(stream);
  const known = watched.get(record);
  if (known !== undefined) return known;
  const promise = watch(record, isReadable ? READABLE : WRITABLE);
  watched.set(record, promise);
  return promise;
};
