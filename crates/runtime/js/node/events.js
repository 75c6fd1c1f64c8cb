/**
 * The module `events`: the class EventEmitter, which is also the module, and functions about emitters.
 */

const { EventEmitter, ERROR_MONITOR, REJECTION, checkMax, init } = require("node/events/emitter");
const { once, on } = require("node/events/awaiting");
const { invalidArgType } = require("node/errors");
const { checkFunction, checkAbortSignal } = require("node/validate");

const { defineProperty } = Object;

function isTarget(value) {
  return value instanceof EventTarget;
}

/** Maximum of listeners that somebody set for an EventTarget. @type {WeakMap<object, number>} */
const maxOfTargets = new WeakMap();

/** @param {any} emitter @param {string | symbol} type @returns {Function[]} */
function getEventListeners(emitter, type) {
  if (typeof emitter?.listeners === "function") return emitter.listeners(type);
  if (isTarget(emitter)) return require("web/event_target").listenersOf(emitter, type);
  throw invalidArgType("emitter", ["EventEmitter", "EventTarget"], emitter);
}

function getMaxListeners(emitter) {
  if (typeof emitter?.getMaxListeners === "function") return emitter.getMaxListeners();
  if (isTarget(emitter)) return maxOfTargets.get(emitter) ?? EventEmitter.defaultMaxListeners;
  throw invalidArgType("emitter", ["EventEmitter", "EventTarget"], emitter);
}

/** Without targets the default of all emitters. */
function setMaxListeners(n = EventEmitter.defaultMaxListeners, ...targets) {
  checkMax(n, "setMaxListeners");
  if (targets.length === 0) EventEmitter.defaultMaxListeners = n;
  for (const target of targets) {
    if (isTarget(target)) maxOfTargets.set(target, n);
    else if (typeof target?.setMaxListeners === "function") target.setMaxListeners(n);
    else throw invalidArgType("eventTargets", ["EventEmitter", "EventTarget"], target);
  }
}

/** @deprecated in favour of the method */
function listenerCount(emitter, type) {
  if (typeof emitter?.listenerCount === "function") return emitter.listenerCount(type);
  return EventEmitter.prototype.listenerCount.call(emitter, type);
}

/** Calls `listener` when the signal is aborted, or soon if it already is. @returns {Disposable} */
function addAbortListener(signal, listener) {
  if (signal === undefined) throw invalidArgType("signal", "AbortSignal", signal);
  checkAbortSignal(signal, "signal");
  checkFunction(listener, "listener");
  let stop = () => {};
  if (signal.aborted) {
    queueMicrotask(() => listener());
  } else {
    signal.addEventListener("abort", listener, { once: true });
    stop = () => signal.removeEventListener("abort", listener);
  }
  return { [require("node/dispose").DISPOSE]: () => void stop() };
}

/** Node's own static; classes that extend EventEmitter without calling it use it. */
EventEmitter.init = function (options) {
  init(this, options);
};
EventEmitter.usingDomains = false;
EventEmitter.captureRejectionSymbol = REJECTION;
EventEmitter.errorMonitor = ERROR_MONITOR;
Object.assign(EventEmitter, { once, on, getEventListeners, getMaxListeners, setMaxListeners, listenerCount, addAbortListener, EventEmitter });
defineProperty(EventEmitter, "EventEmitterAsyncResource", {
  get: () => require("node/events/async_resource").EventEmitterAsyncResource,
  enumerable: true,
  configurable: true,
});

module.exports = EventEmitter;
