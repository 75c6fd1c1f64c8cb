/**
 * The error of what was aborted: Node gives an Error named AbortError with a code, and the signal's
 * reason as its cause.
 */

class AbortError extends Error {
  constructor(message = "The operation was aborted", options = undefined) {
    super(message, options);
    this.code = "ABORT_ERR";
    this.name = "AbortError";
  }
}

exports.AbortError = AbortError;

/** @param {AbortSignal} signal an aborted one */
exports.abortedBy = function abortedBy(signal) {
  return new AbortError(undefined, { cause: signal.reason });
};
