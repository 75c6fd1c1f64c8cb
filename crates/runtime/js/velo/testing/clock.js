/**
 * A clock that stands still until a test moves it: `Date`, timers, and the times that the site's data
 * is given.
 */

const { askTestHostNow } = require("velo/testing/host");

const NativeDate = Date;
const timers = require("web/timers");
const NAMES = ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "clearImmediate"];
const { apply, construct } = Reflect;

/** Timers that one `advance` may run: intervals of a millisecond over a year would not end. */
const RUNS_MAX = 100_000;

/** @type {number | null} milliseconds since 1970, while the clock is faked */
let now = null;
/** @type {Map<number, { id: number, due: number, every: number | null, run: () => void }>} */
let waiting = new Map();
let lastId = 0;

/** `Date` whose present is ours. It stays the same class for `instanceof`. */
const FakeDate = new Proxy(NativeDate, {
  construct: (target, args, newTarget) => construct(target, args.length === 0 ? [now] : args, newTarget === FakeDate ? target : newTarget),
  apply: () => new NativeDate(now).toString(),
  get: (target, key, receiver) => (key === "now" ? () => now : Reflect.get(target, key, receiver)),
});

class FakeTimer {
  constructor(id) {
    this.id = id;
  }
  ref() {
    return this;
  }
  unref() {
    return this;
  }
  hasRef() {
    return true;
  }
  refresh() {
    const timer = waiting.get(this.id);
    if (timer !== undefined) timer.due = now + timer.delay;
    return this;
  }
  close() {
    waiting.delete(this.id);
    return this;
  }
  [Symbol.toPrimitive]() {
    return this.id;
  }
}

function start(callback, delay, args, repeats) {
  if (typeof callback !== "function") throw new TypeError('The "callback" argument must be of type function.');
  const wait = Math.max(1, Math.trunc(Number(delay)) || 1);
  const id = ++lastId;
  const handle = new FakeTimer(id);
  waiting.set(id, { id, due: now + wait, delay: wait, every: repeats ? wait : null, run: () => apply(callback, handle, args) });
  return handle;
}

function stop(handle) {
  if (handle instanceof FakeTimer) waiting.delete(handle.id);
  else if (typeof handle === "number" && waiting.delete(handle)) return;
  else timers.clearTimeout(handle);
}

const fakes = {
  setTimeout: (callback, delay, ...args) => start(callback, delay, args, false),
  setInterval: (callback, delay, ...args) => start(callback, delay, args, true),
  setImmediate: (callback, ...args) => start(callback, 0, args, false),
  clearTimeout: stop,
  clearInterval: stop,
  clearImmediate: stop,
};

function put(name, value) {
  Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
}

function tellHost() {
  askTestHostNow("clock", now);
}

function install() {
  put("Date", FakeDate);
  for (const name of NAMES) put(name, fakes[name]);
}

function toMs(time) {
  const ms = time instanceof NativeDate ? time.getTime() : typeof time === "number" ? time : NativeDate.parse(time);
  if (!Number.isFinite(ms)) throw new TypeError("clock.set takes a Date, a text such as \"2026-01-31T12:00:00Z\", or milliseconds since 1970");
  return Math.trunc(ms);
}

/** Lets promises that wait for each other settle, and what they ask of the host come back. */
const settle = () => new Promise((resolve) => timers.setImmediate(resolve));

exports.clock = {
  /** From now on the time is this one, and moves only by `advance`. */
  set(time) {
    const ms = toMs(time);
    if (now === null) install();
    now = ms;
    tellHost();
  },

  /** Moves the clock, running what is due on the way. */
  async advance(ms) {
    if (!(ms >= 0)) throw new TypeError("clock.advance takes milliseconds");
    if (now === null) exports.clock.set(NativeDate.now());
    const end = now + ms;
    await settle();
    for (let runs = 0; ; runs++) {
      let next = null;
      for (const timer of waiting.values()) if (timer.due <= end && (next === null || timer.due < next.due)) next = timer;
      if (next === null) break;
      if (runs >= RUNS_MAX) throw new Error(`clock.advance: more than ${RUNS_MAX} timers would run`);
      now = Math.max(now, next.due);
      tellHost();
      if (next.every === null) waiting.delete(next.id);
      else next.due += next.every;
      next.run();
      await settle();
    }
    now = end;
    tellHost();
  },

  /** @returns {number} how many timers wait */
  get pending() {
    return waiting.size;
  },

  /** The real time again; timers of the faked one are forgotten. */
  reset() {
    if (now === null) return;
    now = null;
    waiting = new Map();
    put("Date", NativeDate);
    for (const name of NAMES) put(name, timers[name]);
    tellHost();
  },
};

/** @returns {() => void} puts the clock back to how it is now */
exports.rememberClock = function rememberClock() {
  const [ms, timersThen] = [now, new Map(waiting)];
  return () => {
    if (ms === null) return exports.clock.reset();
    exports.clock.set(ms);
    waiting = timersThen;
  };
};
