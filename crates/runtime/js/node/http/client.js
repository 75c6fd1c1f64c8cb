/**
 * ClientRequest: a request as Node's clients make it, sent by `fetch`. What is written is kept until
 * `end`; then the whole goes out.
 */

const { Writable } = require("node/stream/writable");
const { Buffer } = require("node/buffer");
const { OutgoingHeaders } = require("node/http/outgoing_headers");
const { IncomingMessage } = require("node/http/incoming");
const { Connection } = require("node/http/socket");
const { connectionError } = require("node/http/connection_error");
const { invalidArgType, makeError } = require("node/errors");
const { checkAbortSignal, checkFunction } = require("node/validate");
const { nextTick } = require("node/process/next_tick");
const timers = require("web/timers");

const TOKEN = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
/** Bytes of a body that are kept; `fetch` has limits of its own for what it sends. */
const BODY_BYTES_MAX = 64 * 1024 * 1024;
/** What the server writes itself, for what it really sends. */
const OF_THE_CONNECTION = new Set(["connection", "content-length", "expect", "host", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"]);

/** The URL that the options mean. */
function urlOf(options, defaultProtocol) {
  const protocol = options.protocol ?? options.agent?.protocol ?? defaultProtocol;
  if (protocol !== defaultProtocol && !(options.agent && options.agent.protocol === protocol)) {
    throw makeError(TypeError, "ERR_INVALID_PROTOCOL", `Protocol "${protocol}" not supported. Expected "${defaultProtocol}"`);
  }
  if (options.socketPath) throw require("node/absent").notAvailable("http", "request({ socketPath })");
  const path = options.path ?? "/";
  if (/[^\x21-\xff]/.test(path)) throw makeError(TypeError, "ERR_UNESCAPED_CHARACTERS", "Request path contains unescaped characters");
  const host = options.hostname || options.host || "localhost";
  const port = options.port || options.defaultPort || "";
  const name = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  return `${protocol}//${name}${port === "" ? "" : `:${port}`}${path.startsWith("/") ? "" : "/"}${path}`;
}

class ClientRequest extends Writable {
  #headers = new OutgoingHeaders();
  #url;
  #parts = [];
  #size = 0;
  #controller = new AbortController();
  #timer = undefined;
  #isSent = false;
  #timeoutMs = 0;

  /**
   * @param {Record<string, any>} options as `http.request` takes them
   * @param {((response: IncomingMessage) => void) | undefined} callback
   * @param {string} defaultProtocol
   */
  constructor(options, callback, defaultProtocol) {
    super({ autoDestroy: false, decodeStrings: true });
    const method = options.method ?? "GET";
    if (typeof method !== "string") throw invalidArgType("options.method", "string", method);
    if (!TOKEN.test(method)) throw makeError(TypeError, "ERR_INVALID_HTTP_TOKEN", `Method must be a valid HTTP token ["${method}"]`);
    for (const name of ["host", "hostname"]) {
      if (options[name] !== undefined && options[name] !== null && typeof options[name] !== "string") throw invalidArgType(`options.${name}`, ["string", "undefined", "null"], options[name]);
    }
    checkAbortSignal(options.signal, "options.signal");
    this.#url = urlOf(options, defaultProtocol);
    this.method = method.toUpperCase();
    this.path = options.path ?? "/";
    this.host = options.hostname || options.host || "localhost";
    this.protocol = new URL(this.#url).protocol;
    this.agent = options.agent;
    this.aborted = false;
    this.reusedSocket = false;
    this.finished = false;
    this.res = null;
    this.headersSent = false;
    this.maxHeadersCount = null;
    this.#readHeaders(options);
    if (callback !== undefined) {
      checkFunction(callback, "callback");
      this.once("response", callback);
    }
    if (options.timeout !== undefined) this.setTimeout(options.timeout);
    if (options.signal) require("node/stream/abort").addAbortSignal(options.signal, this);
    this.socket = this.connection = new Connection(this, this.protocol === "https:");
    nextTick(() => {
      if (!this.destroyed) this.emit("socket", this.socket);
    });
  }

  #readHeaders(options) {
    const { headers, auth } = options;
    if (Array.isArray(headers)) {
      const pairs = Array.isArray(headers[0]) ? headers : Array.from({ length: headers.length / 2 }, (_, i) => [headers[2 * i], headers[2 * i + 1]]);
      for (const [name, value] of pairs) this.#headers.append(name, value);
    } else if (headers) {
      for (const name of Object.keys(headers)) this.setHeader(name, headers[name]);
    }
    if (auth && !this.#headers.has("authorization")) this.setHeader("Authorization", `Basic ${Buffer.from(auth).toString("base64")}`);
  }

  setHeader(name, value) {
    if (this.headersSent) throw makeError(Error, "ERR_HTTP_HEADERS_SENT", "Cannot set headers after they are sent to the client");
    this.#headers.set(name, value);
    return this;
  }

  setHeaders(headers) {
    for (const [name, value] of headers) this.setHeader(name, value);
    return this;
  }

  appendHeader(name, value) {
    this.#headers.append(name, value);
    return this;
  }

  getHeader(name) {
    return this.#headers.get(name);
  }

  hasHeader(name) {
    return this.#headers.has(name);
  }

  removeHeader(name) {
    if (this.headersSent) throw makeError(Error, "ERR_HTTP_HEADERS_SENT", "Cannot remove headers after they are sent to the client");
    this.#headers.remove(name);
  }

  getHeaders() {
    return this.#headers.object();
  }

  getHeaderNames() {
    return this.#headers.names();
  }

  getRawHeaderNames() {
    return this.#headers.rawNames();
  }

  flushHeaders() {}

  setNoDelay() {}

  setSocketKeepAlive() {}

  /** @param {number} ms between two signs of life; only says so, like Node's */
  setTimeout(ms, callback) {
    if (callback) this.once("timeout", callback);
    this.#timeoutMs = Number(ms) || 0;
    this.#restartTimer();
    return this;
  }

  #restartTimer() {
    timers.clearTimeout(this.#timer);
    if (this.#timeoutMs <= 0 || this.destroyed) return;
    this.#timer = timers.setTimeout(() => {
      this.emit("timeout");
      this.socket.emit("timeout");
      this.res?.emit("timeout");
    }, this.#timeoutMs);
  }

  _write(chunk, _encoding, callback) {
    this.#size += chunk.length;
    if (this.#size > BODY_BYTES_MAX) return callback(makeError(Error, "ERR_HTTP_BODY_TOO_LARGE", `The request's body is longer than ${BODY_BYTES_MAX} bytes`));
    this.#parts.push(chunk);
    callback();
  }

  _final(callback) {
    this.finished = true;
    callback();
    this.#send();
  }

  #send() {
    if (this.#isSent || this.destroyed) return;
    this.#isSent = true;
    this.headersSent = true;
    const lines = this.#headers.lines().filter(([name]) => !OF_THE_CONNECTION.has(name.toLowerCase()));
    const hasBody = this.#parts.length > 0 && this.method !== "GET" && this.method !== "HEAD";
    const init = { method: this.method, headers: lines, redirect: "manual", signal: this.#controller.signal, body: hasBody ? Buffer.concat(this.#parts) : undefined };
    this.#parts = [];
    Promise.resolve()
      .then(() => globalThis.fetch(this.#url, init))
      .then(
        (response) => this.#answer(response),
        (error) => {
          if (!this.destroyed) this.destroy(connectionError(error, new URL(this.#url)));
        },
      );
  }

  /** @param {Response} response */
  #answer(response) {
    if (this.destroyed) return;
    this.#restartTimer();
    const message = IncomingMessage.ofResponse(response, this.socket);
    message.req = this;
    this.res = message;
    const onEnd = () => {
      timers.clearTimeout(this.#timer);
      this.destroyed = true;
      this._closed = true;
      this.emit("close");
    };
    message.once("close", onEnd);
    // Without anybody to read it, the answer must not keep its connection.
    if (!this.emit("response", message)) message.resume();
  }

  abort() {
    if (this.aborted) return;
    this.aborted = true;
    nextTick(() => this.emit("abort"));
    this.destroy();
  }

  _destroy(error, callback) {
    timers.clearTimeout(this.#timer);
    this.#controller.abort(error ?? undefined);
    const { res } = this;
    if (res !== null) {
      res.destroy(error ?? undefined);
      return callback(error);
    }
    // Who ends a request before its answer hears of it, as of a connection that broke.
    callback(error ?? Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
  }
}

exports.ClientRequest = ClientRequest;
