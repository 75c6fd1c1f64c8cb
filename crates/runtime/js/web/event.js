/**
 * Event and CustomEvent (DOM, 2.2). There is no tree here: an event has one target.
 */

const { expose, constants, requireArguments } = require("web/idl");
const { invalidArgType } = require("node/errors");

const PHASE = { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 };

class Event {
  #type;
  #bubbles;
  #cancelable;
  #composed;
  #target = null;
  #phase = PHASE.NONE;
  #prevented = false;
  #stopped = false;
  #stoppedAtOnce = false;
  #passive = false;
  #dispatching = false;
  #trusted = false;
  #timeStamp = native.monotonic();

  static {
    /** What EventTarget may do to an event. */
    exports.control = {
      /** One that the runtime made itself. */
      trust(event) {
        event.#trusted = true;
        return event;
      },
      isDispatching: (event) => event.#dispatching,
      stoppedAtOnce: (event) => event.#stoppedAtOnce,
      begin(event, target) {
        event.#dispatching = true;
        event.#target = target;
        event.#phase = PHASE.AT_TARGET;
      },
      end(event) {
        event.#dispatching = false;
        event.#phase = PHASE.NONE;
        event.#stopped = event.#stoppedAtOnce = event.#passive = false;
      },
      setPassive(event, passive) {
        event.#passive = passive;
      },
    };
  }

  /**
   * @param {string} type
   * @param {{bubbles?: boolean, cancelable?: boolean, composed?: boolean}} [options]
   */
  constructor(type, options = undefined) {
    requireArguments(arguments.length, ["type"]);
    if (options !== undefined && options !== null && typeof options !== "object" && typeof options !== "function") {
      throw invalidArgType("options", "object", options);
    }
    this.#type = `${type}`;
    this.#bubbles = Boolean(options?.bubbles);
    this.#cancelable = Boolean(options?.cancelable);
    this.#composed = Boolean(options?.composed);
  }

  get type() {
    return this.#type;
  }

  get target() {
    return this.#target;
  }

  get srcElement() {
    return this.#target;
  }

  get currentTarget() {
    return this.#dispatching ? this.#target : null;
  }

  get eventPhase() {
    return this.#phase;
  }

  get bubbles() {
    return this.#bubbles;
  }

  get cancelable() {
    return this.#cancelable;
  }

  get composed() {
    return this.#composed;
  }

  get defaultPrevented() {
    return this.#prevented;
  }

  get returnValue() {
    return !this.#prevented;
  }

  set returnValue(value) {
    if (!value) this.preventDefault();
  }

  get cancelBubble() {
    return this.#stopped;
  }

  set cancelBubble(value) {
    if (value) this.#stopped = true;
  }

  get timeStamp() {
    return this.#timeStamp;
  }

  get isTrusted() {
    return this.#trusted;
  }

  composedPath() {
    return this.#dispatching ? [this.#target] : [];
  }

  preventDefault() {
    if (this.#cancelable && !this.#passive) this.#prevented = true;
  }

  stopPropagation() {
    this.#stopped = true;
  }

  stopImmediatePropagation() {
    this.#stopped = true;
    this.#stoppedAtOnce = true;
  }
}
expose(Event);
constants(Event, PHASE);

class CustomEvent extends Event {
  #detail;

  constructor(type, options = undefined) {
    requireArguments(arguments.length, ["type"]);
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail() {
    return this.#detail;
  }
}
expose(CustomEvent);

exports.Event = Event;
exports.CustomEvent = CustomEvent;
