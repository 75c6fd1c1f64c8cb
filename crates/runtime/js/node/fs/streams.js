/**
 * Streams of files.
 */

const { Readable, Writable } = require("node/stream");
const { sync } = require("node/fs/sync");
const { optionsOf, pathOf } = require("node/fs/arguments");
const { checkInteger } = require("node/validate");
const { outOfRange } = require("node/errors");

const READ_BYTES = 64 * 1024;

class ReadStream extends Readable {
  constructor(path, given) {
    const options = optionsOf(given);
    super({ highWaterMark: options.highWaterMark ?? READ_BYTES, encoding: options.encoding ?? undefined, autoDestroy: options.autoClose ?? true, emitClose: options.emitClose, signal: options.signal });
    const { start, end = Infinity } = options;
    if (start !== undefined) checkInteger(start, "start", 0);
    if (end !== Infinity) checkInteger(end, "end", 0);
    if (start !== undefined && start > end) throw outOfRange("start", `<= "end" (here: ${end})`, start);
    this.path = options.fd === undefined ? (typeof path === "string" ? path : pathOf(path)) : path;
    this.fd = options.fd ?? null;
    this.flags = options.flags ?? "r";
    this.start = start;
    this.end = end;
    this.pos = start;
    this.bytesRead = 0;
  }

  _construct(callback) {
    try {
      if (this.fd === null) this.fd = sync.openSync(this.path, this.flags);
    } catch (error) {
      return callback(error);
    }
    callback();
    this.emit("open", this.fd);
    this.emit("ready");
  }

  _read(size) {
    const left = this.end === Infinity ? size : Math.min(this.end - (this.pos ?? this.bytesRead) + 1, size);
    if (left <= 0) return this.push(null);
    const buffer = Buffer.allocUnsafe(left);
    try {
      const count = sync.readSync(this.fd, buffer, 0, left, this.pos ?? null);
      if (this.pos !== undefined) this.pos += count;
      this.bytesRead += count;
      this.push(count > 0 ? buffer.subarray(0, count) : null);
    } catch (error) {
      this.destroy(error);
    }
  }

  _destroy(error, callback) {
    finish(this, error, callback);
  }

  close(callback) {
    if (callback) require("node/stream").finished(this, callback);
    this.destroy();
  }

  get pending() {
    return this.fd === null;
  }
}

class WriteStream extends Writable {
  constructor(path, given) {
    const options = optionsOf(given);
    super({ highWaterMark: options.highWaterMark, decodeStrings: true, defaultEncoding: options.encoding ?? "utf8", autoDestroy: options.autoClose ?? true, emitClose: options.emitClose, signal: options.signal });
    if (options.start !== undefined) checkInteger(options.start, "start", 0);
    this.path = options.fd === undefined ? (typeof path === "string" ? path : pathOf(path)) : path;
    this.fd = options.fd ?? null;
    this.flags = options.flags ?? "w";
    this.mode = options.mode ?? 0o666;
    this.pos = options.start;
    this.bytesWritten = 0;
  }

  _construct(callback) {
    try {
      if (this.fd === null) this.fd = sync.openSync(this.path, this.flags, this.mode);
    } catch (error) {
      return callback(error);
    }
    callback();
    this.emit("open", this.fd);
    this.emit("ready");
  }

  _write(chunk, _encoding, callback) {
    try {
      const count = sync.writeSync(this.fd, chunk, 0, chunk.length, this.pos ?? null);
      if (this.pos !== undefined) this.pos += count;
      this.bytesWritten += count;
    } catch (error) {
      return callback(error);
    }
    callback();
  }

  _destroy(error, callback) {
    finish(this, error, callback);
  }

  close(callback) {
    if (callback) {
      if (this.closed) return void queueMicrotask(() => callback());
      this.once("close", callback);
    }
    this.end();
  }

  get pending() {
    return this.fd === null;
  }
}

function finish(stream, error, callback) {
  const { fd } = stream;
  stream.fd = null;
  try {
    if (fd !== null) sync.closeSync(fd);
  } catch (problem) {
    return callback(error ?? problem);
  }
  callback(error);
}

exports.ReadStream = ReadStream;
exports.WriteStream = WriteStream;
exports.createReadStream = (path, options) => new ReadStream(path, options);
exports.createWriteStream = (path, options) => new WriteStream(path, options);
exports.FileReadStream = ReadStream;
exports.FileWriteStream = WriteStream;
