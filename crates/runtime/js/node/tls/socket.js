/**
 * A TLSSocket that can be made, for packages look at one while they load (`http2-wrapper`); it connects
 * to nothing, like the `Socket` that it extends.
 */

const { Socket } = require("node/net/socket");

/** What Node puts around a stream that is no socket; `_handle._parentWrap` leads to it. */
class JSStreamSocket extends Socket {
  /** @param {import("stream").Duplex} stream */
  constructor(stream) {
    super();
    this.stream = stream;
  }
}

class TLSSocket extends Socket {
  encrypted = true;
  authorized = false;
  authorizationError = null;
  alpnProtocol = false;

  /**
   * @param {any} [socket]
   * @param {object} [options]
   */
  constructor(socket = undefined, options = undefined) {
    super(options);
    if (socket !== undefined && socket !== null) {
      const wrap = socket instanceof Socket ? socket : new JSStreamSocket(socket);
      Object.defineProperty(this, "_handle", { value: { _parentWrap: wrap }, writable: true, configurable: true });
    }
  }

  getPeerCertificate() {
    return {};
  }

  getCipher() {
    return undefined;
  }

  getProtocol() {
    return null;
  }

  getSession() {
    return undefined;
  }

  isSessionReused() {
    return false;
  }
}

exports.TLSSocket = TLSSocket;
