/** A stream read twice (Streams, 4.9.2, ReadableStreamTee): two branches of what one reader reads. */

const { deferred, resolvedWith, then, microtask } = require("web/streams/promises");
const { acquireReader, cancel, read } = require("web/streams/readable_core");
const { createReadable } = require("web/streams/readable_default_controller");

/**
 * @param {import("web/streams/readable_core").Stream} stream
 * @param {boolean} copies whether the second branch gets copies of the chunks
 * @returns {import("web/streams/readable_core").Stream[]} two
 */
exports.tee = function tee(stream, copies) {
  return stream.controller.isByte ? require("web/streams/byte_tee").byteTee(stream) : new Tee(stream, copies).branches;
};

class Tee {
  #stream;
  #reader;
  #copies;
  #reading = false;
  #readAgain = false;
  #cancelled = [false, false];
  #reasons = [undefined, undefined];
  #ended = deferred();
  branches;

  constructor(stream, copies) {
    this.#stream = stream;
    this.#reader = acquireReader(stream, false);
    this.#copies = copies;
    const pull = () => this.#pull();
    this.branches = [createReadable(pull, (reason) => this.#cancel(0, reason)), createReadable(pull, (reason) => this.#cancel(1, reason))];
    then(this.#reader.closed.promise, undefined, (error) => {
      for (let i = 0; i < 2; i++) this.branches[i].controller.error(error);
      this.#endUnlessBothCancelled();
    });
  }

  #endUnlessBothCancelled() {
    if (!this.#cancelled[0] || !this.#cancelled[1]) this.#ended.resolve(undefined);
  }

  #pull() {
    if (this.#reading) {
      this.#readAgain = true;
      return resolvedWith(undefined);
    }
    this.#reading = true;
    read(this.#reader, {
      // Not at once: an error of the source that comes right after it is seen first.
      chunk: (chunk) => microtask(() => this.#give(chunk)),
      close: () => {
        this.#reading = false;
        for (let i = 0; i < 2; i++) if (!this.#cancelled[i]) this.branches[i].controller.close();
        this.#endUnlessBothCancelled();
      },
      error: () => {
        this.#reading = false;
      },
    });
    return resolvedWith(undefined);
  }

  #give(chunk) {
    this.#readAgain = false;
    let second = chunk;
    if (!this.#cancelled[1] && this.#copies) {
      try {
        second = require("web/structured_clone").structuredClone(chunk);
      } catch (error) {
        for (let i = 0; i < 2; i++) this.branches[i].controller.error(error);
        this.#ended.resolve(cancel(this.#stream, error));
        return;
      }
    }
    if (!this.#cancelled[0]) this.branches[0].controller.enqueue(chunk);
    if (!this.#cancelled[1]) this.branches[1].controller.enqueue(second);
    this.#reading = false;
    if (this.#readAgain) this.#pull();
  }

  #cancel(which, reason) {
    this.#cancelled[which] = true;
    this.#reasons[which] = reason;
    if (this.#cancelled[1 - which]) this.#ended.resolve(cancel(this.#stream, [this.#reasons[0], this.#reasons[1]]));
    return this.#ended.promise;
  }
}
