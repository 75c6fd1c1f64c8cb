/**
 * `once` and `on` of the module `events`: events as a promise and as an asynchronous iterator.
 */

const { invalidEmitter } = require("node/events/emitter");
const { abortedBy } = require("node/abort_error");
const { invalidArgType } = require("node/errors");
const { checkAbortSignal, checkOptions, checkInteger } = require("node/validate");

/** Removes a listener from an emitter or an EventTarget. */
function forget(target, name, listener, flags) {
  if (typeof target.removeListener === "function") target.removeListener(name, listener);
  else if (typeof target.removeEventListener === "function") target.removeEventListener(name, listener, flags);
  else throw invalidEmitter(target);
}

function listen(target, name, listener, flags = undefined) {
  if (typeof target?.on === "function") {
    if (flags?.once) target.once(name, listener);
    else target.on(name, listener);
  } else if (typeof target?.addEventListener === "function") {
    target.addEventListener(name, listener, flags);
  } else {
    throw invalidEmitter(target);
  }
}

/**
 * @param {any} emitter an EventEmitter or an EventTarget
 * @param {string | symbol} name
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<any[]>} what the event came with
 */
exports.once = async function once(emitter, name, options = {}) {
  checkOptions(options);
  const { signal } = options;
  checkAbortSignal(signal);
  if (signal?.aborted) throw abortedBy(signal);
  return await new Promise((resolve, reject) => {
    const isEmitter = typeof emitter?.removeListener === "function";
    const done = () => {
      if (isEmitter) emitter.removeListener("error", failed);
      if (signal !== undefined) forget(signal, "abort", aborted);
    };
    const failed = (error) => {
      forget(emitter, name, came);
      done();
      reject(error);
    };
    const came = (...args) => {
      done();
      resolve(args);
    };
    const aborted = () => {
      forget(emitter, name, came);
      if (isEmitter) emitter.removeListener("error", failed);
      reject(abortedBy(signal));
    };
    listen(emitter, name, came, { once: true });
    if (name !== "error" && isEmitter && typeof emitter.once === "function") emitter.once("error", failed);
    signal?.addEventListener("abort", aborted, { once: true });
  });
};

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

/** The state of one iteration over events. */
class Events {
  #emitter;
  #signal;
  #listening = [];
  /** Events that nobody has asked for yet. */
  #waiting = [];
  /** Promises that no event has settled yet. */
  #asking = [];
  #error = undefined;
  #isFinished = false;
  #isPaused = false;
  #high;
  #low;

  constructor(emitter, name, { signal, close, high, low }) {
    this.#emitter = emitter;
    this.#signal = signal;
    this.#high = high;
    this.#low = low;
    this.#listen(name, (...args) => this.#came(args));
    if (name !== "error" && typeof emitter.on === "function") this.#listen("error", (error) => this.fail(error));
    for (const ending of close ?? []) this.#listen(ending, () => this.close());
    if (signal !== undefined) {
      const aborted = () => this.fail(abortedBy(signal));
      signal.addEventListener("abort", aborted, { once: true });
      this.#listening.push(() => signal.removeEventListener("abort", aborted));
    }
  }

  #listen(name, listener) {
    listen(this.#emitter, name, listener);
    this.#listening.push(() => forget(this.#emitter, name, listener));
  }

  #came(args) {
    const asking = this.#asking.shift();
    if (asking !== undefined) return asking.resolve({ value: args, done: false });
    this.#waiting.push(args);
    if (!this.#isPaused && this.#waiting.length > this.#high && typeof this.#emitter.pause === "function") {
      this.#isPaused = true;
      this.#emitter.pause();
    }
  }

  next() {
    if (this.#waiting.length > 0) {
      const value = this.#waiting.shift();
      if (this.#isPaused && this.#waiting.length < this.#low) {
        this.#emitter.resume();
        this.#isPaused = false;
      }
      return Promise.resolve({ value, done: false });
    }
    if (this.#error !== undefined) {
      const failed = Promise.reject(this.#error.reason);
      this.#error = undefined;
      return failed;
    }
    if (this.#isFinished) return this.close();
    return new Promise((resolve, reject) => this.#asking.push({ resolve, reject }));
  }

  fail(reason) {
    const asking = this.#asking.shift();
    if (asking !== undefined) asking.reject(reason);
    else this.#error = { reason };
    void this.close();
  }

  close() {
    for (const stop of this.#listening.splice(0)) stop();
    this.#isFinished = true;
    const end = { value: undefined, done: true };
    for (const asking of this.#asking.splice(0)) asking.resolve(end);
    return Promise.resolve(end);
  }

  get state() {
    return { size: this.#waiting.length, low: this.#low, high: this.#high, isPaused: this.#isPaused };
  }
}

function mark(options, names, otherwise, min) {
  const name = names.find((one) => options[one] !== undefined && options[one] !== null);
  if (name === undefined) return otherwise;
  checkInteger(options[name], `options.${names[names.length - 1]}`, min);
  return options[name];
}

/**
 * @param {any} emitter
 * @param {string | symbol} name
 * @param {{signal?: AbortSignal, close?: string[], highWaterMark?: number, lowWaterMark?: number}} [options]
 * @returns {AsyncIterableIterator<any[]>}
 */
exports.on = function on(emitter, name, options = {}) {
  checkOptions(options);
  const { signal, close } = options;
  checkAbortSignal(signal);
  if (signal?.aborted) throw abortedBy(signal);
  const high = mark(options, ["highWaterMark", "highWatermark"], Number.MAX_SAFE_INTEGER, 1);
  const low = mark(options, ["lowWaterMark", "lowWatermark"], 1, 1);
  if (typeof emitter?.on !== "function" && typeof emitter?.addEventListener !== "function") throw invalidEmitter(emitter);
  const events = new Events(emitter, name, { signal, close, high, low });
  return Object.setPrototypeOf(
    {
      next: () => events.next(),
      return: () => events.close(),
      throw(error) {
        if (!error || !(error instanceof Error)) throw invalidArgType("EventEmitter.AsyncIterator", "Error", error);
        events.fail(error);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
      [Symbol.for("nodejs.watermarkData")]: {
        get size() {
          return events.state.size;
        },
        get low() {
          return events.state.low;
        },
        get high() {
          return events.state.high;
        },
        get isPaused() {
          return events.state.isPaused;
        },
      },
    },
    AsyncIteratorPrototype,
  );
};
