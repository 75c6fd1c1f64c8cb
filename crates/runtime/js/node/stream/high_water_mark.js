/**
 * How much a stream holds before it asks its source to wait.
 */

const { invalidArgValue } = require("node/errors");
const { checkInteger } = require("node/validate");

/** Those of Node 20: later ones begin with more bytes. */

const defaults = { bytes: 16 * 1024, objects: 16 };

/** @param {boolean} objectMode */
exports.getDefaultHighWaterMark = (objectMode) => (objectMode ? defaults.objects : defaults.bytes);
exports.setDefaultHighWaterMark = function setDefaultHighWaterMark(objectMode, value) {
  checkInteger(value, "value", 0);
  defaults[objectMode ? "objects" : "bytes"] = value;
};

/**
 * @param {{objectMode: boolean}} state
 * @param {any} options
 * @param {string} ownName the option that a Duplex has for this side
 */
exports.highWaterMarkOf = function highWaterMarkOf(state, options, ownName, isDuplex) {
  const given = options?.highWaterMark ?? (isDuplex ? options?.[ownName] : undefined);
  if (given === undefined || given === null) return exports.getDefaultHighWaterMark(state.objectMode);
  if (!Number.isInteger(given) || given < 0) throw invalidArgValue(isDuplex && options?.highWaterMark == null ? `options.${ownName}` : "options.highWaterMark", given);
  return Math.floor(given);
};
