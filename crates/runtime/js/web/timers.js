/**
 * setTimeout, setInterval, setImmediate and their opposites, as in Node: handles are objects that
 * turn into numbers, and both forms can be cleared. The clock and the queue are the server's;
 * here lives only what to call.
 */

const { timerStart, timerStop, immediateStart } = native;
const { apply } = Reflect;

/** @type {Map<number, Timeout | Immediate>} */
const pending = new Map();
let lastId = 0;

/** Delays that a 32-bit signed integer cannot hold count as 1 (HTML, timer initialisation; Node does the same). */
function toDelay(value) {
  const delay = Math.trunc(Number(value));
  return delay >= 1 && delay <= 0x7fffffff ? delay : 1;
}

function checkCallback(callback) {
  if (typeof callback !== "function") throw require("node/errors").invalidArgType("callback", "function", callback);
}

/** Set once somebody follows work from callback to callback (`node/async_hooks/context.js`). */
let bind = (callback) => callback;
exports.follow = (given) => {
  bind = given;
};

class Timeout {
  #id;
  #callback;
  #args;
  #delay;
  #repeat;
  #referenced = true;

  constructor(callback, delay, args, repeat) {
    checkCallback(callback);
    this.#callback = bind(callback);
    this.#args = args;
    this.#delay = toDelay(delay);
    this.#repeat = repeat;
    this.#id = ++lastId;
    timerStart(this.#id, this.#delay);
    pending.set(this.#id, this);
  }

  static stop(handle) {
    pending.delete(handle.#id);
    timerStop(handle.#id);
  }

  static is(value) {
    return value !== null && typeof value === "object" && #id in value;
  }

  static run(handle) {
    if (!handle.#repeat) pending.delete(handle.#id);
    else timerStart(handle.#id, handle.#delay);
    apply(handle.#callback, handle, handle.#args);
  }

  ref() {
    this.#referenced = true;
    return this;
  }

  unref() {
    this.#referenced = false;
    return this;
  }

  hasRef() {
    return this.#referenced;
  }

  refresh() {
    if (pending.has(this.#id)) timerStart(this.#id, this.#delay);
    return this;
  }

  close() {
    Timeout.stop(this);
    return this;
  }

  [Symbol.toPrimitive]() {
    return this.#id;
  }
}

class Immediate {
  #id;
  #callback;
  #args;

  constructor(callback, args) {
    checkCallback(callback);
    this.#callback = bind(callback);
    this.#args = args;
    this.#id = ++lastId;
    immediateStart(this.#id);
    pending.set(this.#id, this);
  }

  static stop(handle) {
    pending.delete(handle.#id);
    timerStop(handle.#id);
  }

  static is(value) {
    return value !== null && typeof value === "object" && #id in value;
  }

  static run(handle) {
    pending.delete(handle.#id);
    apply(handle.#callback, undefined, handle.#args);
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
}

function clear(handle) {
  if (Timeout.is(handle)) return Timeout.stop(handle);
  if (Immediate.is(handle)) return Immediate.stop(handle);
  const found = pending.get(Number(handle));
  if (found !== undefined) clear(found);
}

exports.setTimeout = function setTimeout(callback, delay, ...args) {
  return new Timeout(callback, delay, args, false);
};
exports.setInterval = function setInterval(callback, delay, ...args) {
  return new Timeout(callback, delay, args, true);
};
exports.setImmediate = function setImmediate(callback, ...args) {
  return new Immediate(callback, args);
};
exports.clearTimeout = function clearTimeout(handle) {
  clear(handle);
};
exports.clearInterval = function clearInterval(handle) {
  clear(handle);
};
exports.clearImmediate = function clearImmediate(handle) {
  clear(handle);
};

/**
 * Called by the server when a timer is due.
 * @param {number} id
 */
function fire(id) {
  const handle = pending.get(id);
  if (handle === undefined) return;
  if (Timeout.is(handle)) Timeout.run(handle);
  else Immediate.run(handle);
}

native.onTimer(fire);

/** Kinds of what would keep a process alive, one for each handle. */
exports.active = function active() {
  const kinds = [];
  for (const handle of pending.values()) if (handle.hasRef()) kinds.push(Timeout.is(handle) ? "Timeout" : "Immediate");
  return kinds;
};
