/**
 * Dir: the entries of a folder one by one.
 */

const { makeError } = require("node/errors");

class Dir {
  #entries;
  #isClosed = false;

  constructor(path, entries) {
    this.path = path;
    this.#entries = entries;
  }

  #check() {
    if (this.#isClosed) throw makeError(Error, "ERR_DIR_CLOSED", "Directory handle was closed");
  }

  readSync() {
    this.#check();
    return this.#entries.shift() ?? null;
  }

  closeSync() {
    this.#check();
    this.#isClosed = true;
  }

  async read(callback) {
    if (typeof callback === "function") return queueMicrotask(() => callback(null, this.readSync()));
    return this.readSync();
  }

  async close(callback) {
    this.closeSync();
    if (typeof callback === "function") queueMicrotask(() => callback(null));
  }

  async *[Symbol.asyncIterator]() {
    try {
      for (let entry = this.readSync(); entry !== null; entry = this.readSync()) yield entry;
    } finally {
      if (!this.#isClosed) this.closeSync();
    }
  }
}

exports.Dir = Dir;
