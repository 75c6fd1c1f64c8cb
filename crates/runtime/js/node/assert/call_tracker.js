/**
 * CallTracker: counts calls of functions. @deprecated, like Node's
 */

const { AssertionError } = require("node/assert/error");
const { invalidArgValue, makeError } = require("node/errors");
const { checkUint32 } = require("node/validate");

const { apply } = Reflect;

class Context {
  #expected;
  #calls = [];
  #name;
  #stack = new Error();

  constructor({ expected, name }) {
    this.#expected = expected;
    this.#name = name;
  }

  track(thisArg, args) {
    this.#calls.push(Object.freeze({ thisArg, arguments: Object.freeze([...args]) }));
  }

  reset() {
    this.#calls = [];
  }

  get calls() {
    return Object.freeze([...this.#calls]);
  }

  report() {
    if (this.#calls.length === this.#expected) return undefined;
    return {
      message: `Expected the ${this.#name} function to be executed ${this.#expected} time(s) but was executed ${this.#calls.length} time(s).`,
      actual: this.#calls.length,
      expected: this.#expected,
      operator: this.#name,
      stack: this.#stack,
    };
  }
}

class CallTracker {
  #contexts = new Set();
  /** @type {WeakMap<Function, Context>} */
  #byFunction = new WeakMap();

  #context(fn) {
    const context = this.#byFunction.get(fn);
    if (context === undefined) throw invalidArgValue("tracked", fn, "is not a tracked function");
    return context;
  }

  reset(fn) {
    if (fn === undefined) for (const context of this.#contexts) context.reset();
    else this.#context(fn).reset();
  }

  getCalls(fn) {
    return this.#context(fn).calls;
  }

  calls(given, count = 1) {
    if (require("node/process").process._exiting) throw makeError(Error, "ERR_UNAVAILABLE_DURING_EXIT", "Cannot call function in process exit handler");
    let fn = given;
    let expected = count;
    if (typeof given === "number") {
      expected = given;
      fn = () => {};
    } else if (given === undefined) {
      fn = () => {};
    }
    checkUint32(expected, "expected", true);
    const context = new Context({ expected, name: fn.name || "calls" });
    const tracked = new Proxy(fn, {
      apply(target, thisArg, args) {
        context.track(thisArg, args);
        return apply(target, thisArg, args);
      },
    });
    this.#contexts.add(context);
    this.#byFunction.set(tracked, context);
    return tracked;
  }

  report() {
    return [...this.#contexts].map((context) => context.report()).filter((report) => report !== undefined);
  }

  verify() {
    const reports = this.report();
    if (reports.length === 0) return;
    const message = reports.length === 1 ? reports[0].message : "Functions were not called the expected number of times";
    throw new AssertionError({ message });
  }
}

exports.CallTracker = CallTracker;
