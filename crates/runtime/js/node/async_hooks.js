/**
 * The module `async_hooks`: AsyncLocalStorage and AsyncResource. Hooks themselves are not called: this
 * engine does not tell of what it begins.
 */

const context = require("node/async_hooks/context");
const { checkFunction, checkString, checkOptions } = require("node/validate");

const { apply } = Reflect;
const NONE = Symbol("no store");

class AsyncLocalStorage {
  #isEnabled = true;
  #default;
  #name;

  /** @param {{defaultValue?: unknown, name?: string}} [options] */
  constructor(options = {}) {
    checkOptions(options);
    this.#default = options.defaultValue;
    this.#name = options.name === undefined ? "" : `${options.name}`;
  }

  get name() {
    return this.#name;
  }

  /** @param {Function} fn */
  static bind(fn) {
    checkFunction(fn, "fn");
    return context.bind(fn);
  }

  /** A function that runs others where this was called. */
  static snapshot() {
    return context.bind(function (fn, ...args) {
      return apply(fn, this, args);
    });
  }

  #frame(store) {
    return { storage: this, store, parent: context.without(context.current(), this) };
  }

  run(store, callback, ...args) {
    this.#isEnabled = true;
    if (Object.is(store, this.getStore())) return callback(...args);
    return context.within(this.#frame(store), () => callback(...args));
  }

  exit(callback, ...args) {
    return context.within(this.#frame(NONE), () => callback(...args));
  }

  enterWith(store) {
    this.#isEnabled = true;
    context.enter(this.#frame(store));
  }

  getStore() {
    if (!this.#isEnabled) return undefined;
    for (let frame = context.current(); frame !== undefined; frame = frame.parent) {
      if (frame.storage === this) return frame.store === NONE ? undefined : frame.store;
    }
    return this.#default;
  }

  disable() {
    this.#isEnabled = false;
  }
}

let lastId = 1;

class AsyncResource {
  #frame = context.current();
  #id = ++lastId;
  #type;

  /** @param {string} type */
  constructor(type) {
    checkString(type, "type");
    this.#type = type;
  }

  static bind(fn, type = undefined, thisArg = undefined) {
    checkFunction(fn, "fn");
    return new AsyncResource(type || fn.name || "bound-anonymous-fn").bind(fn, thisArg);
  }

  get type() {
    return this.#type;
  }

  runInAsyncScope(fn, thisArg, ...args) {
    return context.within(this.#frame, () => apply(fn, thisArg, args));
  }

  bind(fn, thisArg = undefined) {
    checkFunction(fn, "fn");
    const resource = this;
    const bound = function (...args) {
      return resource.runInAsyncScope(fn, thisArg === undefined ? this : thisArg, ...args);
    };
    Object.defineProperty(bound, "length", { value: fn.length, configurable: true });
    return bound;
  }

  emitDestroy() {
    return this;
  }

  asyncId() {
    return this.#id;
  }

  triggerAsyncId() {
    return 1;
  }
}

exports.AsyncLocalStorage = AsyncLocalStorage;
exports.AsyncResource = AsyncResource;
exports.createHook = function createHook() {
  const hook = { enable: () => hook, disable: () => hook };
  return hook;
};
exports.executionAsyncId = () => 1;
exports.triggerAsyncId = () => 0;
exports.executionAsyncResource = () => ({});
exports.asyncWrapProviders = Object.freeze({ __proto__: null, NONE: 0 });
