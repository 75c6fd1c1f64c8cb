/**
 * MessageChannel and MessagePort (HTML, 9.4): two ends within one VM, for there are no threads. Each
 * message is a structured clone, and comes in a turn of the event loop of its own.
 */

const { DOMException } = require("web/dom_exception");
const { MessageEvent } = require("web/message_event");
const { Event, control } = require("web/event");
const { EventTarget, observeListeners } = require("web/event_target");
const { expose, requireArguments } = require("web/idl");
const { cloneForPort, transferPorts } = require("web/structured_clone");
const { setImmediate } = require("web/timers");
const { invalidArgType, makeError } = require("node/errors");

/** Only those who hold it can make a port. */
const KEY = Symbol("MessagePort");
/** Messages that wait at a port that nobody has started; one more is refused. */
const WAITING_MAX = 10_000;

/** Makes two ports the ends of one channel. @type {(one: MessagePort, other: MessagePort) => void} */
let entangle;

class MessagePort extends EventTarget {
  /** The other end; null for a port that is closed or was given away. @type {MessagePort | null} */
  #other = null;
  /** What came and was not delivered. @type {{data: unknown, ports: MessagePort[]}[]} */
  #waiting = [];
  #isStarted = false;
  #isMoved = false;
  #isScheduled = false;
  #onmessage = null;
  #onmessageerror = null;

  static {
    entangle = (one, other) => {
      one.#other = other;
      other.#other = one;
    };
    /**
     * Node's `receiveMessageOnPort`: the oldest message that waits, at once.
     * @param {MessagePort} port
     */
    exports.receiveMessageOnPort = (port) => {
      if (port === null || typeof port !== "object" || !(#other in port)) throw invalidArgType("port", "MessagePort", port);
      const message = port.#waiting.shift();
      return message === undefined ? undefined : { message: message.data };
    };
    transferPorts({
      is: (value) => value !== null && typeof value === "object" && #other in value,
      canMove: (port) => !port.#isMoved,
      make: () => new MessagePort(KEY),
      move(from, to) {
        from.#isMoved = true;
        to.#waiting = from.#waiting;
        from.#waiting = [];
        if (from.#other !== null) entangle(from.#other, to);
        from.#other = null;
      },
    });
  }

  constructor(key) {
    if (key !== KEY) throw makeError(TypeError, "ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor");
    super();
    // As in Node: a listener of `message` starts a port, however it was added.
    observeListeners(this, (type, hasListeners) => {
      if (type === "message" && hasListeners) this.start();
    });
  }

  /**
   * @param {unknown} message
   * @param {object[] | {transfer?: object[]}} [options] or the list itself
   */
  postMessage(message, options = undefined) {
    requireArguments(arguments.length, ["message"]);
    if (options !== undefined && options !== null && typeof options !== "object") throw invalidArgType("options", "Object", options);
    const list = typeof options?.[Symbol.iterator] === "function" ? options : (options?.transfer ?? []);
    const transfer = [...list];
    if (transfer.includes(this)) throw new DOMException("Transfer list contains source port", "DataCloneError");
    // The other end may go with its own message: then nobody gets it.
    const other = this.#other;
    const posted = cloneForPort(message, transfer);
    if (other === null || transfer.includes(other)) return;
    if (other.#waiting.length >= WAITING_MAX) throw new DOMException(`More than ${WAITING_MAX} messages wait at the port`, "QuotaExceededError");
    other.#waiting.push(posted);
    other.#schedule();
  }

  start() {
    this.#isStarted = true;
    this.#schedule();
  }

  close() {
    const other = this.#other;
    this.#other = null;
    if (other === null) return;
    other.#other = null;
    setImmediate(() => {
      for (const port of [this, other]) port.dispatchEvent(control.trust(new Event("close")));
    });
  }

  ref() {}

  unref() {}

  hasRef() {
    return false;
  }

  get onmessage() {
    return this.#onmessage;
  }

  set onmessage(handler) {
    this.#onmessage = this.#replace("message", this.#onmessage, handler);
  }

  get onmessageerror() {
    return this.#onmessageerror;
  }

  set onmessageerror(handler) {
    this.#onmessageerror = this.#replace("messageerror", this.#onmessageerror, handler);
  }

  #replace(type, before, handler) {
    if (before !== null) this.removeEventListener(type, before);
    const after = typeof handler === "function" ? handler : null;
    if (after !== null) this.addEventListener(type, after);
    return after;
  }

  /** One turn of the event loop for each message. */
  #schedule() {
    if (!this.#isStarted || this.#isScheduled || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      const message = this.#waiting.shift();
      if (message === undefined) return;
      this.#schedule();
      this.dispatchEvent(control.trust(new MessageEvent("message", message)));
    });
  }
}
expose(MessagePort);

class MessageChannel {
  #port1 = new MessagePort(KEY);
  #port2 = new MessagePort(KEY);

  constructor() {
    entangle(this.#port1, this.#port2);
  }

  get port1() {
    return this.#port1;
  }

  get port2() {
    return this.#port2;
  }
}
expose(MessageChannel);

exports.MessageChannel = MessageChannel;
exports.MessagePort = MessagePort;
