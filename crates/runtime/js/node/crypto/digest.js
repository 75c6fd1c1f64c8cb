/**
 * The running digest under Hash and Hmac.
 *
 * What `update` is given waits here and crosses to the server once, at the end: that is one crossing
 * for the usual few hundred bytes. Beyond CHUNK bytes the server takes it piece by piece.
 */

const { Buffer } = require("node/buffer");

/** When so much waits, it is handed over. */
const CHUNK = 1024 * 1024;

/** Whether text and what follows it can be joined: half a pair must not meet its other half. */
function endsWhole(text) {
  const last = text.charCodeAt(text.length - 1);
  return !(last >= 0xd800 && last < 0xdc00);
}

/** What both kinds do: they differ in how the server begins. */
class Digest {
  #algorithm;
  /** @type {Uint8Array | string | undefined} */
  #key;
  /** Text that waits. Only one of this and `#bytes` holds something. */
  #text = "";
  /** None as long as there are no bytes. @type {Uint8Array[] | undefined} */
  #bytes = undefined;
  #waiting = 0;
  /** The server's state, once something was handed over. @type {Function | null} */
  #stream = null;
  #finished = false;

  constructor(algorithm, key) {
    this.#algorithm = algorithm;
    this.#key = key;
  }

  get finished() {
    return this.#finished;
  }

  text(text) {
    if (text === "") return;
    if (this.#bytes !== undefined || (this.#text !== "" && !endsWhole(this.#text))) return this.bytes(Buffer.from(text));
    this.#text += text;
    this.#count(text.length);
  }

  /** @param {Uint8Array} bytes not changed by anybody afterwards */
  bytes(bytes) {
    if (bytes.length === 0) return;
    const all = this.#allBytes();
    all[all.length] = bytes;
    this.#count(bytes.length);
  }

  /** What waits, as bytes. */
  #allBytes() {
    this.#bytes ??= [];
    if (this.#text !== "") this.#bytes[0] = Buffer.from(this.#text);
    this.#text = "";
    return this.#bytes;
  }

  #count(amount) {
    this.#waiting += amount;
    if (this.#waiting < CHUNK) return;
    this.#stream ??= native.hashStream(this.#algorithm, this.#key);
    this.#handOver();
  }

  #handOver() {
    const all = this.#allBytes();
    for (let i = 0; i < all.length; i++) this.#stream(0, all[i]);
    this.#bytes = undefined;
    this.#waiting = 0;
  }

  /**
   * @param {number | Uint8Array} output 1 for hex, 2 for base64, 3 for base64url; or a new array of the
   *   digest's length, to be filled
   * @returns {string | undefined}
   */
  finish(output) {
    this.#finished = true;
    const made = this.#finish(output);
    if (made === undefined || typeof made === "string") return made;
    // Where the server cannot write to an array.
    /** @type {Uint8Array} */ (output).set(new Uint8Array(made));
    return undefined;
  }

  #finish(output) {
    if (this.#stream !== null) {
      this.#handOver();
      return this.#stream(1, output);
    }
    const waiting = this.#bytes;
    const data = waiting === undefined ? this.#text : waiting.length === 1 ? waiting[0] : Buffer.concat(waiting);
    this.#bytes = undefined;
    this.#text = "";
    return native.digest(this.#algorithm, this.#key, data, output);
  }

  copy() {
    const copy = new Digest(this.#algorithm, this.#key);
    copy.#text = this.#text;
    copy.#bytes = this.#bytes?.slice();
    copy.#waiting = this.#waiting;
    if (this.#stream !== null) copy.#stream = this.#stream(2);
    return copy;
  }
}

exports.Digest = Digest;
