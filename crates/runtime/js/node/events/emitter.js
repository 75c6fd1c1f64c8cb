/**
 * EventEmitter. Listeners of a name are a function or a list of them in `_events`, which packages
 * read and write themselves.
 */

const { invalidArgType, makeError } = require("node/errors");
const { checkFunction, checkNumber, checkBoolean } = require("node/validate");

const { apply, ownKeys } = Reflect;
const { defineProperty, create, getPrototypeOf } = Object;

const CAPTURE = Symbol("kCapture");
const ERROR_MONITOR = Symbol("events.errorMonitor");
const REJECTION = Symbol.for("nodejs.rejection");

let defaultMaxListeners = 10;

/**
 * @param {{captureRejections?: boolean}} [options]
 */
function EventEmitter(options) {
  init(this, options);
}

function init(emitter, options) {
  if (emitter._events === undefined || emitter._events === getPrototypeOf(emitter)._events) {
    emitter._events = create(null);
    emitter._eventsCount = 0;
  }
  emitter._maxListeners = emitter._maxListeners || undefined;
  if (options?.captureRejections) {
    checkBoolean(options.captureRejections, "options.captureRejections");
    emitter[CAPTURE] = true;
  } else {
    emitter[CAPTURE] = EventEmitter.prototype[CAPTURE];
  }
}

const { prototype } = EventEmitter;
prototype._events = undefined;
prototype._eventsCount = 0;
prototype._maxListeners = undefined;
defineProperty(prototype, CAPTURE, { value: false, writable: true, enumerable: false });

function show(value, options) {
  return require("node/util/inspect").inspect(value, options);
}

/** An 'error' that nobody listens to is thrown. */
function throwUnheard(error) {
  if (error instanceof Error) throw error;
  let text;
  try {
    text = show(error);
  } catch {
    text = error;
  }
  const unheard = makeError(Error, "ERR_UNHANDLED_ERROR", `Unhandled error. (${text})`);
  unheard.context = error;
  throw unheard;
}

/** What a listener returned may be a promise whose rejection becomes an 'error'. */
function watch(emitter, result, type, args) {
  try {
    const { then } = result;
    if (typeof then !== "function") return;
    apply(then, result, [
      undefined,
      (error) => require("node/process").process.nextTick(reject, emitter, error, type, args),
    ]);
  } catch (error) {
    emitter.emit("error", error);
  }
}

function reject(emitter, error, type, args) {
  if (typeof emitter[REJECTION] === "function") {
    emitter[REJECTION](error, type, ...args);
    return;
  }
  const before = emitter[CAPTURE];
  // An async 'error' listener that fails as well must not begin anew.
  try {
    emitter[CAPTURE] = false;
    emitter.emit("error", error);
  } finally {
    emitter[CAPTURE] = before;
  }
}

/** Needs no error to be heard: `false` from `emit` says that nobody listened. */
prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === "error") {
    if (events !== undefined && events[ERROR_MONITOR] !== undefined) this.emit(ERROR_MONITOR, ...args);
    if (events === undefined || events.error === undefined) throwUnheard(args[0]);
  } else if (events === undefined) {
    return false;
  }
  const handler = events[type];
  if (handler === undefined) return false;
  if (typeof handler === "function") {
    const result = apply(handler, this, args);
    if (result !== undefined && result !== null && this[CAPTURE]) watch(this, result, type, args);
    return true;
  }
  const listeners = handler.slice();
  for (let i = 0; i < listeners.length; i++) {
    const result = apply(listeners[i], this, args);
    if (result !== undefined && result !== null && this[CAPTURE]) watch(this, result, type, args);
  }
  return true;
};

function maxListenersOf(emitter) {
  return emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners;
}

/** Once for each list: many listeners of one name are mostly a leak. */
function warnOfMany(emitter, type, list) {
  const max = maxListenersOf(emitter);
  if (!(max > 0 && list.length > max) || list.warned) return;
  list.warned = true;
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners added to ` +
      `${show(emitter, { depth: -1 })}. MaxListeners is ${max}. Use emitter.setMaxListeners() to increase limit`,
  );
  Object.assign(warning, { name: "MaxListenersExceededWarning", emitter, type, count: list.length });
  require("node/process").process.emitWarning(warning);
}

function add(emitter, type, listener, isFirst) {
  checkFunction(listener, "listener");
  let events = emitter._events;
  if (events === undefined) {
    events = emitter._events = create(null);
    emitter._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    emitter.emit("newListener", type, listener.listener ?? listener);
    // A listener of that may have removed all.
    events = emitter._events;
  }
  const before = events[type];
  if (before === undefined) {
    events[type] = listener;
    emitter._eventsCount++;
    return emitter;
  }
  let list = before;
  if (typeof before === "function") list = events[type] = isFirst ? [listener, before] : [before, listener];
  else if (isFirst) list.unshift(listener);
  else list.push(listener);
  warnOfMany(emitter, type, list);
  return emitter;
}

prototype.addListener = function addListener(type, listener) {
  return add(this, type, listener, false);
};
prototype.on = prototype.addListener;
prototype.prependListener = function prependListener(type, listener) {
  return add(this, type, listener, true);
};

function onceWrap(target, type, listener) {
  let isFired = false;
  const wrapped = function (...args) {
    if (isFired) return undefined;
    target.removeListener(type, wrapped);
    isFired = true;
    return apply(listener, target, args);
  };
  wrapped.listener = listener;
  return wrapped;
}

prototype.once = function once(type, listener) {
  checkFunction(listener, "listener");
  return this.on(type, onceWrap(this, type, listener));
};
prototype.prependOnceListener = function prependOnceListener(type, listener) {
  checkFunction(listener, "listener");
  return this.prependListener(type, onceWrap(this, type, listener));
};

prototype.removeListener = function removeListener(type, listener) {
  checkFunction(listener, "listener");
  const events = this._events;
  const list = events?.[type];
  if (list === undefined) return this;
  if (list === listener || list.listener === listener) {
    this._eventsCount--;
    if (this._eventsCount === 0) this._events = create(null);
    else delete events[type];
    if (events.removeListener) this.emit("removeListener", type, list.listener ?? listener);
    return this;
  }
  if (typeof list === "function") return this;
  const at = list.findLastIndex((known) => known === listener || known.listener === listener);
  if (at < 0) return this;
  list.splice(at, 1);
  if (list.length === 1) events[type] = list[0];
  if (events.removeListener !== undefined) this.emit("removeListener", type, listener);
  return this;
};
prototype.off = prototype.removeListener;

/** With listeners of 'removeListener' they are removed one by one, so that it hears of each. */
prototype.removeAllListeners = function removeAllListeners(type) {
  const events = this._events;
  if (events === undefined) return this;
  if (events.removeListener === undefined) {
    if (arguments.length === 0) {
      this._events = create(null);
      this._eventsCount = 0;
    } else if (events[type] !== undefined) {
      if (--this._eventsCount === 0) this._events = create(null);
      else delete events[type];
    }
    return this;
  }
  if (arguments.length === 0) {
    for (const key of ownKeys(events)) if (key !== "removeListener") this.removeAllListeners(key);
    this.removeAllListeners("removeListener");
    this._events = create(null);
    this._eventsCount = 0;
    return this;
  }
  const listeners = events[type];
  if (typeof listeners === "function") this.removeListener(type, listeners);
  else if (listeners !== undefined) for (let i = listeners.length - 1; i >= 0; i--) this.removeListener(type, listeners[i]);
  return this;
};

function listOf(emitter, type) {
  const found = emitter._events?.[type];
  if (found === undefined) return [];
  return typeof found === "function" ? [found] : found.slice();
}

prototype.listeners = function listeners(type) {
  return listOf(this, type).map((listener) => listener.listener ?? listener);
};
prototype.rawListeners = function rawListeners(type) {
  return listOf(this, type);
};

prototype.listenerCount = function listenerCount(type, listener) {
  const found = this._events?.[type];
  if (found === undefined) return 0;
  if (listener === undefined || listener === null) return typeof found === "function" ? 1 : found.length;
  return listOf(this, type).filter((known) => known === listener || known.listener === listener).length;
};

prototype.eventNames = function eventNames() {
  return this._eventsCount > 0 ? ownKeys(this._events) : [];
};

function checkMax(value, name) {
  checkNumber(value, name, 0);
}

prototype.setMaxListeners = function setMaxListeners(n) {
  checkMax(n, "setMaxListeners");
  this._maxListeners = n;
  return this;
};
prototype.getMaxListeners = function getMaxListeners() {
  return maxListenersOf(this);
};

defineProperty(EventEmitter, "captureRejections", {
  get: () => EventEmitter.prototype[CAPTURE],
  set(value) {
    checkBoolean(value, "EventEmitter.captureRejections");
    EventEmitter.prototype[CAPTURE] = value;
  },
  enumerable: true,
});
defineProperty(EventEmitter, "defaultMaxListeners", {
  get: () => defaultMaxListeners,
  set(value) {
    checkMax(value, "defaultMaxListeners");
    defaultMaxListeners = value;
  },
  enumerable: true,
});

exports.EventEmitter = EventEmitter;
exports.ERROR_MONITOR = ERROR_MONITOR;
exports.REJECTION = REJECTION;
exports.CAPTURE = CAPTURE;
exports.checkMax = checkMax;
exports.init = init;
exports.invalidEmitter = (emitter) => invalidArgType("emitter", "EventEmitter", emitter);
