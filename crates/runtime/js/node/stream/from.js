/**
 * Readable.from: an iterable as a stream.
 */

const { invalidArgType } = require("node/errors");
const { streamError } = require("node/stream/errors");
const { nextTick } = require("node/process/next_tick");
const { Buffer } = require("node/buffer");

/**
 * @param {any} Readable
 * @param {Iterable<unknown> | AsyncIterable<unknown> | string | Buffer} iterable
 */
exports.from = function from(Readable, iterable, options) {
  if (typeof iterable === "string" || iterable instanceof Buffer) {
    // As one chunk: nobody means its characters.
    return new Readable({
      objectMode: true,
      ...options,
      read() {
        this.push(iterable);
        this.push(null);
      },
    });
  }
  let iterator;
  let isAsync = false;
  if (iterable?.[Symbol.asyncIterator]) {
    isAsync = true;
    iterator = iterable[Symbol.asyncIterator]();
  } else if (iterable?.[Symbol.iterator]) {
    iterator = iterable[Symbol.iterator]();
  } else {
    throw invalidArgType("iterable", ["Iterable"], iterable);
  }
  const readable = new Readable({ objectMode: true, highWaterMark: 1, ...options });
  let isReading = false;
  readable._read = () => {
    if (isReading) return;
    isReading = true;
    void next();
  };
  readable._destroy = (error, callback) => {
    close(error).then(
      () => nextTick(callback, error),
      (problem) => nextTick(callback, problem || error),
    );
  };

  async function close(error) {
    const hasError = error !== undefined && error !== null;
    const hasThrow = typeof iterator.throw === "function";
    if (hasError && hasThrow) {
      const { value, done } = await iterator.throw(error);
      await value;
      if (done) return;
    }
    if (typeof iterator.return === "function") {
      const { value } = await iterator.return();
      await value;
    }
  }

  async function next() {
    while (true) {
      try {
        const { value, done } = isAsync ? await iterator.next() : iterator.next();
        if (done) {
          readable.push(null);
          return;
        }
        const chunk = value && typeof value.then === "function" ? await value : value;
        if (chunk === null) {
          isReading = false;
          throw streamError("ERR_STREAM_NULL_VALUES");
        }
        if (!readable.push(chunk)) {
          isReading = false;
          return;
        }
      } catch (error) {
        readable.destroy(error);
        return;
      }
    }
  }
  return readable;
};
