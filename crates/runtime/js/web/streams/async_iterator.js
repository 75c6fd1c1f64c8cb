/**
 * `for await (const chunk of stream)` (Streams, 4.2.5). Calls that overlap are answered one after the
 * other, as Web IDL's asynchronous iterators do.
 */

const { expose } = require("web/idl");
const { deferred, rejectedWith, resolvedWith, then } = require("web/streams/promises");
const { isObject } = require("web/streams/convert");
const { acquireReader, releaseReader, cancel, read } = require("web/streams/readable_core");

const { getPrototypeOf, setPrototypeOf, defineProperty } = Object;
const AsyncIteratorPrototype = getPrototypeOf(getPrototypeOf((async function* () {}).prototype));
const KEY = {};
const same = (value) => value;

class StreamIterator {
  #reader;
  #preventCancel;
  #ongoing = undefined;
  #finished = false;

  constructor(key, reader, preventCancel) {
    if (key !== KEY) throw new TypeError("Illegal constructor");
    this.#reader = reader;
    this.#preventCancel = preventCancel;
  }

  next() {
    if (!isObject(this) || !(#reader in this)) return rejectedWith(new TypeError("Illegal invocation: this is no stream's iterator"));
    const step = () => this.#step();
    this.#ongoing = this.#ongoing === undefined ? step() : then(this.#ongoing, step, step);
    return this.#ongoing;
  }

  #step() {
    if (this.#finished) return resolvedWith({ value: undefined, done: true });
    const { promise, resolve, reject } = deferred();
    read(this.#reader, {
      chunk: (value) => resolve({ value, done: false }),
      close: () => {
        this.#end();
        resolve({ value: undefined, done: true });
      },
      error: (error) => {
        this.#end();
        reject(error);
      },
    });
    // One step later than the read itself: whoever returns meanwhile comes after the next pull.
    return then(promise, same);
  }

  #end() {
    this.#finished = true;
    if (this.#reader.stream !== undefined) releaseReader(this.#reader);
    this.#ongoing = undefined;
  }

  /** @param {unknown} value */
  return(value) {
    if (!isObject(this) || !(#reader in this)) return rejectedWith(new TypeError("Illegal invocation: this is no stream's iterator"));
    const step = () => this.#return(value);
    const ended = this.#ongoing === undefined ? step() : then(this.#ongoing, step, step);
    this.#ongoing = ended;
    return then(ended, () => ({ value, done: true }));
  }

  #return(value) {
    if (this.#finished) return resolvedWith(undefined);
    this.#finished = true;
    const reader = this.#reader;
    if (reader.stream === undefined) return resolvedWith(undefined);
    const cancelled = this.#preventCancel ? resolvedWith(undefined) : cancel(reader.stream, value);
    releaseReader(reader);
    return cancelled;
  }
}

const { prototype } = StreamIterator;
setPrototypeOf(prototype, AsyncIteratorPrototype);
delete prototype.constructor;
expose(StreamIterator, "ReadableStreamAsyncIterator");
for (const name of ["next", "return"]) defineProperty(prototype, name, { writable: true, enumerable: true, configurable: true });

/** @param {import("web/streams/readable_core").Stream} stream @param {boolean} preventCancel */
exports.iterate = (stream, preventCancel) => new StreamIterator(KEY, acquireReader(stream, false), preventCancel);
