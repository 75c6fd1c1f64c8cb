/**
 * A stream of bytes read twice (Streams, 4.9.2, ReadableByteStreamTee): a branch whose reader brings a
 * buffer reads straight into it, and the other branch gets a copy.
 */

const { deferred, resolvedWith, then, microtask } = require("web/streams/promises");
const { inspectView, slice } = require("web/streams/buffers");
const { acquireReader, releaseReader, cancel, read } = require("web/streams/readable_core");
const { createReadableBytes } = require("web/streams/readable_byte_controller");
const { readIntoView } = require("web/streams/readers");

const Bytes = Uint8Array;

/** @param {import("web/streams/readable_core").Stream} stream */
exports.byteTee = (stream) => new ByteTee(stream).branches;

/** @param {Uint8Array} chunk */
function copyOf(chunk) {
  const { buffer, byteOffset, byteLength } = inspectView(chunk);
  return new Bytes(slice(buffer, byteOffset, byteOffset + byteLength));
}

class ByteTee {
  #stream;
  #reader;
  #reading = false;
  #again = [false, false];
  #cancelled = [false, false];
  #reasons = [undefined, undefined];
  #ended = deferred();
  branches;

  constructor(stream) {
    this.#stream = stream;
    this.#reader = acquireReader(stream, false);
    const branch = (i) => createReadableBytes(() => this.#pull(i), (reason) => this.#cancel(i, reason));
    this.branches = [branch(0), branch(1)];
    this.#watch(this.#reader);
  }

  #watch(reader) {
    then(reader.closed.promise, undefined, (error) => {
      if (reader !== this.#reader) return;
      this.#control(0).error(error);
      this.#control(1).error(error);
      this.#endUnlessBothCancelled();
    });
  }

  #control(i) {
    return this.branches[i].controller;
  }

  #endUnlessBothCancelled() {
    if (!this.#cancelled[0] || !this.#cancelled[1]) this.#ended.resolve(undefined);
  }

  #useReader(byob) {
    if (this.#reader.byob === byob) return;
    releaseReader(this.#reader);
    this.#reader = acquireReader(this.#stream, byob);
    this.#watch(this.#reader);
  }

  #pull(i) {
    if (this.#reading) {
      this.#again[i] = true;
      return resolvedWith(undefined);
    }
    this.#reading = true;
    const request = this.#control(i).byobRequest();
    if (request === null) this.#read();
    else this.#readInto(request.view, i);
    return resolvedWith(undefined);
  }

  #read() {
    this.#useReader(false);
    read(this.#reader, {
      chunk: (chunk) => microtask(() => this.#give(chunk)),
      close: () => {
        this.#reading = false;
        for (let i = 0; i < 2; i++) if (!this.#cancelled[i]) this.#control(i).close();
        for (let i = 0; i < 2; i++) if (this.#control(i).pending.length > 0) this.#control(i).respond(0);
        this.#endUnlessBothCancelled();
      },
      error: () => {
        this.#reading = false;
      },
    });
  }

  #give(chunk) {
    this.#again = [false, false];
    const chunks = [chunk, chunk];
    if (!this.#cancelled[0] && !this.#cancelled[1]) {
      try {
        chunks[1] = copyOf(chunk);
      } catch (error) {
        this.#failCopy(error);
        return;
      }
    }
    for (let i = 0; i < 2; i++) if (!this.#cancelled[i]) this.#control(i).enqueue(inspectView(chunks[i]));
    this.#goOn();
  }

  #failCopy(error) {
    for (let i = 0; i < 2; i++) this.#control(i).error(error);
    this.#ended.resolve(cancel(this.#stream, error));
  }

  #goOn() {
    this.#reading = false;
    if (this.#again[0]) this.#pull(0);
    else if (this.#again[1]) this.#pull(1);
  }

  /** @param {number} own the branch whose reader brought the buffer */
  #readInto(view, own) {
    this.#useReader(true);
    const other = 1 - own;
    readIntoView(this.#reader, inspectView(view), 1, {
      chunk: (chunk) => microtask(() => this.#giveInto(chunk, own, other)),
      close: (chunk) => {
        this.#reading = false;
        if (!this.#cancelled[own]) this.#control(own).close();
        if (!this.#cancelled[other]) this.#control(other).close();
        if (chunk !== undefined) {
          if (!this.#cancelled[own] && this.#control(own).pending.length > 0) this.#control(own).respondWithView(inspectView(chunk));
          if (!this.#cancelled[other] && this.#control(other).pending.length > 0) this.#control(other).respond(0);
        }
        this.#endUnlessBothCancelled();
      },
      error: () => {
        this.#reading = false;
      },
    });
  }

  #giveInto(chunk, own, other) {
    this.#again = [false, false];
    if (!this.#cancelled[other]) {
      let copied;
      try {
        copied = copyOf(chunk);
      } catch (error) {
        this.#failCopy(error);
        return;
      }
      if (!this.#cancelled[own]) this.#control(own).respondWithView(inspectView(chunk));
      this.#control(other).enqueue(inspectView(copied));
    } else if (!this.#cancelled[own]) this.#control(own).respondWithView(inspectView(chunk));
    this.#goOn();
  }

  #cancel(which, reason) {
    this.#cancelled[which] = true;
    this.#reasons[which] = reason;
    if (this.#cancelled[1 - which]) this.#ended.resolve(cancel(this.#stream, [this.#reasons[0], this.#reasons[1]]));
    return this.#ended.promise;
  }
}
