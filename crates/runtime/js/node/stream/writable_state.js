/**
 * The state of a Writable.
 */

const { highWaterMarkOf } = require("node/stream/high_water_mark");
const { makeError } = require("node/errors");

function nothing() {}
exports.nothing = nothing;

class WritableState {
  constructor(options, isDuplex) {
    this.objectMode = Boolean(options?.objectMode || (isDuplex && options?.writableObjectMode));
    this.highWaterMark = options ? highWaterMarkOf(this, options, "writableHighWaterMark", isDuplex) : highWaterMarkOf(this);
    this.finalCalled = false;
    this.needDrain = false;
    this.ending = false;
    this.ended = false;
    this.finished = false;
    this.destroyed = false;
    this.decodeStrings = !(options && options.decodeStrings === false);
    const encoding = options?.defaultEncoding;
    if (encoding !== undefined && encoding !== null && encoding !== "" && encoding !== "buffer" && !require("node/buffer").Buffer.isEncoding(encoding)) {
      throw makeError(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
    }
    this.defaultEncoding = encoding || "utf8";
    this.length = 0;
    this.writing = false;
    this.corked = 0;
    /** Whether what `_write` does happens before it returns. */
    this.sync = true;
    this.bufferProcessing = false;
    this.onwrite = undefined;
    this.writecb = null;
    this.writelen = 0;
    this.afterWriteTickInfo = null;
    this.resetBuffer();
    this.pendingcb = 0;
    this.constructed = true;
    this.prefinished = false;
    this.errorEmitted = false;
    this.emitClose = !options || options.emitClose !== false;
    this.autoDestroy = !options || options.autoDestroy !== false;
    this.errored = null;
    this.closed = false;
    this.closeEmitted = false;
    this.finishCallbacks = [];
  }

  resetBuffer() {
    this.buffered = [];
    this.bufferedIndex = 0;
    this.allBuffers = true;
    this.allNoop = true;
  }

  getBuffer() {
    return this.buffered.slice(this.bufferedIndex);
  }

  get bufferedRequestCount() {
    return this.buffered.length - this.bufferedIndex;
  }
}
exports.WritableState = WritableState;
