/**
 * The module `stream`: the class Stream, which is also the module, with all others on it.
 */

const { Stream } = require("node/stream/base");
const { Duplex } = require("node/stream/duplex");
const { Readable } = require("node/stream/readable");
const { Writable } = require("node/stream/writable");
const { Transform, PassThrough } = require("node/stream/transform");
const { pipeline, pipelinePromise } = require("node/stream/pipeline");
const { finished, finishedPromise } = require("node/stream/finished");
const { addAbortSignal } = require("node/stream/abort");
const { getDefaultHighWaterMark, setDefaultHighWaterMark } = require("node/stream/high_water_mark");
const { destroyer } = require("node/stream/destroy");
const { CUSTOM } = require("node/util/promisify");
const kind = require("node/stream/kind");

const { defineProperty } = Object;

Object.assign(Stream, {
  isDestroyed: kind.isDestroyed,
  isDisturbed: kind.isDisturbed,
  isErrored: kind.isErrored,
  isReadable: kind.isReadable,
  isWritable: kind.isWritable,
  Readable,
  Writable,
  Duplex,
  Transform,
  PassThrough,
  pipeline,
  addAbortSignal,
  finished,
  destroy: destroyer,
  getDefaultHighWaterMark,
  setDefaultHighWaterMark,
  Stream,
});
defineProperty(Stream, "compose", {
  get: () => require("node/stream/compose").compose,
  enumerable: true,
  configurable: true,
});
/** Two streams, each of which reads what is written to the other. */
Stream.duplexPair = function duplexPair(options) {
  return require("node/stream/duplex_pair").duplexPair(options);
};
defineProperty(Stream, "promises", { get: () => require("node/stream/promises"), enumerable: true, configurable: true });
defineProperty(pipeline, CUSTOM, { get: () => pipelinePromise, enumerable: true });
defineProperty(finished, CUSTOM, { get: () => finishedPromise, enumerable: true });
Stream._uint8ArrayToBuffer = (chunk) => require("node/buffer").Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
Stream._isUint8Array = (value) => value instanceof Uint8Array;
Stream._isArrayBufferView = ArrayBuffer.isView;

module.exports = Stream;
