/**
 * The errors of streams.
 */

const { makeError } = require("node/errors");

const MESSAGES = {
  __proto__: null,
  ERR_STREAM_WRITE_AFTER_END: [Error, "write after end"],
  ERR_STREAM_PUSH_AFTER_EOF: [Error, "stream.push() after EOF"],
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: [Error, "stream.unshift() after end event"],
  ERR_STREAM_NULL_VALUES: [TypeError, "May not write null values to stream"],
  ERR_STREAM_PREMATURE_CLOSE: [Error, "Premature close"],
  ERR_STREAM_UNABLE_TO_PIPE: [Error, "Cannot pipe to a closed or destroyed stream"],
  ERR_MULTIPLE_CALLBACK: [Error, "Callback called multiple times"],
  ERR_STREAM_CANNOT_PIPE: [Error, "Cannot pipe, not readable"],
};

/** @param {string} code */
exports.streamError = function streamError(code) {
  const [Type, message] = MESSAGES[code];
  return makeError(Type, code, message);
};
/** @param {string} what was called */
exports.destroyedError = (what) => makeError(Error, "ERR_STREAM_DESTROYED", `Cannot call ${what} after a stream was destroyed`);
/** @param {string} what was called */
exports.finishedError = (what) => makeError(Error, "ERR_STREAM_ALREADY_FINISHED", `Cannot call ${what} after a stream was finished`);
/** @param {string} method that a stream lacks */
exports.notImplemented = (method) => makeError(Error, "ERR_METHOD_NOT_IMPLEMENTED", `The ${method} method is not implemented`);

/** Two errors of one stream as one. */
exports.bothErrors = function bothErrors(inner, outer) {
  if (!inner || !outer || inner === outer) return inner || outer;
  if (Array.isArray(outer.errors)) {
    outer.errors.push(inner);
    return outer;
  }
  const error = new AggregateError([outer, inner], outer.message);
  error.code = outer.code;
  return error;
};
