/**
 * The module `readline`: lines of a stream. There is no terminal, so nothing is asked or moved.
 */

const { EventEmitter } = require("node/events/emitter");
const { StringDecoder } = require("node/string_decoder");
const { invalidArgType } = require("node/errors");

/** A line longer than this is given out in parts. */
const LINE_MAX = 1024 * 1024;

class Interface extends EventEmitter {
  #input;
  #rest = "";
  #decoder = new StringDecoder("utf8");
  #onData = (chunk) => this.#came(this.#decoder.write(chunk));
  #onEnd = () => {
    this.#came(this.#decoder.end());
    if (this.#rest !== "") this.#line(this.#rest);
    this.#rest = "";
    this.close();
  };

  constructor(options, output) {
    super();
    const input = options?.input ?? options;
    if (typeof input?.on !== "function") throw invalidArgType("input", "Stream", input);
    this.input = this.#input = input;
    this.output = options?.output ?? output;
    this.closed = false;
    this.terminal = false;
    this.line = "";
    input.on("data", this.#onData);
    input.on("end", this.#onEnd);
    input.resume?.();
  }

  #came(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line);
    while (this.#rest.length > LINE_MAX) {
      this.#line(this.#rest.slice(0, LINE_MAX));
      this.#rest = this.#rest.slice(LINE_MAX);
    }
  }

  #line(line) {
    this.emit("line", line.replace(/\r$/, ""));
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    this.#input.removeListener("data", this.#onData);
    this.#input.removeListener("end", this.#onEnd);
    this.#input.pause?.();
    this.emit("close");
  }

  pause() {
    this.#input.pause?.();
    this.emit("pause");
    return this;
  }

  resume() {
    this.#input.resume?.();
    this.emit("resume");
    return this;
  }

  setPrompt(prompt) {
    this.prompted = prompt;
  }

  getPrompt() {
    return this.prompted ?? "> ";
  }

  prompt() {}

  write() {}

  question(query, options, callback = options) {
    this.output?.write?.(query);
    this.once("line", callback);
  }

  [Symbol.asyncIterator]() {
    const lines = require("node/events/awaiting").on(this, "line", { close: ["close"], highWaterMark: 1024 });
    return (async function* () {
      for await (const [line] of lines) yield line;
    })();
  }
}

exports.Interface = Interface;
exports.createInterface = (options, output) => new Interface(options, output);
exports.clearLine = exports.clearScreenDown = exports.cursorTo = exports.moveCursor = () => true;
exports.emitKeypressEvents = () => {};
Object.defineProperty(exports, "promises", { get: () => require("node/readline/promises"), enumerable: true, configurable: true });
