/**
 * Stream: what all streams are, and the pipe of those that are nothing more.
 */

const { EventEmitter } = require("node/events/emitter");

function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, require("node/events"));

/** Before streams had states: data, end, close and error are carried over. */
Stream.prototype.pipe = function pipe(target, options) {
  const source = this;
  const onData = (chunk) => {
    if (target.writable && target.write(chunk) === false && source.pause) source.pause();
  };
  const onDrain = () => {
    if (source.readable && source.resume) source.resume();
  };
  let isEnded = false;
  const onEnd = () => {
    if (isEnded) return;
    isEnded = true;
    target.end();
  };
  const onClose = () => {
    if (isEnded) return;
    isEnded = true;
    if (typeof target.destroy === "function") target.destroy();
  };
  const onError = function (error) {
    cleanup();
    if (EventEmitter.prototype.listenerCount.call(this, "error") === 0) this.emit("error", error);
  };
  const cleanup = () => {
    source.removeListener("data", onData);
    target.removeListener("drain", onDrain);
    source.removeListener("end", onEnd);
    source.removeListener("close", onClose);
    for (const stream of [source, target]) stream.removeListener("error", onError);
    source.removeListener("end", cleanup);
    source.removeListener("close", cleanup);
    target.removeListener("close", cleanup);
  };
  source.on("data", onData);
  target.on("drain", onDrain);
  if (!target._isStdio && (!options || options.end !== false)) {
    source.on("end", onEnd);
    source.on("close", onClose);
  }
  exports.prependListener(source, "error", onError);
  exports.prependListener(target, "error", onError);
  source.on("end", cleanup);
  source.on("close", cleanup);
  target.on("close", cleanup);
  target.emit("pipe", source);
  return target;
};

Stream.prototype.eventNames = function eventNames() {
  return EventEmitter.prototype.eventNames.call(this).filter((name) => this.listenerCount(name) > 0);
};

/** Also for emitters of old packages, which cannot. */
exports.prependListener = function prependListener(emitter, event, listener) {
  if (typeof emitter.prependListener === "function") return emitter.prependListener(event, listener);
  const list = emitter._events?.[event];
  if (!list) emitter.on(event, listener);
  else if (Array.isArray(list)) list.unshift(listener);
  else emitter._events[event] = [listener, list];
};

exports.Stream = Stream;
