/**
 * `request.body`: the bytes that arrived, read as text, JSON or Buffer.
 *
 * The server has the whole body before the handler runs, so a read never waits. The bytes stay
 * available: handlers verify a signature over the text and then parse it.
 */

const { bodyText, bodyJson, bodyBytes, compat } = native;
const { parse } = JSON;
// An async function costs several times as much as a settled promise, and nothing here waits.
const NativePromise = Promise;
/** @type {<T>(value: T) => Promise<T>} */
const resolved = NativePromise.resolve.bind(NativePromise);
const rejected = NativePromise.reject.bind(NativePromise);

class RequestBody {
  #serial;
  #read = false;

  /** @param {number} serial the request's number in this VM */
  constructor(serial) {
    this.#serial = serial;
  }

  /** @returns {Promise<string>} the body decoded as UTF-8 */
  text() {
    try {
      this.#take();
      return resolved(bodyText(this.#serial));
    } catch (error) {
      return rejected(error);
    }
  }

  /** @returns {Promise<any>} the body parsed as JSON; rejected with a SyntaxError when it is none */
  json() {
    try {
      this.#take();
      const value = bodyJson(this.#serial);
      // No JSON is undefined. The engine's own parser says what is wrong with a text.
      return resolved(value === undefined ? parse(bodyText(this.#serial)) : value);
    } catch (error) {
      return rejected(error);
    }
  }

  /** @returns {Promise<Buffer>} the body's exact bytes */
  buffer() {
    try {
      this.#take();
      return resolved(require("node/buffer").Buffer.from(bodyBytes(this.#serial)));
    } catch (error) {
      return rejected(error);
    }
  }

  /** @returns {Promise<ArrayBuffer>} beyond Velo: the body's exact bytes */
  arrayBuffer() {
    try {
      this.#take();
      return resolved(bodyBytes(this.#serial));
    } catch (error) {
      return rejected(error);
    }
  }

  #take() {
    if (this.#read && compat.body_reuse === "once") throw new TypeError("The request's body was read already.");
    this.#read = true;
  }
}

exports.RequestBody = RequestBody;
