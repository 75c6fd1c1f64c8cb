/**
 * The state of a Readable, and the list of what it holds.
 */

const { highWaterMarkOf } = require("node/stream/high_water_mark");

/** Taken chunks are only counted; the list is cut now and then. */
class ChunkList {
  #items = [];
  #first = 0;

  get length() {
    return this.#items.length - this.#first;
  }

  get head() {
    return this.#items[this.#first];
  }

  push(chunk) {
    this.#items.push(chunk);
  }

  unshift(chunk) {
    if (this.#first > 0) this.#items[--this.#first] = chunk;
    else this.#items.unshift(chunk);
  }

  shift() {
    const chunk = this.#items[this.#first];
    this.#items[this.#first++] = undefined;
    if (this.#first === this.#items.length) this.clear();
    else if (this.#first > 1024) {
      this.#items.splice(0, this.#first);
      this.#first = 0;
    }
    return chunk;
  }

  replaceHead(chunk) {
    this.#items[this.#first] = chunk;
  }

  clear() {
    this.#items = [];
    this.#first = 0;
  }

  toArray() {
    return this.#items.slice(this.#first);
  }

  *[Symbol.iterator]() {
    yield* this.toArray();
  }

  join(separator) {
    return this.toArray().join(separator);
  }
}

function checkEncoding(encoding) {
  if (require("node/buffer").Buffer.isEncoding(encoding)) return;
  throw require("node/errors").makeError(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
}

class ReadableState {
  constructor(options, isDuplex) {
    this.objectMode = Boolean(options?.objectMode || (isDuplex && options?.readableObjectMode));
    this.highWaterMark = options ? highWaterMarkOf(this, options, "readableHighWaterMark", isDuplex) : highWaterMarkOf(this);
    this.buffer = new ChunkList();
    this.length = 0;
    this.pipes = [];
    /** null: nobody has said yet whether data flows. */
    this.flowing = null;
    this.ended = false;
    this.endEmitted = false;
    this.reading = false;
    this.constructed = true;
    /** Whether what `_read` does happens before it returns. */
    this.sync = true;
    this.needReadable = false;
    this.emittedReadable = false;
    this.readableListening = false;
    this.resumeScheduled = false;
    this.errorEmitted = false;
    this.emitClose = !options || options.emitClose !== false;
    this.autoDestroy = !options || options.autoDestroy !== false;
    this.destroyed = false;
    this.errored = null;
    this.closed = false;
    this.closeEmitted = false;
    this.defaultEncoding = options?.defaultEncoding || "utf8";
    if (this.defaultEncoding !== "utf8") checkEncoding(this.defaultEncoding);
    this.awaitDrainWriters = null;
    this.multiAwaitDrain = false;
    this.readingMore = false;
    this.dataEmitted = false;
    this.decoder = null;
    this.encoding = null;
    this.isPaused = null;
    if (options?.encoding) {
      const { StringDecoder } = require("node/string_decoder");
      this.decoder = new StringDecoder(options.encoding);
      this.encoding = options.encoding;
    }
  }

  get pipesCount() {
    return this.pipes.length;
  }

  get paused() {
    return this.isPaused !== false;
  }

  set paused(value) {
    this.isPaused = Boolean(value);
  }
}

/** Takes `count` bytes, characters or one object off the list; everything where that is what there is. */
function take(state, count) {
  const { buffer } = state;
  if (buffer.length === 0) return null;
  if (state.objectMode) return buffer.shift();
  if (!count || count >= state.length) {
    let all;
    if (state.decoder) all = buffer.join("");
    else if (buffer.length === 1) all = buffer.head;
    else all = require("node/buffer").Buffer.concat(buffer.toArray(), state.length);
    buffer.clear();
    return all;
  }
  return state.decoder ? takeText(buffer, count) : takeBytes(buffer, count);
}

function takeText(buffer, count) {
  let text = "";
  while (text.length < count) {
    const { head } = buffer;
    const rest = count - text.length;
    if (head.length > rest) {
      text += head.slice(0, rest);
      buffer.replaceHead(head.slice(rest));
    } else {
      text += buffer.shift();
    }
  }
  return text;
}

function takeBytes(buffer, count) {
  const { head } = buffer;
  if (count === head.length) return buffer.shift();
  if (count < head.length) {
    buffer.replaceHead(head.subarray(count));
    return head.subarray(0, count);
  }
  const bytes = require("node/buffer").Buffer.allocUnsafe(count);
  for (let at = 0; at < count; ) {
    const next = buffer.head;
    const rest = count - at;
    if (next.length > rest) {
      bytes.set(next.subarray(0, rest), at);
      buffer.replaceHead(next.subarray(rest));
      at = count;
    } else {
      bytes.set(next, at);
      at += next.length;
      buffer.shift();
    }
  }
  return bytes;
}

exports.ReadableState = ReadableState;
exports.take = take;
