/**
 * The state of a readable stream and what both kinds of controllers and readers do with it (Streams, 4.9).
 *
 * Everything here works on records; the objects that programs hold (`wrapper`) only refer to them. A
 * record is what the standard calls the internal slots.
 */

const { deferred, handled, rejectedWith, resolvedWith, then, noop } = require("web/streams/promises");
const { Queue } = require("web/streams/queue");

const STATE = { readable: 0, closed: 1, errored: 2 };
exports.STATE = STATE;

/**
 * @typedef {object} ReadRequest what waits for a chunk
 * @property {(chunk: any) => void} chunk
 * @property {(chunk?: any) => void} close
 * @property {(error: any) => void} error
 *
 * @typedef {object} Reader
 * @property {Stream | undefined} stream
 * @property {boolean} byob
 * @property {Queue} requests
 * @property {import("web/streams/promises").Deferred} closed
 *
 * @typedef {object} Stream
 * @property {number} state
 * @property {any} error why it is errored
 * @property {boolean} disturbed whether anybody has read from it or cancelled it
 * @property {Reader | undefined} reader
 * @property {any} controller
 * @property {any} wrapper
 */

/** @returns {Stream} without a controller yet */
exports.newStream = function newStream() {
  return { state: STATE.readable, error: undefined, disturbed: false, reader: undefined, controller: undefined, wrapper: undefined };
};

/** @param {Stream} stream @param {boolean} byob @returns {Reader} */
exports.acquireReader = function acquireReader(stream, byob) {
  if (stream.reader !== undefined) throw new TypeError("The stream is locked: it has a reader already");
  if (byob && !stream.controller.isByte) throw new TypeError("Only a stream of bytes can be read into a buffer");
  const closed = deferred();
  const reader = { stream, byob, requests: new Queue(), closed };
  stream.reader = reader;
  if (stream.state === STATE.closed) closed.resolve(undefined);
  if (stream.state === STATE.errored) {
    closed.reject(stream.error);
    handled(closed.promise);
  }
  return reader;
};

/** @param {Reader} reader that has a stream */
exports.releaseReader = function releaseReader(reader) {
  const { stream } = reader;
  const error = new TypeError("The reader was released");
  if (stream.state !== STATE.readable) reader.closed = deferred();
  reader.closed.reject(error);
  handled(reader.closed.promise);
  stream.controller.release();
  stream.reader = undefined;
  reader.stream = undefined;
  failRequests(reader, error);
};

/** @param {Reader} reader */
function failRequests(reader, error) {
  const requests = reader.requests.takeAll();
  for (let i = 0; i < requests.length; i++) requests[i].error(error);
}

/** @param {Reader} reader a default one, with a stream @param {ReadRequest} request */
exports.read = function read(reader, request) {
  const { stream } = reader;
  stream.disturbed = true;
  if (stream.state === STATE.readable) stream.controller.pullInto(request);
  else if (stream.state === STATE.closed) request.close();
  else request.error(stream.error);
};

/** @param {Stream} stream */
function close(stream) {
  stream.state = STATE.closed;
  const { reader } = stream;
  if (reader === undefined) return;
  reader.closed.resolve(undefined);
  if (reader.byob) return;
  const requests = reader.requests.takeAll();
  for (let i = 0; i < requests.length; i++) requests[i].close();
}
exports.close = close;

/** @param {Stream} stream */
exports.fail = function fail(stream, error) {
  stream.state = STATE.errored;
  stream.error = error;
  const { reader } = stream;
  if (reader === undefined) return;
  reader.closed.reject(error);
  handled(reader.closed.promise);
  failRequests(reader, error);
};

/** @param {Stream} stream @param {unknown} reason @returns {Promise<undefined>} */
exports.cancel = function cancel(stream, reason) {
  stream.disturbed = true;
  if (stream.state === STATE.closed) return resolvedWith(undefined);
  if (stream.state === STATE.errored) return rejectedWith(stream.error);
  close(stream);
  const { reader } = stream;
  if (reader !== undefined && reader.byob) {
    const requests = reader.requests.takeAll();
    for (let i = 0; i < requests.length; i++) requests[i].close(undefined);
  }
  return then(stream.controller.cancel(reason), noop);
};

/** @param {Stream} stream @param {boolean} byob @returns {boolean} */
exports.hasReader = (stream, byob) => stream.reader !== undefined && stream.reader.byob === byob;

/** @param {Stream} stream @returns {number} readers' requests that wait */
exports.waiting = (stream) => (stream.reader === undefined ? 0 : stream.reader.requests.length);
