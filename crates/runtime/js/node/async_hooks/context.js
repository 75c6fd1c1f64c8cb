/**
 * What AsyncLocalStorage carries: a chain of stores, changed by nobody once it is made. It follows
 * promises by a `then` that keeps it, and timers, ticks and microtasks by what they ask here.
 *
 * The engine's own `await` calls no `then`. So the bundler lowers the async functions of a site that
 * imports this module (docs/decisions/0018).
 */

const { apply, defineProperty } = Reflect;

/** @typedef {{storage: object, store: unknown, parent: Frame} | undefined} Frame */

/** Place of the entry's number in the mailbox; as in `mailbox.rs`. */
const ENTRY = 3;
const { mailbox } = native;

/** @type {Frame} */
let frame;
let entry = -1;

/** What one piece of work entered is not there for the next. */
function current() {
  if (entry !== mailbox[ENTRY]) {
    entry = mailbox[ENTRY];
    frame = undefined;
  }
  return frame;
}
exports.current = current;

/** @param {Frame} next */
function set(next) {
  entry = mailbox[ENTRY];
  frame = next;
}

/**
 * @template T
 * @param {Frame} frame
 * @param {() => T} fn
 * @returns {T}
 */
function within(next, fn) {
  const before = current();
  set(next);
  try {
    return fn();
  } finally {
    set(before);
  }
}
exports.within = within;

/** Stays for the rest of the running work. @param {Frame} frame */
exports.enter = set;

/** The chain without what one storage has put there, so that no chain grows. @returns {Frame} */
exports.without = function without(chain, storage) {
  if (chain === undefined) return undefined;
  if (chain.storage === storage) return chain.parent;
  const parent = without(chain.parent, storage);
  return parent === chain.parent ? chain : { ...chain, parent };
};

/** A function that runs where it was bound. */
function bind(fn) {
  if (typeof fn !== "function") return fn;
  const bound = current();
  return function (...args) {
    const before = current();
    set(bound);
    try {
      return apply(fn, this, args);
    } finally {
      set(before);
    }
  };
}
exports.bind = bind;

// From here on, for whoever loads this file; a site that does not never pays.
const { then } = Promise.prototype;
defineProperty(Promise.prototype, "then", {
  value: {
    then(onFulfilled, onRejected) {
      return apply(then, this, [bind(onFulfilled), bind(onRejected)]);
    },
  }.then,
  writable: true,
  enumerable: false,
  configurable: true,
});

require("web/timers").follow(bind);
require("web/microtask").follow(bind);
require("node/process/next_tick").follow(bind);
