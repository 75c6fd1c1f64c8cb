/**
 * process.stdout and its like: what is written becomes lines of the log, nothing can be read.
 */

/** Levels of `native.log`. */
const INFO = 1;
const ERROR = 3;
/** A line without an end is kept until then. */
const KEPT_MAX = 64 * 1024;

function output(level, fd) {
  const { Writable } = require("node/stream");
  let rest = "";
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, encoding, callback) {
      const text = rest + (typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
      const lines = text.split("\n");
      rest = lines.pop();
      if (rest.length > KEPT_MAX) {
        lines.push(rest);
        rest = "";
      }
      for (const line of lines) native.log(level, line, new Error().stack);
      callback();
    },
  });
  // As in Node it cannot be closed.
  stream.destroy = () => stream;
  return Object.assign(stream, { fd, isTTY: false, _type: "pipe" });
}

function input() {
  const { Readable } = require("node/stream");
  const stream = new Readable({ read() {} });
  stream.push(null);
  return Object.assign(stream, { fd: 0, isTTY: false });
}

const made = { __proto__: null };
for (const [name, make] of [
  ["stdin", input],
  ["stdout", () => output(INFO, 1)],
  ["stderr", () => output(ERROR, 2)],
]) {
  Object.defineProperty(exports, name, { get: () => (made[name] ??= make()), enumerable: true });
}
