/**
 * What Readable has in common with arrays: map, filter, reduce and their like, one chunk at a time or
 * several at once.
 */

const { AbortError } = require("node/abort_error");
const { invalidArgValue, makeError, outOfRange } = require("node/errors");
const { checkAbortSignal, checkFunction, checkInteger, checkObject } = require("node/validate");
const kind = require("node/stream/kind");

const EMPTY = Symbol("kEmpty");
const END = Symbol("kEof");

function checkOptions(options) {
  if (options !== undefined && options !== null) checkObject(options, "options");
  if (options?.signal !== undefined && options?.signal !== null) checkAbortSignal(options.signal, "options.signal");
}

function throwIfAborted(signal) {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

/** Results in the order of the chunks; at most `concurrency` of them are worked at. */
function map(fn, options) {
  checkFunction(fn, "fn");
  checkOptions(options);
  const concurrency = options?.concurrency === undefined || options.concurrency === null ? 1 : Math.floor(options.concurrency);
  const mark = options?.highWaterMark === undefined || options.highWaterMark === null ? concurrency - 1 : Math.floor(options.highWaterMark);
  checkInteger(concurrency, "options.concurrency", 1);
  checkInteger(mark, "options.highWaterMark", 0);
  const waiting = mark + concurrency;
  return async function* map() {
    const signal = AbortSignal.any([options?.signal].filter(Boolean));
    const stream = this;
    const queue = [];
    const signalOptions = { signal };
    let next;
    let resume;
    let isDone = false;
    let running = 0;
    const maybeResume = () => {
      if (resume && !isDone && running < concurrency && queue.length < waiting) {
        resume();
        resume = null;
      }
    };
    const after = () => {
      running--;
      maybeResume();
    };
    const failed = () => {
      isDone = true;
      after();
    };
    const pump = async () => {
      try {
        for await (let value of stream) {
          if (isDone) return;
          throwIfAborted(signal);
          try {
            value = fn(value, signalOptions);
            if (value === EMPTY) continue;
            value = Promise.resolve(value);
          } catch (error) {
            value = Promise.reject(error);
          }
          running++;
          value.then(after, failed);
          queue.push(value);
          if (next) {
            next();
            next = null;
          }
          if (!isDone && (queue.length >= waiting || running >= concurrency)) {
            await new Promise((resolve) => {
              resume = resolve;
            });
          }
        }
        queue.push(END);
      } catch (error) {
        const value = Promise.reject(error);
        value.then(after, failed);
        queue.push(value);
      } finally {
        isDone = true;
        if (next) {
          next();
          next = null;
        }
      }
    };
    void pump();
    try {
      while (true) {
        while (queue.length > 0) {
          const value = await queue[0];
          if (value === END) return;
          throwIfAborted(signal);
          if (value !== EMPTY) yield value;
          queue.shift();
          maybeResume();
        }
        await new Promise((resolve) => {
          next = resolve;
        });
      }
    } finally {
      isDone = true;
      if (resume) {
        resume();
        resume = null;
      }
    }
  }.call(this);
}

function asIndexedPairs(options = undefined) {
  checkOptions(options);
  return async function* asIndexedPairs() {
    let index = 0;
    for await (const value of this) {
      throwIfAborted(options?.signal);
      yield [index++, value];
    }
  }.call(this);
}

function filter(fn, options) {
  checkFunction(fn, "fn");
  return map.call(this, async (value, settings) => ((await fn(value, settings)) ? value : EMPTY), options);
}

function flatMap(fn, options) {
  const values = map.call(this, fn, options);
  return (async function* flatMap() {
    for await (const value of values) yield* value;
  })();
}

function toCount(given) {
  const count = Number(given);
  if (Number.isNaN(count)) return 0;
  if (count < 0) throw outOfRange("number", ">= 0", count);
  return count;
}

function drop(given, options = undefined) {
  checkOptions(options);
  let count = toCount(given);
  return async function* drop() {
    throwIfAborted(options?.signal);
    for await (const value of this) {
      throwIfAborted(options?.signal);
      if (count-- <= 0) yield value;
    }
  }.call(this);
}

function take(given, options = undefined) {
  checkOptions(options);
  let count = toCount(given);
  return async function* take() {
    throwIfAborted(options?.signal);
    for await (const value of this) {
      throwIfAborted(options?.signal);
      if (count-- > 0) yield value;
      // Nothing more is waited for than is wanted.
      if (count <= 0) return;
    }
  }.call(this);
}

async function some(fn, options = undefined) {
  // eslint-disable-next-line no-unused-vars
  for await (const _ of filter.call(this, fn, options)) return true;
  return false;
}

async function every(fn, options = undefined) {
  checkFunction(fn, "fn");
  return !(await some.call(this, async (...args) => !(await fn(...args)), options));
}

async function find(fn, options) {
  for await (const value of filter.call(this, fn, options)) return value;
  return undefined;
}

async function forEach(fn, options) {
  checkFunction(fn, "fn");
  const run = async (value, settings) => {
    await fn(value, settings);
    return EMPTY;
  };
  // eslint-disable-next-line no-unused-vars
  for await (const _ of map.call(this, run, options));
}

async function reduce(reducer, ...rest) {
  checkFunction(reducer, "reducer");
  const [initial, options] = rest;
  checkOptions(options);
  let hasInitial = rest.length > 0;
  let result = initial;
  const signal = options?.signal;
  if (signal?.aborted) {
    const error = new AbortError(undefined, { cause: signal.reason });
    // Nobody else will tell of it.
    this.once("error", () => {});
    this.destroy(error);
    await require("node/stream/finished").finishedPromise(this).catch(() => {});
    throw error;
  }
  const controller = new AbortController();
  const onAbort = () => controller.abort();
  signal?.addEventListener("abort", onAbort, { once: true });
  let isEmpty = true;
  try {
    for await (const value of this) {
      isEmpty = false;
      throwIfAborted(signal);
      if (hasInitial) result = await reducer(result, value, { signal: controller.signal });
      else {
        result = value;
        hasInitial = true;
      }
    }
    if (isEmpty && !hasInitial) throw makeError(TypeError, "ERR_MISSING_ARGS", "Reduce of an empty stream requires an initial value");
  } finally {
    controller.abort();
    signal?.removeEventListener("abort", onAbort);
  }
  return result;
}

async function toArray(options) {
  checkOptions(options);
  const all = [];
  for await (const value of this) {
    throwIfAborted(options?.signal);
    all.push(value);
  }
  return all;
}

function compose(stream, options = undefined) {
  checkOptions(options);
  if (kind.isNodeStream(stream) && !kind.isWritable(stream)) throw invalidArgValue("stream", stream, "must be writable");
  const composed = require("node/stream/compose").compose(this, stream);
  if (options?.signal) require("node/stream/abort").addAbortSignal(options.signal, composed);
  return composed;
}

const streamed = { asIndexedPairs, compose, drop, filter, flatMap, map, take };
const promised = { every, forEach, reduce, toArray, some, find };

/** @param {any} Readable */
exports.addTo = function addTo(Readable) {
  const define = (name, value) => {
    Object.defineProperty(value, "name", { value: name });
    Object.defineProperty(value, "length", { value: name === "asIndexedPairs" ? 0 : 1, configurable: true });
    Object.defineProperty(Readable.prototype, name, { value, enumerable: false, configurable: true, writable: true });
  };
  for (const name of Object.keys(streamed)) {
    const operator = streamed[name];
    define(name, { [name]: function (...args) {
      if (new.target) throw makeError(TypeError, "ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor");
      return Readable.from(Reflect.apply(operator, this, args));
    } }[name]);
  }
  for (const name of Object.keys(promised)) {
    const operator = promised[name];
    define(name, { [name](...args) {
      return Reflect.apply(operator, this, args);
    } }[name]);
  }
};
exports.streamed = Object.keys(streamed);
exports.promised = Object.keys(promised);
