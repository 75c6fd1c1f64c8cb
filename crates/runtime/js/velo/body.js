/**
 * `request.body`: the bytes that arrived, read as text, JSON or Buffer.
 *
 * The server has the whole body before the handler runs, so a read never waits. The bytes stay
 * available: handlers verify a signature over the text and then parse it.
 */

const { bodyText, bodyBytes, compat } = native;
const { parse } = JSON;

class RequestBody {
  #serial;
  #read = false;

  /** @param {number} serial the request's number in this VM */
  constructor(serial) {
    this.#serial = serial;
  }

  /** @returns {Promise<string>} the body decoded as UTF-8 */
  async text() {
    this.#take();
    return bodyText(this.#serial);
  }

  /** @returns {Promise<any>} the body parsed as JSON; rejected with a SyntaxError when it is none */
  async json() {
    this.#take();
    return parse(bodyText(this.#serial));
  }

  /** @returns {Promise<Buffer>} the body's exact bytes */
  async buffer() {
    this.#take();
    return require("node/buffer").Buffer.from(bodyBytes(this.#serial));
  }

  /** @returns {Promise<ArrayBuffer>} beyond Velo: the body's exact bytes */
  async arrayBuffer() {
    this.#take();
    return bodyBytes(this.#serial);
  }

  #take() {
    if (this.#read && compat.body_reuse === "once") throw new TypeError("The request's body was read already.");
    this.#read = true;
  }
}

exports.RequestBody = RequestBody;
