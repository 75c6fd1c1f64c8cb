/**
 * What a stream is and in which state: also of streams of old packages, and of the web's.
 */

const DESTROYED = Symbol.for("nodejs.stream.destroyed");
const ERRORED = Symbol.for("nodejs.stream.errored");
const READABLE = Symbol.for("nodejs.stream.readable");
const WRITABLE = Symbol.for("nodejs.stream.writable");
const DISTURBED = Symbol.for("nodejs.stream.disturbed");
Object.assign(exports, { DESTROYED, ERRORED, READABLE, WRITABLE, DISTURBED });

const isFunction = (value) => typeof value === "function";

exports.isReadableNodeStream = function isReadableNodeStream(stream, strict = false) {
  return Boolean(
    stream &&
      isFunction(stream.pipe) &&
      isFunction(stream.on) &&
      (!strict || (isFunction(stream.pause) && isFunction(stream.resume))) &&
      (!stream._writableState || stream._readableState?.readable !== false) &&
      (!stream._writableState || stream._readableState),
  );
};
exports.isWritableNodeStream = function isWritableNodeStream(stream) {
  return Boolean(stream && isFunction(stream.write) && isFunction(stream.on) && (!stream._readableState || stream._writableState?.writable !== false));
};
exports.isDuplexNodeStream = (stream) => Boolean(stream && isFunction(stream.pipe) && stream._readableState && isFunction(stream.on) && isFunction(stream.write));
exports.isNodeStream = (stream) =>
  Boolean(stream && (stream._readableState || stream._writableState || (isFunction(stream.write) && isFunction(stream.on)) || (isFunction(stream.pipe) && isFunction(stream.on))));

exports.isReadableStream = (stream) => Boolean(stream && !exports.isNodeStream(stream) && isFunction(stream.pipeThrough) && isFunction(stream.getReader) && isFunction(stream.cancel));
exports.isWritableStream = (stream) => Boolean(stream && !exports.isNodeStream(stream) && isFunction(stream.getWriter) && isFunction(stream.abort));
exports.isTransformStream = (stream) => Boolean(stream && !exports.isNodeStream(stream) && typeof stream.readable === "object" && typeof stream.writable === "object");
exports.isWebStream = (stream) => exports.isReadableStream(stream) || exports.isWritableStream(stream) || exports.isTransformStream(stream);

exports.isIterable = function isIterable(value, isAsync) {
  if (value === null || value === undefined) return false;
  if (isAsync === true) return isFunction(value[Symbol.asyncIterator]);
  if (isAsync === false) return isFunction(value[Symbol.iterator]);
  return isFunction(value[Symbol.asyncIterator]) || isFunction(value[Symbol.iterator]);
};

exports.isDestroyed = function isDestroyed(stream) {
  if (!exports.isNodeStream(stream)) return null;
  const state = stream._writableState || stream._readableState;
  return Boolean(stream.destroyed || stream[DESTROYED] || state?.destroyed);
};

exports.isWritableEnded = function isWritableEnded(stream) {
  if (!exports.isWritableNodeStream(stream)) return null;
  if (stream.writableEnded === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  return typeof state?.ended === "boolean" ? state.ended : null;
};
exports.isWritableFinished = function isWritableFinished(stream, strict) {
  if (!exports.isWritableNodeStream(stream)) return null;
  if (stream.writableFinished === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  if (typeof state?.finished !== "boolean") return null;
  return Boolean(state.finished || (strict === false && state.ended === true && state.length === 0));
};
exports.isReadableEnded = function isReadableEnded(stream) {
  if (!exports.isReadableNodeStream(stream)) return null;
  if (stream.readableEnded === true) return true;
  const state = stream._readableState;
  if (!state || state.errored) return false;
  return typeof state.ended === "boolean" ? state.ended : null;
};
exports.isReadableFinished = function isReadableFinished(stream, strict) {
  if (!exports.isReadableNodeStream(stream)) return null;
  const state = stream._readableState;
  if (state?.errored) return false;
  if (typeof state?.endEmitted !== "boolean") return null;
  return Boolean(state.endEmitted || (strict === false && state.ended === true && state.length === 0));
};
exports.isReadable = function isReadable(stream) {
  if (stream && stream[READABLE] !== undefined && stream[READABLE] !== null) return stream[READABLE];
  if (typeof stream?.readable !== "boolean") return null;
  if (exports.isDestroyed(stream)) return false;
  return exports.isReadableNodeStream(stream) && stream.readable && !exports.isReadableFinished(stream);
};
exports.isWritable = function isWritable(stream) {
  if (stream && stream[WRITABLE] !== undefined && stream[WRITABLE] !== null) return stream[WRITABLE];
  if (typeof stream?.writable !== "boolean") return null;
  if (exports.isDestroyed(stream)) return false;
  return exports.isWritableNodeStream(stream) && stream.writable && !exports.isWritableEnded(stream);
};
exports.isFinished = function isFinished(stream, options) {
  if (!exports.isNodeStream(stream)) return null;
  if (exports.isDestroyed(stream)) return true;
  if (options?.readable !== false && exports.isReadable(stream)) return false;
  return !(options?.writable !== false && exports.isWritable(stream));
};
exports.isClosed = function isClosed(stream) {
  if (!exports.isNodeStream(stream)) return null;
  if (typeof stream.closed === "boolean") return stream.closed;
  const { _writableState: w, _readableState: r } = stream;
  if (typeof w?.closed === "boolean" || typeof r?.closed === "boolean") return w?.closed || r?.closed;
  return null;
};
exports.isErrored = (stream) => Boolean(stream && (stream[ERRORED] ?? stream.readableErrored ?? stream.writableErrored ?? stream._readableState?.errorEmitted ?? stream._writableState?.errorEmitted ?? stream._readableState?.errored ?? stream._writableState?.errored));
exports.isDisturbed = (stream) => Boolean(stream && (stream[DISTURBED] ?? (stream.readableDidRead || stream.readableAborted)));
exports.willEmitClose = function willEmitClose(stream) {
  if (!exports.isNodeStream(stream)) return null;
  const { _writableState: w, _readableState: r } = stream;
  const state = w || r;
  return (!state && exports.isServerResponse(stream)) || Boolean(state?.autoDestroy && state.emitClose && state.closed === false);
};
exports.isServerResponse = (stream) => typeof stream._sent100 === "boolean" && typeof stream._removedConnection === "boolean";
/** A request of an HTTP client, of Node or of an old package. */
exports.isRequest = (stream) => Boolean(stream?.setHeader && isFunction(stream.abort));
exports.isServerRequest = (stream) => typeof stream._consuming === "boolean" && typeof stream._dumped === "boolean" && stream.req?.upgradeOrConnect === undefined;
