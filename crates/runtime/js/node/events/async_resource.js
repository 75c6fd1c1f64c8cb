/**
 * EventEmitterAsyncResource: an emitter whose listeners run where it was made.
 */

const { EventEmitter } = require("node/events/emitter");
const { AsyncResource } = require("node/async_hooks");

class EventEmitterAsyncResource extends EventEmitter {
  #resource;

  constructor(options = undefined) {
    const given = typeof options === "string" ? { name: options } : options;
    super(given);
    this.#resource = new AsyncResource(given?.name ?? new.target.name);
  }

  emit(event, ...args) {
    return this.#resource.runInAsyncScope(super.emit, this, event, ...args);
  }

  emitDestroy() {
    this.#resource.emitDestroy();
  }

  get asyncId() {
    return this.#resource.asyncId();
  }

  get triggerAsyncId() {
    return this.#resource.triggerAsyncId();
  }

  get asyncResource() {
    return this.#resource;
  }
}

exports.EventEmitterAsyncResource = EventEmitterAsyncResource;
