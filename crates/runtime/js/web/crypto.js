/**
 * The global `crypto`: randomness, and `subtle`, which is loaded when it is first used.
 */

const { expose } = require("web/idl");
const { DOMException } = require("web/dom_exception");
const { invalidArgType } = require("node/errors");
const { randomUUID } = require("node/crypto/random");

/** Web Crypto, 10.1.1. */
const BYTES_MAX = 65536;
const INTEGER_ARRAYS = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array];
const MAKE = Symbol("make");

class Crypto {
  #brand = true;

  constructor(key = undefined) {
    if (key !== MAKE) throw new TypeError("Illegal constructor");
  }

  /**
   * @template {ArrayBufferView} T
   * @param {T} array filled in place
   * @returns {T} the same array
   */
  getRandomValues(array) {
    void this.#brand;
    if (!ArrayBuffer.isView(array)) throw invalidArgType("typedArray", ["Buffer", "TypedArray"], array);
    if (!INTEGER_ARRAYS.some((Type) => array instanceof Type)) {
      throw new DOMException("The data argument must be an integer-type TypedArray", "TypeMismatchError");
    }
    if (array.byteLength > BYTES_MAX) {
      throw new DOMException(`The requested length exceeds ${BYTES_MAX} bytes`, "QuotaExceededError");
    }
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    bytes.set(new Uint8Array(native.randomBytes(bytes.length)));
    return array;
  }

  randomUUID() {
    void this.#brand;
    return randomUUID();
  }

  get subtle() {
    void this.#brand;
    return require("web/crypto/subtle").subtle;
  }
}
expose(Crypto);

exports.Crypto = Crypto;
exports.crypto = new Crypto(MAKE);
