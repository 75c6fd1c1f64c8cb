/**
 * The module `timers/promises`: timers that are awaited.
 */

const timers = require("web/timers");
const { abortedBy } = require("node/abort_error");
const { checkAbortSignal, checkBoolean, checkNumber, checkOptions } = require("node/validate");

function check(options) {
  checkOptions(options);
  checkAbortSignal(options.signal);
  if (options.ref !== undefined) checkBoolean(options.ref, "options.ref");
}

/** Waits until `start` calls back; the signal ends that early. */
function wait(start, stop, value, { signal }) {
  if (signal?.aborted) return Promise.reject(abortedBy(signal));
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      stop(handle);
      reject(abortedBy(signal));
    };
    const handle = start(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve(value);
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

function asRejection(fn) {
  try {
    return fn();
  } catch (error) {
    return Promise.reject(error);
  }
}

/** @param {number} [delay] milliseconds */
exports.setTimeout = function setTimeout(delay, value, options = {}) {
  return asRejection(() => {
    if (delay !== undefined) checkNumber(delay, "delay");
    check(options);
    const start = (fire) => {
      const handle = timers.setTimeout(fire, delay);
      return options.ref === false ? handle.unref() : handle;
    };
    return wait(start, timers.clearTimeout, value, options);
  });
};

exports.setImmediate = function setImmediate(value, options = {}) {
  return asRejection(() => {
    check(options);
    return wait((fire) => timers.setImmediate(fire), timers.clearImmediate, value, options);
  });
};

/** @param {number} [delay] milliseconds @returns {AsyncIterable<unknown>} */
exports.setInterval = async function* setInterval(delay, value, options = {}) {
  if (delay !== undefined) checkNumber(delay, "delay");
  check(options);
  const { signal } = options;
  if (signal?.aborted) throw abortedBy(signal);
  let due = 0;
  let wake = () => {};
  const handle = timers.setInterval(() => {
    due++;
    wake();
  }, delay);
  if (options.ref === false) handle.unref();
  const onAbort = () => {
    timers.clearInterval(handle);
    wake();
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    while (!signal?.aborted) {
      if (due === 0) await new Promise((resolve) => (wake = resolve));
      for (; due > 0; due--) yield value;
    }
    throw abortedBy(signal);
  } finally {
    timers.clearInterval(handle);
    signal?.removeEventListener("abort", onAbort);
  }
};

exports.scheduler = {
  /** @param {number} delay milliseconds */
  wait: (delay, options) => exports.setTimeout(delay, undefined, options),
  yield: () => exports.setImmediate(),
};
