/** From the WritableStream that a program holds to its record and back. `writable.js` knows how. */

let of = undefined;
let make = undefined;
let has = undefined;

exports.teach = (recordOf, wrapperOf, isOne) => {
  of = recordOf;
  make = wrapperOf;
  has = isOne;
};

/**
 * @param {any} stream
 * @returns {import("web/streams/writable_core").Stream}
 * @throws {TypeError} when it is no WritableStream
 */
exports.recordOf = function recordOf(stream) {
  if (has === undefined || typeof stream !== "object" || stream === null || !has(stream)) throw new TypeError("A WritableStream is needed");
  return of(stream);
};

/** @param {import("web/streams/writable_core").Stream} record @returns {WritableStream} always the same one */
exports.wrap = function wrap(record) {
  if (make === undefined) require("web/streams/writable");
  return (record.wrapper ??= make(record));
};
