/**
 * IncomingMessage: the answer to a request, as a Readable.
 */

const { Readable } = require("node/stream/readable");
const { Buffer } = require("node/buffer");
const { STATUS_CODES } = require("node/http/status");

/** Fields of which only the first counts. */
const SINGLE = new Set([
  "age",
  "authorization",
  "content-length",
  "content-type",
  "etag",
  "expires",
  "from",
  "host",
  "if-modified-since",
  "if-unmodified-since",
  "last-modified",
  "location",
  "max-forwards",
  "proxy-authorization",
  "referer",
  "retry-after",
  "server",
  "user-agent",
]);
/** What no longer holds when `fetch` has unpacked the body. */
const OF_PACKED_BODY = new Set(["content-encoding", "content-length"]);

class IncomingMessage extends Readable {
  #reader = undefined;

  constructor(socket) {
    super({ highWaterMark: socket?.readableHighWaterMark });
    this.socket = socket;
    this.connection = socket;
    this.httpVersion = "1.1";
    this.httpVersionMajor = 1;
    this.httpVersionMinor = 1;
    this.complete = false;
    this.aborted = false;
    this.rawHeaders = [];
    this.headers = {};
    this.headersDistinct = { __proto__: null };
    this.trailers = {};
    this.trailersDistinct = { __proto__: null };
    this.rawTrailers = [];
    this.url = "";
    this.method = null;
    this.statusCode = null;
    this.statusMessage = null;
  }

  /** @param {Response} response */
  static ofResponse(response, socket) {
    const message = new IncomingMessage(socket);
    message.statusCode = response.status;
    message.statusMessage = response.statusText || (STATUS_CODES[response.status] ?? "");
    const isPacked = response.headers.has("content-encoding");
    for (const [name, value] of response.headers) {
      if (!(isPacked && OF_PACKED_BODY.has(name))) message.#addHeader(name, value);
    }
    message.#reader = response.body?.getReader();
    return message;
  }

  #addHeader(name, value) {
    this.rawHeaders.push(name, value);
    (this.headersDistinct[name] ??= []).push(value);
    const known = this.headers[name];
    if (name === "set-cookie") (this.headers[name] ??= []).push(value);
    else if (known === undefined) this.headers[name] = value;
    else if (!SINGLE.has(name)) this.headers[name] = `${known}${name === "cookie" ? "; " : ", "}${value}`;
  }

  _read() {
    if (this.#reader === undefined) {
      this.complete = true;
      this.push(null);
      return;
    }
    this.#reader.read().then(
      ({ value, done }) => {
        if (done) this.complete = true;
        this.push(done ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength));
      },
      (error) => {
        this.aborted = true;
        this.emit("aborted");
        const reset = Object.assign(new Error("aborted"), { code: "ECONNRESET", cause: error });
        this.destroy(reset);
      },
    );
  }

  _destroy(error, callback) {
    if (!this.complete) this.#reader?.cancel().catch(() => {});
    // As after a connection that broke: who was told by 'aborted' need not hear of it again.
    callback(error && this.listenerCount("error") === 0 ? null : error);
  }

  setTimeout(ms, callback) {
    if (callback) this.on("timeout", callback);
    this.socket?.setTimeout?.(ms);
    return this;
  }
}

exports.IncomingMessage = IncomingMessage;
