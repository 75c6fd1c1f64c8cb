/**
 * addAbortSignal: an aborted signal destroys the stream.
 */

const { AbortError } = require("node/abort_error");
const { invalidArgType } = require("node/errors");
const { checkAbortSignal } = require("node/validate");
const { isNodeStream, isWebStream } = require("node/stream/kind");

/**
 * @template T
 * @param {AbortSignal} signal
 * @param {T} stream
 * @returns {T}
 */
exports.addAbortSignal = function addAbortSignal(signal, stream) {
  checkAbortSignal(signal ?? null, "signal");
  if (!isNodeStream(stream) && !isWebStream(stream)) throw invalidArgType("stream", ["ReadableStream", "WritableStream", "Stream"], stream);
  const onAbort = () => {
    const error = new AbortError(undefined, { cause: signal.reason });
    if (isNodeStream(stream)) stream.destroy(error);
    else if (typeof stream.cancel === "function") stream.cancel(error).catch(() => {});
    else stream.abort(error).catch(() => {});
  };
  if (signal.aborted) {
    onAbort();
  } else {
    signal.addEventListener("abort", onAbort, { once: true });
    if (isNodeStream(stream)) require("node/stream/finished").finished(stream, () => signal.removeEventListener("abort", onAbort));
  }
  return stream;
};
