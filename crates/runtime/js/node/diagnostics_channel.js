/**
 * The module `diagnostics_channel`: named channels that packages publish to and others listen on.
 */

const { invalidArgType } = require("node/errors");
const { checkFunction } = require("node/validate");

const { apply } = Reflect;
/** Names come from packages' code; a bound keeps a mistaken one from filling memory. */
const CHANNELS_MAX = 10_000;
/** @type {Map<string | symbol, Channel>} */
const channels = new Map();

function report(error) {
  require("node/process").process.nextTick(() => {
    throw error;
  });
}

class Channel {
  #subscribers = [];
  /** @type {Map<any, ((data: unknown) => unknown) | undefined>} */
  #stores = new Map();

  constructor(name) {
    this.name = name;
  }

  get hasSubscribers() {
    return this.#subscribers.length > 0 || this.#stores.size > 0;
  }

  subscribe(subscription) {
    checkFunction(subscription, "subscription");
    this.#subscribers = [...this.#subscribers, subscription];
  }

  unsubscribe(subscription) {
    const at = this.#subscribers.indexOf(subscription);
    if (at === -1) return false;
    this.#subscribers = this.#subscribers.toSpliced(at, 1);
    return true;
  }

  bindStore(store, transform) {
    this.#stores.set(store, transform);
  }

  unbindStore(store) {
    return this.#stores.delete(store);
  }

  /** What a subscriber throws does not reach who publishes. */
  publish(data) {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber(data, this.name);
      } catch (error) {
        report(error);
      }
    }
  }

  runStores(data, fn, thisArg, ...args) {
    let run = () => {
      this.publish(data);
      return apply(fn, thisArg, args);
    };
    for (const [store, transform] of this.#stores) {
      const next = run;
      run = () => {
        let context = data;
        try {
          if (transform !== undefined) context = transform(data);
        } catch (error) {
          report(error);
          return next();
        }
        return store.run(context, next);
      };
    }
    return run();
  }
}

/** @param {string | symbol} name */
function channel(name) {
  const known = channels.get(name);
  if (known !== undefined) return known;
  if (typeof name !== "string" && typeof name !== "symbol") throw invalidArgType("channel", ["string", "symbol"], name);
  const made = new Channel(name);
  if (channels.size < CHANNELS_MAX) channels.set(name, made);
  return made;
}

const EVENTS = ["start", "end", "asyncStart", "asyncEnd", "error"];

class TracingChannel {
  constructor(nameOrChannels) {
    for (const event of EVENTS) {
      if (typeof nameOrChannels === "string") this[event] = channel(`tracing:${nameOrChannels}:${event}`);
      else {
        const given = nameOrChannels?.[event];
        if (!(given instanceof Channel)) throw invalidArgType(`nameOrChannels.${event}`, "Channel", given);
        this[event] = given;
      }
    }
  }

  get hasSubscribers() {
    return EVENTS.some((event) => this[event].hasSubscribers);
  }

  subscribe(handlers) {
    for (const event of EVENTS) if (handlers[event]) this[event].subscribe(handlers[event]);
  }

  unsubscribe(handlers) {
    return EVENTS.filter((event) => handlers[event]).every((event) => this[event].unsubscribe(handlers[event]));
  }

  traceSync(fn, context = {}, thisArg = undefined, ...args) {
    return this.start.runStores(context, () => {
      try {
        const result = apply(fn, thisArg, args);
        context.result = result;
        return result;
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  tracePromise(fn, context = {}, thisArg = undefined, ...args) {
    const settle = (key, value) => {
      context[key] = value;
      if (key === "error") this.error.publish(context);
      this.asyncStart.publish(context);
      this.asyncEnd.publish(context);
    };
    return this.start.runStores(context, () => {
      try {
        return Promise.resolve(apply(fn, thisArg, args)).then(
          (result) => {
            settle("result", result);
            return result;
          },
          (error) => {
            settle("error", error);
            throw error;
          },
        );
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  traceCallback(fn, position = -1, context = {}, thisArg = undefined, ...args) {
    const callback = args.at(position);
    checkFunction(callback, "callback");
    const traced = (...results) => {
      const [error, result] = results;
      if (error) {
        context.error = error;
        this.error.publish(context);
      } else {
        context.result = result;
      }
      return this.asyncStart.runStores(context, () => {
        try {
          return apply(callback, undefined, results);
        } finally {
          this.asyncEnd.publish(context);
        }
      });
    };
    const given = args.with(position, traced);
    return this.start.runStores(context, () => {
      try {
        return apply(fn, thisArg, given);
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }
}

exports.channel = channel;
exports.hasSubscribers = (name) => channels.get(name)?.hasSubscribers ?? false;
exports.subscribe = (name, subscription) => channel(name).subscribe(subscription);
exports.unsubscribe = (name, subscription) => channel(name).unsubscribe(subscription);
exports.tracingChannel = (nameOrChannels) => new TracingChannel(nameOrChannels);
exports.Channel = Channel;
