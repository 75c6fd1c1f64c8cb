/**
 * Compression as streams: transforms whose output is asked for piece by piece.
 */

const { Buffer } = require("node/buffer");
const { makeError } = require("node/errors");
const { Transform } = require("node/stream");
const { constants } = require("node/zlib/constants");
const { MODES, readOptions } = require("node/zlib/options");

const EMPTY = new Uint8Array(0);

/** Callable with and without `new`, as Node's are. */
function callable(Class) {
  return new Proxy(Class, { apply: (_, __, args) => new Class(...args) });
}

class Zlib extends Transform {
  #run;
  #mode;
  #crossing;
  #chunkSize;
  #flushFlag;
  #finishFlush;
  #written = 0;
  #closed = false;

  constructor(mode, options) {
    const { crossing, chunkSize, flush, finishFlush } = readOptions(mode, options);
    super({ ...options, decodeStrings: true, emitClose: true });
    this.#mode = mode;
    this.#crossing = crossing;
    this.#chunkSize = chunkSize;
    this.#flushFlag = flush;
    this.#finishFlush = finishFlush;
    this.#run = native.zlibStream(...crossing);
  }

  /** Bytes of input that were used. */
  get bytesWritten() {
    return this.#written;
  }

  /** Puts `input` in, and everything that is ready out. */
  #process(input, flush) {
    this.#run(0, input, flush);
    for (;;) {
      const bytes = this.#run(1, this.#chunkSize);
      if (bytes.byteLength > 0) this.push(Buffer.from(bytes));
      if (bytes.byteLength < this.#chunkSize) break;
    }
    this.#written += input.length - this.#run(3);
  }

  /** What is left out when a step throws is an error of the stream. */
  #step(input, flush, done) {
    try {
      this.#process(input, flush);
    } catch (error) {
      done(error);
      return;
    }
    done();
  }

  _transform(chunk, encoding, done) {
    const input = typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk;
    this.#step(input, this.#flushFlag, done);
  }

  _flush(done) {
    this.#step(EMPTY, this.#finishFlush, (error) => {
      if (error) return done(error);
      const isFinish = this.#finishFlush === constants.Z_FINISH || (this.#mode >= constants.BROTLI_DECODE && this.#finishFlush === constants.BROTLI_OPERATION_FINISH);
      if (isFinish && this.#run(2)) return done(Object.assign(makeError(Error, "Z_BUF_ERROR", "unexpected end of file"), { errno: constants.Z_BUF_ERROR }));
      return done();
    });
  }

  /** Brings out what was put in so far. */
  flush(kind, callback = undefined) {
    if (typeof kind === "function" || kind === undefined) {
      callback = kind;
      kind = this.#mode >= constants.BROTLI_DECODE ? constants.BROTLI_OPERATION_FLUSH : constants.Z_FULL_FLUSH;
    }
    const run = () => {
      this.#step(EMPTY, kind, (error) => {
        if (error) this.destroy(error);
        else if (callback) queueMicrotask(callback);
      });
    };
    if (this.writableFinished || this.writableEnded) {
      if (callback) queueMicrotask(callback);
    } else if (this.writableLength === 0) run();
    else this.once("drain", run);
  }

  close(callback = undefined) {
    if (callback) {
      if (this.#closed) queueMicrotask(callback);
      else this.once("close", callback);
    }
    this.destroy();
  }

  _destroy(error, done) {
    this.#closed = true;
    done(error);
  }

  reset() {
    this.#run = native.zlibStream(...this.#crossing);
  }

  /** Level and strategy for what follows; a new level needs a new state here, so it is checked only. */
  params(level, strategy, callback) {
    readOptions(this.#mode, { level, strategy });
    if (callback) queueMicrotask(callback);
  }
}

const NAMES = {
  deflate: "Deflate",
  inflate: "Inflate",
  gzip: "Gzip",
  gunzip: "Gunzip",
  deflateRaw: "DeflateRaw",
  inflateRaw: "InflateRaw",
  unzip: "Unzip",
  brotliDecompress: "BrotliDecompress",
  brotliCompress: "BrotliCompress",
};

for (const key of Object.keys(NAMES)) {
  const name = NAMES[key];
  const mode = MODES[key];
  const Class = {
    [name]: class extends Zlib {
      constructor(options = undefined) {
        super(mode, options);
      }
    },
  }[name];
  exports[name] = callable(Class);
  exports[`create${name}`] = (options = undefined) => new Class(options);
}

/** An instance for `info: true`. */
exports.engineFor = (mode, options) => new Zlib(mode, options);
