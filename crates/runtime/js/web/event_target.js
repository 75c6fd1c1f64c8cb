/**
 * EventTarget (DOM, 2.7).
 */

const { expose, requireArguments } = require("web/idl");
const { invalidArgType } = require("node/errors");
const { DOMException } = require("web/dom_exception");
const { Event, control } = require("web/event");
const { queueMicrotask } = require("web/microtask");

const { apply } = Reflect;

/** @typedef {{callback: any, capture: boolean, once: boolean, passive: boolean, removed: boolean}} Listener */

/** Runs a listener; what it throws is nobody's exception here, and gets logged. */
function run(listener, target, event) {
  const { callback } = listener;
  try {
    if (typeof callback === "function") apply(callback, target, [event]);
    else apply(callback.handleEvent, callback, [event]);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function flag(options, name) {
  return Boolean(options !== null && typeof options === "object" ? options[name] : name === "capture" && options);
}

class EventTarget {
  /** @type {Map<string, Listener[]>} a list is replaced, never changed: a dispatch keeps its own */
  #listeners = new Map();
  /** @type {((type: string, hasListeners: boolean) => void) | undefined} */
  #observer;

  static {
    /** Tells a class of ours when a type gets its first listener or loses its last. */
    exports.observeListeners = (target, observer) => {
      target.#observer = observer;
    };
  }

  static {
    /** The callbacks of one type, in their order. */
    exports.listenersOf = (target, type) => (target.#listeners.get(`${type}`) ?? []).map(({ callback }) => callback);
  }

  /**
   * @param {string} type
   * @param {((event: Event) => void) | {handleEvent(event: Event): void} | null} callback
   * @param {boolean | {capture?: boolean, once?: boolean, passive?: boolean, signal?: AbortSignal}} [options]
   */
  addEventListener(type, callback, options = undefined) {
    void this.#listeners;
    requireArguments(arguments.length, ["type", "listener"]);
    if (callback === null || callback === undefined) return;
    if (typeof callback !== "function" && typeof callback !== "object") throw invalidArgType("listener", "EventListener", callback);
    const name = `${type}`;
    const capture = flag(options, "capture");
    const signal = options !== null && typeof options === "object" ? options.signal : undefined;
    if (signal !== undefined && !(signal instanceof EventTarget)) throw invalidArgType("options.signal", "AbortSignal", signal);
    if (signal?.aborted) return;
    const list = this.#listeners.get(name) ?? [];
    if (list.some((known) => known.callback === callback && known.capture === capture)) return;
    const listener = { callback, capture, once: flag(options, "once"), passive: flag(options, "passive"), removed: false };
    this.#listeners.set(name, [...list, listener]);
    if (list.length === 0) this.#observer?.(name, true);
    signal?.addEventListener("abort", () => this.#remove(name, listener), { once: true });
  }

  removeEventListener(type, callback, options = undefined) {
    void this.#listeners;
    requireArguments(arguments.length, ["type", "listener"]);
    const capture = flag(options, "capture");
    const listener = this.#listeners.get(`${type}`)?.find((known) => known.callback === callback && known.capture === capture);
    if (listener !== undefined) this.#remove(`${type}`, listener);
  }

  #remove(name, listener) {
    listener.removed = true;
    const list = this.#listeners.get(name)?.filter((known) => known !== listener) ?? [];
    if (list.length > 0) this.#listeners.set(name, list);
    else if (this.#listeners.delete(name)) this.#observer?.(name, false);
  }

  /**
   * @param {Event} event
   * @returns {boolean} false when a listener prevented the default
   */
  dispatchEvent(event) {
    const listeners = this.#listeners;
    requireArguments(arguments.length, ["event"]);
    if (!(event instanceof Event)) throw invalidArgType("event", "Event", event);
    if (control.isDispatching(event)) {
      throw new DOMException(`The event "${event.type}" is already being dispatched`, "InvalidStateError");
    }
    control.begin(event, this);
    for (const listener of listeners.get(event.type) ?? []) {
      if (listener.removed) continue;
      if (listener.once) this.#remove(event.type, listener);
      control.setPassive(event, listener.passive);
      run(listener, this, event);
      if (control.stoppedAtOnce(event)) break;
    }
    control.end(event);
    return !event.defaultPrevented;
  }
}
expose(EventTarget);

exports.EventTarget = EventTarget;
