/** From the ReadableStream that a program holds to its record and back. `readable.js` knows how. */

let of = undefined;
let make = undefined;
let has = undefined;

exports.teach = (recordOf, wrapperOf, isOne) => {
  of = recordOf;
  make = wrapperOf;
  has = isOne;
};

/** @param {any} stream @returns {boolean} */
exports.isReadable = (stream) => has !== undefined && typeof stream === "object" && stream !== null && has(stream);

/**
 * @param {any} stream
 * @returns {import("web/streams/readable_core").Stream}
 * @throws {TypeError} when it is no ReadableStream
 */
exports.recordOf = function recordOf(stream) {
  if (!exports.isReadable(stream)) throw new TypeError("A ReadableStream is needed");
  return of(stream);
};

/** @param {import("web/streams/readable_core").Stream} record @returns {ReadableStream} always the same one */
exports.wrap = function wrap(record) {
  if (make === undefined) require("web/streams/readable");
  return (record.wrapper ??= make(record));
};
