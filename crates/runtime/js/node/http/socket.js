/**
 * What stands for a request's connection: the server makes and keeps those, so that here is only what
 * packages ask one for.
 */

const { EventEmitter } = require("node/events/emitter");

class Connection extends EventEmitter {
  encrypted;
  authorized;
  connecting = false;
  destroyed = false;
  readable = true;
  writable = true;
  bytesRead = 0;
  bytesWritten = 0;
  remoteAddress = undefined;
  remotePort = undefined;
  #request;

  constructor(request, isEncrypted) {
    super();
    this.#request = request;
    this.encrypted = this.authorized = isEncrypted;
  }

  setTimeout(ms, callback) {
    this.#request.setTimeout(ms);
    if (callback) this.once("timeout", callback);
    return this;
  }

  setKeepAlive() {
    return this;
  }

  setNoDelay() {
    return this;
  }

  ref() {
    return this;
  }

  unref() {
    return this;
  }

  cork() {}

  uncork() {}

  address() {
    return {};
  }

  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.#request.destroy(error);
    return this;
  }

  end() {
    return this;
  }
}

exports.Connection = Connection;
