/**
 * AbortController and AbortSignal (DOM, 3).
 */

const { expose, requireArguments } = require("web/idl");
const { invalidArgType, makeError, checkInteger } = require("node/errors");
const { DOMException } = require("web/dom_exception");
const { Event } = require("web/event");
const { EventTarget } = require("web/event_target");

/** Only this file makes signals. */
const KEY = {};

/** @type {(signal: AbortSignal, reason?: unknown) => void} */
let abort;

function aborted() {
  return new DOMException("This operation was aborted", "AbortError");
}

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason = undefined;
  #onabort = null;
  /** Signals made by `any` that follow this one. @type {Set<AbortSignal>} */
  #followers = new Set();
  /** What a signal made by `any` follows. @type {Set<AbortSignal> | null} */
  #sources = null;

  static {
    abort = (signal, reason = aborted()) => {
      if (signal.#aborted) return;
      signal.#aborted = true;
      signal.#reason = reason;
      const followers = [...signal.#followers].filter((follower) => !follower.#aborted);
      for (const follower of followers) {
        follower.#aborted = true;
        follower.#reason = reason;
      }
      signal.#followers.clear();
      signal.dispatchEvent(new Event("abort"));
      for (const follower of followers) follower.dispatchEvent(new Event("abort"));
    };
  }

  constructor(key) {
    if (key !== KEY) throw makeError(TypeError, "ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor");
    super();
  }

  static abort(reason = aborted()) {
    const signal = new AbortSignal(KEY);
    signal.#aborted = true;
    signal.#reason = reason;
    return signal;
  }

  /** @param {number} delay milliseconds */
  static timeout(delay) {
    checkInteger(delay, "delay", 0, Number.MAX_SAFE_INTEGER);
    const signal = new AbortSignal(KEY);
    const { setTimeout } = require("web/timers");
    setTimeout(() => abort(signal, new DOMException("The operation was aborted due to timeout", "TimeoutError")), delay).unref();
    return signal;
  }

  /** @param {Iterable<AbortSignal>} signals */
  static any(signals) {
    requireArguments(arguments.length, ["signals"]);
    if (signals === null || typeof signals !== "object" || typeof signals[Symbol.iterator] !== "function") {
      throw invalidArgType("signals", "Iterable", signals);
    }
    const sources = [...signals];
    for (let i = 0; i < sources.length; i++) {
      if (!(sources[i] instanceof AbortSignal)) throw invalidArgType(`signals[${i}]`, "AbortSignal", sources[i]);
    }
    const done = sources.find((source) => source.#aborted);
    if (done !== undefined) return AbortSignal.abort(done.#reason);
    const signal = new AbortSignal(KEY);
    // One made by `any` stands for its own sources, so that all that depend on one end together.
    signal.#sources = new Set(sources.flatMap((source) => (source.#sources === null ? [source] : [...source.#sources])));
    for (const source of signal.#sources) source.#followers.add(signal);
    return signal;
  }

  get aborted() {
    return this.#aborted;
  }

  get reason() {
    return this.#reason;
  }

  throwIfAborted() {
    if (this.#aborted) throw this.#reason;
  }

  get onabort() {
    return this.#onabort;
  }

  set onabort(handler) {
    if (this.#onabort !== null) this.removeEventListener("abort", this.#onabort);
    this.#onabort = typeof handler === "function" ? handler : null;
    if (this.#onabort !== null) this.addEventListener("abort", this.#onabort);
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    return `AbortSignal ${inspect({ aborted: this.#aborted }, options)}`;
  }
}
expose(AbortSignal);

class AbortController {
  #signal = new AbortSignal(KEY);

  get signal() {
    return this.#signal;
  }

  abort(reason = undefined) {
    abort(this.#signal, reason);
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    return `AbortController ${inspect({ signal: this.#signal }, options)}`;
  }
}
expose(AbortController);

exports.AbortSignal = AbortSignal;
exports.AbortController = AbortController;
