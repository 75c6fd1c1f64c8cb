/**
 * A socket that can be made and set up, because packages do so long before they connect. Connecting
 * fails as a connection does, by the event `error`, and the error says that there are no sockets.
 */

const { Duplex } = require("node/stream/duplex");
const { notAvailable } = require("node/absent");
const timers = require("web/timers");

class Socket extends Duplex {
  connecting = false;
  pending = true;
  bytesRead = 0;
  bytesWritten = 0;
  timeout = undefined;
  remoteAddress = undefined;
  remoteFamily = undefined;
  remotePort = undefined;
  localAddress = undefined;
  localPort = undefined;
  #timer = undefined;

  /** @param {{allowHalfOpen?: boolean, signal?: AbortSignal}} [options] */
  constructor(options = undefined) {
    super({ allowHalfOpen: Boolean(options?.allowHalfOpen), signal: options?.signal, decodeStrings: true });
  }

  get readyState() {
    return this.destroyed ? "closed" : "open";
  }

  /** Fails with `error` in a later turn, when its listeners are there. */
  connect() {
    this.destroy(notAvailable("net", "Socket.connect"));
    return this;
  }

  setTimeout(ms, callback) {
    this.timeout = Number(ms) || 0;
    timers.clearTimeout(this.#timer);
    if (callback !== undefined) this[this.timeout > 0 ? "once" : "off"]("timeout", callback);
    if (this.timeout > 0 && !this.destroyed) this.#timer = timers.setTimeout(() => this.emit("timeout"), this.timeout);
    return this;
  }

  setNoDelay() {
    return this;
  }

  setKeepAlive() {
    return this;
  }

  ref() {
    return this;
  }

  unref() {
    return this;
  }

  address() {
    return {};
  }

  resetAndDestroy() {
    return this.destroy();
  }

  destroySoon() {
    this.destroy();
  }

  _read() {}

  _write(_chunk, _encoding, callback) {
    callback(notAvailable("net", "Socket.write"));
  }

  _destroy(error, callback) {
    timers.clearTimeout(this.#timer);
    callback(error);
  }
}

exports.Socket = exports.Stream = Socket;
