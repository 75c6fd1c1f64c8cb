/** MessageEvent (HTML, 9.1): what a port gives to its listeners. */

const { Event } = require("web/event");
const { expose, requireArguments } = require("web/idl");

class MessageEvent extends Event {
  #data;
  #origin;
  #lastEventId;
  #source;
  #ports;

  /**
   * @param {string} type
   * @param {{data?: unknown, origin?: string, lastEventId?: string, source?: object | null, ports?: Iterable<object>}} [options]
   */
  constructor(type, options = undefined) {
    requireArguments(arguments.length, ["type"]);
    super(type, options);
    const { data = null, origin = "", lastEventId = "", source = null, ports = [] } = options ?? {};
    this.#data = data;
    this.#origin = `${origin}`;
    this.#lastEventId = `${lastEventId}`;
    this.#source = source;
    this.#ports = Object.freeze([...ports]);
  }

  get data() {
    return this.#data;
  }

  get origin() {
    return this.#origin;
  }

  get lastEventId() {
    return this.#lastEventId;
  }

  get source() {
    return this.#source;
  }

  get ports() {
    return this.#ports;
  }
}
expose(MessageEvent);

exports.MessageEvent = MessageEvent;
