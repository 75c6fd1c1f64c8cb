/**
 * AbortController and AbortSignal (DOM, 3).
 */

const { expose, requireArguments } = require("web/idl");
const { invalidArgType, makeError, checkInteger } = require("node/errors");
const { DOMException } = require("web/dom_exception");
const { Event, control } = require("web/event");
const { EventTarget, observeListeners } = require("web/event_target");

/** Only this file makes signals. */
const KEY = {};

/** @type {(signal: AbortSignal, reason?: unknown) => void} */
let abort;
/** Counts aborts, so that of several sources the first one is known. */
let aborts = 0;

function aborted() {
  return new DOMException("This operation was aborted", "AbortError");
}

class AbortSignal extends EventTarget {
  /** 0 as long as it is not aborted. */
  #abortedAt = 0;
  #reason = undefined;
  #onabort = null;
  /** What we do ourselves at the abort, before any listener. @type {Set<() => void> | null} */
  #algorithms = null;
  /**
   * Signals made by `any` that follow this one and have something to do then. The others only look
   * when they are asked, so that a signal that lives long does not keep all that were made of it.
   * @type {Set<AbortSignal>}
   */
  #followers = new Set();
  /** What a signal made by `any` follows. @type {AbortSignal[] | null} */
  #sources = null;
  #hasListeners = false;

  static {
    abort = (signal, reason = aborted()) => {
      if (signal.#isAborted()) return;
      signal.#mark(++aborts, reason);
      const followers = [...signal.#followers].filter((follower) => follower.#abortedAt === 0);
      for (const follower of followers) follower.#mark(signal.#abortedAt, reason);
      signal.#followers.clear();
      signal.#run();
      for (const follower of followers) follower.#run();
    };

    exports.isSignal = (value) => typeof value === "object" && value !== null && #abortedAt in value;

    /** What is to happen at the abort of a signal that is not aborted yet. */
    exports.addAlgorithm = (signal, algorithm) => {
      signal.#algorithms ??= new Set();
      signal.#algorithms.add(algorithm);
      signal.#follow();
    };
    exports.removeAlgorithm = (signal, algorithm) => {
      signal.#algorithms?.delete(algorithm);
      signal.#follow();
    };
  }

  #mark(at, reason) {
    this.#abortedAt = at;
    this.#reason = reason;
  }

  #run() {
    const algorithms = this.#algorithms;
    this.#algorithms = null;
    if (algorithms !== null) for (const algorithm of algorithms) algorithm();
    this.dispatchEvent(control.trust(new Event("abort")));
  }

  /** Joins those who are told by its sources, or leaves them. */
  #follow() {
    if (this.#sources === null) return;
    const acts = this.#hasListeners || (this.#algorithms !== null && this.#algorithms.size > 0);
    for (const source of this.#sources) {
      if (acts) source.#followers.add(this);
      else source.#followers.delete(this);
    }
  }

  #isAborted() {
    if (this.#abortedAt !== 0 || this.#sources === null) return this.#abortedAt !== 0;
    let first = null;
    for (const source of this.#sources) {
      if (source.#abortedAt !== 0 && (first === null || source.#abortedAt < first.#abortedAt)) first = source;
    }
    if (first !== null) this.#mark(first.#abortedAt, first.#reason);
    return first !== null;
  }

  constructor(key = undefined) {
    if (key !== KEY) throw makeError(TypeError, "ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor");
    super();
  }

  static abort(reason = aborted()) {
    const signal = new AbortSignal(KEY);
    signal.#mark(++aborts, reason);
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
    const done = sources.find((source) => source.#isAborted());
    if (done !== undefined) return AbortSignal.abort(done.#reason);
    const signal = new AbortSignal(KEY);
    // One made by `any` stands for its own sources, so that all that depend on one end together.
    signal.#sources = [...new Set(sources.flatMap((source) => source.#sources ?? [source]))];
    observeListeners(signal, (type, hasListeners) => {
      if (type !== "abort") return;
      signal.#hasListeners = hasListeners;
      signal.#follow();
    });
    return signal;
  }

  get aborted() {
    return this.#isAborted();
  }

  get reason() {
    return this.#isAborted() ? this.#reason : undefined;
  }

  throwIfAborted() {
    if (this.#isAborted()) throw this.#reason;
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
    return `AbortSignal ${inspect({ aborted: this.aborted }, options)}`;
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
